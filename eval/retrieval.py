"""How well the product finds documents: a benchmark's corpus indexed and searched as the product does it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from eval.benchmarks import Benchmark, CorpusDocument
from index import caches, chunking, cleaning, database, locking, metadata, store, structure
from index.documents import Chunk, Document
from index.loaders import canonical
from index.local import LocalIndex
from rag.search.retrieval import Mode, search

if TYPE_CHECKING:
    from index.embedding import Embedder

MODES: tuple[Mode, ...] = ("keywords", "dense", "hybrid")
MEASURES = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
DEPTH = 10  # documents ranked for each query
_CHUNKS = 50  # retrieved at first; more when they are of too few documents
_BATCH = 256  # documents embedded at once


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents found for one query, best first, and what finding them took."""

    query_id: str
    documents: tuple[str, ...]
    milliseconds: float


def index_corpus(documents: Sequence[CorpusDocument], folder: Path, model: str | None) -> Iterator[CorpusDocument]:
    """Index the corpus in an empty folder; yields every document once it is in.

    The index is searchable after the last. Raises ModelUnavailable.
    """
    from index.embedding import load_embedder

    embedder = load_embedder(model)
    with locking.write_lock(folder):
        database.create(folder, model=model, embedder=embedder.name, dimension=embedder.dimension)
        with store.writing(folder) as writer:
            for start in range(0, len(documents), _BATCH):
                batch = documents[start : start + _BATCH]
                _add(writer, [as_document(document) for document in batch], embedder)
                yield from batch
        caches.bring_up_to_date(folder)


def _add(writer: store.Writer, documents: Sequence[Document], embedder: "Embedder") -> None:
    texts: list[str] = []
    chunks: list[Chunk] = []
    for document in documents:
        writer.add_document(document)
        chunks += document.chunks
        texts += [chunking.embedding_text(document.metadata.title, chunk) for chunk in document.chunks]
    if chunks:
        writer.add_chunks(chunks, embedder.embed_documents(texts))


def as_document(given: CorpusDocument) -> Document:
    """The corpus document as ingestion would make it of a file beside which its title is stated, where one is given."""
    text = canonical(given.text)
    repeats = cleaning.repeated_spans(text)
    sections = structure.sections(text, repeats)
    stated = {"title": given.title} if given.title else {}
    return Document(
        id=given.id,
        source=given.id,
        path=given.id,
        content_hash="",
        text=text,
        metadata=metadata.extract(text, stated),
        sections=sections,
        chunks=chunking.chunk(given.id, text, sections, repeats),
        repeats=repeats,
    )


def rankings(benchmark: Benchmark, index: LocalIndex, mode: Mode) -> Iterator[Ranking]:
    """What the product finds for each query, in the order of the queries."""
    for query in benchmark.queries:
        started = perf_counter()
        found = ranked_documents(index, query.question, mode)
        yield Ranking(query.id, tuple(found), 1000 * (perf_counter() - started))


def ranked_documents(index: LocalIndex, question: str, mode: Mode, depth: int = DEPTH) -> list[str]:
    """Ids of the best `depth` documents, each ranked by its best chunk."""
    wanted, k = min(depth, index.document_count), _CHUNKS
    while True:
        hits = search(index, question, k, mode=mode)
        found = list(dict.fromkeys(chunk.document_id for chunk in index.chunks([chunk_id for chunk_id, _ in hits])))
        # Fewer hits than asked for: there are no more.
        if len(found) >= wanted or len(hits) < k:
            return found[:depth]
        k *= 2


def measure(benchmark: Benchmark, found: Iterable[Ranking]) -> dict[str, float]:
    """The measures by name; a query that found nothing counts 0. Computed by ir-measures."""
    from ir_measures import RR, Qrel, R, ScoredDoc, calc_aggregate, nDCG

    qrels = [Qrel(query.id, document, 1) for query in benchmark.queries for document in query.relevant]
    # Scores are ranks turned round: trec_eval would order equal scores by document id.
    run = [
        ScoredDoc(ranking.query_id, document, float(-rank))
        for ranking in found
        for rank, document in enumerate(ranking.documents)
    ]
    measures = dict(zip(MEASURES, (R @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10), strict=True))
    values: Mapping[object, float] = calc_aggregate(list(measures.values()), qrels, run)
    return {name: float(values[of]) for name, of in measures.items()}
