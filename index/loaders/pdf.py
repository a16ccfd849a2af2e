"""PDF files: the lines of the text layer and the rows of ruled tables; scans by OCR."""

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from index.errors import UnreadableFile
from index.loaders import limits, ocr
from index.loaders.builder import TextBuilder
from index.loaders.layout import write
from index.loaders.lines import Line
from index.loaders.loaded import Loaded
from index.loaders.radicals import without_radicals
from index.loaders.raised import raised
from index.loaders.rulings import Cell, rulings, with_rows

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_FAR = 2.5  # characters between what stands side by side, as cells or columns do
_SPACE = 0.2  # characters between words of Latin script
_SCAN = 30  # characters on a page on average; where there are fewer, a picture has only its caption
_PICTURE = 0.1  # of a page; less is a seal or a sign
_RAISED = 0.75  # of the height of a line; higher characters are no index
_HYPHEN = 0x2  # what PDFium makes of the hyphen that ends a line, which has no other end
_DRAWING = 200  # lines
_CHARACTERS = 200_000  # of one page; the tightest have 10,000


def load_pdf(data: bytes) -> Iterator[Loaded]:
    """The document. Raises UnreadableFile for what PDFium cannot open, for an encrypted file and for a scan that cannot
    be read here."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableFile(
                "PDF 文件已加密，请先去掉密码 / the PDF is encrypted: remove its password first"
            ) from error
        raise UnreadableFile(f"PDF 文件已损坏 / the PDF is damaged: {error}") from error
    try:
        yield _read(document)
    finally:
        document.close()


def _read(document: Any) -> Loaded:
    import pypdfium2 as pdfium

    count = len(document)
    if count > limits.PAGES:
        raise UnreadableFile(f"PDF 有 {count} 页，超过 {limits.PAGES} 页 / {count} pages, more than {limits.PAGES}")
    if not count:
        raise UnreadableFile("PDF 没有页面 / the PDF has no pages")
    pages, damaged = [], []
    for number in range(count):
        try:
            pages.append(_lines(document, number))
        except pdfium.PdfiumError as error:
            damaged.append(number)
            pages.append([])
            reason = error
    if len(damaged) == count:
        raise UnreadableFile(f"PDF 文件已损坏 / the PDF is damaged: {reason}")
    notices = []
    if damaged:
        notices.append(f"第 {ocr.ranges(damaged)} 页已损坏 / page {ocr.ranges(damaged)} is damaged")
    empty = [number for number, lines in enumerate(pages) if number not in damaged and not lines]
    if sum(len(line.text) for lines in pages for line in lines) < _SCAN * (count - len(damaged)):
        empty = [number for number in range(count) if number not in damaged]
    pictures = [number for number in empty if _has_picture(document, number)]
    if pictures:
        if ocr.available() and len(pictures) <= limits.OCR_PAGES:
            for number in pictures:
                pages[number] = [Line(*line) for line in ocr.lines(document[number])]
            notices.append(ocr.told(pictures))
        elif len(pictures) == len(empty) == count - len(damaged):
            raise UnreadableFile(ocr.untold(pictures))
        else:
            notices.append(ocr.untold(pictures))
    builder = TextBuilder()
    write(builder, pages)
    return builder.build(metadata={"title": document.get_metadata_dict().get("Title", "")}, notices=notices)


def _has_picture(document: Any, number: int) -> bool:
    """Whether a good part of the page is a picture, or it is a drawing of many lines."""
    import pypdfium2.raw as raw

    page = document[number]
    width, height = page.get_size()
    covered, paths = 0.0, 0
    for drawn in page.get_objects(max_depth=1):
        if drawn.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif drawn.type != raw.FPDF_PAGEOBJ_TEXT:
            left, low, right, high = drawn.get_bounds()
            covered += max(right - left, 0) * max(high - low, 0)
    page.close()
    return covered > _PICTURE * width * height or paths > _DRAWING


_Character = tuple[str, bool, float, float, float, float]
"""A character, whether PDFium made it up from a gap, and its left, right, top and bottom."""


def _lines(document: Any, number: int) -> list[Line]:
    """The lines of a page in the order of its content, a row of a table where its first cell stands."""
    import ctypes

    import pypdfium2.raw as raw

    page = document[number]
    height = page.get_height()
    drawn = rulings(page)
    text_page = page.get_textpage()
    handle = text_page.raw
    box = raw.FS_RECTF()
    found: list[tuple[Line, Cell | None]] = []
    run: list[_Character] = []
    cell: Cell | None = None
    for index in range(min(text_page.count_chars(), _CHARACTERS)):
        code = raw.FPDFText_GetUnicode(handle, index)
        character = "" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else "-" if code == _HYPHEN else chr(code)
        if character in ("\r", "\n"):
            found += [(line, cell) for line in _line(run)]
            run = []
            continue
        generated = raw.FPDFText_IsGenerated(handle, index) == 1
        if not generated:
            raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box))
            if drawn.upright and character.strip():
                around = drawn.cell((box.left + box.right) / 2, height - (box.top + box.bottom) / 2)
                if around != cell:
                    found += [(line, cell) for line in _line(run)]
                    run, cell = [], around
        left, right = sorted((box.left, box.right))
        low, high = sorted((box.bottom, box.top))  # a turned page has them the other way round
        run.append((character, generated, left, right, height - high, height - low))
        if code == _HYPHEN:
            found += [(line, cell) for line in _line(run)]
            run = []
    found += [(line, cell) for line in _line(run)]
    text_page.close()
    page.close()
    return with_rows(found, drawn)


def _line(run: Sequence[_Character]) -> Iterator[Line]:
    """The line that the characters make, in pieces where they stand far apart; none where there is nothing to read."""
    seen = [character for character in run if not character[1] and character[0].strip()]
    if not seen:
        return
    wide = [right - left for character, _, left, right, _, _ in seen if _WIDE.match(character)]
    heights = [bottom - top for *_, top, bottom in seen]
    em = max(statistics.median(wide) if wide else 0.8 * statistics.median(heights), 1.0)
    ordered = _from_left_to_right(_with_marks(run, seen), em)
    apart = _tracking([each for each in ordered if not each[1]])
    piece: list[_Character] = []
    text, gap = "", False
    for each in ordered:
        if each[1]:
            gap = True
            continue
        width = each[2] - piece[-1][3] if piece else 0.0
        if gap and width > _FAR * em:
            yield from _piece(piece, text, em)
            piece, text = [], ""
        # Typesetters leave a quarter of a character between Chinese and figures; that is no space.
        elif gap and piece and not (width - apart < 0.6 * em and (_WIDE.match(each[0]) or _WIDE.match(piece[-1][0]))):
            text += " "
        text += each[0]
        piece.append(each)
        gap = False
    yield from _piece(piece, text, em)


def _with_marks(run: Sequence[_Character], seen: Sequence[_Character]) -> Sequence[_Character]:
    """The characters, raised figures as the marks of notes that they are: 补助100万元〔注2〕."""
    height = statistics.median(bottom - top for *_, top, bottom in seen)
    base = statistics.median(bottom for *_, bottom in seen)
    above = [
        not generated
        and character.isdecimal()
        and bottom - top < _RAISED * height
        and bottom < base - (1 - _RAISED) / 2 * height
        for character, generated, _, _, top, bottom in run
    ]
    if not any(above):
        return run
    marked: list[_Character] = []
    for is_raised, group in groupby(zip(above, run, strict=True), key=itemgetter(0)):
        characters = [each for _, each in group]
        drawn = [each for each in marked if not each[1]]
        if is_raised:
            words = raised("".join(each[0] for each in drawn), "".join(each[0] for each in characters))
            first, last = characters[0], characters[-1]
            characters = [(words, False, first[2], last[3], first[4], last[5])]
        marked += characters
    return marked


def _from_left_to_right(run: Sequence[_Character], em: float) -> Sequence[_Character]:
    """The characters of a line as they stand. Some programs write those of another font, quotation marks for one,
    behind the rest of the line."""
    drawn = [each for each in run if not each[1]]
    if all(after[2] > before[2] - em / 2 for before, after in pairwise(drawn)):
        return run
    ordered = sorted(drawn, key=lambda each: each[2])
    placed: list[_Character] = ordered[:1]
    for before, after in pairwise(ordered):
        if after[2] - before[3] > _SPACE * em:
            placed.append((" ", True, *before[2:]))
        placed.append(after)
    return placed


def _tracking(characters: Sequence[_Character]) -> float:
    """How far apart the line sets its Chinese characters, which is no space either."""
    pairs = ((one, other) for one, other in pairwise(characters) if _WIDE.match(one[0]) and _WIDE.match(other[0]))
    gaps = [other[2] - one[3] for one, other in pairs]
    return max(statistics.median(gaps), 0.0) if gaps else 0.0


def _piece(characters: Sequence[_Character], text: str, em: float) -> Iterator[Line]:
    seen = [each for each in characters if each[0].strip()]
    if seen:
        left, right = min(each[2] for each in seen), max(each[3] for each in seen)
        top, bottom = min(each[4] for each in seen), max(each[5] for each in seen)
        yield Line(without_radicals(text).strip(), left, right, top, bottom, em)
