"""The truth of an index: one SQLite database of documents, sections, chunks and vectors, written ingest by ingest."""

import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from index import relations, similar
from index.documents import Chunk, Document, Metadata
from index.errors import IndexBusy, IndexUnavailable, IndexVersionMismatch
from index.lexicon import fold_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA_VERSION = 2
DATABASE = "zhengwen.sqlite3"
LOCK = "write.lock"
LOCK_WAIT = 5.0  # seconds until a writer or a repair gives way to the one at work
KEPT_GENERATIONS = 100  # a cache further behind than this is built anew
_CACHE = 64_000  # KiB of the database that a writer holds in memory
_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes an encoder for every value
_BRACKETS = str.maketrans("(){}<>《》〈〉", "[][][][][]")
_APPLICATION = 0x5A575A57  # «ZWZW» in the file's header, so that another program's database is not taken for ours

_SCHEMA = """
CREATE TABLE manifest (
    generation INTEGER NOT NULL,      -- counts the ingests that changed something
    token TEXT NOT NULL,              -- drawn at each of them: the caches of another index are not mistaken for ours
    model TEXT,                       -- what load_embedder takes; NULL is the built-in model
    embedder TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    built_at TEXT NOT NULL
);
CREATE TABLE generations (generation INTEGER PRIMARY KEY, token TEXT NOT NULL);
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    text_hash TEXT NOT NULL,          -- SHA-256 of the text: the same text under two names is one document
    characters INTEGER NOT NULL,
    pages TEXT NOT NULL,              -- JSON: the offsets where its pages start
    metadata TEXT NOT NULL,           -- JSON; the columns below are its filterable part, folded
    title TEXT,
    region TEXT,
    document_number TEXT,
    genre TEXT,
    issued_on TEXT,
    text TEXT NOT NULL                -- the last one: reading what stands before it does not read through it
);
CREATE INDEX documents_by_text ON documents (text_hash);
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,       -- SHA-256 of its bytes
    stamp TEXT NOT NULL               -- as `index.files.stamp` gave it before the file was read
);
CREATE INDEX files_by_content ON files (content_hash);
CREATE TABLE sources (
    path TEXT PRIMARY KEY,            -- of the file, with the place inside it where it holds several documents
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    file TEXT NOT NULL,               -- files.path
    source TEXT NOT NULL              -- the name shown to readers; documents.path and .source are those of one of them
);
CREATE INDEX sources_by_document ON sources (document_id);
CREATE INDEX sources_by_file ON sources (file);
CREATE INDEX sources_by_source ON sources (source);
CREATE TABLE issuers (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    issuer TEXT NOT NULL
);
CREATE INDEX issuers_by_document ON issuers (document_id);
CREATE TABLE sections (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    level INTEGER NOT NULL,
    heading TEXT NOT NULL,
    path TEXT NOT NULL,               -- JSON
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    PRIMARY KEY (document_id, ordinal)
);
CREATE TABLE repeats (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    PRIMARY KEY (document_id, start_offset)
);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again, so a cache cannot confuse two passages
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    heading_path TEXT NOT NULL,       -- JSON
    start_offset INTEGER NOT NULL,    -- code points of documents.text, which holds the passage itself
    end_offset INTEGER NOT NULL,
    vector BLOB NOT NULL,             -- little-endian float16, unit length
    generation INTEGER NOT NULL,
    UNIQUE (document_id, ordinal)
);
CREATE INDEX chunks_by_generation ON chunks (generation);
CREATE TABLE deleted_chunks (chunk_id INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
"""


class State(NamedTuple):
    """Which content a cache holds: the generation and the token drawn when it was committed."""

    generation: int
    token: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """How an index was built. `model` is what `load_embedder` takes to give the embedder named `embedder` again."""

    schema_version: int
    generation: int
    embedder: str
    dimension: int
    built_at: str
    model: str | None
    token: str

    @property
    def state(self) -> State:
        return State(self.generation, self.token)


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


class NoIndex(IndexUnavailable):
    """There is nothing at the path, as against something that cannot be used."""


@contextmanager
def write_lock(folder: Path, wait: float = LOCK_WAIT) -> Iterator[int]:
    """Hold the folder's write lock, across processes and threads; gives its file descriptor.

    Raises IndexBusy after `wait` seconds, IndexUnavailable when nothing can be written there.

    The operating system gives it back when its holder dies, however that happens, and every process too that was given
    the descriptor.
    """
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+")
    except OSError as error:
        raise IndexUnavailable(
            f"{folder}: 不能在此建立索引，请换一个 --index 目录 / no index can be kept here, choose another --index: "
            f"{error.strerror}"
        ) from error
    deadline = time.monotonic() + wait
    with lock as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusy(
                        f"{folder}: 另一个进程正在写入索引，请等它完成后重试 / another process is writing to the "
                        "index; try again when it is done"
                    ) from None
                time.sleep(0.02)
        yield file.fileno()


