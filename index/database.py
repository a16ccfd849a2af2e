"""The SQLite database of an index: its schema and manifest, opened, checked and made."""

import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from index import relations, similar
from index.errors import IndexUnavailable, IndexVersionMismatch
from index.locking import LOCK_WAIT

SCHEMA_VERSION = 2
DATABASE = "zhengwen.sqlite3"
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


class NoIndex(IndexUnavailable):
    """There is nothing at the path, as against something that cannot be used."""


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
            (*state, model, embedder, dimension, now()),
        )
        connection.execute("INSERT INTO generations VALUES (?, ?)", state)
        connection.execute("COMMIT")
    finally:
        connection.close()


def now() -> str:
    """The time as the manifest states it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def fold_log(connection: sqlite3.Connection, how: Literal["PASSIVE", "TRUNCATE"]) -> bool:
    """Write what SQLite's log holds into the database, without waiting for anybody; TRUNCATE also empties the log.

    False when readers of older generations keep part of it. Raises sqlite3.Error.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    busy, pages, written = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    return not busy and pages == written
