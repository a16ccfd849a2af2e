"""The verdict of a survey on a document, from the sentence that comes closest to what is asked.

A sentence is measured (`TRAITS`), and two logistic models tell how likely its document states what is asked, and how
likely it speaks of it at all. Their weights are `rag/data/survey.json`, written by `python -m eval surveys`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rag.records import Verdict
from rag.selection.evidence import Match
from rag.understanding.propositions import Condition

FURTHER = 2
"""Sentences that state it besides the one that is quoted."""

TRAITS = (
    "coverage",  # share of the proposition's weight that the sentence and its headings hold
    "around",  # the share that only the sentences beside it hold
    "within",  # how much it has something like, piece by piece, with the sentences before it and what introduces it
    "telling",  # the same of itself alone, where what few sentences of its document have counts more
    "words",  # a tenth of the proposition's words, 1 at most
    "unsaid",  # how official the noun for the kind of thing is that no document uses, where nothing stands for it
    "figures",  # 1 where figures are asked for, and the sentence states them
    "behind_cosine",  # how far its meaning lies behind that of the sentence of any document that comes closest
    "behind_extent",  # how much less of the words it holds than the one that holds most
)
"""What is measured of a sentence for one proposition, each from 0 to 1."""
LEADING = ("cosine", "extent")
"""What the traits of `COMPARING` compare with what other documents say."""
COMPARING = ("behind_cosine", "behind_extent")
"""The traits that tell how a sentence compares with what other documents say, which are the last."""
_ORDER: tuple[Verdict, ...] = ("absent", "related", "stated")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A chance from traits: one of `weights`, (len(TRAITS),), for each, and a bias."""

    bias: float
    weights: NDArray[np.float64]

    def of(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance for each row, (n, len(TRAITS)) → (n,)."""
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return chances


@dataclass(frozen=True, slots=True)
class Model:
    """Both models, and the chances from which a document states what is asked, and speaks of it."""

    states: Logistic
    speaks: Logistic
    stated: float
    related: float


@cache
def committed() -> Model:
    """That of `rag/data/survey.json`."""
    told = json.loads(files("rag").joinpath("data/survey.json").read_text(encoding="utf-8"))

    def logistic(name: str) -> Logistic:
        return Logistic(told[name]["bias"], np.array([told[name]["weights"].get(trait, 0.0) for trait in TRAITS]))

    return Model(logistic("states"), logistic("speaks"), told["stated"], told["related"])


def as_json(model: Model) -> str:
    """The file that `committed` reads."""

    def told(one: Logistic) -> dict[str, object]:
        weights = {name: round(float(w), 3) for name, w in zip(TRAITS, one.weights, strict=True)}
        return {"bias": round(one.bias, 3), "weights": weights}

    record = {
        "made_by": "python -m eval surveys GOLD@INDEX --output rag/data/survey.json",
        "states": told(model.states),
        "speaks": told(model.speaks),
        "stated": model.stated,
        "related": model.related,
    }
    return json.dumps(record, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a document says of a proposition: its closest sentences with their traits, (matches, len(TRAITS)), the
    ones that compare yet to be filled in, and what these are compared by, (matches, len(LEADING)).

    Of the sentences `short` ones come close at most: they say another figure, or less, than is asked; `preferred` ones
    are told before others that state it. `literal` are those that hold the proposition word for word, `otherwise` those
    of them that deny it or only encourage it.
    """

    matches: tuple[Match, ...]
    rows: NDArray[np.float64]
    leading: NDArray[np.float64]
    short: NDArray[np.bool_]
    preferred: NDArray[np.bool_]
    literal: tuple[Match, ...] = ()
    otherwise: tuple[Match, ...] = ()


NOTHING = Measured((), np.zeros((0, len(TRAITS))), np.zeros((0, len(LEADING))), np.zeros(0, bool), np.zeros(0, bool))
"""What a document says that has none of the words."""


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


def judge(read: Mapping[str, Sequence[Measured]], model: Model) -> dict[str, Examined]:
    """The verdict on each document, by id, on a condition: the strongest of those by its alternative propositions.

    All documents are judged together, since what one says tells how much the others could have said.
    """
    all_say = said_by_all(read)
    return {
        identity: max((_judged(compared(measured, all_say), model) for measured in either), key=lambda e: e.strength)
        for identity, either in read.items()
    }


def said_by_all(read: Mapping[str, Sequence[Measured]]) -> NDArray[np.float64]:
    """The most that any document says of a proposition, of each of `LEADING`, (len(LEADING),)."""
    said = [measured.leading.max(axis=0) for either in read.values() for measured in either if measured.matches]
    most: NDArray[np.float64] = np.max(said or [np.zeros(len(LEADING))], axis=0)
    return most


def compared(measured: Measured, most: NDArray[np.float64]) -> Measured:
    """The same with its sentences compared with the most that any document says."""
    if not measured.matches:
        return measured
    rows = measured.rows.copy()
    rows[:, -len(COMPARING) :] = most - measured.leading
    return replace(measured, rows=rows)


def _judged(measured: Measured, model: Model) -> Examined:
    """What holds the proposition word for word states it; of other sentences the model tells."""
    if not (measured.matches or measured.literal or measured.otherwise):
        return Examined("absent")
    states = model.states.of(measured.rows)
    speaks = model.speaks.of(measured.rows)
    order = [int(place) for place in np.argsort(-states, kind="stable")]
    by_model = [n for n in order if states[n] >= model.stated and not measured.short[n]]
    by_model.sort(key=lambda n: not measured.preferred[n])
    stated = [*(measured.matches[n] for n in by_model), *measured.literal]
    if stated:
        more = {m.sentence: m for m in (*measured.literal, *stated) if m.sentence != stated[0].sentence}
        return Examined("stated", (stated[0],), tuple(more.values())[:FURTHER])
    close = [measured.matches[n] for n in order if max(speaks[n] - model.related, states[n] - model.stated) >= 0]
    close += measured.otherwise
    return Examined("related", (close[0],)) if close else Examined("absent")
