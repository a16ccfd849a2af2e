"""A question with its answer → HTML.

The engine writes a small Markdown: paragraphs, lists, **bold** and [1] markers. Only that is understood here; anything
else, whatever a document or a model put there, stays the text it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Answer, Citation, Coverage, Finding, Table
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages

_INLINE = re.compile(r"\\(?P<literal>[\[\]])|\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<marker>\d{1,3})\]")
_ITEM = re.compile(r"\s*(?:[-*•]\s+|(?P<number>\d{1,3}(?:[.)]\s|、))\s*)(?P<text>.+)")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")
_SHAPES = {"stated": "●", "related": "◐", "absent": "○"}


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


@dataclass(frozen=True, slots=True)
class Chips:
    """What [1] becomes: a button that opens the citation, if there is one of that number."""

    turn: int
    citations: Sequence[Citation]
    language: Language

    def html(self, marker: int) -> str:
        citation = next((cited for cited in self.citations if cited.marker == marker), None)
        if citation is None:
            return f"[{marker}]"
        label = messages(self.language).source_label.format(marker=marker)
        hint = " · ".join(filter(None, [citation.region, citation.document_number or citation.title]))
        path = " › ".join(citation.heading_path)
        return (
            f'<button type="button" class="chip" data-event="open" data-view="citation" data-turn="{self.turn}"'
            f' data-marker="{marker}" aria-label="{attribute(f"{label}: {hint}")}"'
            f' title="{attribute(f"{hint} · {path} · {citation.quote}")}">{marker}</button>'
        )


def header_html(documents: int, day: str | None, language: Language) -> str:
    """The page's name, the state of the index, and the controls of the whole page."""
    words = messages(language)
    state = words.index_state.format(documents=documents, day=day) if day else words.no_index
    return (
        f'<header class="top" data-language="{words.html_language}"><h1><span class="seal" aria-hidden="true">政</span>'
        f'{words.title}<small>{words.tagline}</small></h1>'
        f'<button type="button" class="link state" data-event="open" data-view="documents">{escape(state)}</button>'
        f'<button type="button" class="quiet" data-event="fresh">＋ {words.new_conversation}</button>'
        f'<button type="button" class="quiet" data-event="language" aria-label="{words.switch_language}"'
        f' title="{words.switch_language}">{words.other_language}</button>'
        f'<button type="button" class="quiet" data-theme aria-label="{words.switch_theme}"'
        f' title="{words.switch_theme}">◐</button></header>'
    )


def welcome_html(examples: Sequence[str], missing: str | None, language: Language) -> str:
    """What stands before the first question: examples, or the first step while no index is there (`missing`: why)."""
    words = messages(language)
    if missing is not None:
        return (
            f'<section class="welcome"><h2>{words.first_step}</h2><p>{words.first_step_how}</p>'
            f"<pre><code>zhengwen ingest {words.folder}</code></pre><p>{words.first_step_then}</p>"
            f'<p class="notice">{escape(missing)}</p></section>'
        )
    buttons = "".join(
        f'<li><button type="button" class="example" data-event="ask" data-text="{attribute(example)}">'
        f"{escape(example)}</button></li>"
        for example in examples
    )
    listed = f'<p class="label">{words.examples}</p><ul class="examples">{buttons}</ul>' if buttons else ""
    return f'<section class="welcome"><h2>{words.welcome}</h2><p>{words.welcome_more}</p>{listed}</section>'


def conversation_html(exchanges: Sequence[Exchange], language: Language) -> str:
    """The finished turns, oldest first."""
    return "".join(exchange_html(exchange, turn, language) for turn, exchange in enumerate(exchanges))


def exchange_html(exchange: Exchange, turn: int, language: Language) -> str:
    """A finished turn of the conversation; `turn` is its place, from 0, that its chips name."""
    if exchange.answer is None:
        body = f'<p class="failure" role="alert">{escape(exchange.error or messages(language).failed)}</p>'
    else:
        body = answer_html(exchange.answer, turn, language)
    return _turn(exchange.question, body, language)


