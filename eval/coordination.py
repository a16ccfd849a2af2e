"""Fitting where things joined by an «or» begin and end, on phrases whose things were marked by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval import softmax
from eval.gold import InvalidGold
from eval.jsonl import filled_lines
from rag.language.coordination import cuts, joined, tagged, traits

_PULL = 0.7  # of the weights towards zero
_PARTS = 11  # into which phrases are parted to judge each by the others
_MARKED = re.compile(r"(?P<head>[^\[]*)\[(?P<items>[^\]]+/[^\]]+)\](?P<tail>.*)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What speaks for each place to cut a phrase, and which is right."""

    marked: str
    cuts: tuple[Mapping[str, float], ...]
    right: NDArray[np.bool_]

    def is_cut_right(self, weights: Mapping[str, float]) -> bool:
        scores = [sum(weights.get(name, 0.0) * value for name, value in cut.items()) for cut in self.cuts]
        return bool(self.right[int(np.argmax(scores))])


def phrases(path: Path) -> list[Phrase]:
    """The phrases of a file, a line each (给[骑手/司机]建驿站), whose words can be cut where they are marked.

    Raises InvalidGold.
    """
    read = []
    for place, line in filled_lines(path, InvalidGold):
        match = _MARKED.fullmatch(line)
        if match is None:
            raise InvalidGold(f"{place}: 没有 [甲/乙] / no [one/other]: {line!r}")
        first, *between, last = match["items"].split("/")
        left, right = tagged(match["head"] + first), tagged(last + match["tail"])
        middle = [tagged(each) for each in between]
        places = list(cuts(left, right))
        marked = np.array([joined(left[at:]) == first and joined(right[:to]) == last for at, to in places])
        if marked.any():
            read.append(Phrase(line, tuple(traits(left, right, middle, *cut) for cut in places), marked))
    return read


def fit(read: Sequence[Phrase]) -> dict[str, float]:
    """The weights under which the marked places are likeliest."""
    names = sorted({name for phrase in read for cut in phrase.cuts for name in cut})
    groups = [
        softmax.Group(np.array([[float(cut.get(name, 0)) for name in names] for cut in phrase.cuts]), phrase.right)
        for phrase in read
    ]
    return dict(zip(names, map(float, softmax.fit(groups, _PULL)), strict=True))


def held_out(read: Sequence[Phrase]) -> list[bool]:
    """Whether each phrase is cut right by weights that were fitted on others."""
    found = [False] * len(read)
    for part in range(_PARTS):
        weights = fit([phrase for n, phrase in enumerate(read) if n % _PARTS != part])
        for n in range(part, len(read), _PARTS):
            found[n] = read[n].is_cut_right(weights)
    return found
