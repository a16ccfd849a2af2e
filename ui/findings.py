"""A survey's findings → HTML: who says it in short, a row a document, a square a province, a bar a year."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.documents import DocumentInfo
from rag.records import Coverage, Finding, Verdict
from ui.markdown import Chips
from ui.markup import attribute, escape
from ui.messages import Messages

SHAPES: Mapping[Verdict, str] = {"stated": "●", "related": "◐", "absent": "○"}
MOST_ROWS = 300  # of a table; a browser is slow with thousands
_MOST_NAMED = 40  # of a verdict in the short answer; the table has the others
_MANY = 8  # findings from which on the figures are open
_SHORT = 160  # characters of a quotation in the table

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
    for row, line in enumerate(_TILES.strip().splitlines(), 1)
    for column, name in enumerate(line.split(), 1)
    if name != "."
}
_SHORTER = {"黑龙江": "黑", "内蒙古": "蒙"}  # three characters do not fit a square


def summary_html(coverage: Coverage, chips: Chips, words: Messages) -> str:
    """A survey's short answer: who says it, who says something close, who does not; the table has the wording."""
    lines = []
    for verdict, line in words.summaries.items():
        found = [finding for finding in coverage.findings if finding.verdict == verdict]
        if not found and verdict != "stated":
            continue
        named = [escape(f.region or f.title) + "".join(map(chips.html, f.citations)) for f in found[:_MOST_NAMED]]
        listed = words.separator.join(named) + ("……" if len(found) > _MOST_NAMED else "") if found else words.nobody
        lines.append(f'<p class="{verdict}" dir="auto">{line.format(count=len(found), names=listed)}</p>')
    return f'<div class="answer-text summary">{"".join(lines)}</div>'


def coverage_html(
    coverage: Coverage, chips: Chips, words: Messages, documents: Mapping[str, DocumentInfo] | None = None
) -> str:
    """A survey's table, who says it first, to be filtered by verdict and sorted; the figures where they can be drawn.

    Each verdict is a shape, a word and a colour. `documents` tell provinces and dates.
    """
    order = list(SHAPES)
    findings = sorted(coverage.findings, key=lambda finding: order.index(finding.verdict))
    rows = "".join(_finding_html(finding, chips, words) for finding in findings[:MOST_ROWS])
    examined = words.examined.format(examined=coverage.examined_documents, scope=coverage.scope_documents)
    missing = coverage.scope_documents - coverage.examined_documents
    warning = "" if coverage.complete else f'<p class="notice">{words.incomplete.format(count=missing)}</p>'
    more = len(findings) - MOST_ROWS
    cut = f'<p class="notice">{words.further.format(shown=MOST_ROWS, count=more)}</p>' if more > 0 else ""
    return (
        f'<div class="survey">{_filter_html(findings, words)}<table class="coverage"><thead><tr>'
        f"{_head_html(words)}"
        f'</tr></thead><tbody>{rows}</tbody></table>{cut}<p class="examined">{examined}</p>{warning}'
        f"{_figures_html(findings, documents or {}, words)}</div>"
    )


def _filter_html(findings: Sequence[Finding], words: Messages) -> str:
    counts = Counter(finding.verdict for finding in findings)
    if len(counts) < 2:
        return ""
    every = f'<button type="button" data-filter="" aria-pressed="true">{words.every} {len(findings)}</button>'
    verdicts = "".join(
        f'<button type="button" class="{verdict}" data-filter="{verdict}" aria-pressed="false">'
        f'<span aria-hidden="true">{shape}</span> {words.verdicts[verdict]} {counts[verdict]}</button>'
        for verdict, shape in SHAPES.items()
        if counts[verdict]
    )
    return f'<div class="filter" role="group" aria-label="{words.filter}">{every}{verdicts}</div>'


def _head_html(words: Messages) -> str:
    region, verdict, wording, difference = words.columns
    sortable = "".join(
        f'<th scope="col" aria-sort="{state}"><button type="button" data-sort="{number}"'
        f' title="{words.sorted_by.format(column=column)}">{column}</button></th>'
        for number, (column, state) in enumerate(((region, "none"), (verdict, "ascending")))
    )
    return f'{sortable}<th scope="col">{wording}</th><th scope="col">{difference}</th>'


