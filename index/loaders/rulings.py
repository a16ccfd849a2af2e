"""The ruled tables of a page: which cell a place lies in, told by the lines drawn around it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from index.loaders import limits
from index.loaders.lines import Line, joined

_THIN = 3.0  # points; what is drawn thinner is a line
_SLACK = 2.0  # points by which lines that should meet may miss each other
_PROBE = 5.0  # points behind a line, where the next cell is; the lowest rows have 8
_MOST = 3_000  # lines of a page; more are a drawing
_ROWS = 500  # of a table on one page
_SHORTEST = 5.0  # points; shorter ones are strokes of a sign


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, in points from the left and the top."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a page. `upright` are (x, from y, to y) and `level` (y, from x, to x), each sorted."""

    upright: list[tuple[float, float, float]] = field(default_factory=list)
    level: list[tuple[float, float, float]] = field(default_factory=list)

    def cell(self, x: float, y: float) -> Cell | None:
        """The cell around the place, None where it is not closed in on all sides."""
        left, right = _around(self.upright, x, y)
        top, bottom = _around(self.level, y, x)
        if left is None or right is None or top is None or bottom is None:
            return None
        return Cell(left, top, right, bottom)

    def table(self, cell: Cell) -> list[list[Cell]]:
        """The rows of the table that the cell is in, from the top; a cell over several rows is in each of them."""
        top = self._utmost(cell, across=False)
        rows: list[list[Cell]] = []
        y: float = top.top
        while len(rows) < _ROWS:
            first = self.cell((top.left + top.right) / 2, y + _PROBE)
            if first is None or first.bottom <= y:
                break
            row = self._row(first, y + _PROBE)
            rows.append(row)
            y = min(each.bottom for each in row)
        return rows

    def _row(self, cell: Cell, y: float) -> list[Cell]:
        """The cells at height `y`, from the left."""
        row = [self._utmost(cell, across=True, y=y)]
        while len(row) < limits.COLUMNS:
            after = self.cell(row[-1].right + _PROBE, y)
            if after is None or after.right <= row[-1].right:
                break
            row.append(after)
        return row

    def _utmost(self, cell: Cell, *, across: bool, y: float = 0.0) -> Cell:
        """The first cell of the row at height `y`, or of the column."""
        for _ in range(_ROWS):
            if across:
                before = self.cell(cell.left - _PROBE, y)
                if before is None or before.left >= cell.left:
                    break
            else:
                before = self.cell((cell.left + cell.right) / 2, cell.top - _PROBE)
                if before is None or before.top >= cell.top:
                    break
            cell = before
        return cell


def _around(lines: list[tuple[float, float, float]], place: float, across: float) -> tuple[float | None, float | None]:
    """The nearest lines before and behind the place that reach as far across."""
    at = bisect_right(lines, (place, float("inf"), float("inf")))

    def nearest(positions: range) -> float | None:
        reaching = (lines[i] for i in positions)
        return next((line[0] for line in reaching if line[1] - _SLACK <= across <= line[2] + _SLACK), None)

    return nearest(range(at - 1, -1, -1)), nearest(range(at, len(lines)))


def rulings(page: Any) -> Rulings:
    """The lines drawn on a page of pypdfium2; none where there are so many that they are a drawing."""
    import pypdfium2.raw as raw

    height = page.get_height()
    upright: set[tuple[float, float, float]] = set()
    level: set[tuple[float, float, float]] = set()

    def add(left: float, top: float, right: float, bottom: float) -> None:
        if right - left < _THIN and bottom - top >= _SHORTEST:
            upright.add((round((left + right) / 2), round(top), round(bottom)))
        elif bottom - top < _THIN and right - left >= _SHORTEST:
            level.add((round((top + bottom) / 2), round(left), round(right)))

    for count, drawn in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if count > _MOST:
            return Rulings()
        left, low, right, high = drawn.get_bounds()
        top, bottom = height - high, height - low
        if right - left < _THIN or bottom - top < _THIN:
            add(left, top, right, bottom)
        elif _is_stroked(drawn):  # a frame: its four sides; what is only filled is a background
            add(left, top, left, bottom)
            add(right, top, right, bottom)
            add(left, top, right, top)
            add(left, bottom, right, bottom)
    return Rulings(aligned(upright), aligned(level))


def _is_stroked(drawn: Any) -> bool:
    import ctypes

    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def aligned(lines: set[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The lines in order, those at nearly the same place at the same one."""
    found: list[tuple[float, float, float]] = []
    for place, start, end in sorted(lines):
        near = found[-1][0] if found and place - found[-1][0] <= _SLACK else place
        found.append((near, start, end))
    return sorted(found)


def with_rows(found: Sequence[tuple[Line, Cell | None]], drawn: Rulings) -> list[Line]:
    """The lines outside tables, and the rows of the tables; a cell over several rows is said in each of them, one over
    several columns as often, but a caption across the whole table once."""
    texts: dict[Cell, str] = {}
    for line, cell in found:
        if cell:
            texts[cell] = texts[cell] + joined(texts[cell], line.text) if cell in texts else line.text
    lines: list[Line] = []
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
        edges = {each.left for row in rows for each in row}
        for row in rows:
            done.update(row)
            words = tuple(
                " ".join(texts.get(each, "").split())
                for each in row
                for edge in edges
                if each.left <= edge < each.right and (len(row) > 1 or edge == each.left)
            )
            top, bottom = max(each.top for each in row), min(each.bottom for each in row)
            lines.append(Line(" ".join(dict.fromkeys(words)), row[0].left, row[-1].right, top, bottom, line.em, words))
    return lines
