"""Chinese put into English word by word: not a translation, but a bag of the right words.

A mean of piece vectors does not see word order, so that such a gloss trains it nearly as well as a real translation
does, and any Chinese text can be given one.
"""

import random
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.lexicon import HAN, fold_text

_PARENTHESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
_NO_MEANING = re.compile(
    r"^(?:cl:|(?:old |archaic |japanese |erhua )?variant of|see |used in|abbr\. |also |same as |surname )"
)
_LEADING = re.compile(r"^(?:to be |to |a |an |the )")
_PRIORS = (4, 2, 1, 1)  # the dictionary puts the commonest meaning first
_LONGEST = 4  # words of a meaning that still stands for a word
_UNSEEN = 0.1  # weight of a meaning that the parallel texts do not confirm
_ENDINGS = ("", "", "s", "ed", "ing")

Meanings = dict[str, list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Chinese word → its English renderings, each a tuple of words, and how often each is to be taken.

    `forms` are the English words that occur: a meaning is inflected only to one of these.
    """

    renderings: Mapping[str, tuple[Sequence[tuple[str, ...]], Sequence[float]]]
    forms: Collection[str] = frozenset()


def meanings(entries: Iterable[tuple[str, Sequence[str]]]) -> Meanings:
    """Chinese word → its short English meanings in a dictionary, in its order.

    >>> meanings([("政府", ["government", "CL:個|个[ge4]"]), ("完善", ["to improve (a system)", "whole; perfect"])])
    {'政府': [('government',)], '完善': [('improve',), ('whole',), ('perfect',)]}
    """
    found: Meanings = {}
    for word, definitions in entries:
        for definition in definitions:
            lowered = definition.lower()
            if _NO_MEANING.match(lowered):
                continue
            for sense in re.split(r"[;,/]", _PARENTHESIS.sub("", lowered)):
                words = tuple(fold_text(_LEADING.sub("", sense.strip())).split())
                if 0 < len(words) <= _LONGEST and not HAN.search(sense):
                    found.setdefault(fold_text(word), []).append(words)
    return found


def glossary(found: Meanings, translations: Mapping[str, Mapping[str, float]], forms: Collection[str]) -> Glossary:
    """The dictionary's meanings weighed by parallel texts, and the translations that these have and it lacks.

    >>> seen = {"环境": {"environment": 0.6, "surroundings": 0.1}}
    >>> made = glossary({"环境": [("environment",), ("ambient",)]}, seen, ())
    >>> {" ".join(words): round(weight, 2) for words, weight in zip(*made.renderings["环境"])}
    {'environment': 2.8, 'ambient': 0.2, 'surroundings': 0.8}
    """
    renderings: dict[str, tuple[list[tuple[str, ...]], list[float]]] = {}
    for word in sorted(found.keys() | translations.keys()):
        seen = translations.get(word, {})
        senses = found.get(word, [])[: len(_PRIORS)]
        weights = [
            prior * (_UNSEEN + max(seen.get(part, 0.0) for part in sense))
            for prior, sense in zip(_PRIORS, senses, strict=False)
        ]
        extra = [(other,) for other in seen if (other,) not in senses]
        renderings[word] = ([*senses, *extra], [*weights, *(8 * seen[other] for (other,) in extra)])
    return Glossary(renderings, forms)


def inflected(word: str, forms: Collection[str], random_state: random.Random) -> str:
    """The word, or one of its regular forms that occurs: a dictionary only gives the base form.

    >>> sorted({inflected("carry", {"carried", "carrying"}, random.Random(seed)) for seed in range(40)})
    ['carried', 'carry', 'carrying']
    """
    ending = random_state.choice(_ENDINGS)
    if not ending or len(word) < 3:
        return word
    stem = word
    if word.endswith("y") and ending != "ing":
        stem, ending = word[:-1], {"s": "ies", "ed": "ied"}[ending]
    elif word.endswith("e") and ending != "s":
        stem = word[:-1]
    elif ending == "s" and word.endswith(("s", "x", "ch", "sh")):
        ending = "es"
    return stem + ending if stem + ending in forms else word


def gloss(text: str, words_of: Glossary, random_state: random.Random) -> str:
    """English words for a folded Chinese text; a word that the glossary lacks is left out, Latin is kept."""
    import rjieba

    words: list[str] = []
    for piece in rjieba.cut(text):
        if not HAN.search(piece):
            words.append(piece)
            continue
        known = words_of.renderings
        for part in [piece] if piece in known else [part for part in rjieba.cut_for_search(piece) if part in known]:
            senses, weights = known[part]
            if senses:
                sense = random_state.choices(senses, weights)[0]
                words.extend(inflected(word, words_of.forms, random_state) for word in sense)
    return fold_text(" ".join(words))
