"""Policy terms of other languages in Chinese: what a question in Korean, French, Japanese or English is about."""

import re
from functools import cache
from importlib.resources import files

from index.lexicon import fold_text


@cache
def _terms() -> dict[str, str]:
    """Folded foreign word → Chinese term."""
    found: dict[str, str] = {}
    for line in files("rag").joinpath("data/glossary.txt").read_text(encoding="utf-8").splitlines():
        term, *languages = (part.strip() for part in line.split("|"))
        for word in (word for words in languages for word in words.split(",")):
            found.setdefault(fold_text(word.strip()), term)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_terms(), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w[0].isascii() else re.escape(w) for w in words))


def in_chinese(text: str) -> list[str]:
    """The Chinese terms of the known words of a text in another language, in its order, each once.

    >>> in_chinese("Quel objectif de croissance annuelle ?"), in_chinese("중소기업의 세금 혜택")
    (['目标', '年均增长'], ['中小企业', '税收优惠'])
    """
    return list(dict.fromkeys(_terms()[match.group()] for match in _pattern().finditer(fold_text(text))))
