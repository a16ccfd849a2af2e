"""A question with its answer → HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Answer, Coverage, Finding, Table
from ui.markdown import Chips, inline_html, is_item, text_html
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages

_SHAPES = {"stated": "●", "related": "◐", "absent": "○"}


_LONGEST_HEADING = 300  # characters of a question shown above its answer; a longer one was refused


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with what came of it: an answer, or the words of an error (None: one that nobody foresaw)."""

    question: str
    answer: Answer | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a running answer; `seconds` once it is over."""

    stage: str
    done: int = 0
    total: int = 0
    seconds: float | None = None


def conversation_html(exchanges: Sequence[Exchange], language: Language) -> str:
    """The finished turns, oldest first."""
    turns = "".join(exchange_html(exchange, turn, language) for turn, exchange in enumerate(exchanges))
    return f'<div role="log" aria-label="{messages(language).conversation}">{turns}</div>'


def exchange_html(exchange: Exchange, turn: int, language: Language) -> str:
    """A finished turn of the conversation; `turn` is its place, from 0, that its chips name."""
    if exchange.answer is None:
        body = f'<p class="failure" role="alert">{escape(exchange.error or messages(language).failed)}</p>'
    else:
        body = answer_html(exchange.answer, turn, language)
    return _turn(exchange.question, body)


def running_html(question: str, steps: Sequence[Step], text: str, language: Language) -> str:
    """A turn that is being answered: its stages and the text so far, with markers that open nothing yet."""
    body = steps_html(steps, language)
    if text:
        body += f'<div class="answer-text">{text_html(text, Chips(0, (), language))}</div>'
    return _turn(question, body)


def _turn(question: str, body: str) -> str:
    shown = question if len(question) <= _LONGEST_HEADING else question[:_LONGEST_HEADING] + "…"
    return (
        f'<article class="turn"><h2 class="question" dir="auto">{escape(shown)}</h2>'
        f'<div class="answer">{body}</div></article>'
    )


def steps_html(steps: Sequence[Step], language: Language) -> str:
    """«检索 12 ms → 核对 3/5», the stage that runs last."""
    names = messages(language).stages
    items = []
    for step in steps:
        count = f" {step.done}/{step.total}" if step.total else ""
        time = f" <small>{duration(step.seconds * 1000)}</small>" if step.seconds is not None else ""
        state = "done" if step.seconds is not None else "now"
        items.append(f'<li class="{state}">{names[step.stage]}{count}{time}</li>')
    return f'<ol class="steps" role="status">{"".join(items)}</ol>'


def duration(milliseconds: float) -> str:
    """
    >>> duration(12.4), duration(0.2), duration(2345)
    ('12 ms', '<1 ms', '2.3 s')
    """
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 1 else "<1 ms"


def answer_html(answer: Answer, turn: int, language: Language) -> str:
    """The answer, its table, its notices and how it was made."""
    words = messages(language)
    chips = Chips(turn, answer.citations, language)
    parts = [f'<p class="notice">{escape(notice)}</p>' for notice in answer.notices]
    if answer.standalone_question.strip() != answer.question.strip():
        understood = words.understood_as.format(question=escape(answer.standalone_question))
        parts.append(f'<p class="understood">{understood}</p>')
    if answer.status == "insufficient_evidence":
        parts.append(_refusal_html(answer, chips, words))
    elif answer.coverage is not None:
        parts.append(summary_html(answer.coverage, chips, words))
    else:
        parts.append(f'<div class="answer-text">{text_html(_without_table(answer), chips)}</div>')
    if answer.coverage is not None:
        parts.append(coverage_html(answer.coverage, chips, words))
    if answer.table is not None:
        parts.append(table_html(answer.table, chips, words))
    if answer.kind != "smalltalk":
        parts.append(_foot_html(answer, turn, words))
    return "".join(parts)


def _without_table(answer: Answer) -> str:
    """The answer's text; a list that says again what its table says is left to the table."""
    lines = answer.answer.splitlines()
    return "\n".join(line for line in lines if answer.table is None or not is_item(line))


def _refusal_html(answer: Answer, chips: Chips, words: Messages) -> str:
    """What was searched in vain; the passages that came nearest stay folded, so that none is taken for an answer."""
    lines = answer.answer.splitlines()
    title, *rest = [line for line in lines if not is_item(line) and not line.rstrip().endswith(("：", ":"))] or [""]
    told, folded = text_html("\n".join(rest), chips), ""
    if answer.citations:
        listed = text_html("\n".join(line for line in lines if is_item(line)), chips)
        folded = f"<details><summary>{words.nearest}</summary>{listed}</details>"
    return (
        f'<section class="refusal"><p class="refusal-title" dir="auto">{inline_html(title, chips) or words.refused}</p>'
        f'<div class="answer-text">{told}{folded}</div></section>'
    )


