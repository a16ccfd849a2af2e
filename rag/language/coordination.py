"""Where two things begin and end between which there is an «or» or a 、: 犬只进电梯要(戴嘴套)或(抱起来).

Every place for the beginning of the one and the end of the other is tried; the likeliest is that at which both are most
alike, and parted from what is around them, by a fitted model. Its weights are `rag/data/coordination.json`, written by
`python -m eval coordination`.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

Word = tuple[str, str]  # with its part of speech
_FURTHEST = 9  # words from the «or» at which a thing may begin or end
_CHARACTERS = 4  # that lengths are counted in, so that they weigh about as much as what is or is not
_BEGINNING = 3  # words of a thing whose classes are its pattern
_BY_MIDDLE = 2  # times what things say that stand whole between the two
_LIGHT = frozenset("给发按由对把有用在向以作做让为免从到与和同将被")
"""Verbs and prepositions with which another thing is begun that is done: 免税或者给奖励."""
_MODAL = frozenset(
    ["不许", "不准", "不得", "不让", "禁止", "要", "会", "可以", "必须", "应当", "可", "能", "须", "都", "也", "就"]
    + ["需", "需要", "得", "来"]
)


def word_class(word: Word) -> str:
    """The class of a word as far as it tells where things end.

    >>> [word_class(word) for word in (("给", "p"), ("要", "v"), ("补贴", "n"), ("的", "uj"))]
    ['p', 'd', 'n', 'u']
    """
    text, tag = word
    if text in _MODAL or tag[:1] == "d":
        return "d"
    if tag == "p" or text in _LIGHT:
        return "p"
    if tag[:1] == "v" and tag != "vn":
        return "v"
    if tag[:1] in "nljxsz" or tag in ("vn", "an"):
        return "n"
    if tag[:1] == "u" or text in "的了着过":
        return "u"
    return "m" if tag[:1] in "mqt" else tag[:1]


def _does(classes: Sequence[str]) -> bool:
    """Whether words of these classes do something with something."""
    return (classes[0] in "vp" and "n" in classes[1:]) or (classes[0] in "dpa" and "v" in classes[1:])


def _alike(one: Sequence[Word], other: Sequence[Word]) -> dict[str, float]:
    """In what two things are alike, and how far they are not."""
    a, b = joined(one), joined(other)
    first, second = [word_class(w) for w in one], [word_class(w) for w in other]
    return {
        "one class first": first[0] == second[0],
        "one class last": first[-1] == second[-1],
        "one character last": a[-1] == b[-1],
        "one word last": one[-1][0] == other[-1][0],
        "one character first": a[0] == b[0],
        "one word first": one[0][0] == other[0][0],
        "characters apart": abs(len(a) - len(b)) / _CHARACTERS,
        "quite as long": len(a) == len(b),
        "doing both or neither": _does(first) == _does(second),
        "doing both": _does(first) and _does(second),
        "particle in both or neither": ("u" in first) == ("u" in second),
        "words apart": abs(len(one) - len(other)),
        "a word each": len(one) == len(other) == 1 and first == second,
        "one pattern": first == second,
        "shared": len(set(a) & set(b)) / max(len(a), len(b)),
        "deeds first": first[0] in "vp" and second[0] in "vp",
        "deed first in the first": first[0] in "vp" and second[0] not in "vpd",
        "deed first in the last": second[0] in "vp" and first[0] not in "vpd",
        "nouns only": set(first) == set(second) == {"n"},
        "length": min(len(a), len(b)) / _CHARACTERS,
    }


def _around(left: Sequence[Word], right: Sequence[Word], at: int, to: int) -> dict[str, float]:
    """What parts the things from what is around them, and of what classes their words are."""
    before, behind = [word_class(w) for w in left], [word_class(w) for w in right]
    one, other, rest = before[at:], behind[:to], behind[to:]
    does = other[0] in "vpd" and "n" in other[1:]
    alike = left[-1][0][-1] == right[to - 1][0][-1]
    return {
        f"pattern {''.join(one[:_BEGINNING])}|{''.join(other[:_BEGINNING])}": 1,
        f"rest {''.join(rest[:2])}": 1,
        "noun behind, alike": rest[:1] == ["n"] and alike,
        "noun behind, apart": rest[:1] == ["n"] and not alike,
        f"front {before[at - 1] if at else ''}|{one[0]}": 1,
        f"back {other[-1]}|{rest[0] if rest else ''}": 1,
        f"firsts {one[0]}|{other[0]}": 1,
        f"lasts {one[-1]}|{other[-1]}": 1,
        "modal inside": any(word in _MODAL for word, _ in right[1:to]),
        "light inside": any(word in _LIGHT for word, _ in right[1:to]),
        "verbs inside the last": other[1:].count("v"),
        "verbs inside the first": one[1:].count("v"),
        "particle inside": "u" in other[:-1],
        "its beginning again in front": bool(at) and left[at - 1][0] == right[0][0],
        "its end again behind": left[-1][0] in [word for word, _ in right[to:]],
        "verb behind": bool({"v", "p"} & set(rest)),
        "noun cut off": rest == ["n"],
        "doing to the end": does and not rest,
    }


def cuts(left: Sequence[Word], right: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Every pair of places where the thing on the left may begin and the one on the right end: `left[at:]` is the one,
    `right[:to]` the other, each of a word at least."""
    for at in range(max(len(left) - _FURTHEST, 0), len(left)):
        for to in range(1, min(len(right), _FURTHEST) + 1):
            yield at, to


