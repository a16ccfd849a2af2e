"""Fitting the models of `rag.selection.answering` on gold questions, each judged on those that it was not fitted on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval import logistic, softmax
from eval.gold import GoldQuestion
from eval.judging import comparable, covers, find_evidence
from eval.metrics import Share
from eval.runs import Texts
from index.documents import Filters, Span
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.selection.answering import MANY, Answering, Features, Grounds, Linear, answering, chance, names, vector
from rag.selection.candidates import candidates
from rag.selection.evidence import Match, grounds, ordered
from rag.understanding.question import understand

MADE = 0.2
"""What a question made by a program counts beside one on policies."""
ON_PASSAGES = 0.25
"""What all questions written for passages of law or news count together beside all others."""
_KINDS = ("fact", "list")
_SHORTEST = 8  # folded characters of a sentence that may stand inside the evidence
_PULL, _PULL_DECIDING = 0.1, 0.02  # of the weights towards zero, against the sum over the questions and their mean
_EMPTIED, _ABSENT = 0.1, 0.2  # of a question whose answer, or whose document, was taken out, beside one that has none
_NEAR = 0.5  # of a question whose best sentence is a wrong one of the right document, beside one whose best is right
_UNANSWERED = 0.25  # share of questions that the documents do not answer, for which the threshold is chosen
_FOLDS = 5
_SEVERAL = 40  # decisions from which the threshold for large indexes is chosen by them


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidate sentences; `right` are those that the gold evidence says to hold the answer.

    `weight` is what it counts beside a question that a person wrote, `documents` how many the index holds.
    """

    gold: GoldQuestion
    ranked: tuple[Match, ...]
    right: tuple[bool, ...]
    weight: float = 1.0
    documents: int = 0

    def is_right(self, match: Match) -> bool:
        return any(right and match is each for each, right in zip(self.ranked, self.right, strict=True))

    def is_near(self, match: Match) -> bool:
        """Whether the sentence is of a document that holds the answer."""
        return match.sentence.document_id in self._documents

    @property
    def _documents(self) -> frozenset[str]:
        return frozenset(m.sentence.document_id for m, right in zip(self.ranked, self.right, strict=True) if right)

    @property
    def without_document(self) -> "Case":
        """The same question asked without the documents that answer it."""
        holding = self._documents
        ranked = tuple(match for match in self.ranked if match.sentence.document_id not in holding)
        return replace(self, ranked=ranked, right=(False,) * len(ranked))

    @property
    def without_answer(self) -> "Case":
        """The same question asked of documents that do not answer it: the right sentences taken out."""
        ranked = tuple(match for match, right in zip(self.ranked, self.right, strict=True) if not right)
        return replace(self, ranked=ranked, right=(False,) * len(ranked))


def cases(gold: Iterable[GoldQuestion], index: LocalIndex, texts: Texts, weight: float = 1.0) -> Iterator[Case]:
    """The questions that are answered by sentences of their words, with their candidates."""
    for question in gold:
        understanding = understand(question.asked(), index.documents(), Filters())
        if understanding.kind not in _KINDS:
            continue
        ranked, _ = candidates(index, understanding, Filters())
        if not ranked or ranked[0].by_meaning:
            continue
        right = tuple(_right(question, texts, ranked))
        unclear = [r is None for r in right]
        kept = tuple(m for m, u in zip(ranked, unclear, strict=True) if not u)
        yield Case(question, kept, tuple(r for r in right if r is not None), weight, len(index.by_id))


def weighing(cases: Sequence[Case], total: float) -> list[Case]:
    """The cases with equal weights that come to `total`."""
    return [replace(case, weight=total / len(cases)) for case in cases]


def _right(gold: GoldQuestion, texts: Texts, ranked: Sequence[Match]) -> Iterator[bool | None]:
    """For each sentence whether it is evidence; None when it has the facts but is not known to be."""
    quotes = [fold_text(evidence.quote) for evidence in gold.evidence]
    places = [place for found in find_evidence(gold, texts.gold, ()) for place in found.places]
    for match in ranked:
        sentence = match.sentence
        span = Span(sentence.start, sentence.end)
        says = any(quote in sentence.folded for quote in quotes)
        inside = len(sentence.folded) >= _SHORTEST and any(sentence.folded in quote for quote in quotes)
        at = any(document == sentence.document_id and (covers(span, p) or covers(p, span)) for document, p in places)
        if says or inside or at:
            yield True
        else:
            said = comparable(sentence.text)
            has_facts = gold.facts and all(any(comparable(s) in said for s in group) for group in gold.facts)
            yield None if has_facts else False


@dataclass(frozen=True, slots=True)
class Decision:
    """A chance that the best sentence answers, given by models that had not seen the question, and whether it does."""

    case: Case
    chance: float
    right: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """What refusing below a chance costs: right answers lost, and wrong ones given where the documents say nothing."""

    enough: float
    refused: int
    answered: int
    answerable: int
    unanswerable: int


