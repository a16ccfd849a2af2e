"""A survey's findings → HTML: who says it in short, and a row a document."""

from collections import Counter
from collections.abc import Mapping, Sequence

from index.documents import DocumentInfo
from rag.records import Coverage, Finding, Verdict
from ui.figures import SHAPES, best, short, survey_figures_html
from ui.markdown import Chips
from ui.markup import attribute, escape
from ui.messages import Messages

MOST_ROWS = 300  # of a table; a browser is slow with thousands
_MOST_NAMED = 40  # of a verdict in the short answer; the table has the others
_SHORT = 160  # characters of a quotation in the table


def summary_html(coverage: Coverage, chips: Chips, words: Messages) -> str:
    """A survey's short answer: who says it, who says something close, who does not; the table has the wording."""
    told = _of_places(coverage.findings) if coverage.by == "place" else coverage.findings
    lines = []
    for verdict, line in words.summaries.items():
        found = [finding for finding in told if finding.verdict == verdict]
        if not found and verdict != "stated":
            continue
        named = [escape(f.region or f.title) + "".join(map(chips.html, f.citations)) for f in found[:_MOST_NAMED]]
        listed = words.separator.join(named) + ("……" if len(found) > _MOST_NAMED else "") if found else words.nobody
        lines.append(f'<p class="{verdict}" dir="auto">{line.format(count=len(found), names=listed)}</p>')
    return f'<div class="answer-text summary">{"".join(lines)}</div>'


def _of_places(findings: Sequence[Finding]) -> list[Finding]:
    """A finding a place: the first of the strongest of its documents, with the citations of its equals."""
    places: dict[str, list[Finding]] = {}
    for finding in findings:
        places.setdefault(finding.region or finding.document_id, []).append(finding)
    strongest = [[f for f in of if f.verdict == best(of).verdict] for of in places.values()]
    return [
        of[0].model_copy(update={"citations": [marker for finding in of for marker in finding.citations]})
        for of in strongest
    ]


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
        f"{survey_figures_html(findings, chips.turn, documents or {}, words)}</div>"
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
