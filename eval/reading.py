"""Fits the weights of `rag.selection.reading` on questions on passages, whose answers are marked in them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval.jsonl import filled_lines
from eval.ranking import QUESTIONS, InvalidTrainingData, records, text_of
from index.cleaning import sentence_spans
from index.documents import Span
from index.lexicon import bigrams, fold_text
from rag.selection.reading import ALL, FEATURES, ONLY_TOLD, Asked, Of, Window, choose
from rag.understanding.wanted import KINDS, Kind

Weights = Mapping[Kind | Literal["all"], NDArray[np.float64]]
_PULL: Mapping[Of, float] = {"words": 0.3, "told": 0.5}  # towards zero of the weights that all kinds share
_PULL_OF_KIND: Mapping[Of, float] = {"words": 1.0, "told": 1.5}  # of what a kind adds
_SHARPNESS: Mapping[Of, int] = {"words": 2, "told": 3}  # power of the F1 by which an extent counts as right
_LEAST = 0.3  # F1 of the best extent of a question that is learnt from
_STEPS, _FOLDS = 60, 3
_SMALLEST = 0.05  # weight that is written down


@dataclass(frozen=True, slots=True)
class Example:
    """A question's extents with what is measured of each, its F1 with the answer and the share of that it holds."""

    kind: Kind
    several: bool
    features: NDArray[np.float16]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    f1: NDArray[np.float64]
    kept: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """What weights fitted on other questions tell: the expected F1, the F1 reached, the share of the answer kept."""

    expected: float
    f1: float
    kept: float


def examples(data: Path, of: Of) -> Iterator[Example | None]:
    """The questions with an answer, each read in the sentence that answers; None where nothing can be read there. Of
    an answer of several words the fewest of these count where the fit is of words.

    Raises InvalidTrainingData.
    """
    asked = [json.loads(line) for _, line in filled_lines(QUESTIONS, InvalidTrainingData)]
    found = {name: records(data / name) for name in {question["file"] for question in asked}}
    for question in asked:
        if "answer" in question:
            text = text_of(question["file"], found[question["file"]][question["record"]])
            few = of == "words" and "short" in question
            answer = [question["short"]] if few else question["answer"]
            yield _example(question["question"], text, [Span(*span) for span in answer])


def _example(question: str, text: str, answer: Sequence[Span]) -> Example | None:
    asked = Asked(question)
    window = Window(asked, text, _chosen(question, text, answer))
    if not len(window.extents):
        return None
    said = np.array([character.isalnum() for character in text])
    right = np.zeros(len(text), np.bool_)
    for span in answer:
        right[span.start : span.end] = True
    length = np.concatenate([[0], np.cumsum(said)])
    shared = np.concatenate([[0], np.cumsum(said & right)])
    held = (shared[window.ends] - shared[window.starts]).astype(np.float64)
    whole = max(int(shared[-1]), 1)
    f1 = 2 * held / np.maximum(length[window.ends] - length[window.starts] + whole, 1)
    wanted = asked.wanted
    features = window.features.astype(np.float16)
    return Example(wanted.kind, wanted.several, features, window.starts, window.ends, f1, held / whole)


def _chosen(question: str, text: str, answer: Sequence[Span]) -> Span:
    """Of the sentences that hold some of the answer the one that has most of the question."""
    pairs = set(bigrams(fold_text(question)))
    holding = [s for s in sentence_spans(text) if any(s.overlaps(span) for span in answer)]
    return max(holding, key=lambda s: len(pairs & set(bigrams(fold_text(text[s.start : s.end])))))


def fit(asked: Sequence[Example], of: Of) -> Weights:
    """Weights under which the extents are likely that come close to the answer: the expected power of their F1 is
    greatest. Each kind has some of its own beside those that all share."""
    from scipy.optimize import minimize

    learnt = sorted((e for e in asked if e.f1.max() >= _LEAST), key=lambda example: KINDS.index(example.kind))
    rows = np.concatenate([example.features for example in learnt]).astype(np.float32)
    if of == "words":
        rows[:, [FEATURES.index(name) for name in ONLY_TOLD]] = 0.0
    right = np.concatenate([example.f1 for example in learnt]) ** _SHARPNESS[of]
    common, single = _PULL[of], _PULL_OF_KIND[of]
    lengths = np.array([len(example.f1) for example in learnt])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    sizes = [sum(len(e.f1) for e in learnt if e.kind == kind) for kind in KINDS]
    parts = [slice(end - size, end) for end, size in zip(np.cumsum(sizes).tolist(), sizes, strict=True)]
    count = len(FEATURES)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        shared, own = values[:count], values[count:].reshape(len(KINDS), count)
        weights = (shared + own).astype(np.float32)
        scores = np.concatenate([rows[part] @ weights[n] for n, part in enumerate(parts)]).astype(np.float64)
        scores -= np.repeat(np.maximum.reduceat(scores, starts), lengths)
        likely = np.exp(scores)
        every, hits = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts)
        slope = (likely / np.repeat(every, lengths) - likely * right / np.repeat(hits, lengths)).astype(np.float32)
        slopes = np.stack([rows[part].T @ slope[part] for part in parts]).astype(np.float64)
        pull = common * (shared**2).sum() / 2 + single * (own**2).sum() / 2
        down = np.concatenate([slopes.sum(axis=0) + common * shared, (slopes + single * own).ravel()])
        return float(pull - np.log(hits / every).sum()), down

    begin = np.zeros(count * (len(KINDS) + 1))
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    return dict(zip((ALL, *KINDS), found.reshape(-1, count), strict=True))


def told(asked: Sequence[Example]) -> list[Told]:
    """What is told of each question that asks one thing, by weights fitted on the others, a third at a time."""
    found = []
    for fold in range(_FOLDS):
        weights = fit([example for n, example in enumerate(asked) if n % _FOLDS != fold], "told")
        for example in (example for example in asked[fold::_FOLDS] if not example.several):
            scores = example.features.astype(np.float32) @ (weights[ALL] + weights[example.kind]).astype(np.float32)
            best, expected = choose(scores, example.starts, example.ends)
            found.append(Told(expected, float(example.f1[best]), float(example.kept[best])))
    return found


def as_json(fitted: Mapping[Of, Weights]) -> str:
    """The file that `rag.selection.reading` reads: of each fit a line a feature, the weight of all kinds and what
    single ones add."""
    parts = [f'  "{of}": {{\n{_lines(weights)}\n  }}' for of, weights in fitted.items()]
    return ",\n".join(['{\n  "made_by": "python -m eval reading --data DIR"', *parts]) + "\n}\n"


def _lines(weights: Weights) -> str:
    lines = []
    for row, name in enumerate(FEATURES):
        own = {kind: round(float(values[row]), 2) for kind, values in weights.items()}
        lines.append(f"    {json.dumps(name)}: {json.dumps({k: v for k, v in own.items() if abs(v) >= _SMALLEST})}")
    return ",\n".join(lines)
