"""What SQLite holds at one generation, unchanged by later ingests for as long as the snapshot is open."""

import difflib
import json
import logging
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import database, relations, store
from index.database import State
from index.documents import Chunk, Document, DocumentInfo, Filters, Metadata, Section, Span
from index.errors import IndexUnavailable, UnknownDocument
from index.lexicon import fold_text
from index.relations import Relation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

_INFO = """
SELECT id, source, path, content_hash, characters, pages, metadata,
       (SELECT json_group_array(json_array(sources.source, sources.path)) FROM sources
        WHERE sources.document_id = documents.id),
       (SELECT count(*) FROM chunks WHERE chunks.document_id = documents.id) FROM documents"""
_CHUNK = "SELECT document_id, ordinal, heading_path, start_offset, end_offset, id FROM chunks"
_ORDERED = "SELECT id FROM documents WHERE {} ORDER BY source, id"
_AMONG = "(SELECT value FROM json_each(?))"
_LISTED = "(SELECT value FROM json_each(?2))"
_BATCH = 4096  # chunks read at once when a cache is built
_LAST = (1 << 63) - 1
_SHORTEST_PREFIX = 4  # of a document id

EVERYTHING = Filters()
"""No restriction: every document is in scope."""


class Snapshot:
    """A read transaction on the index of a folder; its methods may be called from several threads.

    Raises IndexUnavailable or IndexVersionMismatch when opened on something that is no index of this version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._read_from(database.connect(folder))
        self.query("BEGIN")
        try:
            self.manifest = database.read_manifest(self._connection)
        except (sqlite3.Error, TypeError) as error:
            raise database.damaged(folder, error) from error
        ((self.chunk_count,),) = self.query("SELECT count(*) FROM chunks")
        ((self.document_count,),) = self.query("SELECT count(*) FROM documents")

    def _read_from(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.close = weakref.finalize(self, connection.close)

    def fold_log(self) -> None:
        """Fold SQLite's log into the database and empty it, unless somebody else still reads from it.

        What was removed stays in the log until then, and this snapshot, if it began beside an older one, keeps the log
        itself: it reads on, at the same generation, from a transaction begun when nothing of the log was needed.
        """
        try:
            with closing(database.connect(self.folder)) as connection:
                if not database.fold_log(connection, "PASSIVE"):
                    return
                fresh = Snapshot(self.folder)
                if fresh.manifest.state == self.manifest.state:
                    with self._lock:
                        self.close()
                        fresh.close.detach()
                        self._read_from(fresh._connection)
                else:
                    fresh.close()
                database.fold_log(connection, "TRUNCATE")
        except (sqlite3.Error, IndexUnavailable) as error:
            log.debug("%s: the log stays for a later turn: %s", self.folder, error)

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises IndexUnavailable when the database turns out to be damaged."""
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise database.damaged(self.folder, error) from error

    # Documents

    def documents(self, filters: Filters = EVERYTHING) -> list[DocumentInfo]:
        """The documents in scope, by file name."""
        condition, values = _scope(filters)
        return [_info(row) for row in self.query(f"{_INFO} WHERE {condition} ORDER BY source, id", *values)]

    def document_ids(self, filters: Filters) -> list[str]:
        """The ids of the documents in scope, by file name."""
        condition, values = _scope(filters)
        return [identity for (identity,) in self.query(_ORDERED.format(condition), *values)]

    def text(self, identity: str) -> str:
        """A document's canonical text. Raises UnknownDocument."""
        rows = self.query("SELECT text FROM documents WHERE id = ?", identity)
        if not rows:
            raise _unknown(identity)
        return str(rows[0][0])

    def info(self, identity: str) -> DocumentInfo:
        """A document without its text. Raises UnknownDocument."""
        rows = self.query(f"{_INFO} WHERE id = ?", identity)
        if not rows:
            raise _unknown(identity)
        return _info(rows[0])

    def document(self, identity: str) -> Document:
        """A document with its sections, chunks and repeats. Raises UnknownDocument."""
        text = self.text(identity)
        info = self.info(identity)
        sections = self.query(
            "SELECT ordinal, level, heading, path, start_offset, end_offset FROM sections WHERE document_id = ? "
            "ORDER BY ordinal",
            identity,
        )
        repeats = self.query(
            "SELECT start_offset, end_offset FROM repeats WHERE document_id = ? ORDER BY start_offset", identity
        )
        chunks = self.query(f"{_CHUNK} WHERE document_id = ? ORDER BY ordinal", identity)
        return Document(
            id=info.id,
            source=info.source,
            path=info.path,
            content_hash=info.content_hash,
            text=text,
            metadata=info.metadata,
            sections=tuple(Section(o, level, h, tuple(json.loads(p)), s, e) for o, level, h, p, s, e in sections),
            chunks=tuple(chunk_of(row, text) for row in chunks),
            repeats=tuple(Span(start, end) for start, end in repeats),
            pages=info.pages,
        )

    def resolve(self, reference: str, among: Iterable[str] | None = None) -> str:
        """The document meant by an id, the beginning of one, a file name, a document number or a title.

        `among` are the ids of the documents that can be meant, if not all.

        Raises UnknownDocument when there is none or more than one, and names the nearest.
        """
        reference = reference.strip()
        folded = fold_text(reference.strip("《》"))
        listed = None if among is None else json.dumps(list(among))
        for condition, value in (
            ("id = ?1", reference),
            ("substr(id, 1, length(?1)) = ?1", reference if len(reference) >= _SHORTEST_PREFIX else ""),
            ("id IN (SELECT document_id FROM sources WHERE source = ?1)", reference),
            ("id IN (SELECT document_id FROM sources WHERE path = ?1)", reference),
            ("document_number = ?1", store.number_key(reference)),
            ("title = ?1", folded),
        ):
            if not value:
                continue
            meant = f"SELECT id, source FROM documents WHERE ({condition}) AND (?2 IS NULL OR id IN {_LISTED}) LIMIT 6"
            found = self.query(meant, value, listed)
            if len(found) == 1:
                return str(found[0][0])
            if found:
                several = ", ".join(f"{identity} ({source})" for identity, source in found)
                raise UnknownDocument(
                    f"“{reference}”不止一份文档，请用编号 / “{reference}” is more than one document, "
                    f"use an id: {several}"
                )
        near = self._near(reference, folded)
        hint = f"，相近的有 / near: {'; '.join(near)}" if near else ""
        raise UnknownDocument(
            f"没有文档“{reference}”，zhengwen docs 列出全部 / no document “{reference}”, "
            f"'zhengwen docs' lists them{hint}"
        )

    def _near(self, reference: str, folded: str) -> list[str]:
        """Up to three documents whose file name, number or title resembles the reference."""
        names: dict[str, str] = {}
        for identity, *spellings in self.query("SELECT id, source, document_number, title FROM documents"):
            names.update({spelling: f"{identity} ({spellings[0]})" for spelling in spellings if spelling})
        inside = [name for name in names if folded and folded in name]
        near = inside + difflib.get_close_matches(folded or reference, names, 3, 0.5)
        return list(dict.fromkeys(names[name] for name in near))[:3]

    def relations(self, identity: str) -> tuple[Relation, ...]:
        """How a document stands to others: what it cites, repeals and amends, what repeals it, its versions."""
        return relations.relations(self.query, identity)

    def cited_by(self, identity: str) -> tuple[Relation, ...]:
        """The documents that refer to this one."""
        return relations.cited_by(self.query, identity)

    def touched(self, identities: Iterable[str]) -> set[str]:
        """Those of the documents that another one may repeal or amend, or be a newer version of."""
        return relations.touched(self.query, identities)

    # Chunks

    def chunk_owners(self) -> list[tuple[int, str]]:
        """The id of every chunk with that of its document, in no order: SQLite reads them from an index, without the
        vectors."""
        return [(identity, owner) for identity, owner in self.query("SELECT id, document_id FROM chunks")]

    def chunk_rows(self, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """Chunk id → what `chunk_of` takes, for the ids that exist."""
        return {row[-1]: row for row in self.query(f"{_CHUNK} WHERE id IN {_AMONG}", json.dumps([int(i) for i in ids]))}

    def deleted_since(self, generation: int) -> list[int]:
        """Ids of the chunks deleted after the generation, ascending."""
        rows = self.query("SELECT chunk_id FROM deleted_chunks WHERE generation > ? ORDER BY chunk_id", generation)
        return [identity for (identity,) in rows]

    def chunk_ids_between(self, first: int, last: int | None) -> list[int]:
        """Ids of the chunks from `first` to `last`, or to the end, ascending."""
        rows = self.query("SELECT id FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id", first, last or _LAST)
        return [identity for (identity,) in rows]

    def chunks_between(self, first: int, last: int | None = None) -> Iterator[tuple[str | None, Chunk]]:
        """The chunks from `first` to `last`, or to the end, by id, each with its document's title."""
        document, title, text = "", None, ""
        last = last or _LAST
        while rows := self.query(f"{_CHUNK} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", first, last, _BATCH):
            for row in rows:
                if row[0] != document:
                    document = row[0]
                    ((text, metadata),) = self.query("SELECT text, metadata FROM documents WHERE id = ?", document)
                    title = Metadata.from_json(json.loads(metadata)).title
                yield title, chunk_of(row, text)
            first = rows[-1][-1] + 1

    def vectors(self, ids: Sequence[int]) -> "NDArray[np.float32]":
        """The vectors of the chunks, (n, dimension) in their order. Raises KeyError for an id that does not exist."""
        import numpy as np

        listed = json.dumps([int(i) for i in ids])
        held = dict(self.query(f"SELECT id, vector FROM chunks WHERE id IN {_AMONG}", listed))
        rows = np.frombuffer(b"".join(held[i] for i in ids), "<f2")
        return rows.astype(np.float32).reshape(-1, self.manifest.dimension)

    def vectors_between(self, first: int, last: int) -> bytes:
        """The vectors of the chunks from `first` to `last` by id, as stored, one after another."""
        rows = self.query("SELECT vector FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id", first, last)
        return b"".join(vector for (vector,) in rows)

    def holds(self, state: State) -> bool:
        """Whether the state is this generation or one that it can be reached from."""
        return bool(self.query("SELECT 1 FROM generations WHERE generation = ? AND token = ?", *state))


def _unknown(identity: str) -> UnknownDocument:
    return UnknownDocument(f"没有文档 {identity} / no document {identity}: 'zhengwen docs' lists them")


def chunk_of(row: Sequence[Any], text: str) -> Chunk:
    """The chunk that a row of `chunk_rows` describes, cut out of its document's text."""
    document_id, ordinal, heading_path, start, end, identity = row
    return Chunk(document_id, ordinal, tuple(json.loads(heading_path)), start, end, text[start:end], identity)


def _info(row: Sequence[Any]) -> DocumentInfo:
    identity, source, path, content_hash, characters, pages, metadata, files, chunk_count = row
    return DocumentInfo(
        id=identity,
        source=source,
        path=path,
        content_hash=content_hash,
        characters=characters,
        chunk_count=chunk_count,
        sources=tuple(source for source, _ in json.loads(files)),
        paths=tuple(path for _, path in json.loads(files)),
        pages=tuple(json.loads(pages)),
        metadata=Metadata.from_json(json.loads(metadata)),
    )


def _scope(filters: Filters) -> tuple[str, list[str]]:
    """The condition on `documents` that the filters mean, with its values."""
    conditions, values = ["1"], []
    for condition, wanted in (
        (f"region IN {_AMONG}", [fold_text(value) for value in filters.region]),
        (f"document_number IN {_AMONG}", [store.number_key(value) for value in filters.document_number]),
        (f"genre IN {_AMONG}", [fold_text(value) for value in filters.genre]),
        (f"id IN {_AMONG}", list(filters.document_id)),
        (
            f"id IN (SELECT document_id FROM issuers WHERE issuer IN {_AMONG})",
            [fold_text(value) for value in filters.issuer],
        ),
    ):
        if wanted:
            conditions.append(condition)
            values.append(json.dumps(wanted))
    for condition, date in (("issued_on >= ?", filters.issued_from), ("issued_on <= ?", filters.issued_to)):
        if date is not None:
            conditions.append(condition)
            values.append(date)
    return " AND ".join(conditions), values
