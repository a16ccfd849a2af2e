"""Whether the best of the sentences found answers."""

from collections.abc import Sequence

from index.local import LocalIndex
from rag.refusals.lacking import lacks_a_thing
from rag.refusals.refuting import refuted
from rag.selection.answering import answering, chance
from rag.selection.evidence import Match, grounds
from rag.selection.holding import begins_anywhere, holds_in, may_hold, only_holds, speaks_of
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

_ENOUGH, _ENOUGH_BY_MEANING = 0.4, 0.28
"""Score of the best sentence from which it answers, and where only its meaning could be compared; below, the documents
do not say."""
_ENOUGH_CORE = 0.1
"""Share of the words that a question turns on, without which no score is enough."""
_STANDS_OUT, _AHEAD, _HELD = 0.3, 1.7, 2  # lower score that is enough so far ahead of the second with so many words
_SURE = 0.45
"""Chance from which a sentence answers that has nothing like one of the things that the question names, or that is not
known to be of the place asked about."""
_WHOLE = 0.9  # credit of a word that a sentence holds, itself or by a synonym


def answers(index: LocalIndex, ranked: Sequence[Match], understanding: Understanding, surely: bool = False) -> bool:
    """Whether the best of the ordered sentences answers, and is for every place that the question speaks of; `surely`
    where another question than the one asked is answered.

    Where something speaks against it (`refuting`) the question only looks answerable, and no other is tried.
    """
    if not ranked or not all(
        _is_for(index, ranked[0].sentence, place, understanding) for place in understanding.sought
    ):
        return False
    elsewhere = bool(understanding.located) and ranked[0].features.elsewhere
    if elsewhere and not _may_be_for(index, ranked[0].sentence, understanding):
        return False
    if ranked[0].by_meaning:
        return _sure(ranked[0])
    models = answering()
    enough = models.enough_of(len(index.by_id))
    if surely or only_holds(index, ranked[0].sentence, understanding):
        enough = max(enough, _SURE)
    likely = chance(models.deciding.of(grounds(ranked))) if ranked[0].fits else 0.0
    if likely < enough or (likely < _SURE and lacks_a_thing(index, ranked[0].sentence, understanding)):
        return False
    return not refuted(ranked[0].sentence, understanding, index)


def _is_for(index: LocalIndex, sentence: Sentence, place: str, understanding: Understanding) -> bool:
    """Whether the sentence is about the place, or holds there where that is asked."""
    region = dict(understanding.located).get(place)
    held = region is not None and holds_in(index, sentence, region, understanding)
    return held or speaks_of(index, sentence, place)


def _may_be_for(index: LocalIndex, sentence: Sentence, understanding: Understanding) -> bool:
    """Whether the sentence of a document that is not known to be of a region asked about names one, or may hold there;
    a document that does not say where it is from may be from there, unless it begins with another place."""
    return not begins_anywhere(index, sentence.document_id) or any(
        may_hold(index, sentence.document_id, region) or speaks_of(index, sentence, place)
        for place, region in understanding.located
    )


def fills_cell(ranked: Sequence[Match]) -> bool:
    """Whether the best sentence of one document says what is compared, by its score and the words that matter."""
    return bool(ranked) and (_sure(ranked[0]) or (ranked[0].fits and _stands_out(ranked)))


def _sure(match: Match) -> bool:
    """Whether the sentence answers whatever the others say."""
    if match.by_meaning:
        return match.fits and match.score >= _ENOUGH_BY_MEANING
    return match.fits and match.score >= _ENOUGH and match.core >= _ENOUGH_CORE


def _stands_out(ranked: Sequence[Match]) -> bool:
    """Whether the best sentence is far ahead of all others and holds several of the question's words."""
    best, second = ranked[0], ranked[1].score if len(ranked) > 1 else 0.0
    held = sum(credit >= _WHOLE for credit in best.matched.values())
    return best.score >= max(_STANDS_OUT, _AHEAD * second) and held >= _HELD
