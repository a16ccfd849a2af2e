"""The writer of an index: documents, sections, chunks and vectors, and the files that they are of."""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index import relations
from index.database import State, connect, damaged, fold_log, now, read_manifest
from index.documents import Chunk, Document, Metadata
from index.lexicon import fold_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT_GENERATIONS = 100  # a cache further behind than this is built anew
_CACHE = 64_000  # KiB of the database that a writer holds in memory
_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes an encoder for every value
_METADATA = tuple(field.name for field in fields(Metadata))
_BRACKETS = str.maketrans("(){}<>《》〈〉", "[][][][][]")


class Source(NamedTuple):
    """A document as it is found in a file: `path` and `source` are the file's, with the place inside it if any."""

    path: str
    source: str
    document_id: str
    chunks: int


class StoredFile(NamedTuple):
    """What an ingest needs to know of a file that is stored already."""

    path: str
    content_hash: str
    stamp: str
    sources: tuple[Source, ...]

    @property
    def chunks(self) -> int:
        return sum(source.chunks for source in self.sources)

    @property
    def document_id(self) -> str | None:
        """Of its first document."""
        return self.sources[0].document_id if self.sources else None


class Writer:
    """The transaction of an ingest; what it adds belongs to the generation after the current one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.manifest = read_manifest(connection)
        self._begin()

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self.generation = read_manifest(self._connection).generation + 1
        self.changed = False  # what readers see
        self.noted = False  # only what the next ingest looks at

    def commit(self, *, go_on: bool = True) -> None:
        """Keep what was written so far, as the next generation if readers see a change, and begin another transaction
        to `go_on`."""
        if self.changed:
            self.stamp()
        self._connection.execute("COMMIT" if self.changed or self.noted else "ROLLBACK")
        if self.changed:
            # Readers of older snapshots may hold it back; then they fold the log in when they move on.
            fold_log(self._connection, "TRUNCATE")
        if go_on:
            self._begin()

    # Files

    def file(self, path: str) -> StoredFile | None:
        """What is stored of the file of that path."""
        row = self._connection.execute("SELECT content_hash, stamp FROM files WHERE path = ?", (path,)).fetchone()
        if row is None:
            return None
        sources = self._connection.execute(
            "SELECT path, source, document_id, (SELECT count(*) FROM chunks WHERE document_id = sources.document_id) "
            "FROM sources WHERE file = ? ORDER BY rowid",
            (path,),
        )
        digest, stamp = row
        return StoredFile(path, digest, stamp, tuple(Source(*source) for source in sources))

    def files(self) -> list[str]:
        """The paths of all files, in order."""
        return [path for (path,) in self._connection.execute("SELECT path FROM files ORDER BY path")]

    def files_of(self, content_hash: str, at_most: int = 10) -> list[str]:
        """The paths of some files with these bytes."""
        rows = self._connection.execute(
            "SELECT path FROM files WHERE content_hash = ? ORDER BY path LIMIT ?", (content_hash, at_most)
        )
        return [path for (path,) in rows]

    def put_file(self, path: str, content_hash: str, stamp: str) -> None:
        """Note a file, in place of what was noted of that path."""
        self.noted = True
        self._connection.execute(
            "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET content_hash = ?2, stamp = ?3",
            (path, content_hash, stamp),
        )

    def move_file(self, stored: StoredFile, path: str, source: str, stamp: str) -> None:
        """Note that a file lies elsewhere now; its documents stay as they are. Nothing may be stored of `path`."""
        self.changed = True
        self._connection.execute(
            "UPDATE files SET path = ?, stamp = ? WHERE path = ?",
            (path, stamp, stored.path),
        )
        for old, new in zip(stored.sources, elsewhere(stored, path, source), strict=True):
            self._connection.execute(
                "UPDATE sources SET path = ?, source = ?, file = ? WHERE path = ?",
                (new.path, new.source, path, old.path),
            )
            self._connection.execute(
                "UPDATE documents SET path = ?, source = ? WHERE path = ?", (new.path, new.source, old.path)
            )

    def link(self, source: Source, file: str) -> None:
        """Note another place where a stored document is found."""
        self.changed = True
        self._connection.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?)", (source.path, source.document_id, file, source.source)
        )

    def drop_file(self, path: str) -> None:
        """Delete what is stored of the file of that path, if anything: with its documents, but those that other files
        hold too, which are called by one of those then."""
        self.noted = True
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))
        rows = self._connection.execute("SELECT path, document_id FROM sources WHERE file = ?", (path,)).fetchall()
        if not rows:
            return
        self.changed = True
        self._connection.execute("DELETE FROM sources WHERE file = ?", (path,))
        for source, identity in rows:
            other = self._connection.execute(
                "SELECT path, source FROM sources WHERE document_id = ? ORDER BY rowid LIMIT 1", (identity,)
            ).fetchone()
            if other is None:
                self.delete_document(identity)
            else:
                self._connection.execute(
                    "UPDATE documents SET path = ?, source = ? WHERE id = ? AND path = ?", (*other, identity, source)
                )

    # Documents

    def has_document(self, identity: str) -> bool:
        return bool(self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (identity,)).fetchone())

    def document_of(self, text: str) -> Source | None:
        """The document with this very text, at the place that it is called by."""
        row = self._connection.execute(
            "SELECT path, source, id, (SELECT count(*) FROM chunks WHERE document_id = documents.id) "
            "FROM documents WHERE text_hash = ?",
            (_hash(text),),
        ).fetchone()
        return Source(*row) if row else None

    def add_document(self, document: Document, file: str | None = None) -> None:
        """Add the document, found in `file` (or at its own path), without its chunks. Its id and path must be free."""
        self.changed = True
        metadata = document.metadata
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.path,
                document.source,
                document.content_hash,
                _hash(document.text),
                len(document.text),
                _json(document.pages),
                _json({name: getattr(metadata, name) for name in _METADATA}),
                *_filterable(metadata),
                document.text,
            ),
        )
        self.link(Source(document.path, document.source, document.id, 0), file or document.path)
        self._connection.executemany(
            "INSERT INTO issuers VALUES (?, ?)", ((document.id, fold_text(issuer)) for issuer in metadata.issuers)
        )
        relations.put(self._connection, document)
        self._connection.executemany(
            "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (document.id, s.ordinal, s.level, s.heading, _path_json(s.path), s.start, s.end)
                for s in document.sections
            ),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO repeats VALUES (?, ?, ?)", ((document.id, r.start, r.end) for r in document.repeats)
        )

    def add_chunks(self, chunks: Sequence[Chunk], vectors: "NDArray[np.floating[Any]]") -> None:
        """Add chunks of documents added before, with their vectors, (n, dimension) unit rows."""
        self.changed = True
        rows = vectors.astype("<f2", copy=False)
        self._connection.executemany(
            "INSERT INTO chunks (document_id, ordinal, heading_path, start_offset, end_offset, vector, generation) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    c.document_id,
                    c.ordinal,
                    _path_json(c.heading_path),
                    c.start,
                    c.end,
                    row.tobytes(),
                )
                + (self.generation,)
                for c, row in zip(chunks, rows, strict=True)
            ),
        )

    def delete_document(self, identity: str) -> int:
        """Delete the document with all that belongs to it; returns how many chunks it had."""
        self.changed = True
        chunks = self._connection.execute(
            "INSERT INTO deleted_chunks SELECT id, ? FROM chunks WHERE document_id = ?",
            (self.generation, identity),
        ).rowcount
        files = self._connection.execute(
            "SELECT DISTINCT file FROM sources WHERE document_id = ?", (identity,)
        ).fetchall()
        self._connection.execute("DELETE FROM documents WHERE id = ?", (identity,))
        self._connection.executemany(
            "DELETE FROM files WHERE path = ?1 AND NOT EXISTS (SELECT 1 FROM sources WHERE file = ?1)", files
        )
        return chunks

    def replace_vectors(self, ids: Sequence[int], vectors: "NDArray[np.float32]") -> None:
        """Give chunks of these ids, as far as they exist, other vectors, (n, dimension) unit rows."""
        self.changed = True
        self._connection.executemany(
            "UPDATE chunks SET vector = ? WHERE id = ?",
            ((row.tobytes(), identity) for identity, row in zip(ids, vectors.astype("<f2"), strict=True)),
        )

    def start_over(self, *, model: str | None, embedder: str, dimension: int) -> None:
        """Empty the index for another embedder, or to read everything again."""
        for table in ("documents", "files"):
            self._connection.execute(f"DELETE FROM {table}")
        self.change_model(model=model, embedder=embedder, dimension=dimension)

    def change_model(self, *, model: str | None, embedder: str, dimension: int) -> None:
        """Note another embedder. No cache can be brought up to date from before it, so that all are built anew."""
        self.changed = True
        for table in ("deleted_chunks", "generations"):
            self._connection.execute(f"DELETE FROM {table}")
        self._connection.execute(
            "UPDATE manifest SET model = ?, embedder = ?, dimension = ?", (model, embedder, dimension)
        )
        self.manifest = read_manifest(self._connection)

    def stamp(self) -> None:
        """Make what was written the next generation."""
        state = State(self.generation, secrets.token_hex(16))
        self._connection.execute("UPDATE manifest SET generation = ?, token = ?, built_at = ?", (*state, now()))
        self._connection.execute("INSERT INTO generations VALUES (?, ?)", state)
        for table in ("generations", "deleted_chunks"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE generation <= ?", (self.generation - KEPT_GENERATIONS,)
            )


@lru_cache(maxsize=1024)
def _path_json(path: tuple[str, ...]) -> str:
    """A path of headings as JSON; a section has the one of its chunks."""
    return _json(path)


def _filterable(metadata: Metadata) -> tuple[str | None, ...]:
    number = metadata.document_number
    title, region, genre = (value and fold_text(value) for value in (metadata.title, metadata.region, metadata.genre))
    return title, region, number and number_key(number), genre, metadata.issued_on


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def elsewhere(stored: StoredFile, path: str, source: str) -> list[Source]:
    """The file's documents as they are found in a file of the same bytes at another path."""
    at, named = len(stored.path), len(Path(stored.path).name)
    return [each._replace(path=path + each.path[at:], source=source + each.source[named:]) for each in stored.sources]


def number_key(number: str) -> str:
    """A document number as it is compared: people write its brackets in many ways.

    >>> number_key("深府（2012）124號") == number_key("深府〔2012〕124号") == number_key("深府<2012> 124号")
    True
    """
    return fold_text(number).translate(_BRACKETS)


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """A transaction on the index: committed as the next generation if it changed anything, undone on any error, as far
    as it was not committed in between.

    Call it under the write lock. Raises IndexUnavailable when the database cannot be read or written.
    """
    connection = connect(folder)
    try:
        connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only unlinked
        connection.execute("PRAGMA synchronous = NORMAL")  # a power failure may undo the last commits, never tear one
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        writer = Writer(connection)
        try:
            yield writer
            writer.commit(go_on=False)
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise damaged(folder, error) from error
    finally:
        connection.close()
