"""Lines on pages → paragraphs: columns in reading order, running heads dropped, broken lines joined."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, takewhile

from index.loaders.builder import TextBuilder
from index.loaders.columns import add_row, add_table
from index.loaders.lines import Line, is_broken, joined
from index.loaders.notes import parted

# A dash is read as 一 in a scan.
_PAGE_NUMBER = re.compile(
    r"[-－—–―·•一\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-－—–―·•一\s]*"
)
_OPEN, _CLOSE = "（(《〈“「『〔[【", "）)》〉”」』〕]】"
_SENTENCE_END = ("。", "！", "？", "；", "：", ".", "!", "?", ":", ";")
_LONGEST_ASIDE = 2000  # characters of a paragraph; the note below a statute's title has a thousand in one bracket
_SAME_HEIGHT = 4  # points
_EDGE_LINES = 2  # at the top and the foot of a page, that may be running heads
_ENOUGH_LINES = 8  # of a column to see its margins
_MIRRORED = 4  # pages of a document whose left and right ones may have margins of their own
_COLUMN_LINES = 5  # that stand side by side where a page is set in columns
_COLUMN_WIDTH = 8  # characters of a column's line on average; what is narrower is a column of a table
_DEEPEST = 40  # cuts of a page into blocks inside one another
_BODY_EM = 16.0  # points: size three, in which official documents are set (GB/T 9704)


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def write(builder: TextBuilder, pages: Sequence[Sequence[Line]]) -> None:
    """Add the lines of a document's pages, given in the order of their content, as they are read: those joined that a
    line or page break had cut, and the notes of a page behind the paragraph that it ends with."""
    whole = [parted(lines) for lines in _without_running_heads(pages)]
    read = [_columns(each.text) for each in whole]
    sides = (read[0::2], read[1::2]) if len(read) >= _MIRRORED else (read, read)
    everywhere = [_margins([line for page in side for column in page for line in column]) for side in sides]
    columns = [_margins(column) for page in read if len(page) > 1 for column in page if len(column) >= _ENOUGH_LINES]
    writer = _Writer(builder)
    for number, page in enumerate(read):
        writer.turn()
        for column in page:
            writer.column(_rows(column), _nearest(columns, column) or everywhere[number % 2])
        writer.end(whole[number].notes)
    writer.leave()


class _Writer:
    """One way through the pages."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._before: tuple[Line, _Margins] | None = None  # the last line of the text
        self._paragraph = ""
        self._names: Sequence[str] | None = None  # of the columns of a table that the page before ended with
        self._notes: list[str] = []  # that wait for the end of the paragraph
        self._turned = False  # whether the page has yet to start

    def turn(self) -> None:
        """Go on overleaf."""
        self._turned = True

    def column(self, rows: Sequence[Sequence[Line]], margins: _Margins) -> None:
        tables = [_cells(rows, position) for position in range(len(rows))]
        for position, row in enumerate(rows):
            if tables[position]:
                self.leave()
                if position == 0 or len(tables[position - 1]) != len(tables[position]):
                    names = self._names if position == 0 else None
                    self._names = _add_table(self._builder, tables[position:], names)
                self._before = None
                continue
            self._names = None
            line = row[0]
            if len(row) > 1:
                line = replace(line, text=" ".join(each.text for each in row), right=row[-1].right)
            if self._before and _goes_on(self._paragraph, *self._before, line, margins, below=position > 0):
                self._start()
                self._builder.continue_paragraph(added := joined(self._paragraph, line.text))
                self._paragraph += added
            else:
                self.leave()
                self._builder.add(line.text)
                self._paragraph = line.text
            self._before = line, margins

    def end(self, notes: Sequence[str]) -> None:
        """End the page, which has these notes."""
        self._start()
        self._notes += notes

    def leave(self) -> None:
        """Leave the paragraph, behind which the notes come."""
        for note in self._notes:
            self._builder.add(note)
        self._notes = []
        self._start()

    def _start(self) -> None:
        if self._turned:
            self._builder.start_page()
        self._turned = False


def _cells(rows: Sequence[Sequence[Line]], position: int) -> Sequence[str]:
    """The cells of a row of a table; none of a line of text."""
    row = rows[position]
    if row[0].cells or not (len(row) > 1 and _is_table(rows, position)):
        return row[0].cells
    return [each.text for each in row]


