"""Figures over many judged answers: shares and latencies."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.gold import GoldQuestion
from eval.judging import EvidenceFound
from rag.records import Answer, Verdict


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`. Of nothing there is no share: `value` is None, neither 0 nor 1."""

    hits: int
    total: int

    @classmethod
    def of(cls, flags: Iterable[bool]) -> "Share":
        listed = list(flags)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question that was asked, what came back and how it was judged.

    `answer` is None when asking failed; `error` says why then. `faults` is empty when the answer is right.
    `citation_faults` are quotations that do not hold and markers without citation; `valid` and `touching` hold a flag
    for each citation. `verdicts` maps a gold region to the right verdict and the one given (None: none).
    """

    gold: GoldQuestion
    answer: Answer | None
    error: str | None
    milliseconds: float
    faults: tuple[str, ...]
    citation_faults: tuple[str, ...] = ()
    valid: tuple[bool, ...] = ()
    touching: tuple[bool, ...] = ()
    evidence: tuple[EvidenceFound, ...] = ()
    verdicts: Mapping[str, tuple[Verdict, Verdict | None]] | None = None

    @property
    def right(self) -> bool:
        return not self.faults

    @property
    def refused(self) -> bool:
        return self.answer is not None and self.answer.status == "insufficient_evidence"


def accuracy_by_type(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Right answers by type of question, in the order in which the types appear."""
    types = dict.fromkeys(outcome.gold.type for outcome in outcomes)
    return {name: Share.of(o.right for o in outcomes if o.gold.type == name) for name in types}


def shares(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Every share that a run is judged by.

    citation_precision counts the citations of questions that have gold evidence; verdict_accuracy every gold region
    of aggregate questions, where a question that failed has none right.
    """
    refused = [outcome for outcome in outcomes if outcome.refused]
    unanswerable = [outcome for outcome in outcomes if not outcome.gold.answerable]
    surveys = [outcome for outcome in outcomes if outcome.gold.type == "aggregate" and outcome.verdicts]
    return {
        "accuracy": Share.of(outcome.right for outcome in outcomes),
        "citation_validity": Share.of(flag for outcome in outcomes for flag in outcome.valid),
        "citation_recall": Share.of(evidence.cited for outcome in outcomes for evidence in outcome.evidence),
        "citation_precision": Share.of(flag for o in outcomes if o.evidence for flag in o.touching),
        "verdict_accuracy": Share.of(
            right == given for outcome in surveys for right, given in (outcome.verdicts or {}).values()
        ),
        "refusal_precision": Share.of(not outcome.gold.answerable for outcome in refused),
        "refusal_recall": Share.of(outcome.refused for outcome in unanswerable),
    }


def percentile(values: Iterable[float], percent: float) -> float | None:
    """Nearest-rank percentile: the smallest value that at least `percent` % do not exceed; None of no values.

    >>> percentile([4, 1, 3, 2], 50), percentile([4, 1, 3, 2], 95)
    (2, 4)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)] if ordered else None


def latencies(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Milliseconds from asking to the whole answer; questions that failed do not count."""
    answered = [outcome.milliseconds for outcome in outcomes if outcome.answer is not None]
    return {"latency_median_ms": percentile(answered, 50), "latency_p95_ms": percentile(answered, 95)}
