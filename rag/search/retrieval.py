"""Hybrid retrieval: dense and keyword candidates, fused and looked at again."""

from collections.abc import Callable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Literal

from index.documents import Chunk, DocumentInfo, Filters
from index.lexicon import bigrams, fold_text
from index.local import LocalIndex
from rag.citations import MARKER
from rag.search import ranking
from rag.search.wordings import Wording, wordings

Mode = Literal["hybrid", "dense", "keywords"]

_LOOKED_AT = 50  # of each side's best that are looked at again
_OF_ALL, _DEEPER = 30, 6  # of these from whatever document where some come first; times as many among which theirs are
_READ_WHOLE = 3_000  # chunks in scope up to which every sentence of every document is read
_ANSWERED_FROM, _HOLDS_ANSWER = 10, 0.5  # passages that may hold an earlier answer, and the share of it that one must
_OF_DOCUMENT = 5  # chunks read of each document in a larger scope


def search(
    index: LocalIndex,
    query: str,
    k: int,
    filters: Filters | None = None,
    mode: Mode = "hybrid",
    first: Set[str] = frozenset(),
) -> list[tuple[int, float]]:
    """The `k` best chunks for the query as (chunk id, score in 0…1), best first.

    Hybrid search looks at the best of both sides again (`rag.search.ranking`), for the query as it stands and with
    other words for its own; the others follow by rank. One side alone gives its own scores as shares of its best. More
    hits asked for never change the order of the first. Of the documents `first`, where any are given, the best passages
    are looked at even if those of others match the query better.
    """
    filters = filters or Filters()
    if mode == "keywords":
        return _shares(index.search_keywords(query, k, filters))
    if mode == "dense":
        return _shares(index.search_vectors(index.embedder.embed_query(query), k, filters))
    asked = wordings(index.embedder, query)
    sides = _sides(index, asked, max(k, _LOOKED_AT * _DEEPER if first else _LOOKED_AT), filters)
    nearest = reciprocal_ranks([_looked_at(index, hits, first) for hits in sides])
    found = ranking.order(index, asked, index.chunks([chunk_id for chunk_id, _ in nearest]))
    if k > len(found):
        lowest, known = found[-1][1] if found else 0.0, {chunk_id for chunk_id, _ in found}
        found += [(chunk_id, lowest * score) for chunk_id, score in reciprocal_ranks(sides) if chunk_id not in known]
    return found[:k]


def document_of(index: LocalIndex, question: str, answer: str, filters: Filters) -> str | None:
    """The id of the document that an earlier answer is from; None where it cannot be told."""
    passage = passage_of(index, question, answer, filters)
    return passage.document_id if passage else None


def passage_of(index: LocalIndex, question: str, answer: str, filters: Filters) -> Chunk | None:
    """The passage that an earlier answer is from: of those found for both the one that holds most of the answer's
    character pairs. None where none holds half of them."""
    told = set(bigrams(fold_text(MARKER.sub("", answer))))
    hits = dict(search(index, f"{question} {answer}", _ANSWERED_FROM, filters))
    held = [
        (len(told & set(bigrams(fold_text(chunk.text)))) / len(told), hits[chunk.id], chunk)
        for chunk in index.chunks(list(hits))
        if told
    ]
    share, _, best = max(held, key=lambda each: each[:2], default=(0.0, 0.0, None))
    return best if share >= _HOLDS_ANSWER else None


def candidates(index: LocalIndex, asked: Sequence[Wording]) -> list[tuple[int, float]]:
    """The chunks that hybrid search looks at again, fused by rank, best first."""
    return reciprocal_ranks(_sides(index, asked, _LOOKED_AT, Filters()))


def _sides(index: LocalIndex, asked: Sequence[Wording], depth: int, filters: Filters) -> list[list[tuple[int, float]]]:
    own = asked[0]  # what the others mean is nearly the same
    by_words = [_pool().submit(index.search_keywords, wording.text, depth, filters) for wording in asked]
    return [index.search_vectors(own.vector, depth, filters), *(hits.result() for hits in by_words)]


def _looked_at(index: LocalIndex, hits: Sequence[tuple[int, float]], first: Set[str]) -> list[tuple[int, float]]:
    """The best hits of one side; where some documents come first, the last places are for theirs."""
    best, others = list(hits[:_LOOKED_AT]), hits[_LOOKED_AT:]
    if not first:
        return best
    owner = index.owners([chunk_id for chunk_id, _ in hits])
    kept = best[:_OF_ALL] + [hit for hit in (*best[_OF_ALL:], *others) if owner[hit[0]] in first]
    return (kept + [hit for hit in best[_OF_ALL:] if owner[hit[0]] not in first])[:_LOOKED_AT]


@cache
def _pool() -> ThreadPoolExecutor:
    """Threads of the searches by words, which leave Python's lock to others."""
    return ThreadPoolExecutor(thread_name_prefix="search")


def _shares(hits: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    best = hits[0][1] if hits else 0.0
    return [(chunk_id, max(score, 0.0) / best if best > 0 else 0.0) for chunk_id, score in hits]


def reciprocal_ranks(sides: Sequence[Sequence[tuple[int, float]]]) -> list[tuple[int, float]]:
    """Several rankings as one, best first: the sum of 1 / (60 + rank) (Cormack et al. 2009).

    >>> [chunk_id for chunk_id, _ in reciprocal_ranks([[(7, 0.9), (8, 0.8)], [(8, 31.0), (9, 12.5)]])]
    [8, 7, 9]
    """
    fused: dict[int, float] = {}
    for hits in sides:
        for rank, (chunk_id, _) in enumerate(hits, start=1):
            fused[chunk_id] = fused.get(chunk_id, 0.0) + 1 / (60 + rank)
    return sorted(fused.items(), key=lambda hit: (-hit[1], hit[0]))


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
