"""An open index on this machine: one generation to search and read, and the way to the next."""

import logging
import math
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index import caches, database
from index.builtin import BUILTIN, builtin_name
from index.caches import Opened
from index.database import Manifest, State
from index.documents import Chunk, Document, DocumentInfo, Filters
from index.errors import EmbedderMismatch, IndexBusy, ZhengwenError
from index.listing import Listing
from index.relations import Relation
from index.snapshot import EVERYTHING, chunk_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder

log = logging.getLogger(__name__)

_DOCUMENTS = 256  # kept in memory with their chunks
_TEXTS = 2048  # kept in memory for passages
_RELATIONS = 4096  # documents whose relations are kept
_SCOPES = 64  # filters whose documents and chunk ids are kept
_LOG_TURN = 1.0  # seconds between attempts to fold SQLite's log in


class EmbedderOfIndex:
    """The embedder that an index was built with, loaded when first needed: listing documents does without it."""

    def __init__(self, manifest: Manifest, asked: str | None) -> None:
        """Raises EmbedderMismatch when `asked` names another model than the index was built with."""
        self._manifest = manifest
        self._lock = threading.Lock()
        self._embedder: Embedder | None = None
        if asked is not None and model_setting(asked) != manifest.model:
            self.load(asked)

    def load(self, model: str | None = None) -> "Embedder":
        """The embedder. Raises EmbedderMismatch when the model is another one by now, ModelUnavailable when gone."""
        with self._lock:
            if self._embedder is None:
                from index.embedding import load_embedder

                self._embedder = require_embedder(self._manifest, load_embedder(model or self._manifest.model))
            return self._embedder

    def serves(self, manifest: Manifest) -> bool:
        """Whether it is the embedder of that manifest too."""
        return _embedder_of(self._manifest) == _embedder_of(manifest)


def _embedder_of(manifest: Manifest) -> tuple[str | None, str, int]:
    return manifest.model, manifest.embedder, manifest.dimension


def model_setting(model: str | None) -> str | None:
    """A model's name as the manifest keeps it: folders by their full path, so that it holds from everywhere, and the
    built-in model as None."""
    if not model or model == BUILTIN:
        return None
    return str(Path(model).resolve()) if Path(model).is_dir() else model


def require_embedder(manifest: Manifest, embedder: "Embedder") -> "Embedder":
    """The embedder itself if the index was built with it. Raises EmbedderMismatch."""
    if (embedder.name, embedder.dimension) != (manifest.embedder, manifest.dimension):
        built, asked = f"{manifest.embedder} ({manifest.dimension})", f"{embedder.name} ({embedder.dimension})"
        if manifest.model is None and embedder.name == builtin_name():
            raise EmbedderMismatch(
                f"索引用 {built} 建立，内置模型现为 {asked}：请运行 zhengwen ingest 路径… 重新计算向量 / the index "
                f"was built with {built}, the built-in model is {asked} by now: run 'zhengwen ingest PATH…' to take it"
            )
        raise EmbedderMismatch(
            f"索引用 {built} 建立，当前模型是 {asked}：请改回原模型，或换一个 --index 目录，"
            f"或运行 zhengwen ingest --rebuild 路径… / the index was built with {built}, the model asked for is "
            f"{asked}: use the first again, another --index folder, or run 'zhengwen ingest --rebuild PATH…'"
        )
    return embedder


