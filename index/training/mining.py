"""Hard negatives: for a sample of units, another one that shares its words but stands elsewhere, found with BM25."""

import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.training.encoding import Run, load_encoded

MINED = ("news", "laws")
_POOL = 250_000  # units that are searched
_QUESTIONS = 60_000
_LONGEST_QUESTION = 24  # pieces
_RANKS = (2, 8)  # of the hit that is taken: the best ones are often the same text again
_logger = logging.getLogger(__name__)


def mine(work: Path, seed: int) -> None:
    """Write `work/hard/NAME.npy`, (pairs, 2): units whose wording is close, of different documents."""
    (work / "hard").mkdir(exist_ok=True)
    for name in MINED:
        target = work / "hard" / f"{name}.npy"
        if not target.exists():
            corpus = load_encoded(work, name)
            documents = np.repeat(np.arange(len(corpus.bounds) - 1), np.diff(corpus.bounds))
            pairs = _close_pairs(corpus.units["zh"], documents, np.random.default_rng(seed))
            np.save(target, pairs)
            _logger.info("%s: %d hard negatives", name, len(pairs))


def _close_pairs(texts: Run, documents: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    import tantivy

    lengths = np.diff(texts.starts)
    pool = np.flatnonzero(lengths >= 8)
    pool = rng.choice(pool, min(_POOL, len(pool)), replace=False)
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("pieces", stored=False, tokenizer_name="whitespace", index_option="freq")
    schema.add_integer_field("unit", stored=False, indexed=False, fast=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(64_000_000, 1)
    for unit in pool:
        writer.add_document(tantivy.Document(pieces=" ".join(map(str, _pieces(texts, int(unit)))), unit=int(unit)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    found: list[tuple[int, int]] = []
    for unit in pool[:_QUESTIONS]:
        wanted = np.unique(_pieces(texts, int(unit)))
        query = index.parse_query(" ".join(map(str, rng.permutation(wanted)[:_LONGEST_QUESTION])), ["pieces"])
        hits = [address for _, address in searcher.search(query, _RANKS[1]).hits]
        units = searcher.fast_field_values("unit", hits)
        others = [other for other in units[_RANKS[0] :] if documents[other] != documents[unit]]
        if others:
            found.append((int(unit), int(rng.choice(others))))
    return np.array(found, np.int64).reshape(-1, 2)


def _pieces(texts: Run, unit: int) -> NDArray[np.int32]:
    return texts.pieces[texts.starts[unit] : texts.starts[unit + 1]]
