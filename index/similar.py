"""Documents that share much of their wording: a notice and the opinion that it forwards, copies, versions of a statute.

A document's sketch are the smallest hashes of its sentences (bottom-k sketches, Cohen and Kaplan 2007): of two
documents, the hashes that both sketches share among the smallest of both tell how many sentences they share.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from index.cleaning import Sentence
from index.documents import Sketch

SCHEMA = """
CREATE TABLE sketches (
    hash INTEGER NOT NULL,            -- of a sentence, signed
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    sentences INTEGER NOT NULL,       -- how many different ones the document has
    PRIMARY KEY (hash, document_id)
) WITHOUT ROWID;
CREATE INDEX sketches_by_document ON sketches (document_id);
"""
_SIZE = 24  # hashes kept of a document: shares are told to about a tenth
_SHORTEST = 10  # folded characters of a sentence that counts; shorter ones recur in documents of all kinds
_SHARED = 3  # sentences, at least, that documents alike have in common
_ALIKE = 0.5  # share of the smaller document's sentences that the other has too
_MOST = 10  # documents alike that are told of one


def sketch(sentences: Sequence[Sentence]) -> Sketch:
    """The sketch of a text; sentences are told apart by their folded wording."""
    keys = {sentence.key for sentence in sentences if len(sentence.key) >= _SHORTEST}
    hashes = sorted(
        int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
        for key in keys
    )
    return Sketch(tuple(hashes[:_SIZE]), len(keys))


def contained(one: Sketch, other: Sketch) -> float:
    """Which share of the smaller document's sentences the other has too, estimated; 0 if they share too few.

    >>> contained(Sketch((1, 2, 3, 4), 4), Sketch((1, 2, 3, 4, 5, 6, 7, 8), 8))
    1.0
    """
    smallest = sorted({*one.hashes, *other.hashes})[:_SIZE]
    both = set(one.hashes) & set(other.hashes) & set(smallest)
    if len(both) < _SHARED:
        return 0.0
    alike = len(both) / len(smallest)
    shared = alike * (one.sentences + other.sentences) / (1 + alike)
    return min(shared / min(one.sentences, other.sentences), 1.0)


def put(connection: sqlite3.Connection, identity: str, found: Sketch) -> None:
    """Store a document's sketch."""
    rows = ((value, identity, found.sentences) for value in found.hashes)
    connection.executemany("INSERT INTO sketches VALUES (?, ?, ?)", rows)


def similar(query: Callable[..., list[tuple[Any, ...]]], identity: str) -> list[tuple[str, float]]:
    """Documents that share at least half of the sentences of the smaller of the two, with that share, most first."""
    rows = query(
        "SELECT other.document_id, count(*) FROM sketches mine JOIN sketches other ON mine.hash = other.hash "
        "WHERE mine.document_id = ?1 AND other.document_id != ?1 GROUP BY other.document_id HAVING count(*) >= ?2 "
        "ORDER BY 2 DESC, 1 LIMIT ?3",
        identity,
        _SHARED,
        _MOST,
    )
    if not rows:
        return []
    mine = _stored(query, identity)
    shares = [(other, round(contained(mine, _stored(query, other)), 2)) for other, _ in rows]
    return sorted(((other, share) for other, share in shares if share >= _ALIKE), key=lambda each: (-each[1], each[0]))


def _stored(query: Callable[..., list[tuple[Any, ...]]], identity: str) -> Sketch:
    rows = query("SELECT hash, sentences FROM sketches WHERE document_id = ? ORDER BY hash", identity)
    return Sketch(tuple(value for value, _ in rows), rows[0][1] if rows else 0)