class LocalIndex:
    """One generation of the index in a folder. It does not change; `latest` gives the next when there is one.

    Its methods may be called from several threads at once.
    """

    def __init__(self, folder: Path, opened: Opened, embedder: EmbedderOfIndex) -> None:
        self.folder = folder
        self.manifest = opened.snapshot.manifest
        self.chunk_count = opened.snapshot.chunk_count
        self.document_count = opened.snapshot.document_count
        self._snapshot, self._vectors, self._keywords = opened.snapshot, opened.vectors, opened.keywords
        self._embedder = embedder
        self._watch = _Watch(folder)
        self._turn = threading.Lock()
        self._successor: LocalIndex | None = None
        self._refused: State | None = None
        # Each cache wraps the snapshot or its listing, not self: without a circle an index is closed as soon as nobody
        # uses it.
        self._listing = Listing(opened.snapshot)
        self._documents = lru_cache(_SCOPES)(self._listing.documents)
        self._chunk_ids = lru_cache(_SCOPES)(self._listing.chunk_ids)
        self._document = lru_cache(_DOCUMENTS)(opened.snapshot.document)
        self._text = lru_cache(_TEXTS)(opened.snapshot.text)
        self._relations = lru_cache(_RELATIONS)(opened.snapshot.relations)
        self._cited_by = lru_cache(_RELATIONS)(opened.snapshot.cited_by)
        self._frequency = lru_cache(65_536)(opened.keywords.chunk_frequency)

    @classmethod
    def open(cls, folder: Path, embedding_model: str | None = None) -> "LocalIndex":
        """The last committed generation of the index in the folder; damaged or stale caches are repaired first.

        Raises IndexUnavailable, IndexVersionMismatch, EmbedderMismatch, ModelUnavailable, or IndexBusy when a writer
        keeps the caches from being repaired.
        """
        opened = caches.open_all(folder)
        return cls(folder, opened, EmbedderOfIndex(opened.snapshot.manifest, embedding_model))

    @property
    def embedder(self) -> "Embedder":
        """What the index was built with; loaded at first use, which may raise EmbedderMismatch or ModelUnavailable."""
        return self._embedder.load()

    def documents(self, filters: Filters = EVERYTHING) -> Sequence[DocumentInfo]:
        """The documents in scope, by file name: the same object for the same filters, while these are remembered."""
        return self._documents(filters)

    @property
    def by_id(self) -> Mapping[str, DocumentInfo]:
        """Every document by its id."""
        return self._listing.by_id

    def document(self, document_id: str) -> Document:
        """The document with its text, sections and chunks. Raises UnknownDocument."""
        return self._document(document_id)

    def text(self, document_id: str) -> str:
        """The document's canonical text. Raises UnknownDocument."""
        return self._text(document_id)

    def relations(self, document_id: str) -> tuple[Relation, ...]:
        """How the document stands to others: what it cites, repeals and amends, what repeals it, its versions."""
        return self._relations(document_id)

    def cited_by(self, document_id: str) -> tuple[Relation, ...]:
        """The documents that refer to this one."""
        return self._cited_by(document_id)

    def touched(self, document_ids: Iterable[str]) -> set[str]:
        """Those of the documents that another one may repeal or amend, or be a newer version of: one look at all."""
        return self._snapshot.touched(document_ids)

    def resolve(self, reference: str, among: Iterable[str] | None = None) -> str:
        """The id of the document meant by an id, its beginning, a file name, a document number or a title.

        `among` are the ids of the documents that can be meant, if not all.

        Raises UnknownDocument when there is none or more than one, and names the nearest.
        """
        return self._snapshot.resolve(reference, among)

    def chunks(self, ids: Sequence[int]) -> list[Chunk]:
        """The chunks of these ids in their order; ids that do not exist are left out."""
        rows = self._snapshot.chunk_rows(ids)
        return [chunk_of(rows[i], self._text(rows[i][0])) for i in ids if i in rows]

    def owners(self, ids: Sequence[int]) -> dict[int, str]:
        """Chunk id → id of its document, for the ids that exist."""
        return self._listing.owners(ids)

    def document_chunks(self, document_id: str) -> list[Chunk]:
        """The document's chunks in reading order. Raises UnknownDocument."""
        return list(self._document(document_id).chunks)

    def vectors(self, ids: Sequence[int]) -> "NDArray[np.float32]":
        """The chunks' vectors, (n, dimension), in the order of the ids. Raises KeyError for an unknown id."""
        return self._snapshot.vectors(ids)

    def search_vectors(
        self, query: "NDArray[np.float32]", k: int, filters: Filters = EVERYTHING
    ) -> list[tuple[int, float]]:
        """The k chunks in scope nearest to the query vector, (dimension,), with their inner products, best first."""
        allowed = self._chunk_ids(filters) if filters else None
        return self._vectors.search(query, k, self._snapshot.vectors, allowed)

    def search_keywords(self, query: str, k: int, filters: Filters = EVERYTHING) -> list[tuple[int, float]]:
        """The k chunks in scope that share most with the query's words and bigrams, with BM25 scores, best first."""
        return self._keywords.search(query, k, [info.id for info in self._documents(filters)] if filters else None)

    def chunks_holding(self, text: str) -> list[int]:
        """Ids of the chunks that hold every bigram of a folded text, ascending: all that hold the text, and a few more.

        A text of one Chinese character has no bigram and is found where it stands alone.
        """
        return self._keywords.holding(text)

    def chunk_frequency(self, term: str) -> int:
        """How many chunks hold the folded word or bigram."""
        return self._frequency(term)

    def latest(self) -> "LocalIndex":
        """This index while its generation is the last one, else an index of the last one.

        While a writer is still at the caches of the next generation, or that one cannot be used (another embedder),
        this index keeps answering. Costs some tens of microseconds when nothing changed.
        """
        last = self
        while last._successor is not None:
            last = last._successor
        newest = last._moved_on()
        if newest is not self:
            self._successor = newest  # the generations between are closed, though this one may be held for long
        return newest

    def _moved_on(self) -> "LocalIndex":
        """The next generation if there is one to move on to, else this index."""
        state = self._watch.state()
        current = state == self.manifest.state
        if state in (None, self._refused) or (current and not self._watch.log_is_due()):
            return self
        if not self._turn.acquire(blocking=False):
            return self
        try:
            if current:
                self._snapshot.fold_log()
            else:
                self._successor = self._successor or self._next(state)
        finally:
            self._turn.release()
        return self._successor or self

    def _next(self, state: State | None) -> "LocalIndex | None":
        try:
            before = Opened(self._snapshot, self._vectors, self._keywords)
            opened = caches.open_all(self.folder, before, wait=0)
            manifest = opened.snapshot.manifest
            embedder = self._embedder
            if not embedder.serves(manifest):
                embedder = EmbedderOfIndex(manifest, None)
                embedder.load()  # a model that is not there must not end an index that answers
            return LocalIndex(self.folder, opened, embedder)
        except IndexBusy:
            return None
        except ZhengwenError as error:
            log.warning("%s: generation %d keeps answering: %s", self.folder, self.manifest.generation, error)
            self._refused = state
            return None

    def close(self) -> None:
        """Let go of the files. Searching or reading afterwards is an error."""
        self._watch.close()
        self._snapshot.close()


class _Watch:
    """Tells at which state a folder's database is, also after it was replaced by another file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / database.DATABASE
        self._log = folder / f"{database.DATABASE}-wal"
        self._tried = -math.inf  # when the log was last to be folded in
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._file: tuple[int, int] | None = None  # until it is open: a writer may not have filled it yet
        status = os.stat(self._path)
        self._connection = database.connect(self._path.parent)
        self._file = (status.st_dev, status.st_ino)
        self.close = weakref.finalize(self, self._connection.close)

    def state(self) -> State | None:
        """The last committed state; None when it cannot be told, so that there is nothing to move on to."""
        with self._lock:
            try:
                status = os.stat(self._path)
                if (status.st_dev, status.st_ino) != self._file:
                    self.close()
                    self._open()
                return State(*self._connection.execute("SELECT generation, token FROM manifest").fetchone())
            except (OSError, sqlite3.Error, TypeError, ZhengwenError):
                return None

    def log_is_due(self) -> bool:
        """Whether SQLite's log holds something and nobody here tried to fold it in within the last second."""
        try:
            if not self._log.stat().st_size or time.monotonic() - self._tried < _LOG_TURN:
                return False
        except OSError:
            return False
        self._tried = time.monotonic()
        return True