def _finding_html(finding: Finding, chips: Chips, words: Messages) -> str:
    quotes = {citation.marker: citation.quote for citation in chips.citations}
    cited = "".join(
        f'<div class="quoted"><q dir="auto">{escape(short(quotes[marker], _SHORT))}</q>{chips.html(marker)}</div>'
        for marker in finding.citations
        if marker in quotes
    )
    region, verdict, wording, difference = words.columns
    none = '<span class="none">—</span>'
    place = finding.region or finding.title
    return (
        f'<tr class="{finding.verdict}"><th scope="row" data-label="{region}" data-key="{attribute(place)}">'
        f'<button type="button" class="link" data-event="open" data-view="document"'
        f' data-document="{attribute(finding.document_id)}" title="{attribute(finding.title)}">{escape(place)}</button>'
        f'</th><td data-label="{verdict}" data-key="{list(SHAPES).index(finding.verdict)}">'
        f"{_verdict_html(finding.verdict, words)}</td>"
        f'<td data-label="{wording}">{cited or none}</td>'
        f'<td data-label="{difference}" dir="auto">{escape(finding.note or "") or none}</td></tr>'
    )


def _verdict_html(verdict: Verdict, words: Messages) -> str:
    shape = f'<span aria-hidden="true">{SHAPES[verdict]}</span>'
    return f'<span class="verdict">{shape} {words.verdicts[verdict]}</span>'


def short(text: str, limit: int) -> str:
    """The text on one line, at most `limit` characters of it."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"


def _figures_html(findings: Sequence[Finding], documents: Mapping[str, DocumentInfo], words: Messages) -> str:
    """The map and the bars, as far as the documents of several provinces and years are known."""
    figures = _map_html(findings, documents, words) + _years_html(findings, documents, words)
    if not figures:
        return ""
    state = " open" if len(findings) >= _MANY else ""
    return f'<details class="figures"{state}><summary>{words.figures}</summary><div>{figures}</div></details>'


def _best(findings: Iterable[Finding]) -> Finding:
    order = list(SHAPES)
    return min(findings, key=lambda finding: order.index(finding.verdict))


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
    tiles = []
    for name, (row, column) in PROVINCES.items():
        at = f'style="grid-area:{row}/{column}"'
        letters = _SHORTER.get(name, name)
        if name not in found:
            tiles.append(f'<li {at} aria-hidden="true">{letters}</li>')
            continue
        best = _best(found[name])
        label = f"{name}: {words.verdicts[best.verdict]}"
        tiles.append(
            f'<li {at} class="{best.verdict}"><button type="button" data-event="open" data-view="document"'
            f' data-document="{attribute(best.document_id)}" aria-label="{label}" title="{label}">{letters}'
            f'<span aria-hidden="true">{SHAPES[best.verdict]}</span></button></li>'
        )
    return f'<figure><figcaption>{words.map}</figcaption><ol class="tiles">{"".join(tiles)}</ol></figure>'


def _years_html(findings: Sequence[Finding], documents: Mapping[str, DocumentInfo], words: Messages) -> str:
    """A bar a year of issue, cut by verdict; a table, so that it can be read without being seen."""
    years: dict[str, Counter[Verdict]] = {}
    for finding in findings:
        info = documents.get(finding.document_id)
        if info and info.metadata.issued_on:
            years.setdefault(info.metadata.issued_on[:4], Counter())[finding.verdict] += 1
    if len(years) < 2:
        return ""
    most = max(counts.total() for counts in years.values())
    rows = []
    for year, counts in sorted(years.items()):
        pieces = "".join(
            f'<span class="{verdict}" style="width:{100 * counts[verdict] / most:.1f}%">'
            f'<span aria-hidden="true">{SHAPES[verdict]}</span> <span class="unseen">{words.verdicts[verdict]} </span>'
            f"{counts[verdict]}</span>"
            for verdict in SHAPES
            if counts[verdict]
        )
        rows.append(f'<tr><th scope="row">{year}</th><td><div class="bar">{pieces}</div></td></tr>')
    return f'<figure><figcaption>{words.by_year}</figcaption><table class="years">{"".join(rows)}</table></figure>'
