"""The lexical half of an index: tantivy over the words and bigrams of one generation, a cache of the SQLite truth."""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index import segments
from index.database import State
from index.documents import Chunk
from index.lexicon import HAN_ONLY, bigram_texts, bigrams, fold_text, fold_texts, words
from index.segments import Run, Segment, checksum
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

NAME = "keywords"
FORM = "3"  # raise it when the fields below or index.lexicon give other terms for a text: caches are then built anew
BOOSTS = {"words": 1.0, "bigrams": 1.0, "title_words": 0.3}
MAX_TERMS = 1_000  # of a question that are looked up
_META = "meta.json"
_BATCH = 256  # passages whose terms are made at once
_HEAP = 64_000_000  # bytes that tantivy collects before it writes a segment


class KeywordIndex:
    """BM25 search over one generation. A reader keeps its generation while others write the next."""

    def __init__(self, folder: Path, state: State, files: frozenset[str]) -> None:
        """Open tantivy's folder; `files` are those of it that were found sound. Raises ValueError or OSError."""
        import tantivy

        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # or a thread of tantivy's would follow the folder
        self._searcher = index.searcher()
        self._schema = index.schema
        self.state = state
        self.files = files

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, question: str, k: int, documents: Sequence[str] | None = None) -> list[tuple[int, float]]:
        """The k best chunks with their BM25 scores, best first, among those of `documents` if given.

        A chunk matches by any word or bigram of the folded question; the question is never parsed as a query language.
        """
        import tantivy

        clauses = [(tantivy.Occur.Should, query) for query in self._terms(question)]
        k = min(k, len(self))
        if not clauses or k <= 0 or (documents is not None and not documents):
            return []
        query = tantivy.Query.boolean_query(clauses)
        if documents is not None:
            scope = tantivy.Query.term_set_query(self._schema, "document_id", list(documents))
            unscored = tantivy.Query.const_score_query(scope, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, unscored)])
        hits = self._searcher.search(query, k, count=False).hits
        ids = self._searcher.fast_field_values("chunk_id", [address for _, address in hits])
        found = [(int(identity), float(score)) for identity, (score, _) in zip(ids, hits, strict=True)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _terms(self, question: str) -> Iterator[Any]:
        import tantivy

        folded = fold_text(question)
        for field, terms in (("words", words(folded)), ("bigrams", bigrams(folded)), ("title_words", words(folded))):
            for term in list(dict.fromkeys(terms))[:MAX_TERMS]:
                yield tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), BOOSTS[field])

    def holding(self, text: str) -> list[int]:
        """The chunks that hold every bigram of a folded text, ascending: all that hold the text, and a few more."""
        import tantivy

        grams = list(dict.fromkeys(bigrams(text)))
        if not grams or not len(self):
            return []
        queries = [tantivy.Query.term_query(self._schema, "bigrams", gram) for gram in grams]
        together = tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
        count = int(self._searcher.search(together, 1, count=True).count)
        hits = self._searcher.search(together, max(count, 1), count=False).hits
        return sorted(int(i) for i in self._searcher.fast_field_values("chunk_id", [at for _, at in hits]))

    def chunk_frequency(self, term: str) -> int:
        """How many chunks hold the folded word or bigram."""
        import tantivy

        if HAN_ONLY.fullmatch(term):
            # Two characters that are a word are a pair, too; one that is a run by itself and more than two are words.
            return int(self._searcher.doc_freq("bigrams" if len(term) == 2 else "words", term))
        queries = [tantivy.Query.term_query(self._schema, field, term) for field in ("words", "bigrams")]
        either = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
        return int(self._searcher.search(either, 1, count=True).count)


def load(folder: Path, state: State, before: KeywordIndex | None = None) -> KeywordIndex | None:
    """The index of that state, or None when its files are missing, of another state or damaged.

    Tantivy maps its files into memory and trusts them: a flipped byte would be a panic or a wrong answer in the middle
    of a search. They are checked, but those that `before` has checked: files never change under one name.
    """
    generation = segments.load(folder, NAME, state, FORM)
    known = before.files if before is not None else frozenset()
    if generation is None or not segments.is_sound(generation, known):
        return None
    try:
        files = frozenset(name for segment in generation.segments for name, _ in segment.files)
        return KeywordIndex(generation.folder, state, files)
    except (ValueError, OSError) as error:
        log.warning("%s: the keyword index is damaged and will be built anew: %s", folder, error)
        return None


def catch_up(folder: Path, truth: Snapshot, *, thorough: bool = False) -> None:
    """Make the folder hold the terms that `truth` holds. Call it under the write lock."""

    def build(runs: Sequence[Run], into: Path) -> list[Segment]:
        return [Segment(run[0], run[-1], len(run), *_build(truth, run[0], run[-1], into)) for run in runs]

    segments.catch_up(folder, NAME, FORM, truth, build, _join, thorough=thorough)


def _join(folder: Path, parts: Sequence[Segment]) -> segments.Files:
    """Make the segments one index of tantivy's, which lists them in `meta.json`."""
    import tantivy

    tantivy.Index(_schema(), path=str(folder))
    meta = folder / _META
    listed = json.loads(meta.read_bytes()) | {"segments": [each for part in parts for each in json.loads(part.detail)]}
    meta.write_text(json.dumps(listed), encoding="utf-8")
    (folder / ".managed.json").unlink()  # what a writer may delete: nobody writes here again
    return ((_META, checksum(meta) or 0),)


def _build(truth: Snapshot, first: int, last: int, into: Path) -> tuple[segments.Files, str]:
    """Write the files of a segment into a folder; returns them, and what tantivy's `meta.json` says of them."""
    import tantivy

    with TemporaryDirectory(dir=into) as temporary:
        index = tantivy.Index(_schema(), path=temporary)
        index.config_reader("manual")
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        passages = truth.chunks_between(first, last)
        while batch := list(islice(passages, _BATCH)):
            for document in _documents(batch):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        made = json.loads((Path(temporary) / _META).read_bytes())["segments"]
        names = [path.name for each in made for path in sorted(Path(temporary).glob(f"{_stem(each)}.*"))]
        for name in names:
            os.rename(Path(temporary) / name, into / name)
    return tuple((name, checksum(into / name) or 0) for name in names), json.dumps(made)


def _stem(segment: dict[str, Any]) -> str:
    return str(segment["segment_id"]).replace("-", "")


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk_id", indexed=True, fast=True)
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _documents(passages: Sequence[tuple[str | None, Chunk]]) -> Iterator[Any]:
    """What tantivy holds of passages, each with its document's title."""
    texts = fold_texts([chunk.text for _, chunk in passages])
    above = fold_texts(["\n".join([*([title] if title else []), *chunk.heading_path]) for title, chunk in passages])
    for (_, chunk), text, grams, headings in zip(passages, texts, bigram_texts(texts), above, strict=True):
        yield _document(chunk, " ".join(words(text)), grams, _joined_words(headings))


def _document(chunk: Chunk, *terms: str) -> Any:
    """A passage with its terms in each field."""
    import tantivy

    document = tantivy.Document()
    document.add_unsigned("chunk_id", chunk.id)
    document.add_text("document_id", chunk.document_id)
    for field, text in zip(BOOSTS, terms, strict=True):
        document.add_text(field, text)
    return document


@lru_cache(64)
def _joined_words(text: str) -> str:
    return " ".join(words(text))
