"""PDF files: the text layer in reading order, lines joined into paragraphs, running heads and page numbers dropped."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, takewhile
from typing import Any

from index.errors import UnreadableFile
from index.loaders import limits, ocr
from index.loaders.builder import TextBuilder
from index.loaders.loaded import Loaded
from index.loaders.radicals import without_radicals
from index.loaders.rulings import Cell, Rulings, rulings

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
# A dash is read as 一 in a scan.
_PAGE_NUMBER = re.compile(
    r"[-－—–―·•一\s]*(?:第\s*)?([\dⅰ-ⅹⅠ-Ⅹ]{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-－—–―·•一\s]*"
)
_OPEN, _CLOSE = "（(《〈“「『〔[【", "）)》〉”」』〕]】"
_SENTENCE_END = ("。", "！", "？", "；", "：", ".", "!", "?", ":", ";")
_SAME_HEIGHT = 4  # points
_FAR = 2.5  # characters between what stands side by side, as cells or columns do
_EDGE_LINES = 2  # at the top and the foot of a page, that may be running heads
_SCAN = 30  # characters on a page on average; where there are fewer, a picture has only its caption
_PICTURE = 0.1  # of a page; less is a seal or a sign
_DRAWING = 200  # lines
_ENOUGH_LINES = 8  # of a column to see its margins
_MIRRORED = 4  # pages of a document whose left and right ones may have margins of their own
_COLUMN_LINES = 5  # that stand side by side where a page is set in columns
_COLUMN_WIDTH = 8  # characters of a column's line on average; what is narrower is a column of a table
_CHARACTERS = 200_000  # of one page; the tightest have 10,000
_DEEPEST = 40  # cuts of a page into blocks inside one another


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text on its page, in points from the left and the top; `em` is the width of a character. `cells` are
    those of a row of a table."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    em: float
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


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
        notices.append(f"第 {_ranges(damaged)} 页已损坏 / page {_ranges(damaged)} is damaged")
    empty = [number for number, lines in enumerate(pages) if number not in damaged and not lines]
    if sum(len(line.text) for lines in pages for line in lines) < _SCAN * (count - len(damaged)):
        empty = [number for number in range(count) if number not in damaged]
    pictures = [number for number in empty if _has_picture(document, number)]
    if pictures:
        if ocr.available() and len(pictures) <= limits.OCR_PAGES:
            for number in pictures:
                pages[number] = [_Line(*line) for line in ocr.lines(document[number])]
            notices.append(f"第 {_ranges(pictures)} 页由文字识别读出 / page {_ranges(pictures)} was read by OCR")
        elif len(pictures) == len(empty) == count - len(damaged):
            raise UnreadableFile(_no_text(pictures))
        else:
            notices.append(_no_text(pictures))
    builder = TextBuilder()
    _write(builder, [_columns(lines) for lines in _without_running_heads(pages)])
    return builder.build(metadata={"title": document.get_metadata_dict().get("Title", "")}, notices=notices)


def _no_text(pictures: Sequence[int]) -> str:
    where = _ranges(pictures)
    return (
        f"第 {where} 页只有图像，没有文字，可安装文字识别 pip install 'zhengwen[ocr]' / "
        f"no text but only a picture on page {where}: pip install 'zhengwen[ocr]' to have it read"
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers, from 1, as people write them.

    >>> _ranges([0, 1, 2, 6])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0] + 1}–{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in runs)


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


# Lines

_Character = tuple[str, bool, float, float, float, float]
"""A character, whether PDFium made it up from a gap, and its left, right, top and bottom."""


def _lines(document: Any, number: int) -> list[_Line]:
    """The lines of a page in the order of its content, a row of a table where its first cell stands."""
    import ctypes

    import pypdfium2.raw as raw

    page = document[number]
    height = page.get_height()
    drawn = rulings(page)
    text_page = page.get_textpage()
    handle = text_page.raw
    box = raw.FS_RECTF()
    found: list[tuple[_Line, Cell | None]] = []
    run: list[_Character] = []
    cell: Cell | None = None
    for index in range(min(text_page.count_chars(), _CHARACTERS)):
        code = raw.FPDFText_GetUnicode(handle, index)
        character = "" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
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
        run.append((character, generated, box.left, box.right, height - box.top, height - box.bottom))
    found += [(line, cell) for line in _line(run)]
    text_page.close()
    page.close()
    return _with_rows(found, drawn)


def _with_rows(found: Sequence[tuple[_Line, Cell | None]], drawn: Rulings) -> list[_Line]:
    """The lines outside tables, and the rows of the tables; a cell over several rows is said in each of them."""
    texts: dict[Cell, str] = {}
    for line, cell in found:
        if cell:
            texts[cell] = texts[cell] + _joined(texts[cell], line.text) if cell in texts else line.text
    lines: list[_Line] = []
    done: set[Cell] = set()
    frames: list[Cell] = []
    for line, cell in found:
        if cell in done:
            continue
        rows = drawn.table(cell) if cell else []
        within = any(each.left <= line.left < each.right and each.top <= line.top < each.bottom for each in frames)
        if within or all(len(row) < 2 for row in rows):  # a frame around text
            lines.append(line)
            continue
        frames.append(Cell(rows[0][0].left, rows[0][0].top, rows[0][-1].right, rows[-1][0].bottom))
        for row in rows:
            done.update(row)
            words = tuple(" ".join(texts.get(each, "").split()) for each in row)
            top, bottom = max(each.top for each in row), min(each.bottom for each in row)
            lines.append(_Line(" ".join(words), row[0].left, row[-1].right, top, bottom, line.em, words))
    return lines


def _line(run: Sequence[_Character]) -> Iterator[_Line]:
    """The line that the characters make, in pieces where they stand far apart; none where there is nothing to read."""
    seen = [character for character in run if not character[1] and character[0].strip()]
    if not seen:
        return
    wide = [right - left for character, _, left, right, _, _ in seen if _WIDE.match(character)]
    heights = [bottom - top for *_, top, bottom in seen]
    em = max(statistics.median(wide) if wide else 0.8 * statistics.median(heights), 1.0)
    piece: list[_Character] = []
    text, gap = "", False
    for each in run:
        if each[1]:
            gap = True
            continue
        width = each[2] - piece[-1][3] if piece else 0.0
        if gap and width > _FAR * em:
            yield from _piece(piece, text, em)
            piece, text = [], ""
        # Typesetters leave a quarter of a character between Chinese and figures; that is no space.
        elif gap and piece and not (width < 0.6 * em and (_WIDE.match(each[0]) or _WIDE.match(piece[-1][0]))):
            text += " "
        text += each[0]
        piece.append(each)
        gap = False
    yield from _piece(piece, text, em)


def _piece(characters: Sequence[_Character], text: str, em: float) -> Iterator[_Line]:
    seen = [each for each in characters if each[0].strip()]
    if seen:
        left, right = min(each[2] for each in seen), max(each[3] for each in seen)
        top, bottom = min(each[4] for each in seen), max(each[5] for each in seen)
        yield _Line(without_radicals(text).strip(), left, right, top, bottom, em)


# Pages


def _columns(lines: Sequence[_Line], depth: int = 0) -> list[list[_Line]]:
    """The lines as they are read, each column for itself. The order of the content is kept where it goes down the page;
    else the page is cut into columns and rows, read one after the other (recursive XY-cut, Nagy and Seth 1984)."""
    if depth > _DEEPEST or len(lines) < 2:
        return [list(lines)]
    gutter = _gap([(line.left, line.right) for line in lines], statistics.median(line.em for line in lines))
    if gutter is not None:
        sides = [line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]
        if all(len(side) >= _COLUMN_LINES and _mean_length(side) >= _COLUMN_WIDTH for side in sides):
            return [column for side in sides for column in _columns(side, depth + 1)]
    if all(after.top > before.top - before.em for before, after in pairwise(lines)):
        return [list(lines)]
    cut = _gap([(line.top, line.bottom) for line in lines], 0.0)
    if cut is None:
        return [sorted(lines, key=lambda line: (round(line.top / line.em), line.left))]
    above = _columns([line for line in lines if line.bottom <= cut], depth + 1)
    below = _columns([line for line in lines if line.top >= cut], depth + 1)
    if len(above) == len(below) == 1:
        return [above[0] + below[0]]
    return above + below


def _mean_length(lines: Sequence[_Line]) -> float:
    return sum((line.right - line.left) / line.em for line in lines) / len(lines)


def _gap(ranges: Sequence[tuple[float, float]], least: float) -> float | None:
    """The middle of the widest gap that no range reaches into, None without one wider than `least`."""
    ordered = sorted(ranges)
    end = ordered[0][1]
    widest, middle = least, None
    for start, stop in ordered[1:]:
        if start - end > widest:
            widest, middle = start - end, (start + end) / 2
        end = max(end, stop)
    return middle


def _without_running_heads(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without page numbers and without what stands at the same edge of many of them."""
    edges = [_edges(lines) for lines in pages]
    said = Counter(key for edge in edges for key in {_at_place(line) for side in edge for line in side})
    numbers = Counter(
        value - number
        for number, edge in enumerate(edges)
        for value in {_page_number(line) for side in edge for line in side}
        if value
    )
    repeated = {key for key, count in said.items() if count > max(1, len(pages) / 3)}
    offsets = {offset for offset, count in numbers.items() if count > 1 or (len(pages) == 1 and offset == 1)}

    def is_furniture(number: int, line: _Line) -> bool:
        value = _page_number(line)
        return _at_place(line) in repeated or (value is not None and value - number in offsets)

    return [
        [line for line in lines if not any(line in takewhile(partial(is_furniture, number), side) for side in edge)]
        for number, (lines, edge) in enumerate(zip(pages, edges, strict=True))
    ]


