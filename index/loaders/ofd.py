"""OFD (GB/T 33190, the format of fixed pages for official documents): its text by place, read as that of a PDF is."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any

from index.errors import UnreadableFile
from index.loaders import limits, ocr
from index.loaders.builder import TextBuilder
from index.loaders.layout import write
from index.loaders.lines import Line, joined
from index.loaders.loaded import Loaded
from index.loaders.rulings import Cell, Rulings, aligned, with_rows

ENTRY = "OFD.xml"
_POINTS = 72 / 25.4  # in a millimetre
_ASCENT = 0.85  # of a character above its base line
_SPACE = 0.25  # of a character's size, between words
_FAR = 2.5  # between cells or columns
_BASELINE = 0.5  # by which a line's pieces may differ
_THIN = 1.0  # millimetres; what is drawn thinner is a line
_SHORTEST = 2.0
_SEAL = 60.0  # millimetres; the largest seals have 45
_MOST = 3_000  # lines of a page; more are a drawing


def load_ofd(data: bytes) -> Iterator[Loaded]:
    """The documents of the file, mostly one. Raises UnreadableFile for pages without text."""
    package = _Package(zipfile.ZipFile(BytesIO(data)))
    bodies = package.root(ENTRY).findall("{*}DocBody")
    for number, body in enumerate(bodies, 1):
        title = body.findtext("{*}DocInfo/{*}Title") or ""
        pages, notices = _read(package, body.findtext("{*}DocRoot") or "")
        builder = TextBuilder()
        write(builder, pages)
        yield builder.build(str(number) if len(bodies) > 1 else None, {"title": title}, notices)


def _read(package: "_Package", place: str) -> tuple[list[list[Line]], list[str]]:
    """The lines of each page, those of scans by OCR where it is installed, and notices of what could not be read.

    Raises UnreadableFile where that is all.
    """
    pages, scans, notices = [], {}, []
    for number, parts in enumerate(package.pages(place)):
        pages.append(_lines(*parts))
        if not pages[-1] and (shown := list(_pictures(parts))):
            scans[number] = shown
    if scans and ocr.available() and len(scans) <= limits.OCR_PAGES:
        files = package.pictures(place)
        for number, shown in scans.items():
            pages[number] = [line for picture in shown for line in _seen(package, files, *picture)]
        read = [number for number in scans if pages[number]]
        notices += [ocr.told(read)] if read else []
    blind = [number for number in scans if not pages[number]]
    notices += [ocr.untold(blind)] if blind else []
    empty = [number for number, lines in enumerate(pages) if not lines and number not in scans]
    if empty:
        where = ocr.ranges(empty)
        notices.append(f"第 {where} 页没有文字 / no text on page {where}")
    if not any(pages):
        raise UnreadableFile("；".join(notices) or "OFD 没有页面 / the OFD has no pages")
    return pages, notices


class _Package:
    """The XML parts of an OFD file, by their places in it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.lower(): name for name in self._archive.namelist()}

    def root(self, place: str) -> Any:
        """The root of a part; some programs write its place with other capitals. Raises UnreadableFile without it."""
        from lxml import etree

        name = self._names.get(posixpath.normpath(place).lstrip("/").lower())
        if name is None:
            raise UnreadableFile(f"OFD 文件缺少 {place} / the OFD file lacks it")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=True)
        root = etree.fromstring(self._archive.read(name), parser)
        if root is None:
            raise UnreadableFile(f"OFD 文件中 {place} 已损坏 / damaged in the OFD file")
        return root

    def pages(self, place: str) -> Iterator[tuple[Any, ...]]:
        """Of each page the templates below it, and the page itself."""
        document, folder = self.root(place), posixpath.dirname(place)
        templates = {
            each.get("ID"): posixpath.join(folder, each.get("BaseLoc", ""))
            for each in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        pages = document.findall("{*}Pages/{*}Page")
        if len(pages) > limits.PAGES:
            raise UnreadableFile(f"OFD 有 {len(pages)} 页 / {len(pages)} pages, more than {limits.PAGES}")
        for each in pages:
            page = self.root(posixpath.join(folder, each.get("BaseLoc", "")))
            below = [templates.get(used.get("TemplateID")) for used in page.iterfind("{*}Template")]
            yield *(self.root(template) for template in below if template), page

    def pictures(self, place: str) -> dict[str, str]:
        """Where the pictures of a document lie, by the identities under which its pages show them."""
        document, folder = self.root(place), posixpath.dirname(place)
        found = {}
        for kind in ("PublicRes", "DocumentRes"):
            for listed in document.iterfind(f"{{*}}CommonData/{{*}}{kind}"):
                at = posixpath.join(folder, (listed.text or "").strip())
                resources = self.root(at)
                base = posixpath.join(posixpath.dirname(at), resources.get("BaseLoc", ""))
                for each in resources.iter("{*}MultiMedia"):
                    found[each.get("ID", "")] = posixpath.join(base, (each.findtext("{*}MediaFile") or "").strip())
        return found

    def file(self, place: str) -> bytes:
        """The bytes of a part. Raises KeyError without it."""
        name = self._names[posixpath.normpath(place).lstrip("/").lower()]
        if self._archive.getinfo(name).file_size > limits.MARKUP_BYTES:
            raise UnreadableFile(f"{place} 过大 / too large")
        return self._archive.read(name)


_Picture = tuple[str, float, float, float, float]
"""The identity of a picture, and its left, top, width and height on the page in points."""


def _pictures(parts: Sequence[Any]) -> Iterator[_Picture]:
    """The pictures on a page that are no seals or signs."""
    for part in parts:
        for image in part.iter("{*}ImageObject"):
            left, top, width, height = (*_numbers(image.get("Boundary")), 0.0, 0.0, 0.0, 0.0)[:4]
            if width > _SEAL or height > _SEAL:
                yield image.get("ResourceID", ""), *(each * _POINTS for each in (left, top, width, height))


def _seen(package: _Package, files: Mapping[str, str], *picture: *_Picture) -> Iterator[Line]:
    """The lines that OCR reads in a picture; none in one that cannot be opened."""
    name, left, top, width, height = picture
    try:
        found = list(ocr.lines_of_picture(package.file(files[name]), width, height))
    except (KeyError, UnreadableFile):
        return
    for text, start, end, high, low, em in found:
        yield Line(text, left + start, left + end, top + high, top + low, em)


def _lines(*parts: Any) -> list[Line]:
    """The lines of a page from the top, the rows of its ruled tables among them."""
    runs = [run for part in parts for text in part.iter("{*}TextObject") for run in _runs(text)]
    drawn = _rulings(parts)
    placed = [(run, drawn.cell((run.left + run.right) / 2, (run.top + run.bottom) / 2)) for run in runs]
    placed.sort(key=lambda each: (each[0].bottom, each[0].left))
    rows: list[list[tuple[Line, Cell | None]]] = []
    for each in placed:
        if rows and each[0].bottom - rows[-1][0][0].bottom < _BASELINE * min(each[0].em, rows[-1][0][0].em):
            rows[-1].append(each)
        else:
            rows.append([each])
    pieces = [piece for row in rows for piece in _pieces(sorted(row, key=lambda each: each[0].left))]
    return with_rows(pieces, drawn)


def _runs(text: Any) -> Iterator[Line]:
    """Each piece of a text object, where it stands on the page."""
    left, top, _, height = (*_numbers(text.get("Boundary")), 0.0, 0.0, 0.0, 0.0)[:4]
    a, b, c, d, e, f = _matrix(text.get("CTM"))
    size = next(iter(_numbers(text.get("Size"))), height)
    x, y = 0.0, 0.0
    for code in text.iterfind("{*}TextCode"):
        words = (code.text or "").rstrip()
        x, y = (next(iter(_numbers(code.get(name))), last) for name, last in (("X", x), ("Y", y)))
        em = size * ((a * a + b * b) ** 0.5 or 1.0)
        if not words or not em:
            continue
        across = [x + step for step in _steps(code.get("DeltaX"), len(words))]
        wide = em if words[-1] > "\u2e80" else em / 2
        start, end = left + a * across[0] + c * y + e, left + a * across[-1] + c * y + e + wide
        base = top + b * x + d * y + f
        start, end, base, em = (each * _POINTS for each in (start, end, base, em))
        yield Line(_spaced(words, across, size), start, end, base - _ASCENT * em, base, em)


def _spaced(words: str, across: Sequence[float], size: float) -> str:
    """The characters, with the spaces that are only gaps between words of Latin script."""
    found = words[0]
    for (before, one), (after, other) in pairwise(zip(words, across, strict=True)):
        latin = before.isascii() and before.isalnum() and after.isascii() and not (before + after).isdigit()
        found += f" {after}" if latin and other - one > (1 + _SPACE) * size else after
    return found


def _pieces(row: Sequence[tuple[Line, Cell | None]]) -> Iterator[tuple[Line, Cell | None]]:
    """What stands side by side in one line, together unless far apart or in another cell."""
    line, cell = row[0]
    for other, around in row[1:]:
        gap = other.left - line.right
        if around != cell or gap > _FAR * line.em:
            yield line, cell
            line, cell = other, around
            continue
        apart = gap > _SPACE * line.em and not (line.text[-1].isdigit() and other.text[0].isdigit())
        added = joined(line.text, other.text) if apart else other.text
        right, top = max(line.right, other.right), min(line.top, other.top)
        line = Line(line.text + added, line.left, right, top, max(line.bottom, other.bottom), line.em)
    yield line, cell


def _rulings(parts: Sequence[Any]) -> Rulings:
    """The straight lines and frames that are drawn on the page."""
    upright: set[tuple[float, float, float]] = set()
    level: set[tuple[float, float, float]] = set()
    paths = [path for part in parts for path in part.iter("{*}PathObject")]
    for path in paths if len(paths) <= _MOST else ():
        left, top, *_ = (*_numbers(path.get("Boundary")), 0.0, 0.0)
        a, b, c, d, e, f = _matrix(path.get("CTM"))
        numbers = _numbers(path.findtext("{*}AbbreviatedData"))
        is_filled = path.get("Stroke") == "false"  # a background, where it is not as thin as a line
        corners = [
            (left + a * x + c * y + e, top + b * x + d * y + f)
            for x, y in zip(numbers[::2], numbers[1::2], strict=False)
        ]
        if is_filled and min(_extents(corners)) >= _THIN:
            continue
        for (x, y), (right, bottom) in pairwise([*corners, *corners[:1]]):
            (x, right), (y, bottom) = sorted((x, right)), sorted((y, bottom))
            if right - x < _THIN and bottom - y >= _SHORTEST:
                upright.add((round(x * _POINTS), round(y * _POINTS), round(bottom * _POINTS)))
            elif bottom - y < _THIN and right - x >= _SHORTEST:
                level.add((round(y * _POINTS), round(x * _POINTS), round(right * _POINTS)))
    return Rulings(aligned(upright), aligned(level))


def _extents(corners: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """How wide and how high a path is."""
    columns = list(zip(*corners, strict=True)) or [(0.0,), (0.0,)]
    return max(columns[0]) - min(columns[0]), max(columns[1]) - min(columns[1])


def _steps(deltas: str | None, count: int) -> list[float]:
    """How far each of the characters stands behind the first: 6 g 2 5 are 6, 5 and 5; the last one goes on.

    >>> _steps("6 g 2 5", 5)
    [0.0, 6.0, 11.0, 16.0, 21.0]
    """
    words, steps = (deltas or "").split(), [0.0]
    at = 0
    while at < len(words) and len(steps) < count:
        repeated = words[at] == "g" and at + 2 < len(words)
        times = int(words[at + 1]) if repeated else 1
        step = next(iter(_numbers(words[at + 2 * repeated])), 0.0)
        steps += [steps[-1] + step * (each + 1) for each in range(min(times, count))]
        at += 3 if repeated else 1
    last = steps[-1] - steps[-2] if len(steps) > 1 else 0.0
    return (steps + [steps[-1] + last * (each + 1) for each in range(count - len(steps))])[:count]


def _matrix(written: str | None) -> tuple[float, ...]:
    numbers = _numbers(written)
    return tuple(numbers) if len(numbers) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _numbers(written: str | None) -> list[float]:
    """The numbers in a list; of the path M 0 0 L 5 0 those of its places."""
    found = []
    for word in (written or "").split():
        try:
            found.append(float(word))
        except ValueError:
            continue
    return found
