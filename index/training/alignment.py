"""Which English word translates which Chinese one, counted in parallel texts (IBM Model 1, Brown et al. 1993)."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Translations = dict[str, dict[str, float]]

_ROUNDS = 5
_LEAST_SEEN = 3  # sentences with the Chinese word; rarer ones align with anything
_LEAST_PROBABLE = 0.04
_FUNCTION_WORD = 0.004  # share of all English words from which one is a function word


def align(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Translations:
    """Chinese word → English word → how probable it is as its translation, function words left out.

    Each pair is a sentence's words in both languages, without repetition.

    >>> both = (["经济", "政策"], ["economic", "policy"])
    >>> learnt = align([both, (["经济"], ["economic"]), (["政策"], ["policy"])] * 3)
    >>> {word: max(found, key=found.get) for word, found in learnt.items()}
    {'经济': 'economic', '政策': 'policy'}
    """
    sources: dict[str, int] = {}
    targets: dict[str, int] = {}
    links: list[NDArray[np.int64]] = []
    sizes: list[tuple[int, int]] = []
    seen: Counter[int] = Counter()
    used: Counter[int] = Counter()
    for chinese, english in pairs:
        z = np.array([sources.setdefault(word, len(sources)) for word in chinese], np.int64)
        e = np.array([targets.setdefault(word, len(targets)) for word in english], np.int64)
        if len(z) and len(e):
            seen.update(z.tolist())
            used.update(e.tolist())
            links.append((e[:, None] << 32 | z).reshape(-1))
            sizes.append((len(e), len(z)))
    kinds, probable = _expectation_maximization(np.concatenate(links), sizes, len(sources))
    total = sum(used.values())
    content = {number for number, count in used.items() if count < _FUNCTION_WORD * total or len(used) < 100}
    return _table(kinds, probable, list(sources), list(targets), seen, content)


def _expectation_maximization(
    links: NDArray[np.int64], sizes: list[tuple[int, int]], source_count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The kinds of links, target << 32 | source, and p(target | source) of each. Links come a target word at a time."""
    kinds, kind_of = np.unique(links, return_inverse=True)
    sources = kinds & 0xFFFFFFFF
    # Each occurrence of a target word shares itself among the source words of its sentence.
    widths = np.repeat([width for _, width in sizes], [height for height, _ in sizes])
    occurrence = np.repeat(np.arange(len(widths)), widths)
    probable = np.ones(len(kinds))
    for _ in range(_ROUNDS):
        weights = probable[kind_of]
        weights /= np.bincount(occurrence, weights)[occurrence]
        counts = np.bincount(kind_of, weights, len(kinds))
        probable = counts / np.bincount(sources, counts, source_count)[sources]
    return kinds, probable


def _table(
    kinds: NDArray[np.int64],
    probable: NDArray[np.float64],
    sources: list[str],
    targets: list[str],
    seen: Counter[int],
    content: set[int],
) -> Translations:
    table: Translations = {}
    for kind in np.flatnonzero(probable >= _LEAST_PROBABLE):
        source, target = int(kinds[kind] & 0xFFFFFFFF), int(kinds[kind] >> 32)
        if seen[source] >= _LEAST_SEEN and target in content:
            table.setdefault(sources[source], {})[targets[target]] = float(probable[kind])
    return table
