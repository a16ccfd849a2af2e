"""A question that goes on from the turn before, answered from the document that this was answered from."""

from dataclasses import replace

from index.documents import Span
from index.lexicon import HAN, bigrams, fold_text, simplified
from rag.citations import MARKER
from rag.composing import quoting
from rag.composing.compose import Draft
from rag.language.contrast import qualifiers
from rag.language.terms import normalise, whole_words
from rag.language.wording import stop_words
from rag.nearby import beside, nearby
from rag.run import Run
from rag.search import retrieval
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

_LOOKED_AT, _HOLDS_ANSWER = 8, 0.6  # sentences that may hold an earlier answer, and the share of it that one must


def go_on(run: Run, whole: Understanding, behind: Understanding | None = None) -> Draft | None:
    """The answer that the document of the earlier answer gives to a question that names no other document or place.

    A question that leans on the turn before is answered there first of all: 要带哪些材料 behind 许可证有效期多久; what
    takes the place of something in it (居民呢) beside what answered it. One that could stand for itself only where
    nothing answers it so. `behind` is the part in front of it where it is one of several asked at once.
    """
    history = run.question.history
    if not history or whole.kind not in ("fact", "list") or whole.place or whole.filters.document_id:
        return None
    before = run.understand(run.question.model_copy(update={"question": history[-1].question, "history": history[:-1]}))
    home = _home(run, before, history[-1].answer)
    if home is None or home[0] not in {info.id for info in run.index.documents(whole.filters)}:
        return None
    document, place = home
    if behind and run.quotations.citations and (cited := run.quotations.citations[-1]).document_id == document:
        place = Span(cited.start, cited.end)
    inside = _leaning(whole, before, document)
    if is_exchanged(whole):
        topic = _exchanged(whole, behind or before)
        near = beside(run, inside, document, place, topic) if topic else None
        return _told(run, inside, [near]) if near else None
    ranked = run.answering(inside)
    if not whole.context:
        return _told(run, inside, ranked) if ranked and not run.answering(whole) else None
    near = None if ranked else nearby(run, inside, document, place)
    told = ranked or ([near] if near else [])
    return _told(run, inside, told) if told else None


def is_exchanged(asked: Understanding) -> bool:
    """Whether the question is the one before with something in the place of something in it: 居民呢."""
    return not asked.context and asked.standalone != simplified(asked.question)


def _exchanged(whole: Understanding, before: Understanding) -> list[str]:
    """What of the question the one before does not have."""
    had = normalise(before.standalone)
    words = whole_words(normalise(whole.standalone))
    return [word for word in words if word not in had and word not in stop_words() and HAN.search(word)]


def _told(run: Run, asked: Understanding, ranked: list[Match]) -> Draft:
    return quoting.quote_answer(quoting.chosen(ranked), asked, run.quotations)


def _home(run: Run, before: Understanding, answer: str) -> tuple[str, Span] | None:
    """The document and the place that answered the turn before; None where that cannot be told."""
    told = set(bigrams(fold_text(MARKER.sub("", answer).strip("。. \n"))))
    ranked = run.candidates(before)[0][:_LOOKED_AT] if told else []
    shares = [len(told & set(bigrams(match.sentence.folded))) / len(told) for match in ranked]
    if ranked and max(shares) >= _HOLDS_ANSWER:
        sentence = ranked[shares.index(max(shares))].sentence
        return sentence.document_id, Span(sentence.start, sentence.end)
    passage = retrieval.passage_of(run.index, before.standalone, answer, before.filters)
    return (passage.document_id, Span(passage.start, passage.end)) if passage else None


def _leaning(whole: Understanding, before: Understanding, document: str) -> Understanding:
    """The question asked of the document with the words of the turn before as those that it leans on."""
    known, asked = {term.text for term in whole.terms}, qualifiers(normalise(whole.standalone))
    leant = [
        term
        for term in (*before.terms, *before.context_terms)
        if term.text not in known and not any(q.contrasts(term.text) for q in asked)
    ]
    context = tuple({term.text: term for term in (*whole.context_terms, *leant)}.values())
    return replace(
        whole,
        context=whole.context or before.standalone,
        context_terms=context,
        filters=replace(whole.filters, document_id=(document,)),
    )
