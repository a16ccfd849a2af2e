"""How much alike in meaning the words of a question and of the documents are, by the built-in static model."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedding import BUILTIN, StaticEmbedder, load_embedder

_MOST = 40_000  # words whose vectors are kept: 40 MB in half precision


@lru_cache(maxsize=1)
def static_embedder() -> StaticEmbedder:
    """The built-in model whatever the index was embedded with: it costs microseconds a sentence."""
    embedder = load_embedder(BUILTIN)
    assert isinstance(embedder, StaticEmbedder)
    return embedder


class _Vectors:
    """The words' vectors, each computed once; all are forgotten when there are too many."""

    def __init__(self) -> None:
        self._known: dict[str, NDArray[np.float16]] = {}
        self._turn = threading.Lock()

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """(words, dimension), unit rows."""
        with self._turn:
            if len(self._known) > _MOST:
                self._known.clear()
            fresh = [word for word in words if word not in self._known]
            if fresh:
                rows = static_embedder().embed_documents(fresh).astype(np.float16)
                self._known.update(zip(fresh, rows, strict=True))
            return np.array([self._known[word] for word in words], np.float32)


_vectors = _Vectors()


def likeness(terms: Sequence[str], words: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
    """For each word its cosine with each of the terms, (terms,); empty without terms."""
    listed = sorted(set(words))
    if not terms or not listed:
        return {}
    rows = _vectors.of(listed) @ _vectors.of(terms).T
    return dict(zip(listed, rows, strict=True))
