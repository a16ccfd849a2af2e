"""Fitting the verdicts of surveys on surveys whose verdicts were listed by hand."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval import logistic
from eval.gold import InvalidGold, load_gold
from eval.jsonl import filled_lines
from index.documents import Filters
from index.local import LocalIndex
from rag.records import Question, Verdict
from rag.surveys.aliases import with_aliases
from rag.surveys.survey import examiners_of
from rag.surveys.verdicts import TRAITS, Logistic, Measured, Model, compared, judge, said_by_all, together
from rag.understanding.propositions import Condition
from rag.understanding.question import understand

_ROUNDS = 3  # the closest sentence of a document is chosen by the model of the round before
_PULL = 0.01  # of the weights towards zero, against the mean over the documents
_STATED, _RELATED = 0.5, 0.47  # chances from which a verdict is given
_OF_MANY = 0.15  # what a verdict counts where most documents of a survey say nothing
_MANY = 20  # documents from which that is so


@dataclass(frozen=True, slots=True)
class Case:
    """A survey read once: what each document says to each condition's alternatives, and its right verdict."""

    conditions: tuple[Condition, ...]
    read: tuple[dict[str, list[Measured]], ...]
    right: dict[str, Verdict]

    def verdicts(self, model: Model) -> Iterator[tuple[Verdict, Verdict]]:
        """Given and right verdict of every document."""
        judged = [judge(said, model) for said in self.read]
        for identity, right in self.right.items():
            yield together(self.conditions, [each[identity] for each in judged]).verdict, right


def cases(gold: Path, index: LocalIndex) -> Iterator[Case]:
    """The surveys of a gold file that are understood as such. Raises InvalidGold."""
    infos = index.documents()
    for question, verdicts in _listed(gold, index):
        understanding = understand(Question(question=question), infos, Filters(), used=index.chunk_frequency)
        scope = index.documents(understanding.filters)
        if understanding.kind != "survey" or (understanding.negated and not verdicts):
            continue  # where none says it, who asks which do not gets all
        conditions = with_aliases(index, understanding.conditions)
        read = []
        for condition in conditions:
            examiners = examiners_of(index, scope, understanding, condition)
            read.append({info.id: [examiner.read(info) for examiner in examiners] for info in scope})
        right = {info.id: verdicts.get(info.id, "absent") for info in scope}
        yield Case(tuple(conditions), tuple(read), right)


def _listed(gold: Path, index: LocalIndex) -> Iterator[tuple[str, dict[str, Verdict]]]:
    """Each survey with the verdicts by document: listed by file name (`stated`, `related`), or by region; none where no
    document answers it."""
    by_name = {info.source: info.id for info in index.documents()}
    of_region = {info.metadata.region: info.id for info in index.documents() if info.metadata.region}
    if all("stated" in line for _, line in filled_lines(gold, InvalidGold)):
        for place, line in filled_lines(gold, InvalidGold):
            record = json.loads(line)
            unknown = sorted({*record["stated"], *record["related"]} - by_name.keys())
            if unknown:
                raise InvalidGold(f"{place}: 索引中没有 / not in the index: {unknown[0]}")
            lists: list[tuple[Verdict, list[str]]] = [("related", record["related"]), ("stated", record["stated"])]
            yield record["question"], {by_name[name]: verdict for verdict, names in lists for name in names}
        return
    for question in load_gold(gold):
        if (question.regions or not question.answerable) and not question.history:
            found = question.regions.verdicts if question.regions else {}
            yield question.question, {of_region[r]: v for r, v in found.items() if r in of_region}


def fit(cases: Sequence[Case]) -> Model:
    """Both models, fitted on surveys of one condition."""
    single = [case for case in cases if len(case.conditions) == 1 and case.conditions[0].wanted]
    examples = [example for case in single for example in _examples(case)]
    weights = np.array([example.weight for example in examples])
    states = np.array([example.right == "stated" for example in examples], float)
    speaks = np.array([example.right != "absent" for example in examples], float)
    closest = np.array([float(name in ("coverage", "close", "within")) for name in TRAITS])
    for _ in range(_ROUNDS):
        rows = np.array([example.rows[int((example.rows @ closest).argmax())] for example in examples])
        stating = _logistic(rows, states, weights)
        closest = stating.weights
    speaking = _logistic(rows, speaks, weights)
    return Model(stating, speaking, _STATED, _RELATED)


@dataclass(frozen=True, slots=True)
class _Example:
    """What a document says of a survey's proposition, by sentence, and its right verdict."""

    rows: NDArray[np.float64]
    right: Verdict
    weight: float


def _examples(case: Case) -> Iterator[_Example]:
    """Those documents of a survey on which the model decides: which say something, and not word for word."""
    (read,) = case.read
    all_say = said_by_all(read)
    weight = _OF_MANY if len(read) >= _MANY else 1.0
    for identity, either in read.items():
        rows = np.concatenate([compared(measured, all_say).rows for measured in either])
        if len(rows) and not any(measured.literal for measured in either):
            yield _Example(rows, case.right[identity], weight)


def _logistic(rows: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64]) -> Logistic:
    return Logistic(*logistic.fit(rows, right, weights / weights.sum(), _PULL))


def held_out(cases: Sequence[Case], folds: int = 8) -> list[tuple[Verdict, Verdict]]:
    """Given and right verdicts of every document, each by a model that was fitted on other surveys."""
    pairs: list[tuple[Verdict, Verdict]] = []
    for fold in range(folds):
        model = fit([case for number, case in enumerate(cases) if number % folds != fold])
        pairs += [pair for case in cases[fold::folds] for pair in case.verdicts(model)]
    return pairs


def accuracy(pairs: Sequence[tuple[Verdict, Verdict]]) -> float:
    return sum(given == right for given, right in pairs) / (len(pairs) or 1)


def macro_f1(pairs: Sequence[tuple[Verdict, Verdict]]) -> float:
    """Mean F1 of the verdicts, pairs being given and right ones.

    >>> round(macro_f1([("stated", "stated"), ("absent", "related"), ("absent", "absent")]), 3)
    0.556
    """
    values = []
    for verdict in ("stated", "related", "absent"):
        hits = sum(given == right == verdict for given, right in pairs)
        named = sum((given == verdict) + (right == verdict) for given, right in pairs)
        values.append(2 * hits / named if named else 1.0)
    return sum(values) / len(values)
