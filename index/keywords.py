"""The lexical half of an index: a tantivy folder over the words and bigrams of one generation, a cache of SQLite."""

import json
import logging
import shutil
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.documents import Chunk
from index.lexicon import bigrams, fold_text, words
from index.snapshot import Snapshot
from index.store import State

log = logging.getLogger(__name__)

FOLDER = "keywords"
FORMAT = 1  # raise it when the fields below or index.lexicon give other terms for a text: caches are then built anew
BOOSTS = {"words": 1.0, "bigrams": 1.0, "title_words": 0.3}
MAX_TERMS = 1_000  # of a question that are looked up
DEAD_SHARE = 0.1  # replaced chunks that may linger, by share of the living ones, before all is rewritten
_HEAP = 64_000_000  # bytes that tantivy collects before it writes a segment
_FOOTER = struct.Struct("<II")  # at the end of tantivy's files: length of the JSON before it, magic number
_FOOTER_MAGIC = 1337


class DamagedKeywords(Exception):
    """The folder does not hold what was written there."""


class KeywordIndex:
    """BM25 search over one generation. A reader keeps its generation while others write the next."""

    def __init__(self, folder: Path, verified: frozenset[str] = frozenset()) -> None:
        """Open the folder after checking its files, but those named in `verified`. Raises DamagedKeywords."""
        import tantivy

        self.verified = _verify(folder, verified)
        try:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            self._searcher = index.searcher()
            self._schema = index.schema
            self.state = self._read_state()
        except (ValueError, OSError) as error:
            raise DamagedKeywords(f"{folder}: {error}") from error

    def _read_state(self) -> State | None:
        """What the last commit holds; None when there was none, or of another format."""
        import tantivy

        hits = self._searcher.search(tantivy.Query.term_query(self._schema, "kind", "state"), 1).hits
        if not hits:
            return None
        form, generation, token = json.loads(self._searcher.doc(hits[0][1]).get_first("state"))
        return State(generation, token) if form == FORMAT else None

    def __len__(self) -> int:
        return max(int(self._searcher.num_docs) - 1, 0)

    @property
    def lingering(self) -> int:
        """Deleted chunks whose terms are still in the files and in BM25's document frequencies."""
        return int(self._searcher.doc_freq("kind", "chunk")) - len(self)

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
        found = [(int(identity), float(score)) for identity, (score, _) in zip(ids, hits, strict=True) if identity]
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
        """How many chunks hold the folded word or bigram; chunks that are deleted do not count."""
        import tantivy

        # A term's own document frequency counts deleted chunks until their segment is rewritten; a search does not.
        queries = [tantivy.Query.term_query(self._schema, field, term) for field in ("words", "bigrams")]
        either = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
        return int(self._searcher.search(either, 1, count=True).count)


def load(folder: Path, state: State, verified: frozenset[str] = frozenset()) -> KeywordIndex | None:
    """The index of that state, or None when it is missing, of another state or damaged."""
    index = _open(folder, verified)
    return index if index is not None and index.state == state else None


def catch_up(folder: Path, truth: Snapshot) -> None:
    """Make the folder hold what `truth` holds, in one commit. Call it under the write lock."""
    current = _open(folder)
    if current is not None and current.state == truth.manifest.state and len(current) == truth.chunk_count:
        return
    if current is None or current.state is None or not truth.holds(current.state):
        log.info("%s: building the keyword index of generation %d from SQLite", folder, truth.manifest.generation)
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        _rewrite(folder, truth)
        return
    deleted = truth.deleted_since(current.state.generation)
    dead = current.lingering + len(deleted)
    if any(forget for _, forget in deleted) or dead > DEAD_SHARE * truth.chunk_count:
        _rewrite(folder, truth)
    else:
        _commit(folder, truth, current.state.generation, [identity for identity, _ in deleted])
        updated = _open(folder)
        if updated is None or len(updated) != truth.chunk_count:
            log.warning("%s: the keyword index does not agree with the documents and is built anew", folder)
            _rewrite(folder, truth)


def _rewrite(folder: Path, truth: Snapshot) -> None:
    _commit(folder, truth, -1, None)


def _commit(folder: Path, truth: Snapshot, generation: int, deleted: Sequence[int] | None) -> None:
    """Delete the chunks (None: all there is), add those after the generation, and note the state, all in one commit."""
    import tantivy

    path = folder / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    schema = _schema()
    index = tantivy.Index(schema, path=str(path))
    index.config_reader("manual")  # or a thread of tantivy's would follow the folder and open what is written
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    if deleted is None:
        writer.delete_all_documents()
    elif deleted:
        # By query: deletion by term takes an integer for a signed one and silently finds nothing.
        writer.delete_documents_by_query(tantivy.Query.term_set_query(schema, "chunk_id", list(deleted)))
    for title, chunk in truth.chunks_since(generation):
        writer.add_document(_document(title, chunk))
    writer.delete_documents_by_term("kind", "state")
    writer.add_document(tantivy.Document(kind="state", state=json.dumps([FORMAT, *truth.manifest.state])))
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk_id", indexed=True, fast=True)
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(title: str | None, chunk: Chunk) -> Any:
    import tantivy

    folded = fold_text(chunk.text)
    headings = fold_text("\n".join([*([title] if title else []), *chunk.heading_path]))
    document = tantivy.Document(
        kind="chunk",
        document_id=chunk.document_id,
        words=" ".join(words(folded)),
        bigrams=" ".join(bigrams(folded)),
        title_words=" ".join(words(headings)),
    )
    document.add_unsigned("chunk_id", chunk.id)
    return document


def _open(folder: Path, verified: frozenset[str] = frozenset()) -> KeywordIndex | None:
    if not (folder / FOLDER / "meta.json").exists():
        return None
    try:
        return KeywordIndex(folder / FOLDER, verified)
    except DamagedKeywords as error:
        log.warning("%s: the keyword index is damaged and will be built anew: %s", folder, error)
        return None


def _verify(folder: Path, verified: frozenset[str]) -> frozenset[str]:
    """Check the checksums that tantivy writes at the end of its segment files; returns the names of those checked.

    Tantivy maps these files into memory and trusts them: a flipped byte would be a panic or a wrong answer in the
    middle of a search. They never change under one name, so that a reader checks each only once.
    """
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = {
            path.name for segment in segments for path in folder.glob(f"{segment['segment_id'].replace('-', '')}.*")
        }
        for name in names - verified:
            _verify_file(folder / name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise DamagedKeywords(f"{folder}: {error!r}") from error
    return frozenset(names)


def _verify_file(path: Path) -> None:
    data = memoryview(path.read_bytes())
    length, magic = _FOOTER.unpack(data[-_FOOTER.size :])
    end = len(data) - _FOOTER.size - length
    if magic != _FOOTER_MAGIC or end < 0:
        raise ValueError(f"{path.name} has no footer")
    footer = json.loads(bytes(data[end : -_FOOTER.size]))
    if footer["crc"] != zlib.crc32(data[:end]):
        raise ValueError(f"{path.name} has another checksum")
