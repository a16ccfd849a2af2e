"""A question as it stands, and in the words that documents use for its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder
from index.lexicon import HAN
from rag.language.synonyms import official_in
from rag.language.terms import KANA_OR_HANGUL, normalise, terms
from rag.understanding.glossary import in_chinese, translated

Vector = NDArray[np.float32]

_OTHERS = 0.3  # share of the score that the question with other words for its own gives


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a question with its vector by the index's model; the shares of all are together 1."""

    text: str
    vector: Vector
    share: float


def wordings(embedder: Embedder, question: str) -> Sequence[Wording]:
    """The question, and the same with other words for its own where any are known."""
    own = embedder.embed_query(question)
    reworded = in_other_words(question)
    if reworded == question:
        return (Wording(question, own, 1.0),)
    return (Wording(question, own, 1 - _OTHERS), Wording(reworded, embedder.embed_query(reworded), _OTHERS))


def in_other_words(question: str) -> str:
    """The question, followed by the words that documents may use for those of it; Chinese ones for those of another
    language.

    >>> in_other_words("电驴在哪里上牌"), in_other_words("Who registers trademarks?")
    ('电驴在哪里上牌 电动自行车 注册登记 登记 号牌', 'Who registers trademarks? 登记 商标')
    """
    if HAN.search(question) and not KANA_OR_HANGUL.search(question):
        asked = normalise(question)
        others = [*(other for term in terms(asked) for other in term.others), *official_in(asked)]
    else:
        others = [*in_chinese(question), *(words[0] for words in translated(question))]
    return " ".join((question, *dict.fromkeys(others)))