def running_html(question: str, steps: Sequence[Step], text: str, language: Language) -> str:
    """A turn that is being answered: its stages and the text so far, with markers that open nothing yet."""
    body = steps_html(steps, language)
    if text:
        body += f'<div class="answer-text">{text_html(text, Chips(0, (), language))}</div>'
    return _turn(question, body, language)


def _turn(question: str, body: str, language: Language) -> str:
    label = messages(language).question_label
    return (
        f'<article class="turn"><h2 class="question" aria-label="{label}" dir="auto">{escape(question)}</h2>'
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
    return "\n".join(line for line in lines if answer.table is None or not _ITEM.match(line))


def _refusal_html(answer: Answer, chips: Chips, words: Messages) -> str:
    """What was searched in vain; the passages that came nearest stay folded, so that none is taken for an answer."""
    lines = answer.answer.splitlines()
    told = [line for line in lines if not _ITEM.match(line) and not line.rstrip().endswith(("：", ":"))]
    nearest = [line for line in lines if _ITEM.match(line)]
    title, rest = "\n".join(told[:1]), "\n".join(told[1:])
    folded = ""
    if nearest:
        listed = text_html("\n".join(nearest), chips)
        folded = f"<details><summary>{words.nearest}</summary>{listed}</details>"
    return (
        f'<section class="refusal"><p class="refusal-title" dir="auto">{_inline(title, chips)}</p>'
        f'<div class="answer-text">{text_html(rest, chips)}{folded}</div></section>'
    )


def _short(text: str, limit: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"


def _foot_html(answer: Answer, turn: int, words: Messages) -> str:
    made = words.extractive
    if answer.generator.kind == "llm":
        made = words.generated.format(model=escape(answer.generator.model or "LLM"))
    sources = ""
    if answer.citations:
        sources = (
            f'<button type="button" class="link" data-event="open" data-view="sources" data-turn="{turn}">'
            f"{words.sources.format(count=len(answer.citations))}</button>"
        )
    spent = words.elapsed.format(total=duration(answer.timings_ms.total))
    kind = words.kinds[answer.kind]
    return f'<p class="foot"><span>{made}</span><span>{kind}</span><span>{spent}</span>{sources}</p>'


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
            content = _inline(cell.text, chips) or f'<span class="empty">{words.not_stated}</span>'
            content += "".join(chips.html(marker) for marker in cell.citations)
            cells.append(f'<td data-label="{attribute(column)}" dir="auto">{content}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="wide"><table class="comparison"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def text_html(text: str, chips: Chips) -> str:
    """The engine's Markdown as HTML: paragraphs, lists, bold, markers."""
    blocks: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []

    def close() -> None:
        if paragraph:
            blocks.append(f'<p dir="auto">{"<br>".join(paragraph)}</p>')
        if items:
            blocks.append(f"<ul>{''.join(items)}</ul>")
        paragraph.clear()
        items.clear()

    for line in text.splitlines():
        item, heading = _ITEM.match(line), _HEADING.match(line)
        if (item and paragraph) or (items and not item) or heading or not line.strip():
            close()
        if item:
            number = f'<span class="number">{item["number"]}</span>' if item["number"] else ""
            kind = "numbered" if number else "bullet"
            items.append(f'<li class="{kind}" dir="auto">{number}{_inline(item["text"], chips)}</li>')
        elif heading:
            blocks.append(f'<p class="subheading" dir="auto">{_inline(heading["text"], chips)}</p>')
        elif line.strip():
            paragraph.append(_inline(line.strip(), chips))
    close()
    return "".join(blocks)


def _inline(text: str, chips: Chips) -> str:
    parts = []
    at = 0
    for match in _INLINE.finditer(text):
        parts.append(escape(text[at : match.start()]))
        if match["literal"]:
            parts.append(match["literal"])
        elif match["bold"]:
            parts.append(f"<strong>{_inline(match['bold'], chips)}</strong>")
        else:
            parts.append(chips.html(int(match["marker"])))
        at = match.end()
    return "".join(parts) + escape(text[at:])
