"""Everyday words ↔ the words of official documents."""

import re
from functools import cache
from importlib.resources import files

from index.lexicon import fold_text


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for line in files("rag").joinpath("data/synonyms.txt").read_text(encoding="utf-8").splitlines():
        words = [fold_text(word) for word in line.split()] if not line.startswith("#") else []
        for word in words:
            known = groups.setdefault(word, [])
            known.extend(other for other in words if other != word and other not in known)
    return {word: tuple(others) for word, others in groups.items()}


def synonyms(word: str) -> tuple[str, ...]:
    """Other words for a folded word, the official ones first; empty when it has none.

    >>> "牵头" in synonyms("领衔")
    True
    """
    return _groups().get(word, ())


@cache
def _phrases() -> re.Pattern[str]:
    words = sorted((word for word in _groups() if len(word) > 2), key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in words)
    )


def known_phrases(text: str) -> list[str]:
    """Words with synonyms that stand in a folded text, three characters and longer, where a segmenter may cut them.

    >>> known_phrases("依托超级计算中心"), known_phrases("biotechnology和iot设备")
    (['超级计算'], ['iot'])
    """
    return _phrases().findall(text)
