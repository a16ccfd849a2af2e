"""How well a sentence answers a question, and whether the best one does: two small linear models fitted on questions.

Their weights are `rag/data/answering.json`, written by `python -m eval fit`; every feature is between 0 and 1.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from operator import attrgetter, mul

MANY = 1_000
"""Documents from which an index counts as large."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a sentence has of a question."""

    coverage: float = 0.0
    """Share of the question's weight that the sentence and its headings hold."""
    own: float = 0.0
    """The share that the sentence itself holds."""
    core: float = 0.0
    """The share held of the words that weigh most."""
    close: float = 0.0
    """The share held within one window of the sentence."""
    around: float = 0.0
    """The share that only the sentences beside it hold."""
    title: float = 0.0
    """The share that only the document's title holds."""
    found: float = 0.0
    """How early its passage was found: 1 for the first, 0.5 for the fifth."""
    passage: float = 0.0
    """Its passage's score in the search, as a share of the best."""
    document: float = 0.0
    """The score of its document's best passage, likewise."""
    elsewhere: float = 0.0
    """1 when the question names a region and the document is not known to be of it."""
    head: float = 0.0
    """How far it holds what is asked of the thing: 标准 of 年薪标准是多少; 1 where nothing tells what that is."""
    pairs: float = 0.0
    """Share of the question's character pairs, each weighing the same, that the sentence holds."""
    cosine: float = 0.0
    """Likeness of meaning."""
    pieces: float = 0.0
    """The same, piece by piece of the question."""
    nearby: float = 0.0
    """The same with the sentences before it."""
    gap: float = 0.0
    """What of the question one piece loses that nothing near the sentence or above it is like."""
    telling: float = 0.0
    """Likeness piece by piece, of which those count more that few sentences of the document are like."""
    led: float = 0.0
    """The same of all that is read by then: headings, the sentences before it in the document and itself."""
    holds: float = 0.0
    """1 when it holds the kind of answer asked for (a figure, a time, an organisation, a list, a reason, a rule)."""
    lacks: float = 0.0
    """1 when it does not; both are 0 for a question that asks for no such kind."""
    unit: float = 0.0
    """1 when it has a figure of the unit asked for: 多少件, 500件."""
    defines: float = 0.0
    """1 when it says what the thing is that the question asks the meaning of: 概念验证是…."""
    short: float = 0.0
    """1 for nothing, 0 from fifty characters on."""
    contrast: float = 0.0
    """1 when it speaks of another year, class or kind than the question does."""
    repeats: float = 0.0
    """Share of its character pairs that the question has: what only says the question again answers nothing."""
    unended: float = 0.0
    """1 when no full stop ends it, as none ends a headline and the line that introduces a list."""
    beginning: float = 0.0
    """1 at the beginning of its document, which says what there is to read, and fading."""
    reads: float = 0.0
    """How likely words that answer stand in it, by the model that reads them out, where it is among the best."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What decides whether the best sentence answers at all."""

    score: float
    """Its score, as a share of the best that is possible."""
    ahead: float
    """How far it is ahead of the best sentence that is not beside it, as a chance."""
    missing: float
    """Share of the question's weight in the heaviest word that neither sentence nor headings nor title hold."""
    unknown: float
    """Share of the question's weight in words that no document uses."""
    scoped: float
    """1 when the question names its document or region."""
    names_unsaid: float
    """Share of the names in the question (places, people, bodies, what is quoted) that its document has nowhere."""
    figures_unsaid: float
    """The same of its figures and years."""
    asked_unsaid: float
    """The same of the words that say what is asked of the thing."""
    words_unsaid: float
    """Share of the question's weight in words that the whole passage has in no spelling."""
    figure: float
    """1 when a figure is asked for: of these the documents often have another."""
    unit_lacking: float
    """1 when the question asks for a figure of a unit (多少人, 多少钱) and the sentence has none."""
    best: Features
    """What the sentence has of the question."""
    usual: Features
    """What the sentences that stand first, it among them, have on average: so much is found of any such question."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of features and a bias."""

    bias: float
    weights: Mapping[str, float]

    def share(self, values: Features | Grounds) -> float:
        """What it comes to, as a share of the most that features in 0…1 can come to; 0 at least."""
        most = self.bias + sum(weight for weight in self.weights.values() if weight > 0)
        return max(self.of(values) / most, 0.0) if most > 0 else 0.0

    def of(self, values: Features | Grounds) -> float:
        return self.bias + math.fsum(map(mul, self.weights.values(), _reader(tuple(self.weights))(values)))


@dataclass(frozen=True, slots=True)
class Answering:
    """Both models, and the chance from which an answer is given.

    `enough_of_many` is that chance where there are `MANY` documents: their words are rarer, and a sentence that answers
    in other words than the question's holds less of its weight.
    """

    ranking: Linear
    deciding: Linear
    enough: float
    enough_of_many: float

    def enough_of(self, documents: int) -> float:
        """The chance from which an answer from so many indexed documents is given."""
        return self.enough_of_many if documents >= MANY else self.enough


@cache
def answering() -> Answering:
    """The fitted models."""
    stored = json.loads(files("rag").joinpath("data/answering.json").read_text(encoding="utf-8"))
    ranking, deciding = (Linear(stored[name]["bias"], stored[name]["weights"]) for name in ("ranking", "deciding"))
    return Answering(ranking, deciding, stored["enough"], stored["enough_of_many"])


def stored(models: Answering) -> str:
    """The text of the models' file."""
    rounded = {
        "ranking": _rounded(models.ranking),
        "deciding": _rounded(models.deciding),
        "enough": models.enough,
        "enough_of_many": models.enough_of_many,
    }
    return json.dumps(rounded, indent=2) + "\n"


def _rounded(model: Linear) -> dict[str, object]:
    return {"bias": round(model.bias, 3), "weights": {name: round(w, 3) for name, w in model.weights.items()}}


def chance(score: float) -> float:
    """The logistic function.

    >>> chance(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def names(kind: type[Features] | type[Grounds]) -> tuple[str, ...]:
    """The features in order; those within others with a point, best.coverage."""
    within = {field.name: names(Features) if field.type is Features else () for field in fields(kind)}
    return tuple(name for outer, inner in within.items() for name in ([f"{outer}.{n}" for n in inner] or [outer]))


_NAMES: Mapping[type, tuple[str, ...]] = {kind: names(kind) for kind in (Features, Grounds)}


@cache
def _reader(listed: tuple[str, ...]) -> Callable[[Features | Grounds], Sequence[float]]:
    """What gives the values of the features of these names, in their order."""
    if len(listed) < 2:  # of one name attrgetter gives no tuple
        return lambda values: [attrgetter(name)(values) for name in listed]
    return attrgetter(*listed)


def vector(values: Features | Grounds) -> Sequence[float]:
    """The features' values, in the order of `names`."""
    return _reader(_NAMES[type(values)])(values)


def mean(several: Sequence[Features]) -> Features:
    """The mean of each feature; of one at least.

    >>> mean([Features(coverage=1.0), Features(coverage=0.5)]).coverage
    0.75
    """
    return Features(*(math.fsum(column) / len(several) for column in zip(*map(vector, several), strict=True)))
