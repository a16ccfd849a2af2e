"""Other names of a thing that the documents themselves define: 长期护理保险(以下简称长护险), 第六代移动通信(6G)."""

import re
from dataclasses import replace

from index.lexicon import fold_text
from index.local import LocalIndex
from rag.language.terms import Term
from rag.understanding.propositions import Condition, Proposition

_CALLING = ("简称", "统称", "又称", "也称", "俗称")
_CHUNKS, _FIRST = 200, 30  # passages with a phrase and such a word that are read, and of those without one
_SHORTEST = 3  # characters of an other name in Chinese; shorter ones mean too much else
_MOST = 4  # other names of one phrase
_OFTENER, _MORE = 2, 5  # a short name that stands in so many times more passages, and some, means other things as well
_CALLED = r"(?:以下|下)?(?:统|简|合|又|也|亦|俗)?(?:称|即)?(?:为)?[:,]?[\"'“]?"


def with_aliases(index: LocalIndex, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The conditions with the propositions in which a phrase has another name as further alternatives."""
    return tuple(
        replace(
            condition,
            alternatives=(*condition.alternatives, *(a for p in condition.alternatives for a in _renamed(index, p))),
        )
        for condition in conditions
    )


def _renamed(index: LocalIndex, proposition: Proposition) -> list[Proposition]:
    """The proposition with each other name in the place of its phrase: stated by whoever uses that name."""
    found = []
    for phrase in proposition.phrases:
        for alias in aliases(index, phrase):
            own = tuple(term for term in proposition.terms if term.text not in phrase)
            phrases = tuple(alias if other == phrase else other for other in proposition.phrases)
            found.append(Proposition(proposition.text.replace(phrase, alias), (*own, Term(alias)), phrases))
    return found


def aliases(index: LocalIndex, phrase: str) -> list[str]:
    """Folded other names of a folded phrase, as the documents define them, those defined most often first.

    A short name that stands in many more passages than the phrase is left out: it means other things as well.
    """
    holding = index.chunks_holding(phrase)
    calling = set().union(*map(index.chunks_holding, _CALLING))
    read = {*[chunk_id for chunk_id in holding if chunk_id in calling][:_CHUNKS], *holding[:_FIRST]}
    counts: dict[str, int] = {}
    for chunk in index.chunks(sorted(read)):
        folded = fold_text(chunk.text)
        for name in defined(folded, phrase):
            counts[name] = counts.get(name, 0) + 1
    names = sorted(counts, key=lambda name: (-counts[name], name))
    few = [n for n in names if len(n) > len(phrase) or len(index.chunks_holding(n)) <= _OFTENER * len(holding) + _MORE]
    return few[:_MOST]


def defined(folded: str, phrase: str) -> list[str]:
    """The other names that a folded text gives to the phrase, or to which it gives the phrase as the short one.

    >>> defined("推行长期护理保险(以下简称长护险)", "长期护理保险")
    ['长护险']
    >>> defined("推行长期护理保险(以下简称长护险)", "长护险"), defined("发展养老机构(以下简称机构)", "养老机构")
    (['长期护理保险'], [])
    """
    found = []
    for match in re.finditer(rf"{re.escape(phrase)}\({_CALLED}(?P<name>[\u4e00-\u9fffa-z0-9]+)[\"'”]?[,)]", folded):
        name = match["name"]
        if (_SHORTEST <= len(name) < len(phrase) and _shortens(name, phrase)) or re.fullmatch("[a-z0-9]{2,10}", name):
            found.append(name)
    for match in re.finditer(rf"(?P<before>[\u4e00-\u9fff]{{3,24}})\({_CALLED}{re.escape(phrase)}[\"'”]?[,)]", folded):
        before = match["before"]
        starts = [at for at, character in enumerate(before) if character == phrase[0]]
        full = next((before[at:] for at in reversed(starts) if _shortens(phrase, before[at:])), "")
        if len(phrase) >= _SHORTEST and len(full) > len(phrase):
            found.append(full)
    return found


def _shortens(short: str, full: str) -> bool:
    """Whether the characters of the short name stand in the full one in this order."""
    rest = iter(full)
    return all(character in rest for character in short)
