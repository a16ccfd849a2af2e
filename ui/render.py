"""A question with its answer → HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.documents import DocumentInfo
from rag.lifecycle import Force
from rag.records import Answer, Citation, Table
from ui.exchange import Exchange
from ui.figures import short, timeline_html
from ui.findings import coverage_html, summary_html
from ui.markdown import Chips, inline_html, is_item, text_html
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages
from ui.reactions import edit_html, reactions_html
from ui.scope import Scope, scope_words
from ui.standing import force_html
from ui.transcript import answer_text

_LONGEST_HEADING = 300  # characters of a question shown above its answer; a longer one was refused
_LONGEST_QUOTE = 240  # characters of a quotation in the card of a chip


@dataclass(frozen=True, slots=True)
class Desk:
    """What a turn is drawn with: the conversation's id (empty while it is kept nowhere), the indexed documents, and the
    force of those that are cited, where a reader must know it."""

    language: Language
    conversation: str = ""
    documents: Mapping[str, DocumentInfo] = field(default_factory=dict)
    forces: Mapping[str, Force] = field(default_factory=dict)

    def force_html(self, identity: str) -> str:
        """Whether the document is in force, as far as that is known."""
        info = self.documents.get(identity)
        return force_html(info.metadata if info else None, self.forces.get(identity), messages(self.language))


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a running answer; `seconds` once it is over."""

    stage: str
    done: int = 0
    total: int = 0
    seconds: float | None = None


def conversation_html(exchanges: Sequence[Exchange], desk: Desk) -> str:
    """The finished turns, oldest first."""
    last = len(exchanges) - 1
    turns = "".join(exchange_html(exchange, turn, desk, last=turn == last) for turn, exchange in enumerate(exchanges))
    return f'<div role="log" aria-label="{messages(desk.language).conversation}">{turns}</div>'


def exchange_html(exchange: Exchange, turn: int, desk: Desk, *, last: bool = True) -> str:
    """A finished turn of the conversation; `turn` is its place, from 0, that its chips name."""
    words = messages(desk.language)
    answer, copied = exchange.answer, ""
    if answer is None:
        body = f'<p class="failure" role="alert">{escape(exchange.error or words.failed)}</p>'
    else:
        body = answer_html(answer, turn, desk, exchange.scope) + cards_html(answer.citations, desk)
        urls = {name: info.metadata.source_url for name, info in desk.documents.items()}
        copied = answer_text(answer, urls, desk.language, date.today())
    body += reactions_html(exchange, turn, desk.conversation, copied, last, words)
    return _turn(exchange.question, body, edit_html(exchange.question, turn, words))


def running_html(question: str, steps: Sequence[Step], text: str, language: Language) -> str:
    """A turn that is being answered: its stages and the text so far, with markers that open nothing yet."""
    body = steps_html(steps, language)
    if text:
        body += f'<div class="answer-text">{text_html(text, Chips(0, (), language))}</div>'
    return _turn(question, body)


def _turn(question: str, body: str, edit: str = "") -> str:
    shown = question if len(question) <= _LONGEST_HEADING else question[:_LONGEST_HEADING] + "…"
    return (
        f'<article class="turn"><h2 class="question" dir="auto">{escape(shown)}</h2>{edit}'
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


def answer_html(answer: Answer, turn: int, desk: Desk, scope: Scope | None = None) -> str:
    """The answer, its table, its notices and how it was made; `scope` is what it was restricted to."""
    words = messages(desk.language)
    chips = Chips(turn, answer.citations, desk.language)
    parts = [f'<p class="notice">{escape(notice)}</p>' for notice in answer.notices]
    if answer.standalone_question.strip() != answer.question.strip():
        understood = words.understood_as.format(question=escape(answer.standalone_question))
        parts.append(f'<p class="understood">{understood}</p>')
    chosen = scope_words(scope or {}, desk.language)
    if chosen:
        parts.append(f'<p class="asked-in">{words.scope}{words.colon}{escape("；".join(chosen))}</p>')
    if answer.status == "insufficient_evidence":
        parts.append(_refusal_html(answer, turn, chips, bool(chosen), words))
    elif answer.coverage is not None:
        parts.append(summary_html(answer.coverage, chips, words))
    else:
        parts.append(f'<div class="answer-text">{text_html(_without_table(answer), chips)}</div>')
    if answer.coverage is not None:
        parts.append(coverage_html(answer.coverage, chips, words, desk.documents))
    if answer.table is not None:
        parts.append(timeline_html(answer, turn, words))
        parts.append(table_html(answer.table, chips, words))
    if answer.kind != "smalltalk":
        parts.append(_foot_html(answer, turn, words))
    return "".join(parts)


def _without_table(answer: Answer) -> str:
    """The answer's text; a list that says again what its table says is left to the table."""
    lines = answer.answer.splitlines()
    return "\n".join(line for line in lines if answer.table is None or not is_item(line))


def _refusal_html(answer: Answer, turn: int, chips: Chips, restricted: bool, words: Messages) -> str:
    """What was searched in vain, and how to go on; the passages that came nearest stay folded, so that none is taken
    for an answer."""
    lines = answer.answer.splitlines()
    title, *rest = [line for line in lines if not is_item(line) and not line.rstrip().endswith(("：", ":"))] or [""]
    told, folded = text_html("\n".join(rest), chips), ""
    if answer.citations:
        cited = (line for line in lines if is_item(line) and line.rstrip().endswith("]"))
        listed = text_html("\n".join(cited), chips)
        folded = f"<details><summary>{words.nearest}</summary>{listed}</details>"
    wider = ""
    if restricted:
        wider = (
            f' <button type="button" class="link" data-event="ask" data-turn="{turn}" data-unscoped="yes"'
            f' data-text="{attribute(answer.question)}">{words.widen_all}</button>'
        )
    return (
        f'<section class="refusal"><p class="refusal-title" dir="auto">{inline_html(title, chips) or words.refused}</p>'
        f'<div class="answer-text">{told}<p class="widen">{words.widen}{wider}</p>{folded}</div></section>'
    )


def cards_html(citations: Sequence[Citation], desk: Desk) -> str:
    """What pointing at a chip shows, one card a citation, out of sight until then."""
    words = messages(desk.language)
    cards = "".join(
        f'<div data-card="{c.marker}"><strong dir="auto">{escape(c.title)}</strong>'
        f"<span>{escape(citation_facts(c, words, c.region))}{desk.force_html(c.document_id)}</span>"
        f'<span dir="auto">{escape(" › ".join(c.heading_path))}</span>'
        f'<q dir="auto">{escape(short(c.quote, _LONGEST_QUOTE))}</q></div>'
        for c in citations
    )
    return f'<div class="cards" hidden>{cards}</div>' if cards else ""


def citation_facts(cited: Citation, words: Messages, *before: str | None) -> str:
    """«粤府办〔2012〕101号 · 2012-10-12 · 第 3 页», as far as it is known."""
    page = words.page.format(page=cited.page) if cited.page else None
    return " · ".join(filter(None, [*before, cited.document_number, cited.issued_on or cited.published_on, page]))


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
