"""Weights that make the right ones of each group of candidates likeliest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates of one question, (candidates, features), which are right, and what the question counts."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    weight: float = 1.0


def fit(groups: Sequence[Group], pull: float, lowest: float | None = None) -> NDArray[np.float64]:
    """The weights, none below `lowest`, under which the right candidates of each group, one at least, are likeliest
    (a softmax: Cao et al. 2007, ListNet). `pull` is of the squared weights, halved, against the weighted sum of losses.

    >>> group = Group(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([True, False]))
    >>> [round(float(weight), 2) for weight in fit([group], 0.5)], [round(float(w), 2) for w in fit([group], 0.5, 0.0)]
    ([0.52, -0.52], [0.67, 0.0])
    """
    from scipy.optimize import minimize

    rows = np.concatenate([group.features for group in groups])
    right = np.concatenate([group.right for group in groups]).astype(np.float64)
    lengths = np.array([len(group.right) for group in groups])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    shares = np.array([group.weight for group in groups])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), lengths)
        likely = np.exp(scores)
        every, hits = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts)
        slope = likely / np.repeat(every, lengths) - likely * right / np.repeat(hits, lengths)
        value = -(shares * np.log(hits / every)).sum() + pull * (weights**2).sum() / 2
        return float(value), rows.T @ (slope * np.repeat(shares, lengths)) + pull * weights

    begin = np.full(rows.shape[1], 0.0 if lowest is None else 0.1)
    found: NDArray[np.float64] = minimize(
        loss, begin, jac=True, method="L-BFGS-B", bounds=[(lowest, None)] * rows.shape[1]
    ).x
    return found
