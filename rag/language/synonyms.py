"""Everyday words ↔ the words of official documents."""

import re
from collections.abc import Iterable, Mapping, Set
from functools import cache

from index.lexicon import fold_text, segment
from rag.language.lists import lines

_PAIR = 2  # characters of the shortest words


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for line in lines("synonyms.txt"):
        words = [fold_text(word) for word in line.split()]
        for word in words:
            known = groups.setdefault(word, [])
            known.extend(other for other in words if other != word and other not in known)
    return {word: tuple(others) for word, others in groups.items()}


@cache
def _everyday() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in lines("everyday.txt"):
        everyday, its = (side.split() for side in line.split(">"))  # folded in the file
        for word in everyday:
            known = found.setdefault(word, [])
            known.extend(other for other in its if other != word and other not in known)
    return {word: tuple(others) for word, others in found.items()}


def synonyms(word: str) -> tuple[str, ...]:
    """Other words for a folded word, the official ones first; empty when it has none.

    >>> "牵头" in synonyms("领衔")
    True
    """
    return _groups().get(word, ())


def official(word: str) -> tuple[str, ...]:
    """The words of official documents for a folded word of everyday life, which are none for one another.

    >>> official("电瓶车"), official("电动自行车")
    (('电动自行车',), ())
    """
    return _everyday().get(word, ())


def official_in(text: str) -> list[str]:
    """The words of official documents for all words of everyday life in a folded text, each once.

    >>> official_in("老房子装电梯")
    ['既有住宅', '既有多层住宅', '老旧住宅', '旧住宅', '增设电梯']
    """
    return list(dict.fromkeys(other for word in _spoken().findall(text) for other in official(word)))


def known_phrases(text: str) -> list[str]:
    """Words with synonyms that stand in a folded text, three characters and longer, where a segmenter may cut them;
    everyday ones only where it would leave single characters, of two also where it may join one to a character beside
    them, and none that would cut a word: 装电梯 of 加装电梯.

    >>> known_phrases("依托超级计算中心"), known_phrases("biotechnology和iot设备"), known_phrases("家里上不了网")
    (['超级计算'], ['iot'], ['上不了网'])
    >>> known_phrases("旧楼里装电梯"), known_phrases("旧楼里加装电梯")
    (['装电梯'], [])
    >>> known_phrases("酒驾罚多少"), known_phrases("修改姓名")
    (['酒驾'], [])
    """
    found = list(_phrases().finditer(text))
    cut = _inside_words(text) if found else frozenset[int]()
    return [m.group() for m in found if not _cuts(m, cut)]


def _cuts(phrase: re.Match[str], inside: Set[int]) -> bool:
    """Whether a phrase begins inside a word; of two characters it may not end in one either, nor in one that either of
    them makes with the character beside it: 气费 of 暖气费."""
    import rjieba

    if len(phrase.group()) > _PAIR:
        return phrase.start() in inside and phrase.group() not in _groups()
    edges = ((at, phrase.string[max(at - 1, 0) : at + 1]) for at in phrase.span())
    return any(at in inside or (len(across) == _PAIR and rjieba.has_word(across)) for at, across in edges)


def _inside_words(text: str) -> frozenset[int]:
    """The places in a text that are inside words of the segmenter's dictionary."""
    import rjieba

    inside: set[int] = set()
    at = 0
    for word in rjieba.cut(text):
        if rjieba.has_word(word) and word[0] != "各":  # 各罚 is taken for a word
            inside.update(range(at + 1, at + len(word)))
        at += len(word)
    return frozenset(inside)


@cache
def _phrases() -> re.Pattern[str]:
    import rjieba

    spoken = [word for word in _everyday() if len(word) > _PAIR and min(map(len, segment(word))) == 1]
    guessed = [word for word in _everyday() if len(word) == _PAIR and not rjieba.has_word(word)]
    whole = (word for word in guessed if segment(word) == [word])  # alone; in 酒驾罚多少 the segmenter cuts 驾罚
    return _pattern([*(word for word in _groups() if len(word) > _PAIR), *spoken, *whole])


@cache
def _spoken() -> re.Pattern[str]:
    return _pattern(_everyday())


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest that fits."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in longest_first)
    )