def _short(text: str, limit: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"


def _foot_html(answer: Answer, turn: int, words: Messages) -> str:
    """How the answer was made, in how long, and the way to its sources; a refusal was made of nothing."""
    notes = [words.kinds[answer.kind], words.elapsed.format(total=duration(answer.timings_ms.total))]
    if answer.generator.kind == "llm":
        notes.insert(0, words.generated.format(model=escape(answer.generator.model or "LLM")))
    elif answer.status == "answered":
        notes.insert(0, words.extractive)
    sources = ""
    if answer.citations:
        sources = (
            f'<button type="button" class="link" data-event="open" data-view="sources" data-turn="{turn}">'
            f"{sources_title(answer, words)}</button>"
        )
    return f'<p class="foot">{"".join(f"<span>{note}</span>" for note in notes)}{sources}</p>'


def sources_title(answer: Answer, words: Messages) -> str:
    """«来源 (3)»; below a refusal the passages are no sources."""
    if answer.status == "insufficient_evidence":
        return words.nearest
    return words.sources.format(count=len(answer.citations))


def summary_html(coverage: Coverage, chips: Chips, words: Messages) -> str:
    """A survey's short answer: who says it, who says something close, who does not; the table has the wording."""
    lines = []
    for verdict, line in words.summaries.items():
        found = [finding for finding in coverage.findings if finding.verdict == verdict]
        if not found and verdict != "stated":
            continue
        named = (escape(f.region or f.title) + "".join(map(chips.html, f.citations)) for f in found)
        listed = words.separator.join(named) if found else words.nobody
        lines.append(f'<p class="{verdict}" dir="auto">{line.format(count=len(found), names=listed)}</p>')
    return f'<div class="answer-text summary">{"".join(lines)}</div>'


def coverage_html(coverage: Coverage, chips: Chips, words: Messages) -> str:
    """A survey's table: one row a document, who says it first, each verdict as shape, word and colour."""
    head = "".join(f'<th scope="col">{column}</th>' for column in words.columns)
    findings = sorted(coverage.findings, key=lambda finding: list(_SHAPES).index(finding.verdict))
    rows = "".join(_finding_html(finding, chips, words) for finding in findings)
    examined = words.examined.format(examined=coverage.examined_documents, scope=coverage.scope_documents)
    missing = coverage.scope_documents - coverage.examined_documents
    warning = "" if coverage.complete else f'<p class="notice">{words.incomplete.format(count=missing)}</p>'
    return (
        f'<table class="coverage"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="examined">{examined}</p>{warning}'
    )


def _finding_html(finding: Finding, chips: Chips, words: Messages) -> str:
    quotes = {citation.marker: citation.quote for citation in chips.citations}
    cited = "".join(
        f'<div class="quoted"><q dir="auto">{escape(_short(quotes[marker]))}</q>{chips.html(marker)}</div>'
        for marker in finding.citations
        if marker in quotes
    )
    region, verdict, wording, difference = words.columns
    none = '<span class="none">—</span>'
    shape = f'<span aria-hidden="true">{_SHAPES[finding.verdict]}</span>'
    return (
        f'<tr class="{finding.verdict}"><th scope="row" data-label="{region}">'
        f'<button type="button" class="link" data-event="open" data-view="document"'
        f' data-document="{attribute(finding.document_id)}" title="{attribute(finding.title)}">'
        f"{escape(finding.region or finding.title)}</button></th>"
        f'<td data-label="{verdict}"><span class="verdict">{shape} {words.verdicts[finding.verdict]}</span></td>'
        f'<td data-label="{wording}">{cited or none}</td>'
        f'<td data-label="{difference}" dir="auto">{escape(finding.note or "") or none}</td></tr>'
    )


def table_html(table: Table, chips: Chips, words: Messages) -> str:
    """A comparison; a cell of which the documents say nothing says so."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = []
    for row in table.rows:
        cells = []
        for column, cell in zip(table.columns, row, strict=True):
            content = inline_html(cell.text, chips) or f'<span class="empty">{words.not_stated}</span>'
            content += "".join(chips.html(marker) for marker in cell.citations)
            cells.append(f'<td data-label="{attribute(column)}" dir="auto">{content}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="wide"><table class="comparison"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
