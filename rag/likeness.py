"""How much alike in meaning the words of a question and of the documents are, by the built-in static model."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedding import BUILTIN, StaticEmbedder, load_embedder
from rag.remembered import Remembered

_MOST_WORDS = 40_000  # whose vectors are kept: 40 MB in half precision


@lru_cache(maxsize=1)
def static_embedder() -> StaticEmbedder:
    """The built-in model whatever the index was embedded with: it costs microseconds a sentence."""
    embedder = load_embedder(BUILTIN)
    assert isinstance(embedder, StaticEmbedder)
    return embedder


def _half_vectors(words: Sequence[str]) -> list[NDArray[np.float16]]:
    return list(static_embedder().embed_documents(words).astype(np.float16))


_words = Remembered(_half_vectors, _MOST_WORDS)


def likeness(terms: Sequence[str], words: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
    """For each word its cosine with each of the terms, (terms,); empty without terms."""
    listed = sorted(set(words)) if terms else []
    if not listed:
        return {}
    rows = np.array(_words.of(listed), np.float32) @ np.array(_words.of(terms), np.float32).T
    return dict(zip(listed, rows, strict=True))
