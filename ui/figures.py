"""Figures of an answer, drawn by Plotly in the browser: a map and bars of a survey, the points of a timeline.

Each says in words what it shows, and what is pressed in it opens. Colours are named as in the page's style sheet
(`var(--stated)`) and looked up by `assets/page.js`, so that they follow light and dark.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata, resources
from typing import Any

from index.documents import DocumentInfo
from rag.records import Answer, Cell, Finding, Verdict
from ui.markup import attribute
from ui.messages import Messages

SHAPES: Mapping[Verdict, str] = {"stated": "●", "related": "◐", "absent": "○"}
_MANY = 8  # findings from which on the figures are open

_TILES = """
. . . . . . . . 黑龙江
新疆 . . . . 内蒙古 . . 吉林
. 甘肃 宁夏 山西 河北 北京 天津 . 辽宁
西藏 青海 陕西 河南 山东 . . . .
. 四川 重庆 湖北 安徽 江苏 上海 . .
. 云南 贵州 湖南 江西 浙江 . . .
. . 广西 广东 福建 . 台湾 . .
. . 海南 澳门 香港 . . . .
"""
"""The provinces about where a map has them, a square each."""
PROVINCES = {
    name: (row, column)
    for row, line in enumerate(_TILES.strip().splitlines())
    for column, name in enumerate(line.split())
    if name != "."
}
_SHORTER = {"黑龙江": "黑", "内蒙古": "蒙"}  # three characters do not fit a square
_PATTERNS: Mapping[Verdict, str] = {"stated": "", "related": "/", "absent": "."}
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)-(\d\d)|年?)")
_CLOSE = 0.04  # of the axis: points nearer to each other stand above each other
_LANES = 8
_LONGEST_LABEL = 80  # characters of what a point says

Opens = Mapping[str, object]
"""What a press on a mark opens, as the data of a control: a document or a citation."""


def short(text: str, limit: int) -> str:
    """The text on one line, at most `limit` characters of it."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"


@cache
def library() -> bytes:
    """Plotly's script as its package ships it, compressed with gzip."""
    return gzip.compress(resources.files("plotly").joinpath("package_data", "plotly.min.js").read_bytes())


def library_path() -> str:
    """The address of the script, another one for each version."""
    return f"/plotly-{metadata.version('plotly')}.js"


def survey_figures_html(
    findings: Sequence[Finding], turn: int, documents: Mapping[str, DocumentInfo], words: Messages
) -> str:
    """The map and the bars of a turn, as far as the documents of several provinces and years are known."""
    figures = _map_html(findings, documents, words) + _years_html(findings, documents, words)
    if not figures:
        return ""
    state = " open" if len(findings) >= _MANY else ""
    return (
        f'<details class="figures" data-keep="figures-{turn}"{state}><summary>{words.figures}</summary>'
        f"<div>{figures}</div></details>"
    )


def timeline_html(answer: Answer, turn: int, words: Messages) -> str:
    """The dated rows of the answer's table as points on an axis of time, each with the number of its citation; empty
    unless two rows or more begin or end with different dates. The table below says the same in words."""
    points = sorted(_points(answer, turn), key=lambda point: point.day)
    if len({point.day for point in points}) < 2:
        return ""
    figure = timeline_figure(points)
    label = f"{words.timeline}{words.colon}{points[0].day.isoformat()} – {points[-1].day.isoformat()}, {len(points)}"
    return _figure_html("timeline", words.timeline, label, figure, "", words)


def _figure_html(kind: str, caption: str, label: str, figure: Mapping[str, Any], table: str, words: Messages) -> str:
    """The figure, and the table that says the same (none where the answer has it anyway), folded."""
    drawn = attribute(json.dumps(figure, ensure_ascii=False, separators=(",", ":")))
    told = f'<details class="data"><summary>{words.as_table}</summary>{table}</details>' if table else ""
    return (
        f'<figure class="{kind}"><figcaption>{caption}</figcaption><div class="plot" role="img"'
        f' aria-label="{attribute(label)}" data-script="{library_path()}" data-figure="{drawn}"></div>{told}</figure>'
    )


