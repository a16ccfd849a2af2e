"""Logistic regression with a pull of the weights towards zero."""

import numpy as np
from numpy.typing import NDArray


def fit(
    rows: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64], pull: float
) -> tuple[float, NDArray[np.float64]]:
    """Bias and weights, (features,), of the chance of `right`, (n,) of 0 and 1, by the `rows`, (n, features).

    `weights`, (n,), say what each row counts; `pull` is of the squared weights, halved, against the weighted sum of
    losses, each feature at its own spread, so that all are pulled alike, however little they vary.
    """
    from scipy.optimize import minimize
    from scipy.special import expit  # which no score overflows

    spread = np.maximum(rows.std(axis=0), 1e-3)
    features = np.hstack([np.ones((len(rows), 1)), rows / spread])

    def loss(found: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        likely = expit(features @ found)
        logs = right * np.log(likely + 1e-12) + (1 - right) * np.log(1 - likely + 1e-12)
        pulled = pull * np.array([0.0, *found[1:]])
        return float(-(weights * logs).sum() + pulled @ found / 2), features.T @ (weights * (likely - right)) + pulled

    bias, *scaled = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x
    return float(bias), np.array(scaled) / spread
