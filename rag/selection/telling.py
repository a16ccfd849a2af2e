"""Which words of what a survey asks a sentence must have, and which say little."""

import math
from collections.abc import Mapping
from functools import cache, lru_cache

from index.local import LocalIndex
from rag.language.lists import lines
from rag.search import rarity
from rag.understanding.propositions import Proposition

_MOST_OFFICIAL = 7.0  # logarithm of the number of articles from which a word is as official as any: 1,100
_COMMON_VERB = 0.8  # what a common word counts; verbs that count less say little of what is done


def says_little(word: str, proposition: Proposition) -> bool:
    """Whether the word is a verb that is common everywhere, in front of a noun: 解决 of 企业解决融资担保."""
    return (
        _tags(word) <= {"v", "vn", "vd"}
        and rarity.commonness(word) < _COMMON_VERB
        and any(_before_noun(word, phrase) for phrase in proposition.phrases)
    )


def unheard(index: LocalIndex, proposition: Proposition, weights: Mapping[str, float]) -> list[str]:
    """Nouns of the weightiest phrase of several words that no document uses in any spelling: 托育 of 托育机构. What has
    nothing like them speaks of something else, unless people only say it so."""
    phrase, own = _weightiest(proposition, weights)
    spelled = {term.text: (term.text, *term.others) for term in proposition.terms}
    return [
        term
        for term in own
        if len(own) > 1
        and len(term) > 1
        and not any(rarity.frequency(index, word) for word in (*spelled[term], *_halves(term)))
        and _names_kind(term, phrase)
    ]


def officially(word: str) -> float:
    """How common a word is in official texts, 0…1 on a logarithmic scale: who meant it would have used it.

    >>> officially("垃圾") > officially("托育") > officially("冬天") == 0
    True
    """
    return min(math.log1p(_articles().get(word, 0)) / _MOST_OFFICIAL, 1.0)


def names_place(word: str) -> bool:
    """Whether the word names a place.

    >>> names_place("非洲"), names_place("课堂")
    (True, False)
    """
    return _tags(word) == {"ns"}


@cache
def _articles() -> Mapping[str, int]:
    """The number of articles that hold a word."""
    return {word: int(count) for word, count in (line.split("\t") for line in lines("official.tsv"))}


def _halves(word: str) -> tuple[str, ...]:
    """The two words that a longer one is made of: 银行 and 贷款 of 银行贷款."""
    return (word[:2], word[2:]) if len(word) == 4 else ()


def _weightiest(proposition: Proposition, weights: Mapping[str, float]) -> tuple[str, list[str]]:
    """The phrase whose words weigh most together, with these words."""
    of_phrases = {phrase: [term for term in weights if term in phrase] for phrase in proposition.phrases}
    phrase = max(of_phrases, key=lambda p: sum(weights[term] for term in of_phrases[p]), default="")
    return phrase, of_phrases.get(phrase, [])


def _names_kind(word: str, phrase: str) -> bool:
    """Whether the word, which is no verb, says what kind of thing the phrase is about: 托育 of 托育机构, but not 抱团
    of 企业抱团成立联盟."""
    import rjieba

    if _tags(word) & {"m", "v", "r", "d", "ug", "ul", "uz"}:  # 拿过
        return False
    if all(tag[0] == "n" for tag in _tags(word)):
        return True
    behind = rjieba.tag(phrase[phrase.index(word) + len(word) :])
    return len(behind) < 2 or behind[0][1] not in ("v", "p", "d", "r", "c", "f")


@lru_cache(maxsize=4096)
def _before_noun(word: str, phrase: str) -> bool:
    """Whether the word is a verb of the phrase and a noun stands behind it."""
    import rjieba

    tagged = rjieba.tag(phrase)
    pairs = zip(tagged, tagged[1:], strict=False)
    return any(this == (word, "v") and (tag[:1] in "njb" or tag == "vn") for this, (_, tag) in pairs)


@lru_cache(maxsize=4096)
def _tags(word: str) -> set[str]:
    import rjieba

    return {tag for _, tag in rjieba.tag(word)}
