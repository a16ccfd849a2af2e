"""What one side's documents say where another's answer, in fewer of the question's words or in the other's wording."""

from collections.abc import Sequence, Set
from dataclasses import replace

from index.lexicon import bigrams
from rag.comparisons.comparison import speaks_of
from rag.language.amounts import is_measure
from rag.run import Run
from rag.search.rarity import weight
from rag.selection import expected
from rag.selection.candidates import candidates
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

VALUES = ("number", "date")
_TRIED = 4  # ordered sentences that may say nearly what is asked
_NEARLY = 0.3  # score of a sentence that says of one side what another's sentence answers
_HELD = 0.9  # credit of a word that a sentence has
_LACKS_LITTLE, _SPEAKS_OF_ALL = 0.1, 0.6
"""Share of the question that a sentence without a figure lacks in a word at most, and its score at least."""
_COPIED, _ALIKE, _AHEAD, _SPEAKS = 0.4, 0.2, 1.5, 0.2
"""What of its wording a sentence shares with one that answers of another side: that much, or less where it is so far
ahead of the next; and its score at least."""


def counterpart(run: Run, asked: Understanding, ranked: Sequence[Match], answering: Sequence[Match]) -> list[Match]:
    """The ordered sentences of one side that tell what `answering` tell of others; none where none do."""
    return (
        _worded_alike(run, asked, answering) or _nearly(run, asked, ranked, answering) or _without_value(asked, ranked)
    )


def _worded_alike(run: Run, asked: Understanding, answering: Sequence[Match]) -> list[Match]:
    """The sentence of one side's documents that is worded as another's which answers: documents on one subject share
    their wording. It stands out, and speaks of what is asked; none where none does."""
    own = asked.filters.document_id
    found: list[tuple[float, Match]] = []
    for answer in answering if own else ():
        if answer.sentence.document_id in own:
            continue
        pairs = set(bigrams(answer.sentence.folded))
        alike = candidates(run.index, replace(asked, standalone=answer.sentence.text), run.filters)[0]
        shared = sorted(((_dice(pairs, set(bigrams(m.sentence.folded))), n) for n, m in enumerate(alike)), reverse=True)
        most, at = shared[0] if shared else (0.0, 0)
        ahead = most >= _AHEAD * (shared[1][0] if len(shared) > 1 else 0.0)
        if most < (_ALIKE if ahead else _COPIED):
            continue
        best = alike[at]
        if (most >= _COPIED or (best.fits and not best.unit_lacking)) and best.score >= _SPEAKS:
            found.append((most, best))
    return [max(found, key=lambda pair: pair[0])[1]] if found else []


def _without_value(asked: Understanding, ranked: Sequence[Match]) -> list[Match]:
    """The sentence that speaks of all that is asked but gives no figure where others give one: 基本完成, 若干."""
    if asked.expects not in VALUES:
        return []
    return [m for m in ranked if not m.fits and m.missing <= _LACKS_LITTLE and m.score >= _SPEAKS_OF_ALL][:1]


def _alike(one: Match, other: Match) -> float:
    return _dice(set(bigrams(one.sentence.folded)), set(bigrams(other.sentence.folded)))


def _dice(one: Set[str], other: Set[str]) -> float:
    """How much two sets have in common, in 0…1 (Dice).

    >>> _dice({"a", "b"}, {"b", "c"})
    0.5
    """
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _nearly(run: Run, asked: Understanding, ranked: Sequence[Match], answering: Sequence[Match]) -> list[Match]:
    """The sentences that speak of what other sides answer, though in less of the question's words: with the rarest word
    that all those have which answer, and of a value those that have one of the unit asked for."""
    # 按实缴保费的30% says the 比例 without the word.
    measures = [t.text for t in asked.terms if is_measure(t.text)]
    shared = [t for t in asked.terms if all(m.matched.get(t.text, 0.0) >= _HELD for m in answering)]
    shared = [t for t in shared if t.text not in measures] or shared
    if not shared:
        return []
    rarest = max(shared, key=lambda term: weight(run.index, term)).text
    near = [m for m in ranked[:_TRIED] if m.fits and not m.unit_lacking and m.score >= _NEARLY]
    near = [m for m in near if m.matched.get(rarest, 0.0) >= _HELD]
    if asked.expects in VALUES:
        return [m for m in near if expected.holds_answer(asked, m.sentence)]
    lacked = max(m.missing for m in answering)
    alike = max((_alike(m, answer), -n) for n, m in enumerate(near) for answer in answering) if near else (0.0, 0)
    worded = [near[-alike[1]]] if alike[0] >= _ALIKE and near[-alike[1]].missing <= lacked else []
    return list(filter(speaks_of, near)) or worded
