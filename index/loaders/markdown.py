"""The tables of Markdown: their rows said with the names of their columns, like those of every other format."""

import re
from collections.abc import Sequence

from index.loaders.builder import TextBuilder
from index.loaders.columns import add_table, looks_named

_SPACE = r"[^\S\n]*"
_DASHES = rf"{_SPACE}:?-+:?{_SPACE}"
# Rows with the line of dashes below the first one; a table of one column is rather a line of text above a rule.
_PIPES = re.compile(
    rf"^(?=[^\n]*\|)(?P<names>[^\n]+)\n{_SPACE}(?:\|{_DASHES}(?:\|{_DASHES})*\||\|?{_DASHES}(?:\|{_DASHES})+\|?){_SPACE}\n"
    rf"(?P<rows>(?:(?=[^\n]*\|)[^\n]+(?:\n|\Z))+)",
    re.MULTILINE,
)
_MARKUP = re.compile(r"<table\b[^>]*>(?:(?!<table\b|</table>).)*</table>", re.DOTALL | re.IGNORECASE)
_CELL_END = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>|\\(?=\|)|\*\*", re.IGNORECASE)


def with_named_rows(text: str) -> str:
    r"""The text with each row of its tables as one line with the names of the columns; all else stays.

    >>> with_named_rows("一、标准\n| 类别 | 补助 |\n|---|---:|\n| 种粮 | 每亩120元 |\n完。")
    '一、标准\n类别：种粮 | 补助：每亩120元\n完。'
    """
    if "</table>" in text or "</TABLE>" in text:
        text = _MARKUP.sub(lambda found: _rows_of_markup(found.group()), text)
    if "|" not in text or "-" not in text:
        return text
    return _PIPES.sub(lambda found: _rows_of_pipes(found.group("names"), found.group("rows").splitlines()), text)


def _rows_of_pipes(first: str, lines: Sequence[str]) -> str:
    """The rows as lines. Markdown has no table without names, so that programs write a first row of data there, or one
    that is empty."""
    names, rows = _cells(first), [_cells(line) for line in lines]
    width = len(names)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    builder = TextBuilder()
    if any(names):
        add_table(builder, [names, *rows], marked=int(looks_named(names, rows)))
    else:
        add_table(builder, rows)
    return builder.build().text


def _cells(line: str) -> list[str]:
    """The cells of a line.

    >>> _cells("| **甲** | 乙<br>丙 \\\\| 丁 |")
    ['甲', '乙 丙 | 丁']
    """
    cells = _CELL_END.split(line.strip())
    within = slice(not cells[0].strip(), -1 if len(cells) > 1 and not cells[-1].strip() else None)
    return [" ".join(_BREAK.sub(_plain, cell).split()) for cell in cells[within]]


def _plain(found: re.Match[str]) -> str:
    return " " if found.group().startswith("<") else ""


def _rows_of_markup(table: str) -> str:
    """The rows of a table that is written in HTML, as programs do which read pictures."""
    from index.loaders.html import load_html

    return "".join(f"\n{page.text}" for page in load_html(f"<html><body>{table}</body></html>".encode()))
