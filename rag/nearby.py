"""What the passage that answers one question says on another that is asked with it: sentences of the same article."""

import re
from collections.abc import Sequence

from index.documents import Section, Span
from index.lexicon import HAN, fold_text
from rag.language.dates import without_dates
from rag.language.terms import Term
from rag.language.units import unit_asked
from rag.refusals.refuting import refuted
from rag.run import Run
from rag.selection import expected
from rag.selection.bounds import bound_asked
from rag.selection.evidence import Match, Scorer, ordered
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

_BESIDE = 120  # code points from what answered a question, in which what answers the same of another topic stands
_FAR = 600  # code points from the sentence that answers, of an article or section that is longer
_ASKS_DAY = re.compile("哪一?[天日]|什么时候|何时")
_DAY = re.compile("之日|日起|[0-9一二三四五六七八九十][月日]|[年月]底|[年月]初|前$|之前|以前|当[日天]")
_SAYS_NOTHING = re.compile(r"[\d一二三四五六七八九十百千万几每两半]|最.$|至[少多]$|可以$|需要$")
_HALF = 0.5  # share of the words of a question that stands for itself
_ASKS_EXCEPTION = re.compile("例外|特殊情况|特殊情形|除外")
_EXCEPTION = re.compile("^(?:但是?|不过)[,，]?|除外|例外|(?:不适用|不受)[^,。;]{0,12}(?:规定|限制)|另有(?:规定|约定)")


def nearby(run: Run, asked: Understanding, document_id: str, beside: Span) -> Match | None:
    """The sentence of the passage around a span that has the kind of thing asked for, best first; None where none has.

    A question that leans
    on the one before it (从哪天开始算？) is answered by the kind alone, of what has its own word first, then of the
    span, then of what stands beside it; one that names what it asks about by a sentence that has half of its words.
    """
    passage = _passage(run.index.document(document_id).sections, beside)
    chunks = [c for c in run.index.document_chunks(document_id) if passage.overlaps(Span(c.start, c.end))]
    ranked = [m for m in ordered(Scorer(run.index, asked).rank(chunks)) if passage.overlaps(_span(m))]
    leaning = leans_on(asked)
    if leaning:
        own = [word for term in _own(asked) for word in (term.text, *term.others)]
        ranked.sort(key=lambda m: (not any(m.sentence.find(word) >= 0 for word in own), not beside.overlaps(_span(m))))
    fitting = [m for m in ranked if m.fits and (leaning or _speaks_of(m)) and has_kind(asked, m.sentence)]
    if bound := bound_asked(asked.standalone):
        fitting.sort(key=lambda m: not bound.search(m.sentence.folded))
    return next((m for m in fitting if not refuted(m.sentence, asked, run.index)), None)


def beside(run: Run, asked: Understanding, document_id: str, place: Span, topic: Sequence[str]) -> Match | None:
    """Of the sentences with the words of a topic and the kind of thing asked for the nearest to a place, those behind
    it first, a few sentences from it at most; None where there is none.

    居民统一为1000元 stands behind what 职工 get.
    """
    around = Span(max(place.start - _BESIDE, 0), place.end + _BESIDE)
    chunks = [c for c in run.index.document_chunks(document_id) if around.overlaps(Span(c.start, c.end))]
    fitting = [
        m
        for m in ordered(Scorer(run.index, asked).rank(chunks))
        if around.overlaps(_span(m))
        and all(word in m.sentence.folded for word in topic)
        and has_kind(asked, m.sentence)
    ]
    return min(
        fitting, key=lambda m: (m.sentence.end <= place.start, abs(m.sentence.start - place.start)), default=None
    )


def leans_on(asked: Understanding) -> bool:
    """Whether the question says by itself at most in one word what it asks about: 一届几年, 谁来处理."""
    return len(_own(asked)) <= 1


def _own(asked: Understanding) -> list[Term]:
    """The terms that say what the question asks about."""
    said = [term for term in asked.terms if len(term.text) > 1 and not _SAYS_NOTHING.match(term.text)]
    return [term for term in said if HAN.search(term.text)] if asked.rendering else said


def asks_exception(question: str) -> bool:
    """Whether it asks what is excepted from what was told.

    >>> asks_exception("有没有例外？"), asks_exception("有没有补贴？")
    (True, False)
    """
    return bool(_ASKS_EXCEPTION.search(fold_text(question)))


def _span(match: Match) -> Span:
    return Span(match.sentence.start, match.sentence.end)


def _passage(sections: tuple[Section, ...], span: Span) -> Span:
    """The article or section around the span, no farther than a sentence can belong to it."""
    around = [s for s in sections if s.start <= span.start < s.end]
    whole = around[-1] if around else None
    start, end = (whole.start, whole.end) if whole else (span.start, span.end)
    return Span(max(start, span.start - _FAR), min(end, span.end + _FAR))


def _speaks_of(match: Match) -> bool:
    """Whether the sentence has half of the question's words."""
    return not match.matched or sum(match.matched.values()) >= _HALF * len(match.matched)


def decides(asked: Understanding) -> bool:
    """Whether the kind of thing asked for tells alone which sentence answers: a figure of no unit does not."""
    return asked.expects != "number" or unit_asked(asked.standalone) is not None


def has_kind(asked: Understanding, sentence: Sentence) -> bool:
    """Whether the sentence has the kind of thing asked for, of the unit asked for; what is excepted for 有没有例外."""
    if asks_exception(asked.question):
        return bool(_EXCEPTION.search(sentence.folded))
    unit = unit_asked(asked.standalone)
    if unit and not unit.search(without_dates(sentence.introduced)):
        return False
    if _ASKS_DAY.search(asked.standalone) and not _DAY.search(sentence.folded):
        return False
    return expected.holds(asked, sentence) is True
