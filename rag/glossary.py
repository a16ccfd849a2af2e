"""What a question in Korean, French, Japanese or English is about, in Chinese: policy terms, and English words."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from index.lexicon import fold_text
from rag.lists import lines

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
_LONGEST = 4  # words of an English phrase
_ENDINGS = (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")))
_SHORTEST = 3  # letters of a word without its ending
_ASKING = re.compile(
    r"\bhow (?:many|much|long|often|far|soon|big|large)\b|\baccording to\b|\bwhat (?:kinds?|sorts?) of\b"
)


@cache
def _terms() -> dict[str, str]:
    """Folded foreign word → Chinese term."""
    found: dict[str, str] = {}
    for line in lines("glossary.txt"):
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


@cache
def _english() -> Mapping[str, tuple[str, ...]]:
    """English word or phrase → its Chinese words."""
    return {english: tuple(words.split()) for english, words in (line.split("\t") for line in lines("english.tsv"))}


def bases(word: str) -> Iterator[str]:
    """The word, then without each regular ending that it may have.

    >>> list(bases("cities")), list(bases("planned"))
    (['cities', 'city', 'citi', 'citie', 'citie'], ['planned', 'plann', 'planne', 'plan'])
    """
    yield word
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            yield from (stem + letters for letters in instead)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]


def translated(text: str) -> list[tuple[str, ...]]:
    """For each English word or phrase of a text the Chinese words for it, likeliest first; the longest phrases count,
    and what is a policy term is left to `in_chinese`.

    >>> [words[0] for words in translated("Who registers a traffic accident?")]
    ['登录', '车祸']
    """
    words = _WORD.findall(_pattern().sub(" ", _ASKING.sub(" ", fold_text(text))))
    known = _english()
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            *first, last = words[at : at + size]
            phrase = next((p for base in bases(last) if (p := " ".join([*first, base])) in known), None)
            if phrase is not None:
                found.append(known[phrase])
                at += size
                break
        else:
            at += 1
    return list(dict.fromkeys(found))