def connect(folder: Path) -> sqlite3.Connection:
    """A connection in autocommit mode to the folder's database, usable from any thread.

    Raises IndexUnavailable when there is none or it is damaged, IndexVersionMismatch when it is of another version.
    """
    path = folder / DATABASE
    try:
        if not path.is_file():
            raise no_index(folder)
    except OSError as error:  # a name that is too long
        raise damaged(folder, error.strerror) from error
    try:
        connection = sqlite3.connect(path, timeout=LOCK_WAIT, isolation_level=None, check_same_thread=False)
        try:
            _check(connection, folder)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise damaged(folder, error) from error
    return connection


def _check(connection: sqlite3.Connection, folder: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if version == application == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise no_index(folder)  # the very first ingest was interrupted
    if application != _APPLICATION:
        raise damaged(folder, "another program's database")
    if version != SCHEMA_VERSION:
        raise IndexVersionMismatch(
            f"{folder}: 索引版本是 {version}，本程序需要 {SCHEMA_VERSION}，请运行 zhengwen ingest --rebuild 路径… / "
            f"the index has version {version}, this program needs {SCHEMA_VERSION}: "
            "run 'zhengwen ingest --rebuild PATH…'"
        )
    connection.execute("PRAGMA foreign_keys = ON")


def no_index(folder: Path) -> NoIndex:
    """The error that says how to make an index."""
    return NoIndex(
        f"{folder}: 没有索引，请先运行 zhengwen ingest seeds/ / no index at {folder}: "
        "run 'zhengwen ingest seeds/' first"
    )


def is_sound(folder: Path) -> bool:
    """Whether SQLite finds nothing wrong with the whole database; reads all of it."""
    try:
        connection = connect(folder)
    except IndexUnavailable:
        return False
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def damaged(folder: Path, reason: object) -> IndexUnavailable:
    """The error that says how to replace a database that cannot be read."""
    return IndexUnavailable(
        f"{folder / DATABASE}: 数据库无法使用（{reason}），请运行 zhengwen ingest --rebuild 路径… 重建 / the database "
        f"cannot be used ({reason}): run 'zhengwen ingest --rebuild PATH…' to build it anew"
    )


def read_manifest(connection: sqlite3.Connection) -> Manifest:
    """The manifest as the connection sees it."""
    row = connection.execute("SELECT generation, embedder, dimension, built_at, model, token FROM manifest").fetchone()
    return Manifest(SCHEMA_VERSION, *row)


def manifest_of(folder: Path) -> Manifest:
    """The manifest of the last committed generation. Raises what `connect` raises."""
    connection = connect(folder)
    try:
        return read_manifest(connection)
    except (sqlite3.Error, TypeError) as error:
        raise damaged(folder, error) from error
    finally:
        connection.close()


def create(folder: Path, *, model: str | None, embedder: str, dimension: int) -> None:
    """Make an empty index of generation 0. A file in its place that cannot be used is set aside, not deleted.

    Call it under the write lock.
    """
    for suffix in ("", "-wal", "-shm"):
        path = folder / (DATABASE + suffix)
        if path.exists():
            os.replace(path, path.with_name(path.name + ".old"))
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in (_SCHEMA + relations.SCHEMA + similar.SCHEMA).split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        state = State(0, secrets.token_hex(16))
        connection.execute(
            "INSERT INTO manifest (generation, token, model, embedder, dimension, built_at) VALUES (?, ?, ?, ?, ?, ?)",
            (*state, model, embedder, dimension, _now()),
        )
        connection.execute("INSERT INTO generations VALUES (?, ?)", state)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


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
                _json(asdict(metadata)),
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
        self._connection.execute("UPDATE manifest SET generation = ?, token = ?, built_at = ?", (*state, _now()))
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


def fold_log(connection: sqlite3.Connection, how: Literal["PASSIVE", "TRUNCATE"]) -> bool:
    """Write what SQLite's log holds into the database, without waiting for anybody; TRUNCATE also empties the log.

    False when readers of older generations keep part of it. Raises sqlite3.Error.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    busy, pages, written = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    return not busy and pages == written


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
