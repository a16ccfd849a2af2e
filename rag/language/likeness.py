"""How much alike in meaning the words of a question and of the documents are, by the built-in static model."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.builtin import BUILTIN
from index.embedding import StaticEmbedder, load_embedder
from rag.remembered import Remembered

_HALF, _STEEP = 0.2, 12.0  # cosine at which a piece is half there, and how fast it is wholly
_NOTHING, _SAME = (1 / (1 + math.exp(_STEEP * (_HALF - cosine))) for cosine in (0.0, 1.0))
_MOST_WORDS = 40_000  # whose vectors are kept: 40 MB in half precision


@lru_cache(maxsize=1)
def static_embedder() -> StaticEmbedder:
    """The built-in model whatever the index was embedded with: it costs microseconds a sentence."""
    embedder = load_embedder(BUILTIN)
    assert isinstance(embedder, StaticEmbedder)
    return embedder


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows at length 1 (or 0)."""
    rows: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)[:, None]
    return rows


def says(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each piece of a text says, by the lengths of their vectors, (pieces,); together 1."""
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1)
    return lengths / max(float(lengths.sum()), 1e-9)


def present(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far pieces of a question are there, in 0…1, of whose best cosines with pieces of a text these are.

    That something has nothing like it tells more than how alike the others are: on questions kept apart from the
    training the passage and the sentence that answer come first more often by this than by the cosines.
    """
    steps = 1 / (1 + np.exp(_STEEP * (_HALF - cosines)))
    found: NDArray[np.float32] = (steps - _NOTHING) / (_SAME - _NOTHING)
    return found


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The pieces of texts in one row, each text from its place in `starts` on; one without a piece has a place too,
    which nothing fills. `pieces` are the different ones."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    pieces: NDArray[np.int64]
    _filled: NDArray[np.int64]
    _which: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[NDArray[np.int64]]) -> Self:
        lengths = np.array([max(len(text), 1) for text in texts])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        filled = np.concatenate([np.arange(s, s + len(text)) for s, text in zip(starts, texts, strict=True)])
        pieces, which = np.unique(np.concatenate(texts), return_inverse=True)
        return cls(starts, lengths, pieces, filled, which)

    def spread(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Values of the pieces, (…, pieces), along the row, (…, row); 0 where no piece is."""
        found: NDArray[np.float32] = np.take(values, self._which, axis=-1)
        length = int(self.lengths.sum())
        if len(self._filled) == length:
            return found
        row = np.zeros((*values.shape[:-1], length), np.float32)
        row[..., self._filled] = found
        return row


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
