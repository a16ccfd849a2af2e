"""Documents on a topic in the order of their dates; of one document, what it sets for which year."""

import re
from collections.abc import Callable, Sequence

from index.documents import Chunk, DocumentInfo, Filters, Span
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, excerpt, shorten
from rag.lookups.lookup import date_span
from rag.messages import say
from rag.records import Cell, Table
from rag.scoping.classes import title_of
from rag.scoping.periods import date_of
from rag.search.retrieval import passages_by_document, search
from rag.selection.evidence import Scorer
from rag.selection.sentence import Sentence, sentences
from rag.understanding.question import Understanding

_CLOSE = 0.5  # of the topic's weight that a document's best sentence holds
_FEW = 50  # documents of which each is read whatever its title
_HITS = 150  # passages by which the nearest of many documents are found
_LONGEST = 80
_SHOWN = 15
_YEAR = re.compile(r"(?:到|至|截至)?(?P<year>(?:19|20)\d\d)年(?:底|末)?|“?(?P<plan>十[一二三四五]五)”?(?:期间|时期|末)")


def timeline(
    index: LocalIndex, scope: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Draft:
    """One row a document that speaks of the topic: its date, its name, its best sentence; undated ones are counted."""
    language = understanding.language
    if len(scope) == 1:
        return _of_one(scope[0], index.document_chunks(scope[0].id), understanding, quotations)
    topic = [term.text for term in understanding.terms]
    infos = _read(index, scope, topic, understanding)
    within = Filters(document_id=tuple(info.id for info in infos))
    passages = passages_by_document(index, infos, understanding.standalone, within)
    scorer = Scorer(index, understanding)
    rows: list[tuple[str, DocumentInfo, list[Cell]]] = []
    undated = 0
    for info in infos:
        best = _best(info, topic, scorer, passages)
        if best is None:
            continue
        stated = date_of(info, "issued_on") or info.metadata.effective_on
        if stated is None:
            undated += 1
            continue
        rows.append((stated, info, _row(info, stated, best, understanding, quotations)))
    if not rows:
        return Draft("insufficient_evidence", "")
    rows.sort(key=lambda row: (row[0], row[1].name))
    lines = [
        f"- {cells[0].text}{_markers(cells[0])} {escape_markers(cells[1].text)}：{cells[2].text}{_markers(cells[2])}"
        for _, _, cells in rows
    ]
    told = shorten(lines, language, _SHOWN)
    if undated:
        told.append(say("undated_left_out", language, count=undated))
    columns = [say(name, language) for name in ("date", "document", "content")]
    return Draft("answered", "\n".join(told), table=Table(columns=columns, rows=[cells for _, _, cells in rows]))


def _read(
    index: LocalIndex, scope: Sequence[DocumentInfo], topic: Sequence[str], understanding: Understanding
) -> Sequence[DocumentInfo]:
    """The documents that are read: all of a few; of many those called by the topic, else those nearest to it."""
    if len(scope) <= _FEW:
        return scope
    named = [info for info in scope if topic and all(word in title_of(info) for word in topic)]
    if len(named) > 1:
        return named  # what is called by the topic tells its history; the others only mention it
    hits = search(index, understanding.focus, _HITS, understanding.filters)
    near = set(index.owners([chunk_id for chunk_id, _ in hits]).values())
    return [info for info in scope if info.id in near]


def _best(
    info: DocumentInfo, topic: Sequence[str], scorer: Scorer, passages: Callable[[DocumentInfo], Sequence[Chunk]]
) -> Sentence | None:
    """The sentence that says most of the topic; None for a document that speaks of something else."""
    ranked = [match for match in scorer.rank(passages(info)) if not match.sentence.is_label]
    if not ranked:
        return None
    in_title = bool(topic) and all(word in title_of(info) for word in topic)
    if in_title or not topic or min(ranked[0].coverage, ranked[0].core) >= _CLOSE:
        return ranked[0].sentence
    return None


def _row(
    info: DocumentInfo, stated: str, best: Sentence, understanding: Understanding, quotations: Quotations
) -> list[Cell]:
    metadata = info.metadata
    field = next(name for name in ("issued_on", "published_on", "effective_on") if getattr(metadata, name) == stated)
    span = date_span(quotations.index.text(info.id), field, stated)
    marks = [quotations.mark(info.id, span, (), 1.0)] if span else []
    quoted = quotations.mark(info.id, Span(best.start, best.end), best.heading_path, 1.0)
    return [
        Cell(text=stated, citations=marks),
        Cell(text=info.name),
        Cell(text=excerpt(best, understanding.terms, _LONGEST), citations=[quoted]),
    ]


def _of_one(info: DocumentInfo, chunks: Sequence[Chunk], understanding: Understanding, quotations: Quotations) -> Draft:
    """The sentences of one document that name a year or a plan's period, in the order of these."""
    language = understanding.language
    dated: list[tuple[str, str, Sentence]] = []
    for sentence in (sentence for chunk in chunks for sentence in sentences(chunk)):
        match = _YEAR.search(fold_text(sentence.text))
        if match and not sentence.is_label:
            dated.append((match["year"] or match["plan"], match.group(), sentence))
    if not dated:
        return Draft("insufficient_evidence", "")
    dated.sort(key=lambda entry: (entry[0], entry[2].start))
    rows = []
    for _, period, sentence in dated:
        marker = quotations.mark(info.id, Span(sentence.start, sentence.end), sentence.heading_path, 1.0)
        text = excerpt(sentence, understanding.terms, _LONGEST)
        rows.append([Cell(text=period), Cell(text=info.name), Cell(text=text, citations=[marker])])
    lines = [f"- {row[0].text}：{row[2].text}{_markers(row[2])}" for row in rows]
    columns = [say(name, language) for name in ("date", "document", "content")]
    return Draft("answered", "\n".join(shorten(lines, language, _SHOWN)), table=Table(columns=columns, rows=rows))


def _markers(cell: Cell) -> str:
    return "".join(f"[{marker}]" for marker in cell.citations)