def _edges(lines: Sequence[_Line]) -> tuple[Sequence[_Line], Sequence[_Line]]:
    """The topmost lines of a page and the lowest, from the outside in."""
    ordered = sorted(lines, key=lambda line: line.top)
    return ordered[:_EDGE_LINES], ordered[: -_EDGE_LINES - 1 : -1]


def _at_place(line: _Line) -> tuple[str, int]:
    """What a running head says on every page, its words without a number at their ends, and how high it stands."""
    return re.sub(r"^\d+|\d+$", "", re.sub(r"\s+", "", line.text)), round(line.top / _SAME_HEIGHT)


def _page_number(line: _Line) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match.group(1)) if match and match.group(1).isdecimal() else None


# Paragraphs


def _write(builder: TextBuilder, pages: Sequence[Sequence[Sequence[_Line]]]) -> None:
    """Add the lines of all pages, those joined that a line or page break had cut."""
    everywhere = [
        _margins([line for page in pages[parity::2] for column in page for line in column]) for parity in (0, 1)
    ]
    columns = [_margins(column) for page in pages if len(page) > 1 for column in page if len(column) >= _ENOUGH_LINES]
    before: tuple[_Line, _Margins] | None = None
    for number, page in enumerate(pages):
        builder.start_page()
        for column in page:
            margins = _nearest(columns, column) or everywhere[number % 2 if len(pages) >= _MIRRORED else 0]
            rows = _rows(column)
            for position, row in enumerate(rows):
                line = row[0]
                if line.cells or (len(row) > 1 and _is_table(rows, position)):
                    builder.add_row(line.cells or [each.text for each in row])
                    before = None
                    continue
                if len(row) > 1:
                    line = replace(line, text=" ".join(each.text for each in row), right=row[-1].right)
                if before and _goes_on(*before, line, margins, below=position > 0):
                    builder.continue_paragraph(_joined(before[0].text, line.text))
                else:
                    builder.add(line.text)
                before = line, margins