def _add_table(
    builder: TextBuilder, rows: Sequence[Sequence[str]], names: Sequence[str] | None
) -> Sequence[str] | None:
    """Add the table that the rows begin with, which goes on below columns of these names if it has as many; the names
    that its rows are said with."""
    table = list(takewhile(lambda cells: len(cells) == len(rows[0]), rows))
    if not names or len(names) != len(table[0]):
        return add_table(builder, table)
    for cells in table:
        add_row(builder, names, cells)
    return names


def _columns(lines: Sequence[Line], depth: int = 0) -> list[list[Line]]:
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
    above = _columns([line for line in lines if line.top < cut], depth + 1)
    below = _columns([line for line in lines if line.top >= cut], depth + 1)
    if len(above) == len(below) == 1:
        return [above[0] + below[0]]
    return above + below


def _mean_length(lines: Sequence[Line]) -> float:
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


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
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

    def is_furniture(number: int, line: Line) -> bool:
        value = _page_number(line)
        if line.cells or line.text.endswith("。"):  # the names of columns, said again on each page; the end of a text
            return False
        return _at_place(line) in repeated or (value is not None and value - number in offsets)

    return [
        [line for line in lines if not any(line in takewhile(partial(is_furniture, number), side) for side in edge)]
        for number, (lines, edge) in enumerate(zip(pages, edges, strict=True))
    ]


def _edges(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The topmost lines of a page and the lowest, from the outside in."""
    ordered = sorted(lines, key=lambda line: line.top)
    return ordered[:_EDGE_LINES], ordered[: -_EDGE_LINES - 1 : -1]


def _at_place(line: Line) -> tuple[str, int]:
    """What a running head says on every page, its words without a number at their ends, and how high it stands."""
    return re.sub(r"^\d+|\d+$", "", re.sub(r"\s+", "", line.text)), round(line.top / _SAME_HEIGHT)


def _page_number(line: Line) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match.group(1)) if match else None


def _nearest(columns: Sequence[_Margins], lines: Sequence[Line]) -> _Margins | None:
    """The margins of the column that the lines stand in, where the document is set in columns."""
    if not lines:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    em = statistics.median(line.em for line in lines)
    return next((each for each in columns if each.left - em < left and right < each.right + em), None)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The pieces that stand side by side, together."""
    rows: list[list[Line]] = []
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


def _is_table(rows: Sequence[Sequence[Line]], position: int) -> bool:
    """Whether a line next to this one has as many pieces."""
    near = [rows[each] for each in (position - 1, position + 1) if 0 <= each < len(rows)]
    return any(len(row) == len(rows[position]) for row in near)


def _margins(lines: Sequence[Line]) -> _Margins:
    """Where most lines begin and end: the outermost places that two lines share, to half a character."""
    if not lines:
        return _Margins(0.0, 0.0)
    half = statistics.median(line.em for line in lines) / 2
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in lines), reverse=True)
    left = next((one for one, other in pairwise(lefts) if other - one < half), lefts[0])
    right = next((one for one, other in pairwise(rights) if one - other < half), rights[0])
    return _Margins(left, right)


def _goes_on(paragraph: str, before: Line, reach: _Margins, line: Line, margins: _Margins, *, below: bool) -> bool:
    """Whether the line goes on with the paragraph, whose last line is `before`."""
    if below and not -before.em < line.top - before.bottom < 1.5 * before.em + (before.bottom - before.top):
        return False
    if abs(before.em - line.em) > 0.2 * before.em:
        return False
    if (len(paragraph) < _LONGEST_ASIDE and _is_open(paragraph)) or is_broken(before.text):
        return True
    if before.left > reach.left + 3 * before.em and _is_centred(before, reach) and _is_centred(line, margins):
        return before.em > 1.2 * _BODY_EM and not before.text.endswith(_SENTENCE_END)
    # A line ends where the next word, or two Chinese characters, would not have fitted.
    word = line.text.split(" ", 1)[0]
    width = (len(word) + 1) * (line.right - line.left) / len(line.text) if word.isascii() else 0.0
    return before.right > reach.right - max(2.2 * before.em, width) and line.left < margins.left + 0.8 * line.em


def _is_centred(line: Line, margins: _Margins) -> bool:
    return abs((line.left - margins.left) - (margins.right - line.right)) < line.em


def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation is open at the end of the text."""
    depth = 0
    for character in text:
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(depth - 1, 0)
    return depth > 0
