"""Hybrid retrieval: dense and keyword candidates, fused."""

from collections.abc import Callable, Sequence
from typing import Literal

from index.documents import Chunk, DocumentInfo, Filters
from index.lexicon import HAN, fold_text
from index.local import LocalIndex

Mode = Literal["hybrid", "dense", "keywords"]

_DENSE_WEIGHT = 0.3
_DENSE_WEIGHT_FOREIGN = 0.9  # a question without Chinese characters shares few words with the documents
_READ_WHOLE = 3_000  # chunks in scope up to which every sentence of every document is read
_OF_DOCUMENT = 5  # chunks read of each document in a larger scope
_CANDIDATES = 5  # times k from each side before fusion


def search(
    index: LocalIndex, query: str, k: int, filters: Filters | None = None, mode: Mode = "hybrid"
) -> list[tuple[int, float]]:
    """The `k` best chunks for the query as (chunk id, score in 0…1), best first.

    Both sides are scaled to their best hit and summed; a chunk that one side did not find counts 0 there. The
    keyword side is scaled by BM25's best score, the dense side by cosine similarity.
    """
    filters = filters or Filters()
    dense, words = [], []
    if mode != "keywords":
        dense = index.search_vectors(index.embedder.embed_query(query), k * _CANDIDATES, filters)
    if mode != "dense":
        words = index.search_keywords(query, k * _CANDIDATES, filters)
    weight = {"dense": 1.0, "keywords": 0.0}.get(mode, _dense_weight(query))
    fused: dict[int, float] = {}
    for hits, share in ((dense, weight), (words, 1.0 - weight)):
        best = max((score for _, score in hits), default=0.0)
        for chunk_id, score in hits:
            if best > 0:
                fused[chunk_id] = fused.get(chunk_id, 0.0) + share * max(score, 0.0) / best
    return sorted(fused.items(), key=lambda hit: (-hit[1], hit[0]))[:k]


def _dense_weight(query: str) -> float:
    folded = fold_text(query)
    return _DENSE_WEIGHT if HAN.search(folded) else _DENSE_WEIGHT_FOREIGN


def passages_by_document(
    index: LocalIndex, infos: Sequence[DocumentInfo], query: str, filters: Filters
) -> Callable[[DocumentInfo], Sequence[Chunk]]:
    """The chunks of each document that are read sentence by sentence: all of them while the scope is small.

    In a large scope these are each document's best chunks by words, and the chunks nearest in meaning. Every chunk that
    shares a word or a character pair with the query is ranked, so a document that has none has none of its words.
    """
    if sum(info.chunk_count for info in infos) <= _READ_WHOLE:
        return lambda info: index.document_chunks(info.id)
    by_words = index.search_keywords(query, index.chunk_count, filters)
    by_meaning = index.search_vectors(index.embedder.embed_query(query), _READ_WHOLE, filters)
    owner = index.owners([chunk_id for chunk_id, _ in by_words])
    chosen = {chunk_id for chunk_id, _ in by_meaning}
    taken: dict[str, int] = {}
    for chunk_id, _ in by_words:
        document = owner[chunk_id]
        taken[document] = taken.get(document, 0) + 1
        if taken[document] <= _OF_DOCUMENT:
            chosen.add(chunk_id)
    found: dict[str, list[Chunk]] = {}
    for chunk in index.chunks(sorted(chosen)):
        found.setdefault(chunk.document_id, []).append(chunk)
    return lambda info: found.get(info.id, ())