def _layout(height: int, **more: Any) -> dict[str, Any]:
    """What all figures have in common: transparent, in the page's type, not to be zoomed by accident."""
    clear = "rgba(0,0,0,0)"
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "font": {"family": "var(--sans)", "size": 12, "color": "var(--ink)"},
        "hoverlabel": {"bgcolor": "var(--surface)", "bordercolor": "var(--line)", "font": {"color": "var(--ink)"}},
        "dragmode": False,
        "showlegend": False,
        **more,
    }


# The map


def _map_html(findings: Sequence[Finding], documents: Mapping[str, DocumentInfo], words: Messages) -> str:
    """A square a province with the best verdict of its documents, those of its cities included."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        info = documents.get(finding.document_id)
        place = finding.region if finding.region in PROVINCES else info and info.metadata.region_parent
        if place in PROVINCES:
            found.setdefault(place, []).append(finding)
    if len(found) < 2:
        return ""
    strongest = {name: best(each) for name, each in found.items()}
    named = {v: [name for name, finding in strongest.items() if finding.verdict == v] for v in SHAPES}
    told = "；".join(f"{words.verdicts[v]}{words.colon}{words.separator.join(n)}" for v, n in named.items() if n)
    rows = "".join(
        f'<tr><th scope="row"><button type="button" class="link" data-event="open" data-view="document"'
        f' data-document="{attribute(strongest[name].document_id)}">{name}</button></th>'
        f"<td>{SHAPES[verdict]} {words.verdicts[verdict]}</td></tr>"
        for verdict, names in named.items()
        for name in names
    )
    table = f"<table><tbody>{rows}</tbody></table>"
    return _figure_html("map", words.map, f"{words.map}{words.colon}{told}", map_figure(strongest, words), table, words)


def best(findings: Iterable[Finding]) -> Finding:
    """The first of the strongest findings."""
    order = list(SHAPES)
    return min(findings, key=lambda finding: order.index(finding.verdict))


def map_figure(strongest: Mapping[str, Finding], words: Messages) -> dict[str, Any]:
    """A heat map of squares, of four colours: of a province without documents, and of each verdict."""
    height, width = (1 + max(place[axis] for place in PROVINCES.values()) for axis in (0, 1))
    colours: list[list[Any]] = [[None] * width for _ in range(height)]
    texts: list[list[str]] = [[""] * width for _ in range(height)]
    hovers: list[list[str]] = [[""] * width for _ in range(height)]
    opens: list[list[Opens | None]] = [[None] * width for _ in range(height)]
    order = list(SHAPES)
    for name, (row, column) in PROVINCES.items():
        finding = strongest.get(name)
        shape = f"<br>{SHAPES[finding.verdict]}" if finding else ""
        texts[row][column] = _SHORTER.get(name, name) + shape
        colours[row][column] = 1 + order.index(finding.verdict) if finding else 0
        hovers[row][column] = name + words.colon + (words.verdicts[finding.verdict] if finding else words.no_document)
        opens[row][column] = {"view": "document", "document": finding.document_id} if finding else None
    steps = ["var(--tile)", *(f"var(--{verdict}-tile)" for verdict in SHAPES)]
    scale = [[edge / len(steps), colour] for n, colour in enumerate(steps) for edge in (n, n + 1)]
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": [
            {
                "type": "heatmap",
                "z": colours,
                "zmin": -0.5,
                "zmax": len(steps) - 0.5,
                "colorscale": scale,
                "showscale": False,
                "text": texts,
                "texttemplate": "%{text}",
                "textfont": {"color": "var(--ink)"},
                "hovertext": hovers,
                "hoverinfo": "text",
                "customdata": opens,
                "xgap": 3,
                "ygap": 3,
            }
        ],
        "layout": _layout(340, xaxis=hidden, yaxis={**hidden, "autorange": "reversed", "scaleanchor": "x"}),
    }


# The years


def _years_html(findings: Sequence[Finding], documents: Mapping[str, DocumentInfo], words: Messages) -> str:
    """A bar a year of issue, cut by verdict."""
    years: dict[int, Counter[Verdict]] = {}
    for finding in findings:
        info = documents.get(finding.document_id)
        if info and info.metadata.issued_on:
            years.setdefault(int(info.metadata.issued_on[:4]), Counter())[finding.verdict] += 1
    if len(years) < 2:
        return ""
    heads = "".join(f'<th scope="col">{SHAPES[verdict]} {words.verdicts[verdict]}</th>' for verdict in SHAPES)
    cells = {year: "".join(f"<td>{counts[verdict] or ''}</td>" for verdict in SHAPES) for year, counts in years.items()}
    rows = "".join(f'<tr><th scope="row">{year}</th>{cells[year]}</tr>' for year in sorted(cells))
    table = f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    label = f"{words.by_year}{words.colon}{min(years)}–{max(years)}"
    return _figure_html("years", words.by_year, label, years_figure(years, words), table, words)


def years_figure(years: Mapping[int, Counter[Verdict]], words: Messages) -> dict[str, Any]:
    """Stacked bars, each verdict a colour and a pattern, named in the legend."""
    ordered = sorted(years)
    traces = [
        {
            "type": "bar",
            "name": f"{SHAPES[verdict]} {words.verdicts[verdict]}",
            "x": ordered,
            "y": [years[year][verdict] for year in ordered],
            "marker": {
                "color": f"var(--{verdict})",
                "pattern": {
                    "shape": _PATTERNS[verdict],
                    "bgcolor": f"var(--{verdict})",
                    "fgcolor": "var(--surface)",
                    "solidity": 0.25,
                },
            },
            "hovertemplate": "%{x} · %{fullData.name} %{y}<extra></extra>",
        }
        for verdict in SHAPES
        if any(years[year][verdict] for year in ordered)
    ]
    whole = {"tickformat": "d", "fixedrange": True, "gridcolor": "var(--line)", "automargin": True}
    few = {"tickvals": ordered} if len(ordered) <= _MANY else {}
    low = {"dtick": 1} if max(counts.total() for counts in years.values()) <= _MANY else {}
    legend = {"orientation": "h", "y": 1.15, "traceorder": "normal"}
    upright = {**whole, **low, "rangemode": "tozero"}
    layout = _layout(300, barmode="stack", bargap=0.3, xaxis={**whole, **few}, yaxis=upright, legend=legend)
    return {"data": traces, "layout": layout | {"showlegend": True}}


# The timeline


@dataclass(frozen=True, slots=True)
class Point:
    """A row of the table: its day, what it says, and the citation that a press opens."""

    day: date
    label: str
    turn: int
    marker: int | None


def _points(answer: Answer, turn: int) -> Iterator[Point]:
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
        yield Point(when, f"{match.group()} {short(said, _LONGEST_LABEL)}", turn, _marker(row))


def _marker(row: Sequence[Cell]) -> int | None:
    """The citation of what the row says: the last that it has."""
    return next((marker for cell in reversed(row) for marker in cell.citations), None)


def timeline_figure(points: Sequence[Point]) -> dict[str, Any]:
    """Points in the order of their days, those that would cover each other above each other."""
    span = max((points[-1].day - points[0].day).days, 1)
    taken: list[float] = []
    lanes = []
    for point in points:
        at = (point.day - points[0].day).days / span
        lane = next((n for n, last in enumerate(taken) if at - last >= _CLOSE), min(len(taken), _LANES - 1))
        taken[lane : lane + 1] = [at]
        lanes.append(lane)
    cited = [{"view": "citation", "turn": p.turn, "marker": p.marker} if p.marker is not None else None for p in points]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.day.isoformat() for point in points],
        "y": lanes,
        "text": [str(point.marker or "") for point in points],
        "textfont": {"color": "var(--on-accent)", "size": 11},
        "marker": {"size": 22, "color": "var(--accent)", "opacity": 1},
        "hovertext": [attribute(point.label) for point in points],  # Plotly reads tags in it
        "hoverinfo": "text",
        "customdata": cited,
        "cliponaxis": False,
    }
    ruled = {"fixedrange": True, "gridcolor": "var(--line)", "tickformat": "%Y-%m-%d" if span < 700 else "%Y"}
    hidden = {"visible": False, "fixedrange": True, "range": [-0.8, len(taken) - 0.2]}
    margins = {"l": 24, "r": 24, "t": 8, "b": 28}
    return {"data": [trace], "layout": _layout(60 + 28 * len(taken), margin=margins, xaxis=ruled, yaxis=hidden)}
