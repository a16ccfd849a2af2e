"""The dated rows of a table → HTML: a point each on an axis of time, above the table that says the same in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.records import Answer, Cell
from ui.findings import short
from ui.markup import attribute
from ui.messages import Messages

_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)-(\d\d)|年?)")
_CLOSE = 3.5  # percent of the axis: points nearer to each other stand above each other
_LANES = 6
_MOST_TICKS = 12
_LONGEST_LABEL = 80  # characters of what a point says


@dataclass(frozen=True, slots=True)
class _Point:
    """A row of the table: its day, what it says, and the citation that a press opens."""

    day: date
    label: str
    marker: int | None


def timeline_html(answer: Answer, turn: int, words: Messages) -> str:
    """The axis; empty unless two rows of the table or more begin or end with different dates."""
    points = sorted(_points(answer), key=lambda point: point.day)
    if len({point.day for point in points}) < 2:
        return ""
    first = date(points[0].day.year, 1, 1)
    span = (date(points[-1].day.year + 1, 1, 1) - first).days
    lanes: list[float] = []
    drawn = []
    for point in points:
        at = 100 * (point.day - first).days / span
        lane = next((number for number, taken in enumerate(lanes) if at - taken >= _CLOSE), min(len(lanes), _LANES - 1))
        lanes[lane : lane + 1] = [at]
        drawn.append(_point_html(point, at, lane, turn))
    return (
        f'<figure class="timeline"><figcaption>{words.timeline}</figcaption>'
        f'<ol class="points" style="--lanes:{len(lanes)}">{"".join(drawn)}</ol>'
        f'<div class="ticks" aria-hidden="true">{"".join(_ticks(first.year, points[-1].day.year, span))}</div></figure>'
    )


def _points(answer: Answer) -> Iterator[_Point]:
    for row in answer.table.rows if answer.table else ():
        dated = next((cell for cell in (row[0], row[-1]) if _DATE.fullmatch(cell.text.strip())), None)
        match = _DATE.fullmatch(dated.text.strip()) if dated else None
        if match is None:
            continue
        year, month, day = (int(part or 1) for part in match.groups())
        try:
            when = date(year, month, day)
        except ValueError:
            continue
        said = " · ".join(cell.text for cell in row if cell is not dated and cell.text)
        yield _Point(when, f"{match.group()} {short(said, _LONGEST_LABEL)}", _marker(row))


def _marker(row: Sequence[Cell]) -> int | None:
    """The citation of what the row says: the last that it has."""
    return next((marker for cell in reversed(row) for marker in cell.citations), None)


def _point_html(point: _Point, at: float, lane: int, turn: int) -> str:
    label = attribute(point.label)
    place = f'style="left:{at:.2f}%;--lane:{lane}"'
    if point.marker is None:
        return f'<li {place}><span class="point" role="img" aria-label="{label}" title="{label}"></span></li>'
    return (
        f'<li {place}><button type="button" class="point" data-event="open" data-view="citation" data-turn="{turn}"'
        f' data-marker="{point.marker}" aria-label="{label}" title="{label}"></button></li>'
    )


def _ticks(first: int, last: int, span: int) -> Iterator[str]:
    """The years below the axis, not more than fit."""
    step = -(-(last - first + 1) // _MOST_TICKS)
    for year in range(first, last + 1, step):
        at = 100 * (date(year, 1, 1) - date(first, 1, 1)).days / span
        yield f'<span style="left:{at:.2f}%">{year}</span>'