def _nearest(columns: Sequence[_Margins], lines: Sequence[_Line]) -> _Margins | None:
    """The margins of the column that the lines stand in, where the document is set in columns."""
    if not lines:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    em = statistics.median(line.em for line in lines)
    return next((each for each in columns if each.left - em < left and right < each.right + em), None)


def _rows(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The pieces that stand side by side, together."""
    rows: list[list[_Line]] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        if (
            last
            and not (line.cells or last.cells)
            and abs(line.top - last.top) < line.em / 2
            and line.left > last.right
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_table(rows: Sequence[Sequence[_Line]], position: int) -> bool:
    """Whether a line next to this one has as many pieces."""
    near = [rows[each] for each in (position - 1, position + 1) if 0 <= each < len(rows)]
    return any(len(row) == len(rows[position]) for row in near)


def _margins(lines: Sequence[_Line]) -> _Margins:
    """Where most lines begin and end: the outermost places that two lines share, to half a character."""
    if not lines:
        return _Margins(0.0, 0.0)
    half = statistics.median(line.em for line in lines) / 2
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in lines), reverse=True)
    left = next((one for one, other in pairwise(lefts) if other - one < half), lefts[0])
    right = next((one for one, other in pairwise(rights) if one - other < half), rights[0])
    return _Margins(left, right)


def _goes_on(before: _Line, reach: _Margins, line: _Line, margins: _Margins, *, below: bool) -> bool:
    """Whether the line goes on with the paragraph of the one before it."""
    if below and not -before.em < line.top - before.bottom < 1.5 * before.em + (before.bottom - before.top):
        return False
    if abs(before.em - line.em) > 0.2 * before.em:
        return False
    if _is_open(before.text):
        return True
    if before.left > reach.left + 3 * before.em and _is_centred(before, reach) and _is_centred(line, margins):
        return before.em > 1.2 * _BODY_EM and not before.text.endswith(_SENTENCE_END)
    # A line ends where the next word, or two Chinese characters, would not have fitted.
    word = line.text.split(" ", 1)[0]
    width = (len(word) + 1) * (line.right - line.left) / len(line.text) if word.isascii() else 0.0
    return before.right > reach.right - max(2.2 * before.em, width) and line.left < margins.left + 0.8 * line.em


_BODY_EM = 16.0  # points: size three, in which official documents are set (GB/T 9704)


def _is_centred(line: _Line, margins: _Margins) -> bool:
    return abs((line.left - margins.left) - (margins.right - line.right)) < line.em


def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation is open at the end of the line."""
    depth = 0
    for character in text:
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(depth - 1, 0)
    return depth > 0


def _joined(before: str, text: str) -> str:
    """`text` as it follows `before`: with a space between words of Latin script."""
    return f" {text}" if before[-1:].isascii() and text[:1].isascii() and text[:1].isalnum() else text
