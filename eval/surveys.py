"""Fitting the bounds of a survey's verdicts on surveys whose verdicts were listed by hand."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.gold import InvalidGold, load_gold
from eval.jsonl import filled_lines
from index.documents import Filters
from index.local import LocalIndex
from rag.aliases import with_aliases
from rag.propositions import Condition
from rag.question import understand
from rag.records import Question, Verdict
from rag.survey import Examiner, Said
from rag.verdicts import Bounds, together

GRID = {
    "stated": (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9),
    "related": (0.3, 0.36, 0.42, 0.48, 0.54, 0.6, 0.66),
    "held": (0.35, 0.42, 0.5, 0.6, 0.7, 0.8),
    "heavy": (0.2, 0.3, 0.4, 0.5, 0.7, 0.9),
    "telling": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
}
"""The values of each bound that are tried."""
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A survey read once: what each document says to each condition's alternatives, and its right verdict."""

    question: str
    conditions: tuple[Condition, ...]
    examiners: tuple[tuple[Examiner, ...], ...]
    documents: tuple[tuple[tuple[tuple[Said, ...], ...], Verdict], ...]

    def verdicts(self, bounds: Bounds) -> Iterator[tuple[Verdict, Verdict]]:
        """Given and right verdict of every document."""
        for said, right in self.documents:
            found = [
                max((e.verdict(s, bounds) for e, s in zip(either, heard, strict=True)), key=lambda e: e.strength)
                for either, heard in zip(self.examiners, said, strict=True)
            ]
            yield together(self.conditions, found).verdict, right


def cases(gold: Path, index: LocalIndex) -> Iterator[Case]:
    """The surveys of a gold file that are understood as such. Raises InvalidGold."""
    infos = index.documents()
    for question, verdicts in _listed(gold, index):
        understanding = understand(Question(question=question), infos, Filters(), used=index.chunk_frequency)
        scope = index.documents(understanding.filters)
        if understanding.kind != "survey" or understanding.negated:
            continue
        conditions = with_aliases(index, understanding.conditions)
        examiners = tuple(
            tuple(Examiner(index, scope, understanding, proposition) for proposition in condition.alternatives)
            for condition in conditions
        )
        documents = tuple(
            (tuple(tuple(e.read(info) for e in either) for either in examiners), verdicts.get(info.id, "absent"))
            for info in scope
        )
        yield Case(question, conditions, examiners, documents)


def _listed(gold: Path, index: LocalIndex) -> Iterator[tuple[str, dict[str, Verdict]]]:
    """Each survey with the verdicts by document: listed by file name (`stated`, `related`), or by region."""
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
        if question.regions and not question.history:
            found = question.regions.verdicts
            yield question.question, {of_region[r]: v for r, v in found.items() if r in of_region}


def fit(cases: Sequence[Case], start: Bounds) -> Bounds:
    """The bounds of the grid that judge best, one after the other, each with the others held."""
    best, value = start, quality(cases, start)
    for _ in range(_ROUNDS):
        before = best
        for name, values in GRID.items():
            for tried in values:
                bounds = replace(best, **{name: tried})
                if bounds.related < bounds.stated and (judged := quality(cases, bounds)) > value + 1e-9:
                    best, value = bounds, judged
        if best == before:
            break
    return best


def quality(cases: Iterable[Case], bounds: Bounds) -> float:
    """Mean of accuracy and of F1 over the three verdicts: most documents say nothing to most surveys."""
    pairs = [pair for case in cases for pair in case.verdicts(bounds)]
    return (accuracy(pairs) + macro_f1(pairs)) / 2


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