def fit(cases: Sequence[Case], decided: Sequence[Decision]) -> Answering:
    """Both models fitted on all the cases, with the thresholds that cost least on the decisions.

    That of large indexes stays where hardly any decision is of one.
    """
    few, many = by_size(decided)
    enough, of_many = best_cost(costs(few)).enough, answering().enough_of_many
    return replace(
        _fitted(cases),
        enough=enough,
        enough_of_many=best_cost(costs(many)).enough if len(many) >= _SEVERAL else of_many,
    )


def by_size(decided: Sequence[Decision]) -> tuple[list[Decision], list[Decision]]:
    """The decisions on questions asked of few documents, and those on questions asked of many."""
    few = [decision for decision in decided if decision.case.documents < MANY]
    return few, [decision for decision in decided if decision.case.documents >= MANY]


def decisions(cases: Sequence[Case]) -> list[Decision]:
    """For each case of full weight with a right or no answer, what models fitted on the other folds make of it.

    A case whose best sentence is a wrong one is left out: refusing it is as good as answering it.
    """
    found = []
    for fold in range(_FOLDS):
        others = _fitted([case for n, case in enumerate(cases) if n % _FOLDS != fold])
        for case in (case for case in cases[fold::_FOLDS] if case.weight == 1.0):
            ranked = ordered(case.ranked, others.ranking)
            right = case.is_right(ranked[0])
            if right or not case.gold.answerable:
                likely = chance(others.deciding.of(grounds(ranked, others.ranking)))
                found.append(Decision(case, likely, right))
    return found


def costs(decided: Sequence[Decision]) -> list[Cost]:
    """What each threshold in hundredths costs on the decisions."""
    right = [d.chance for d in decided if d.right]
    wrong = [d.chance for d in decided if not d.right]
    return [
        Cost(n / 100, sum(c < n / 100 for c in right), sum(c >= n / 100 for c in wrong), len(right), len(wrong))
        for n in range(1, 100)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """What models reach on cases that they were not fitted on: best sentences right, refusals, whole outcomes right."""

    first: Share
    accuracy: Share
    refusal_precision: Share
    refusal_recall: Share


def held(cases: Sequence[Case], models: Answering) -> Held:
    """The models judged on cases; `first` counts those with a right candidate."""
    first, right, refused, unanswerable = [], [], [], []
    for case in cases:
        ranked = ordered(case.ranked, models.ranking)
        best = case.is_right(ranked[0])
        refuses = chance(models.deciding.of(grounds(ranked, models.ranking))) < models.enough_of(case.documents)
        right.append(refuses if not case.gold.answerable else best and not refuses)
        if any(case.right):
            first.append(best)
        if refuses:
            refused.append(not case.gold.answerable)
        if not case.gold.answerable:
            unanswerable.append(refuses)
    return Held(Share.of(first), Share.of(right), Share.of(refused), Share.of(unanswerable))


def best_cost(listed: Sequence[Cost]) -> Cost:
    """The threshold that costs least where a quarter of the questions has no answer; of a run of such the middle."""

    def cost(each: Cost) -> float:
        lost, missed = each.refused / max(each.answerable, 1), each.answered / max(each.unanswerable, 1)
        return round((1 - _UNANSWERED) * lost + _UNANSWERED * missed, 4)

    least = min(map(cost, listed))
    best = [each for each in listed if cost(each) == least]
    return best[len(best) // 2]


def _fitted(cases: Sequence[Case]) -> Answering:
    ranking = _fit_ranking(cases)
    return Answering(ranking, _fit_deciding(cases, ranking), 0.5, 0.5)


def _fit_ranking(cases: Sequence[Case]) -> Linear:
    """Weights that make the right sentences of each question most likely among its candidates."""
    groups = [
        softmax.Group(np.array([vector(match.features) for match in case.ranked]), np.array(case.right), case.weight)
        for case in cases
        if any(case.right)
    ]
    return Linear(0.0, dict(zip(names(Features), map(float, softmax.fit(groups, _PULL)), strict=True)))


def _fit_deciding(cases: Sequence[Case], ranking: Linear) -> Linear:
    """A logistic model of whether the best sentence answers; both outcomes weigh the same.

    Besides the questions that the documents do not answer these are all others with their answers, and with the
    documents that hold them, taken out.
    """
    examples: list[tuple[Sequence[float], bool]] = []
    weighed: list[float] = []
    answerable = [case for case in cases if any(case.right)]
    asked = [(case, 1.0) for case in cases]
    asked += [(case.without_answer, _EMPTIED) for case in answerable]
    asked += [(case.without_document, _ABSENT) for case in answerable]
    for case, share in asked:
        ranked = ordered(case.ranked, ranking)
        if not ranked:
            continue
        answers = case.is_right(ranked[0])
        near = not answers and case.is_near(ranked[0])
        if answers or near or not any(case.right):
            examples.append((vector(grounds(ranked, ranking)), answers or near))
            weighed.append(share * case.weight * (_NEAR if near else 1.0))
    right = np.array([answers for _, answers in examples], float)
    weight = np.array(weighed)
    for each in (right > 0, right == 0):
        weight[each] /= 2 * max(weight[each].sum(), 1e-9)

    values = np.array([values for values, _ in examples])
    bias, fitted = logistic.fit(values, right, weight, _PULL_DECIDING)
    return Linear(bias, dict(zip(names(Grounds), map(float, fitted), strict=True)))
