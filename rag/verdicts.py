"""The verdict of a survey on a document, from the sentences that come closest to what is asked."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rag.evidence import Match
from rag.expected import without_dates
from rag.propositions import Condition
from rag.records import Verdict

FURTHER = 2
"""Sentences that state it besides the one that is quoted."""
_CLOSEST = 5  # sentences of a document that are looked at for the figures asked for
_ALIKE = 0.1  # sentences whose extents differ by less are told apart by their score
_ORDER: tuple[Verdict, ...] = ("absent", "related", "stated")


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where a verdict is given; `python -m eval surveys` tells what other bounds would give on surveys.

    `stated` and `related` are the extents to which a sentence must hold the proposition for its document to state it,
    and to come close; `held` is the credit from which a sentence has a word in some form; `heavy` and `telling` are
    shares of the weight of a phrase's heaviest word: from `heavy` its last word is what it is about, from `telling` a
    word tells what is asked from other things.
    """

    stated: float
    related: float
    held: float
    heavy: float
    telling: float


@cache
def committed() -> Bounds:
    """Those of `rag/data/survey.json`, set by hand: fitted ones were no better on surveys kept from the fit."""
    return Bounds(**json.loads(files("rag").joinpath("data/survey.json").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document says: its verdict and the sentences that it rests on, one for each condition met; `further` are
    others that state the same."""

    verdict: Verdict
    matches: tuple[Match, ...] = ()
    further: tuple[Match, ...] = ()

    @property
    def strength(self) -> tuple[int, float]:
        """What is stronger is greater: the verdict, then the score of its best sentence."""
        return _ORDER.index(self.verdict), max((match.score for match in self.matches), default=0.0)


def together(conditions: Sequence[Condition], found: Sequence[Examined]) -> Examined:
    """The verdict on a document that has to meet all conditions: as strong as the weakest of those wanted, and related
    where it states one of them at least."""
    if any(not c.wanted and e.verdict == "stated" for c, e in zip(conditions, found, strict=True)):
        return Examined("absent")
    wanted = [examined for condition, examined in zip(conditions, found, strict=True) if condition.wanted]
    verdict = min((examined.verdict for examined in wanted), key=_ORDER.index)
    if verdict == "absent" and any(examined.verdict == "stated" for examined in wanted):
        verdict = "related"
        wanted = [examined for examined in wanted if examined.verdict == "stated"]
    matches = tuple(match for examined in wanted for match in examined.matches) if verdict != "absent" else ()
    shown = {match.sentence for match in matches}
    further = (match for examined in wanted for match in examined.further if match.sentence not in shown)
    return Examined(verdict, matches, tuple(further) if verdict == "stated" else ())


def judge(
    ranked: Sequence[Match],
    bounds: Bounds,
    meets: Callable[[Match], bool] = lambda match: True,
    prefers: re.Pattern[str] | None = None,
) -> Examined:
    """The verdict on a document from its ranked sentences.

    stated or related by how much of the proposition the best sentence covers; a figure that the question asks for
    (两成以上) and the sentence does not reach makes it related at most. Of sentences that state it one is told with the
    figure that it `prefers`.
    """
    extents = {id(match): _extent(match, bounds) for match in ranked}
    closest = sorted(ranked, key=lambda match: (-extents[id(match)], -match.score))[:_CLOSEST]
    close = [match for match in closest if extents[id(match)] >= bounds.related]
    if not close:
        return Examined("absent")
    stated = [match for match in close if meets(match) and extents[id(match)] >= bounds.stated]
    if prefers:
        stated.sort(key=lambda match: not prefers.search(without_dates(match.sentence.folded)))
    if stated:
        return Examined("stated", (stated[0],), tuple(stated[1 : 1 + FURTHER]))
    alike = [match for match in close if extents[id(match)] > extents[id(close[0])] - _ALIKE]
    return Examined("related", (max(alike, key=lambda match: match.score),))


def _extent(match: Match, bounds: Bounds) -> float:
    """How much of the proposition the sentence holds, in 0…1: of all its words and of those it turns on.

    Likeness of meaning alone is never more than related.
    """
    return min(match.score, bounds.stated - 0.01) if match.by_meaning else min(match.coverage, match.core)
