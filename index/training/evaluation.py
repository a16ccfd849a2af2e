"""How well vectors find the right document: the retrieval measures on folders of questions and documents."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import chunking, cleaning, structure
from index.lexicon import fold_text

_RUN = 32  # code points of a shared run
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Questions, each with the documents that answer it, over a corpus cut into chunks.

    `chunk_document[i]` is the row in `documents` of the document that chunk `i` is from.
    """

    name: str
    questions: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]
    documents: tuple[str, ...]
    chunks: tuple[str, ...]
    chunk_document: NDArray[np.int64]


def load_benchmark(folder: Path) -> Benchmark:
    """Reads `queries.jsonl` (id, question, docid: one or a list) and `corpus.jsonl` (docid, text, title if any)."""
    documents = _lines(folder / "corpus.jsonl")
    rows = {str(document["docid"]): row for row, document in enumerate(documents)}
    chunks: list[str] = []
    owners: list[int] = []
    for row, document in enumerate(documents):
        pieces = _chunks(str(document["docid"]), str(document["text"]), document.get("title"))
        chunks.extend(pieces)
        owners.extend([row] * len(pieces))
    queries = _lines(folder / "queries.jsonl")
    return Benchmark(
        folder.name,
        tuple(str(query["question"]) for query in queries),
        tuple(_relevant(query["docid"], rows) for query in queries),
        tuple(rows),
        tuple(chunks),
        np.array(owners),
    )


def _lines(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _relevant(docid: object, rows: Mapping[str, int]) -> frozenset[int]:
    return frozenset(rows[str(one)] for one in (docid if isinstance(docid, list) else [docid]))


def _chunks(docid: str, text: str, title: object) -> list[str]:
    repeats = cleaning.repeated_spans(text)
    cut = chunking.chunk(docid, text, structure.sections(text, repeats), repeats)
    return [chunking.embedding_text(str(title) if title else None, chunk) for chunk in cut] or [text]


def dense_scores(benchmark: Benchmark, embed_queries: Embed, embed_documents: Embed) -> NDArray[np.float32]:
    """Each question's similarity to each document's best chunk, (questions, documents)."""
    return best_chunk(benchmark, embed_queries(benchmark.questions) @ embed_documents(benchmark.chunks).T)


def best_chunk(benchmark: Benchmark, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """(questions, chunks) → (questions, documents): the maximum over a document's chunks."""
    firsts = np.searchsorted(benchmark.chunk_document, np.arange(len(benchmark.documents)))
    return np.maximum.reduceat(scores, firsts, axis=1)


def fused(first: NDArray[np.float32], second: NDArray[np.float32], constant: int = 10) -> NDArray[np.float32]:
    """Reciprocal rank fusion of two score tables of one shape (Cormack et al. 2009)."""
    ranks = [np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) for scores in (first, second)]
    return np.asarray(sum(1.0 / (constant + 1 + rank) for rank in ranks), np.float32)


def measures(benchmark: Benchmark, scores: NDArray[np.float32]) -> dict[str, float]:
    """R@1, R@5, R@10, MRR@10 and nDCG@10 of the ranking that the scores give, means over the questions."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    sums = dict.fromkeys(("R@1", "R@5", "R@10", "MRR@10", "nDCG@10"), 0.0)
    for ranking, relevant in zip(order, benchmark.relevant, strict=True):
        hits = np.array([document in relevant for document in ranking])
        for cut in (1, 5, 10):
            sums[f"R@{cut}"] += hits[:cut].sum() / len(relevant)
        if hits.any():
            sums["MRR@10"] += 1 / (1 + int(hits.argmax()))
        gains = 1 / np.log2(np.arange(2, 2 + len(ranking)))
        sums["nDCG@10"] += gains[hits].sum() / gains[: min(len(relevant), 10)].sum()
    return {name: round(float(total) / len(benchmark.questions), 4) for name, total in sums.items()}


def language_pairs(held_out: Sequence[Mapping[str, str]], embed: Embed) -> dict[str, dict[str, float]]:
    """Language → {"en": R@1, "zh": R@1}: how often a held-out sentence finds its own among all in that language."""
    vectors = {
        language: embed([unit.get(language, "") for unit in held_out])
        for language in sorted({language for unit in held_out for language in unit})
    }
    found: dict[str, dict[str, float]] = {}
    for language, rows in vectors.items():
        for other in ("en", "zh"):
            if language != other:
                best = (rows @ vectors[other].T).argmax(axis=1)
                found.setdefault(language, {})[other] = round(float((best == np.arange(len(rows))).mean()), 4)
    return found


def shared_documents(benchmark: Benchmark, texts: Iterable[str]) -> int:
    """How many of the benchmark's documents share a run of 63 folded characters with one of the (folded) texts."""
    runs: dict[str, set[int]] = {}
    for chunk, document in zip(benchmark.chunks, benchmark.chunk_document, strict=True):
        folded = fold_text(chunk)
        for start in range(len(folded) - _RUN + 1):
            runs.setdefault(folded[start : start + _RUN], set()).add(int(document))
    shared: set[int] = set()
    # Every run of twice that length, less one, has one that begins at a multiple of it.
    for text in texts:
        for start in range(0, len(text) - _RUN + 1, _RUN):
            shared |= runs.get(text[start : start + _RUN], set())
    return len(shared)
