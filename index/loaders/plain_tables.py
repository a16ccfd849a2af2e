"""The tables of plain text, whose cells stand apart by tabs, wide spaces or bars (｜): their rows said with the names
of their columns, like those of every other format."""

import re
from collections.abc import Iterator, Sequence

from index.loaders.builder import TextBuilder
from index.loaders.columns import Row, add_row, header_in_text, looks_named

_GAP = re.compile(r"(?<=\S)[^\S\n]*(?:\t|[^\S\n\u3000]{2,})[^\S\n]*(?=\S)")
_BAR = re.compile(r"[^\S\n]*[｜|][^\S\n]*")
_WITHIN = re.compile(r"\S(?:\t|[^\S\n\u3000]{2,})\S|｜")
"""What a text with such a table has."""
_ROWS, _COLUMNS = 3, 3  # of a table at least, its first row among them
_LONGEST = 400  # characters of a row
_FIGURES = 2 / 3  # of the cells of a column that holds figures
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_FIGURE = re.compile(r"\d|^[-—–－―/]+$")  # in a cell, or what stands where there is none


def with_named_rows(text: str) -> str:
    r"""The text with each row of its tables as one line with the names of the columns; all else stays, so do tables
    that do not name their columns and the rows that have other columns than these.

    >>> print(with_named_rows("附件\n区别    台数    补助\n甲区      46     207\n乙区      88     396\n完。"))
    附件
    区别：甲区 | 台数：46 | 补助：207
    区别：乙区 | 台数：88 | 补助：396
    完。
    """
    if not _WITHIN.search(text):
        return text
    lines = text.split("\n")
    found = [(_cells(line, _BAR) if "｜" in line else _cells(line, _GAP)) for line in lines]
    told: list[str] = []
    last = 0
    for start, end in _runs(found):
        told += lines[last:start]
        told += _named(lines[start:end], [row for row in found[start:end] if row])
        last = end
    return "\n".join([*told, *lines[last:]])


def _cells(line: str, between: re.Pattern[str]) -> Row | None:
    """The cells of a line that may be a row; None of one that has a single cell."""
    said = line.strip()
    if not said or len(said) > _LONGEST or " | " in line:
        return None
    cells = [cell.strip() for cell in between.split(said)]
    return cells if len(cells) > 1 else None


def _runs(found: Sequence[Row | None]) -> Iterator[tuple[int, int]]:
    """From which to which line rows stand one below the other."""
    start = 0
    for at, row in enumerate([*found, None]):
        if row is None:
            if at - start >= _ROWS:
                yield start, at
            start = at + 1


def _named(lines: Sequence[str], rows: Sequence[Row]) -> Sequence[str]:
    """The lines of a run with each row as long as the names said with these; where no row names columns, the lines."""
    first = next((at for at, row in enumerate(rows) if len(row) >= 2 and _is_header(rows[at:])), None)
    if first is None:
        return lines
    names = rows[first]
    told = list(lines[:first])
    for line, row in zip(lines[first + 1 :], rows[first + 1 :], strict=True):
        if len(row) != len(names):
            told.append(line)
            continue
        builder = TextBuilder()
        add_row(builder, names, row)
        told += builder.build().text.splitlines()
    return told


def _is_header(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns of those below: by the words usual for it or above figures."""
    names = rows[0]
    below = [row for row in rows[1:] if len(row) == len(names)]
    if len(below) < _ROWS - 1:
        return False
    _, told, start = header_in_text([names, *below])
    if told and start == 1:
        return True
    bare = not any(re.search(r"\d", _YEAR.sub("", name)) for name in names)
    return len(names) >= _COLUMNS and bare and looks_named(names, below) and _holds_figures(below)


def _holds_figures(rows: Sequence[Row]) -> bool:
    columns = list(zip(*rows, strict=True))
    return any(sum(bool(_FIGURE.search(cell)) for cell in column) >= _FIGURES * len(column) for column in columns)
