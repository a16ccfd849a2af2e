"""PDF files: the text layer in reading order, lines joined into paragraphs, running heads and page numbers dropped."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from index.loaders import limits, ocr
from index.loaders.builder import TextBuilder
from index.loaders.loaded import Loaded
from index.loaders.radicals import without_radicals

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_PAGE_NUMBER = re.compile(
    r"[-－—–―·•\s]*(?:第\s*)?([\dⅰ-ⅹⅠ-Ⅹ]{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-－—–―·•\s]*"
)
_OPEN, _CLOSE = "（(《〈“「『〔[【", "）)》〉”」』〕]】"
_SENTENCE_END = ("。", "！", "？", "；", "：", ".", "!", "?", ":", ";")
_EDGE_LINES = 2  # at the top and the foot of a page, that may be running heads
_SCAN = 30  # characters on a page on average; a page with fewer is a picture with a caption at most
_ENOUGH_LINES = 8  # of a column to see its margins
_MIRRORED = 4  # pages of a document whose left and right ones may have margins of their own
_COLUMN_LINES = 5  # that stand side by side where a page is set in columns
_COLUMN_WIDTH = 8  # characters of a column's line on average; what is narrower is a column of a table
_LINES = 20_000  # of one page
_DEEPEST = 40  # cuts of a page into blocks inside one another


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text on its page, in points from the left and the top; `em` is the width of a character."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    em: float

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def load_pdf(data: bytes) -> Iterator[Loaded]:
    """The document. Raises ValueError for what PDFium cannot open, for an encrypted file and for a scan that cannot
    be read here."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ValueError(
                "PDF 文件已加密，请先去掉密码 / the PDF is encrypted: remove its password first"
            ) from error
        raise ValueError(f"PDF 文件已损坏 / the PDF is damaged: {error}") from error
    try:
        yield _read(document)
    finally:
        document.close()


def _read(document: Any) -> Loaded:
    import pypdfium2 as pdfium

    count = len(document)
    if count > limits.PAGES:
        raise ValueError(f"PDF 有 {count} 页，超过 {limits.PAGES} 页 / {count} pages, more than {limits.PAGES}")
    if not count:
        raise ValueError("PDF 没有页面 / the PDF has no pages")
    pages, damaged = [], []
    for number in range(count):
        try:
            pages.append(_lines(document, number))
        except pdfium.PdfiumError as error:
            damaged.append(number)
            pages.append([])
            reason = error
    if len(damaged) == count:
        raise ValueError(f"PDF 文件已损坏 / the PDF is damaged: {reason}")
    notices = []
    if damaged:
        notices.append(f"第 {_ranges(damaged)} 页已损坏 / pages {_ranges(damaged)} are damaged")
    empty = [number for number, lines in enumerate(pages) if number not in damaged and not lines]
    if sum(len(line.text) for lines in pages for line in lines) < _SCAN * (count - len(damaged)):
        empty = [number for number in range(count) if number not in damaged]
    pictures = [number for number in empty if _has_picture(document, number)]
    if pictures:
        if ocr.available() and len(pictures) <= limits.OCR_PAGES:
            for number in pictures:
                pages[number] = [_Line(*line) for line in ocr.lines(document[number])]
            notices.append(f"第 {_ranges(pictures)} 页由文字识别读出 / pages {_ranges(pictures)} were read by OCR")
        elif len(pictures) == len(empty) == count - len(damaged):
            raise ValueError(_no_text(pictures))
        else:
            notices.append(_no_text(pictures))
    builder = TextBuilder()
    _write(builder, [_columns(lines) for lines in _without_running_heads(pages)])
    return builder.build(metadata={"title": document.get_metadata_dict().get("Title", "")}, notices=notices)


def _no_text(pictures: Sequence[int]) -> str:
    where = _ranges(pictures)
    return (
        f"第 {where} 页只有图像，没有文字，可安装文字识别 pip install 'zhengwen[ocr]' / "
        f"pages {where} are pictures without text: pip install 'zhengwen[ocr]' to have them read"
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
    """Whether anything is drawn on the page but text."""
    import pypdfium2.raw as raw

    page = document[number]
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM)
    found = next(page.get_objects(filter=kinds, max_depth=1), None) is not None
    page.close()
    return found


# Lines


def _lines(document: Any, number: int) -> list[_Line]:
    """The lines of a page in the order of its content."""
    import ctypes

    import pypdfium2.raw as raw

    page = document[number]
    height = page.get_height()
    text_page = page.get_textpage()
    handle = text_page.raw
    box = raw.FS_RECTF()
    lines: list[_Line] = []
    run: list[tuple[str, bool, float, float, float, float]] = []
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        character = "" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
        if character in ("\r", "\n"):
            lines += _line(run)
            run = []
            if len(lines) > _LINES:
                break
            continue
        generated = raw.FPDFText_IsGenerated(handle, index) == 1
        if not generated:
            raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box))
        run.append((character, generated, box.left, box.right, height - box.top, height - box.bottom))
    lines += _line(run)
    text_page.close()
    page.close()
    return lines


