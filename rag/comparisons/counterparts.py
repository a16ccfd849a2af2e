"""What one side's documents say where another's answer, in fewer of the question's words."""

from collections.abc import Sequence

from index.lexicon import bigrams
from rag.comparisons.things import speaks_of
from rag.comparisons.values import VALUES
from rag.language.amounts import is_measure
from rag.run import Run
from rag.search.rarity import weight
from rag.selection import expected
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

_TRIED = 4  # ordered sentences that may say nearly what is asked
_NEARLY = 0.3  # score of a sentence that says of one side what another's sentence answers
_HELD = 0.9  # credit of a word that a sentence has
_LACKS_LITTLE, _SPEAKS_OF_ALL = 0.1, 0.6
"""Share of the question that a sentence without a figure lacks in a word at most, and its score at least."""


def counterpart(run: Run, asked: Understanding, ranked: Sequence[Match], answering: Sequence[Match]) -> list[Match]:
    """The ordered sentences of one side that speak of what those of others answer, though in less of the question's
    words: with the rarest word that all those have which answer, and of a value those that have one of the unit asked
    for."""
    # 按实缴保费的30% says the 比例 without the word.
    measures = [t.text for t in asked.terms if is_measure(t.text)]
    shared = [t for t in asked.terms if all(m.matched.get(t.text, 0.0) >= _HELD for m in answering)]
    shared = [t for t in shared if t.text not in measures] or shared
    near: list[Match] = []
    if shared:
        rarest = max(shared, key=lambda term: weight(run.index, term)).text
        near = [m for m in ranked[:_TRIED] if m.fits and not m.unit_lacking and m.score >= _NEARLY]
        near = [m for m in near if m.matched.get(rarest, 0.0) >= _HELD]
    if asked.expects not in VALUES:
        lacked = max(m.missing for m in answering)
        alike = sorted((m for m in near if m.missing <= lacked), key=lambda m: -max(_shared(m, a) for a in answering))
        return list(filter(speaks_of, near)) or alike[:1]
    told = [m for m in near if expected.holds_answer(asked, m.sentence)]
    # 基本完成, 若干: all that is asked, without a figure where others give one.
    return told or [m for m in ranked if not m.fits and m.missing <= _LACKS_LITTLE and m.score >= _SPEAKS_OF_ALL][:1]


def _shared(one: Match, other: Match) -> float:
    """How many character pairs two sentences share, in 0…1."""
    pairs, others = set(bigrams(one.sentence.folded)), set(bigrams(other.sentence.folded))
    return len(pairs & others) / max(len(pairs | others), 1)
