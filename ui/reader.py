"""The evidence beside the conversation → HTML: the sources of an answer, a document with its passage marked."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.documents import Document, DocumentInfo, Metadata, Section, Span
from index.lexicon import fold
from rag.citations import verify
from rag.records import Answer, Citation
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages
from ui.references import reference, references
from ui.render import Desk, citation_facts, sources_title
from ui.standing import Standing, force_html, standing_html

_MOST_CARDS = 100  # of the documents in scope; the library lists them all
_LINES = re.compile(r"[^\n]+")
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def sources_html(answer: Answer, turn: int, desk: Desk) -> str:
    """The sources of one answer as cards, in the order of their markers, with their references to copy."""
    words = messages(desk.language)
    source_urls = {name: info.metadata.source_url for name, info in desk.documents.items()}
    listed = references(answer.citations, source_urls, date.today())
    cards = "".join(
        _card_html(citation, turn, line, desk) for citation, line in zip(answer.citations, listed, strict=True)
    )
    tools = _copy_html(words.copy_references, "\n".join(listed))
    return _panel(sources_title(answer, words), cards, words, tools=tools)


def _copy_html(label: str, text: str) -> str:
    return (
        f'<span class="copier"><button type="button" class="link" data-copy>{label}</button>'
        f'<pre class="copied" hidden>{escape(text)}</pre></span>'
    )


def _card_html(citation: Citation, turn: int, reference: str, desk: Desk) -> str:
    words = messages(desk.language)
    path = " › ".join(citation.heading_path)
    return (
        f'<div class="card-frame"><button type="button" class="card" data-event="open" data-view="citation"'
        f' data-turn="{turn}" data-marker="{citation.marker}"><span class="card-top">'
        f'<span class="chip">{citation.marker}</span><strong>{escape(citation.region or citation.title)}</strong>'
        f'<span class="card-facts">{escape(citation_facts(citation, words))}</span></span>'
        f'<span class="card-title" dir="auto">{escape(citation.title)} {desk.force_html(citation.document_id)}</span>'
        f'<span class="card-path" dir="auto">{escape(path)}</span>'
        f'<q class="card-quote" dir="auto">{escape(citation.quote)}</q></button>'
        f"{_copy_html(words.copy_reference, reference)}</div>"
    )


def documents_html(documents: Sequence[DocumentInfo], language: Language) -> str:
    """What the index holds, one card a document."""
    words = messages(language)
    cards = []
    for document in documents[:_MOST_CARDS]:
        metadata = document.metadata
        facts = [metadata.document_number, metadata.issued_on or metadata.published_on]
        cards.append(
            f'<button type="button" class="card" data-event="open" data-view="document"'
            f' data-document="{attribute(document.id)}"><span class="card-top">'
            f"<strong>{escape(metadata.region or words.not_stated)}</strong>"
            f'<span class="card-facts">{escape(" · ".join(filter(None, facts)))}</span></span>'
            f'<span class="card-title" dir="auto">{escape(metadata.title or document.source)}</span>'
            f'<span class="card-path">{escape("、".join(metadata.issuers))}</span></button>'
        )
    more = len(documents) - _MOST_CARDS
    if more > 0:
        cards.append(f'<p class="nothing">{words.more_documents.format(count=more)}</p>')
    return _panel(words.documents.format(count=len(documents)), "".join(cards), words)


def citation_html(
    document: Document | None, cited: Citation, answer: Answer, turn: int, desk: Desk, standing: Standing
) -> str:
    """A cited passage marked in its document, with the way to the answer's other sources.

    The document may be a later version than the one that the answer cites, or gone (None): then the quotation as it
    was answered stands for the passage.
    """
    words = messages(desk.language)
    bar = _citation_bar(document, cited, answer, turn, words)
    hit = passage_of(document, cited) if document else None
    answered = "" if hit else _answered_html(cited, words.changed if document else words.removed)
    if document is None:
        return _panel(words.evidence, answered, words, bar)
    return document_html(document, hit, desk, standing, bar=bar, above=answered)


def _answered_html(cited: Citation, why: str) -> str:
    """The quotation as it was answered, where the document no longer shows it."""
    return (
        f'<p class="notice" role="status">{why}</p>'
        f'<blockquote class="card-quote" dir="auto">{escape(cited.quote)}</blockquote>'
    )


def passage_of(document: Document, cited: Citation) -> Span | None:
    """Where the document says what is cited, in whatever spacing and width; None when it no longer does.

    Of several places it is the one nearest to where the citation points.
    """
    if verify(document.text, cited):
        return Span(cited.start, cited.end)
    places = fold(document.text).find_all(fold(cited.quote).text)
    return min(places, key=lambda place: abs(place.start - cited.start), default=None)


def _citation_bar(document: Document | None, cited: Citation, answer: Answer, turn: int, words: Messages) -> str:
    """The answer's markers, and the cited document's facts; those of the citation once the document is gone."""
    siblings = "".join(
        f'<button type="button" class="chip{" active" if citation.marker == cited.marker else ""}" data-event="open"'
        f' data-view="citation" data-turn="{turn}" data-marker="{citation.marker}"'
        f' aria-label="{words.source_label.format(marker=citation.marker)}">{citation.marker}</button>'
        for citation in answer.citations
    )
    metadata = (
        document.metadata
        if document
        else Metadata(
            region=cited.region,
            document_number=cited.document_number,
            issued_on=cited.issued_on,
            published_on=cited.published_on,
        )
    )
    copier = _copy_html(words.copy_reference, reference(cited, metadata.source_url, date.today()))
    return (
        f'<nav class="panel-bar" aria-label="{words.evidence}">'
        f'<button type="button" class="link" data-event="open" data-view="sources" data-turn="{turn}">'
        f'‹ {sources_title(answer, words)}</button><span class="siblings">{siblings}</span>{copier}</nav>'
        f'<div class="cited"><p class="cited-title" dir="auto">{escape(cited.title)}</p>'
        f'<p class="cited-facts" dir="auto">{_citation_facts(cited, metadata, words)}</p>'
        f'<p class="cited-path" dir="auto">{escape(" › ".join(cited.heading_path))}</p></div>'
    )


def _citation_facts(cited: Citation, metadata: Metadata, words: Messages) -> str:
    """«广东 · 文号 粤府办〔2012〕101号 · 成文日期 2012-10-12», with what is not stated said so."""
    facts = [
        _region(metadata, words) or f"{words.region} {words.not_stated}",
        f"{words.document_number} {escape(metadata.document_number or words.not_stated)}",
        f"{words.issued_on} {escape(metadata.issued_on or words.not_stated)}",
    ]
    if metadata.published_on:
        facts.append(f"{words.published_on} {escape(metadata.published_on)}")
    if cited.page:
        facts.append(words.page.format(page=cited.page))
    return " · ".join(facts)


def document_html(
    document: Document,
    hit: Span | None,
    desk: Desk,
    standing: Standing,
    *,
    bar: str = "",
    above: str = "",
    title: str = "",
) -> str:
    """A document to read, the `hit` marked; `bar` stays in sight above it, what is `above` scrolls with it."""
    words = messages(desk.language)
    body = (
        f'{above}<div class="document" data-document="{attribute(document.id)}">'
        f'<h3 class="document-title" dir="auto">{escape(document.metadata.title or document.source)}</h3>'
        f"{_facts_html(document, standing, words)}{standing_html(standing, desk.documents, desk.language)}"
        f"{_contents_html(document.sections, words)}"
        f'<div class="document-text" lang="zh-CN">{_text_html(document, hit, words)}</div></div>'
    )
    return _panel(title or words.evidence, body, words, bar)


def unopened_html(language: Language) -> str:
    """What stands where a document of the library will be."""
    words = messages(language)
    return f'<aside class="panel" aria-label="{words.evidence}"><p class="empty">{words.open_one}</p></aside>'


def _panel(title: str, body: str, words: Messages, bar: str = "", tools: str = "") -> str:
    return (
        f'<aside class="panel" aria-label="{words.evidence}"><header class="panel-head"><h2>{title}</h2>{tools}'
        f'<button type="button" class="close" data-close aria-label="{words.close}" title="{words.close}">×</button>'
        f'</header>{bar}<div class="panel-body" tabindex="0">{body}</div></aside>'
    )


def _facts_html(document: Document, standing: Standing, words: Messages) -> str:
    metadata = document.metadata
    rows = [
        (words.region, _region(metadata, words)),
        (words.issuer, escape("、".join(metadata.issuers))),
        (words.document_number, escape(metadata.document_number or "")),
        (words.issued_on, escape(metadata.issued_on or "")),
        (words.published_on, escape(metadata.published_on or "")),
        (words.force, force_html(metadata, standing.force, words)),
        *((name, day) for name, day in _later_days(metadata, words) if day),
        (words.index_number, escape(metadata.index_number or "")),
        (words.source_url, _link(metadata.source_url or "")),
        (words.source_file, escape(document.source)),
    ]
    empty = f'<span class="empty">{words.not_stated}</span>'
    shown = (f"<dt>{name}</dt><dd>{value or empty}</dd>" for name, value in rows)
    return f'<dl class="facts">{"".join(shown)}</dl>'


def _later_days(metadata: Metadata, words: Messages) -> Iterator[tuple[str, str | None]]:
    """The days that few documents state, as they are stored."""
    yield words.amended_on, metadata.amended_on
    yield words.effective_on, metadata.effective_on
    yield words.expires_on, metadata.expires_on


def _region(metadata: Metadata, words: Messages) -> str:
    if metadata.region is None:
        return ""
    parent = f"（{metadata.region_parent}）" if metadata.region_parent else ""
    inferred = f' <span class="inferred">{words.inferred}</span>' if metadata.region_inferred else ""
    return escape(metadata.region + parent) + inferred


def _link(address: str) -> str:
    """A web address that a document states, as a link only if it is one: no javascript:, no data:."""
    if not _WEB_ADDRESS.fullmatch(address):
        return escape(address)
    return f'<a href="{attribute(address)}" target="_blank" rel="noopener noreferrer nofollow">{escape(address)}</a>'


def _contents_html(sections: Sequence[Section], words: Messages) -> str:
    outermost = min((section.level for section in sections if section.heading), default=0)
    items = "".join(
        f'<li style="--depth:{min(section.level - outermost, 4)}">'
        f'<button type="button" data-section="{section.ordinal}">{escape(section.heading)}</button></li>'
        for section in sections
        if section.heading
    )
    return f'<details class="contents"><summary>{words.contents}</summary><ol>{items}</ol></details>' if items else ""


def _text_html(document: Document, hit: Span | None, words: Messages) -> str:
    """The canonical text, cut into sections and lines; what repeats an earlier passage is dimmed."""
    parts, pages = [], list(document.pages)
    for section, span in _sections(document):
        heading = len(section.heading) if section and document.text.startswith(section.heading, span.start) else 0
        anchor = f' data-ordinal="{section.ordinal}"' if section else ""
        lines = []
        for line in _LINES.finditer(document.text, span.start, span.end):
            if line[0].strip():
                lines.append(_page_html(pages, line.start(), len(document.pages), words))
                lines.append(_line_html(document, Span(*line.span()), span.start + heading, hit, words))
        parts.append(f"<section{anchor}>{''.join(lines)}</section>")
    return "".join(parts)


def _page_html(pages: list[int], line: int, count: int, words: Messages) -> str:
    """A rule before the first line that begins on a page, as its citations are counted; those passed are taken from
    `pages`."""
    begun = [start for start in pages if start <= line]
    del pages[: len(begun)]
    return f'<hr class="page" aria-label="{words.page.format(page=count - len(pages))}">' if begun else ""


def _sections(document: Document) -> Iterator[tuple[Section | None, Span]]:
    """The sections in the order of the text, with whatever lies between them."""
    at = 0
    for section in sorted(document.sections, key=lambda section: section.start):
        if section.start > at:
            yield None, Span(at, section.start)
        yield section, Span(max(at, section.start), max(at, section.end))
        at = max(at, section.end)
    if at < len(document.text):
        yield None, Span(at, len(document.text))


def _line_html(document: Document, line: Span, heading_end: int, hit: Span | None, words: Messages) -> str:
    """One line as a paragraph: cut where the heading, a repeat or the hit begins or ends."""
    edges = {line.start, line.end, heading_end}
    spans = [*document.repeats, *([hit] if hit else [])]
    edges.update(edge for span in spans for edge in (span.start, span.end))
    cuts = sorted(edge for edge in edges if line.start <= edge <= line.end)
    parts = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = Span(start, end)
        content = escape(document.text[start:end])
        if end <= heading_end:
            content = f'<strong class="heading">{content}</strong>'
        if any(piece.overlaps(repeat) for repeat in document.repeats):
            content = f'<span class="repeat" title="{words.repeated_hint}">{content}</span>'
        if hit and piece.overlaps(hit):
            content = f"<mark>{content}</mark>"
        parts.append(content)
    return f'<p dir="auto">{"".join(parts)}</p>'