def _line(run: Sequence[tuple[str, bool, float, float, float, float]]) -> list[_Line]:
    """The line that the characters make, none where there is nothing to read."""
    seen = [character for character in run if not character[1] and character[0].strip()]
    if not seen:
        return []
    wide = [right - left for character, _, left, right, _, _ in seen if _WIDE.match(character)]
    tops, bottoms = [each[4] for each in seen], [each[5] for each in seen]
    em = statistics.median(wide) if wide else 0.8 * statistics.median(b - t for t, b in zip(tops, bottoms, strict=True))
    text = ""
    for position, (character, generated, *_) in enumerate(run):
        if generated and character == " ":
            before = next((each for each in reversed(run[:position]) if not each[1]), None)
            after = next((each for each in run[position + 1 :] if not each[1]), None)
            if before is None or after is None:
                continue
            gap = after[2] - before[3]
            # Typesetters leave a quarter of a character between Chinese and figures; that is no space.
            if gap < 0.6 * em and (_WIDE.match(before[0]) or _WIDE.match(after[0])):
                continue
            if gap > 2.5 * em:
                character = _GAP
        text += character
    text = without_radicals(text).strip()
    return [_Line(text, seen[0][2], max(each[3] for each in seen), min(tops), max(bottoms), max(em, 1.0))]


_GAP = "\t"  # between what stands far apart in one line: cells of a table


# Pages


def _columns(lines: Sequence[_Line], depth: int = 0) -> list[list[_Line]]:
    """The lines as they are read, each column for itself. The order of the content is kept where it goes down the page;
    else the page is cut into columns and rows, read one after the other (recursive XY-cut, Nagy and Seth 1984)."""
    if depth > _DEEPEST or all(after.top > before.top - before.em for before, after in pairwise(lines)):
        return [list(lines)]
    gutter = _gap([(line.left, line.right) for line in lines], statistics.median(line.em for line in lines))
    if gutter is not None:
        sides = [line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]
        if all(len(side) >= _COLUMN_LINES and _mean_length(side) >= _COLUMN_WIDTH for side in sides):
            return [column for side in sides for column in _columns(side, depth + 1)]
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
    """The pages without page numbers and without what stands at the same edge of most of them."""
    edges = [_edges(lines) for lines in pages]
    said = Counter(key for edge in edges for key in {_masked(line) for line in edge})
    numbers = Counter(
        value - number for number, edge in enumerate(edges) for value in {_page_number(line) for line in edge} if value
    )
    repeated = {key for key, count in said.items() if count >= 3 and count > len(pages) / 3}
    offsets = {offset for offset, count in numbers.items() if count > 1 or len(pages) == 1}

    def is_furniture(number: int, line: _Line) -> bool:
        value = _page_number(line)
        return _masked(line) in repeated or (value is not None and value - number in offsets)

    return [
        [line for line in lines if not (line in edge and is_furniture(number, line))]
        for number, (lines, edge) in enumerate(zip(pages, edges, strict=True))
    ]


def _edges(lines: Sequence[_Line]) -> list[_Line]:
    """The topmost and lowest lines of a page."""
    ordered = sorted(lines, key=lambda line: line.top)
    return ordered[:_EDGE_LINES] + ordered[-_EDGE_LINES:]


def _masked(line: _Line) -> str:
    """What a running head says on every page: its words without the figures."""
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line.text))


def _page_number(line: _Line) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match.group(1)) if match and match.group(1).isdecimal() else None


# Paragraphs


def _write(builder: TextBuilder, pages: Sequence[Sequence[Sequence[_Line]]]) -> None:
    """Add the lines of all pages, those joined that a line or page break had cut."""
    sides = [_margins([line for page in pages[parity::2] if len(page) == 1 for line in page[0]]) for parity in (0, 1)]
    everywhere = _margins([line for page in pages for column in page for line in column])
    before: tuple[_Line, _Margins] | None = None
    row_before = False
    for number, page in enumerate(pages):
        builder.start_page()
        for column in page:
            if len(page) > 1 and len(column) >= _ENOUGH_LINES:
                margins = _margins(column)
            else:
                margins = sides[number % 2] if len(pages) >= _MIRRORED else everywhere
            for position, line in enumerate(column):
                cells = line.text.split(_GAP)
                if len(cells) > 1 and (row_before or _aligned(column, position)):
                    builder.add_row(cells)
                    before, row_before = None, True
                    continue
                row_before = False
                text = line.text.replace(_GAP, " ")
                if before and _goes_on(*before, line, margins, below=position > 0):
                    builder.continue_paragraph(_joined(before[0].text, text))
                else:
                    builder.add(text)
                before = line, margins


def _margins(lines: Sequence[_Line]) -> _Margins:
    """Where most lines begin and end: the outermost places that two lines share, to half a character."""
    if not lines:
        return _Margins(0.0, 0.0)
    half = statistics.median(line.em for line in lines) / 2
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in lines), reverse=True)
    left = next((one for one, other in pairwise(lefts) if other - one < half), lefts[0])
    right = next((one for one, other in pairwise(rights) if one - other < half), rights[0])
    return _Margins(left, right)


def _aligned(lines: Sequence[_Line], position: int) -> bool:
    """Whether a line next to this one has as many cells."""
    cells = lines[position].text.count(_GAP)
    return any(lines[near].text.count(_GAP) == cells for near in (position - 1, position + 1) if 0 <= near < len(lines))


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
    return before.right > reach.right - 2.2 * before.em and line.left < margins.left + 0.8 * line.em


_BODY_EM = 16.0  # points: size three, in which official documents are set (GB/T 9704)


def _is_centred(line: _Line, margins: _Margins) -> bool:
    return abs((line.left - margins.left) - (margins.right - line.right)) < 2 * line.em


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
