"""The rows of a table that a question asks for, which names none of them alone: all, or those that have its words."""

import re
from collections.abc import Callable, Sequence

from index.documents import Span
from index.lexicon import fold_text
from rag.language.terms import Term
from rag.selection.ahead import put_ahead
from rag.selection.cells import with_units
from rag.selection.evidence import Match
from rag.selection.passage import paragraph
from rag.selection.ranges import Value, is_class_of, values_asked

_NUMBER = re.compile(r"[\d\s,，.、（）()%％—-]*")
_FIGURE = re.compile(r"\d")
_NEAR = 4.0  # by the model, how far behind the best a row may be that is named with its column
_MOST = 60  # rows of a table that are told
_ENDED = "。；;！？"
_POINTS = re.compile("下表|下列|以下|如下")  # to what stands below


def rows(text: str, span: Span) -> tuple[Span, ...]:
    r"""The rows of the table that the span is a row of, or that stands right below the line which it is; empty where
    there is none, or of one row only.

    >>> text = "附件：清单\n项目：甲站 | 地点：东县\n项目：乙站 | 地点：西县\n完。"
    >>> [text[row.start : row.end] for row in rows(text, Span(0, 5))]
    ['项目：甲站 | 地点：东县', '项目：乙站 | 地点：西县']
    """
    line = paragraph(text, span)
    name = _first_column(text, line)
    if name is None:
        if text[line.start : line.end].rstrip()[-1:] in _ENDED and not _POINTS.search(text, span.start, span.end):
            return ()
        line = _below(text, line)
        name = _first_column(text, line)
    if name is None:
        return ()
    found = [line]
    while len(found) < _MOST and found[0].start > 0:
        above = paragraph(text, Span(found[0].start - 1, found[0].start - 1))
        if _first_column(text, above) != name:
            break
        found.insert(0, above)
    while len(found) < _MOST and found[-1].end < len(text):
        below = paragraph(text, Span(found[-1].end + 1, found[-1].end + 1))
        if _first_column(text, below) != name:
            break
        found.append(below)
    return tuple(found) if len(found) > 1 else ()


def asked_for(text: str, found: Sequence[Span], terms: Sequence[Term], above: str) -> Sequence[Span]:
    """Those of the rows whose cells have most of what the question says and not every row has.

    What stands in the folded text `above` the table, or in the names of its columns, holds for every row.
    """
    of_all = above + fold_text(" ".join(name for row in found[:1] for name, _ in _cells(text, row)))
    cells = [fold_text(" ".join(value for _, value in _cells(text, row))) for row in found]
    held = [0] * len(cells)
    for term in terms:
        has = [any(word in cell for word in (term.text, *term.others)) for cell in cells]
        if not all(has) and not any(word in of_all for word in (term.text, *term.others)):
            held = [before + len(term.text) * one for before, one in zip(held, has, strict=True)]
    return [row for row, value in zip(found, held, strict=True) if value == max(held)]


def of_the_row_asked(question: str, found: Sequence[Match], text_of: Callable[[str], str]) -> list[Match]:
    """The ordered sentences; where the first is a row of a table for another value than the question gives (六层), the
    row of the same table that has this, or its class, goes before it."""
    values = values_asked(fold_text(question))
    if not values or not found or " | " not in found[0].sentence.text:
        return list(found)
    first = found[0].sentence
    text = text_of(first.document_id)
    table = [row for row in rows(text, Span(first.start, first.end)) if _is_of_class(values, text, row)]
    if not table or any(row.start <= first.start < row.end for row in table):
        return list(found)
    asked = [
        m
        for m in found
        if m.sentence.document_id == first.document_id and any(row.start <= m.sentence.start < row.end for row in table)
    ]
    return [*asked, *(m for m in found if m not in asked)]


def of_the_cell_asked(question: str, found: Sequence[Match]) -> list[Match]:
    """The ordered sentences; in front the row of a table whose name and one of whose columns' the folded question has,
    where the best is no row of it, one of its document, and hardly worse."""
    if not found or " | " in found[0].sentence.text:
        return list(found)
    return put_ahead(found, _NEAR, lambda match: _is_named_in(question, match.sentence.folded))


def _is_named_in(question: str, row: str) -> bool:
    """Whether a folded question has what a folded row is called by and the name of a column with a figure.

    >>> row = "片区:甲区|家庭:2|职工:3"
    >>> _is_named_in("甲区职工租金多少?", row), _is_named_in("甲区租金多少?", row)
    (True, False)
    """
    cells = [cell.partition(":") for cell in row.split("|")]
    (_, _, name), *others = cells
    columns = (re.sub(r"\(.*", "", column) for column, colon, value in others if colon and _FIGURE.search(value))
    return len(name) > 1 and name in question and any(len(column) > 1 and column in question for column in columns)


def _is_of_class(values: Sequence[Value], text: str, row: Span) -> bool:
    said = with_units(text[row.start : row.end].strip())
    return any(is_class_of(values, fold_text(cell.partition("：")[2].strip())) for cell in said.split(" | "))


def told(text: str, row: Span, whole: bool) -> str:
    """The row without its number: the `whole` of it, or what it is called."""
    cells = _cells(text, row)
    words = [n for n, (_, value) in enumerate(cells) if not _NUMBER.fullmatch(value)]
    first = words[0] if words else 0
    if not whole:
        return cells[first][1]
    return with_units(" | ".join(f"{name}：{value}" for name, value in cells[first if first < 2 else 0 :]))


def _cells(text: str, row: Span) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, colon, value in (cell.partition("：") for cell in text[row.start : row.end].strip().split(" | "))
        if colon
    ]


def _first_column(text: str, line: Span) -> str | None:
    """The name of the first column where the line is a row of a table that has one."""
    said = text[line.start : line.end]
    name, colon, _ = said.partition("：")
    return name if " | " in said and colon and " | " not in name and len(name) <= 60 else None


def _below(text: str, line: Span) -> Span:
    """The next line with words."""
    start = line.end + len(text[line.end :]) - len(text[line.end :].lstrip())
    return paragraph(text, Span(start, start))
