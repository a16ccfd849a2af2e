"""Hybrid retrieval: dense and keyword candidates, fused."""

from typing import Literal

from index.documents import Filters
from index.lexicon import HAN, fold_text
from index.local import LocalIndex

Mode = Literal["hybrid", "dense", "keywords"]

_DENSE_WEIGHT = 0.3
_DENSE_WEIGHT_FOREIGN = 0.9  # a question without Chinese characters shares few words with the documents
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