def traits(
    left: Sequence[Word], right: Sequence[Word], middle: Sequence[Sequence[Word]], at: int, to: int
) -> Mapping[str, float]:
    """What speaks for or against a cut, by its name in the model; things in the `middle` are whole, and both have to be
    like them."""
    one, other = left[at:], right[:to]
    pairs = [(one, each) for each in middle] + [(each, other) for each in middle] or [(one, other)]
    told: dict[str, float] = defaultdict(float)
    for pair in pairs:
        for name, value in _alike(*pair).items():
            told[name] += value * (_BY_MIDDLE if middle else 1) / len(pairs)
    return {**told, **_around(left, right, at, to)}


def best_cut(left: Sequence[Word], right: Sequence[Word], middle: Sequence[Sequence[Word]]) -> tuple[int, int]:
    """The likeliest of the `cuts` of two texts, neither of them empty.

    >>> left, right = [("要", "v"), ("装", "v"), ("水表", "n")], [("换", "v"), ("阀门", "n"), ("的", "uj")]
    >>> best_cut(left, right, [])
    (1, 2)
    """
    weights = committed()

    def likely(cut: tuple[int, int]) -> float:
        return sum(weights.get(name, 0.0) * value for name, value in traits(left, right, middle, *cut).items())

    return max(cuts(left, right), key=likely)


@cache
def committed() -> Mapping[str, float]:
    """The weights of `rag/data/coordination.json`."""
    told = files("rag").joinpath("data/coordination.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(told)["weights"]
    return weights


def as_json(weights: Mapping[str, float]) -> str:
    """The weights as `rag/data/coordination.json` has them."""
    made_by = "python -m eval coordination eval/gold/coordination.txt --output rag/data/coordination.json"
    told = {name: round(weight, 3) for name, weight in sorted(weights.items()) if round(weight, 3)}
    return json.dumps({"made_by": made_by, "weights": told}, indent=1, ensure_ascii=False) + "\n"


def joined(words: Sequence[Word]) -> str:
    """The text that the words are of, whose spaces are words, too."""
    return "".join(word for word, _ in words)


def tagged(text: str) -> list[Word]:
    """The words of a text with their parts of speech."""
    import rjieba

    return [(word, tag) for word, tag in rjieba.tag(text)]
