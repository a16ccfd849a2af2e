"""How much a word of a question counts: by its rarity in the index and by what it is."""

import math
from collections.abc import Mapping
from functools import cache

from index.lexicon import bigrams
from index.local import LocalIndex
from rag.language.lists import lines
from rag.language.terms import Term

# How much a term counts by what it is: names and things decide, verbs and numbers less, the rest little.
_PART_OF_SPEECH = {
    **dict.fromkeys(("n", "e", "j"), 1.0),
    "x": 0.9,
    **dict.fromkeys(("l", "i"), 0.8),
    "v": 0.7,
    **dict.fromkeys(("a", "b", "t"), 0.6),
    "m": 0.5,
}
_OTHER_PART_OF_SPEECH = 0.4
_UNKNOWN_NAME, _UNKNOWN_OTHER = 0.5, 0.35  # weight of a word that no document uses: another wording, or not there
_ONE_CHARACTER = 0.3
COMMON = 0.0067
"""Share of texts from which a word is common: e**-5."""
_LEAST_OF_COMMON = 0.4


def weight(index: LocalIndex, term: Term, known: bool = False, common: bool = True) -> float:
    """Rarity in the index (BM25's inverse document frequency) by part of speech; one character counts little, and so
    does a word that is `common` everywhere: in five documents 确定 is as rare as 奖励.

    A word that no document uses counts less, unless it is taken for `known`.
    """
    import rjieba

    held = frequency(index, term.text) or max((frequency(index, word) for word in term.same), default=0)
    rarity = math.log(1 + (index.chunk_count - held + 0.5) / (held + 0.5))
    tags = [tag for _, tag in rjieba.tag(term.text)]
    kind = max(_PART_OF_SPEECH.get(tag[:1], _OTHER_PART_OF_SPEECH) for tag in tags) if tags else 1.0
    if not held and not known:
        kind *= _UNKNOWN_NAME if kind == 1.0 else _UNKNOWN_OTHER
    # One character alone is mostly grammar, unless it is known to stand for a word: 押 for 质押.
    kind *= commonness(term.text) if common else 1.0
    return rarity * kind * (_ONE_CHARACTER if len(term.text) == 1 and not term.same else 1.0)


def commonness(word: str) -> float:
    """What the word counts beside others by how many texts hold it, in 0.4…1: less, the more do."""
    return _common().get(word, 1.0)


@cache
def _common() -> Mapping[str, float]:
    """What common words count beside others, by the share of laws and news that hold them."""
    shares = {word: float(share) for word, share in (line.split("\t") for line in lines("common.tsv"))}
    rarest = -math.log(COMMON)
    return {word: max(min(-math.log(s) / rarest, 1.0), _LEAST_OF_COMMON) for word, s in shares.items()}


def is_known(index: LocalIndex, term: Term) -> bool:
    """Whether a document uses the term or a word that stands for it."""
    return any(frequency(index, word) for word in (term.text, *term.same))


def frequency(index: LocalIndex, word: str) -> int:
    """How many chunks hold the word; of a phrase that is no word, at most as many as hold its rarest bigram."""
    pairs = bigrams(word)
    return index.chunk_frequency(word) or min(map(index.chunk_frequency, pairs), default=0)
