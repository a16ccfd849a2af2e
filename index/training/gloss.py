"""Chinese put into English word by word with a dictionary: not a translation, but a bag of the right words.

A mean of piece vectors does not see word order, so that such a gloss trains it nearly as well as a real translation
does, and any Chinese text can be given one.
"""

import random
import re
from collections.abc import Iterable, Sequence

from index.lexicon import HAN, fold_text

_PARENTHESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_MEANING = re.compile(
    r"^(?:cl:|(?:old |archaic |japanese |erhua )?variant of|see |used in|abbr\. |also |same as |surname )"
)
_LEADING = re.compile(r"^(?:to be |to |a |an |the )")
_HAS_HAN = HAN.search
_LONGEST = 4  # words of a meaning that still stands for a word

Glossary = dict[str, list[tuple[str, ...]]]


def glossary(entries: Iterable[tuple[str, Sequence[str]]]) -> Glossary:
    """Chinese word → its short English meanings, each a tuple of words; the commonest first, as in the dictionary.

    >>> glossary([("政府", ["government", "CL:個|个[ge4]"]), ("完善", ["to improve (a system)", "whole; perfect"])])
    {'政府': [('government',)], '完善': [('improve',), ('whole',), ('perfect',)]}
    """
    meanings: Glossary = {}
    for word, definitions in entries:
        for definition in definitions:
            lowered = definition.lower()
            if _NO_MEANING.match(lowered):
                continue
            for sense in re.split(r"[;,/]", _PARENTHESIS.sub("", lowered)):
                words = tuple(fold_text(_LEADING.sub("", sense.strip())).split())
                if 0 < len(words) <= _LONGEST and not _HAS_HAN(sense):
                    meanings.setdefault(fold_text(word), []).append(words)
    return meanings


def inflected(word: str, random_state: random.Random) -> str:
    """The word, or one of its regular forms: a dictionary only gives the base form.

    >>> sorted({inflected("carry", random.Random(seed)) for seed in range(40)})
    ['carried', 'carries', 'carry', 'carrying']
    """
    ending = random_state.choice(("", "", "", "s", "ed", "ing"))
    if not ending or not word.isascii() or not word.isalpha() or len(word) < 3:
        return word
    if word.endswith("y") and word[-2] not in "aeou" and ending != "ing":
        return word[:-1] + {"s": "ies", "ed": "ied"}[ending]
    if ending == "s":
        return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
    return (word[:-1] if word.endswith("e") else word) + ending


def gloss(text: str, meanings: Glossary, random_state: random.Random) -> str:
    """English words for a folded Chinese text; a word that the dictionary lacks is left out, Latin is kept."""
    import rjieba

    words: list[str] = []
    for piece in rjieba.cut(text):
        if not _HAS_HAN(piece):
            words.append(piece)
            continue
        parts = [piece] if piece in meanings else [part for part in rjieba.cut_for_search(piece) if part in meanings]
        for part in parts:
            senses = meanings[part][:4]
            sense = random_state.choices(senses, weights=(4, 2, 1, 1)[: len(senses)])[0]
            words.extend(inflected(word, random_state) for word in sense)
    return fold_text(" ".join(words))
