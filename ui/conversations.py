"""The conversations of each visitor, kept in one SQLite file beside the index."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from index.errors import ZhengwenError
from rag.records import Answer
from ui.exchange import Conversation, Exchange, Rating

DATABASE = "conversations.sqlite3"
LONGEST_NAME = 60  # characters; a conversation is named after its first question until it is renamed
_WAIT = 5.0  # seconds for another writer

_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    visitor TEXT NOT NULL,
    name TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_by_visitor ON conversations (visitor, updated_at);
CREATE TABLE IF NOT EXISTS turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT,                      -- JSON of the record; NULL where an error came of it
    error TEXT,
    scope TEXT NOT NULL,              -- JSON
    rating TEXT,                      -- JSON; NULL as long as nobody has judged it
    PRIMARY KEY (conversation_id, ordinal)
);
PRAGMA user_version = 1;
"""


class ConversationsUnavailable(ZhengwenError):
    """The file of the conversations cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Title:
    """A conversation in the list of its visitor."""

    id: str
    name: str
    updated_at: str


class Conversations:
    """Reads and writes conversations; safe from any thread and process. Nothing is made before the first is kept.

    A visitor reaches their own conversations only: to everyone else they do not exist. Every method raises
    ConversationsUnavailable when the file cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE

    def titles(self, visitor: str) -> list[Title]:
        """The visitor's conversations, the latest first."""
        rows = self._read(
            "SELECT id, name, updated_at FROM conversations WHERE visitor = ? ORDER BY updated_at DESC, rowid DESC",
            visitor,
        )
        return [Title(*row) for row in rows]

    def name(self, visitor: str, identity: str) -> str | None:
        """The conversation's name; None when the visitor has none of that id."""
        rows = self._read("SELECT name FROM conversations WHERE id = ? AND visitor = ?", identity, visitor)
        return rows[0][0] if rows else None

    def turns(self, visitor: str, identity: str) -> Conversation:
        """The conversation's turns; none when the visitor has none of that id."""
        return tuple(
            _exchange(*row)
            for row in self._read(
                "SELECT question, answer, error, scope, rating FROM turns WHERE conversation_id = "
                "(SELECT id FROM conversations WHERE id = ? AND visitor = ?) ORDER BY ordinal",
                identity,
                visitor,
            )
        )

    def rated(self) -> Iterator[Conversation]:
        """For each judged answer of any visitor, the conversation up to it, oldest judgement first."""
        asked = "SELECT question, answer, error, scope, rating FROM turns WHERE conversation_id = ? AND ordinal <= ?"
        judged = "SELECT conversation_id, ordinal FROM turns WHERE rating IS NOT NULL ORDER BY asked_at, ordinal"
        for place in self._read(judged):
            yield tuple(_exchange(*row) for row in self._read(f"{asked} ORDER BY ordinal", *place))

    def keep(self, visitor: str, identity: str, turn: int, exchange: Exchange) -> str:
        """Store the exchange as the conversation's turn of that number, in place of it and all after it.

        Returns the conversation's id: a new one where the visitor has none of that id.
        """
        now = _now()
        with self._writing() as connection:
            if not _owned(connection, visitor, identity):
                identity = secrets.token_urlsafe(12)
                name = " ".join(exchange.question.split())[:LONGEST_NAME]
                connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?)", (identity, visitor, name, now))
            connection.execute("DELETE FROM turns WHERE conversation_id = ? AND ordinal >= ?", (identity, turn))
            connection.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    identity,
                    turn,
                    now,
                    exchange.question,
                    exchange.answer.model_dump_json() if exchange.answer else None,
                    exchange.error,
                    json.dumps(exchange.scope, ensure_ascii=False),
                ),
            )
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (now, identity))
        return identity

    def rename(self, visitor: str, identity: str, name: str) -> None:
        """Give the conversation another name; an empty one changes nothing."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            with self._writing() as connection:
                connection.execute(
                    "UPDATE conversations SET name = ? WHERE id = ? AND visitor = ?", (name, identity, visitor)
                )

    def delete(self, visitor: str, identity: str) -> None:
        """Delete the conversation with its turns and what was thought of them."""
        with self._writing() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ? AND visitor = ?", (identity, visitor))
        with self._connected() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log holds what was written before

    def rate(self, visitor: str, identity: str, turn: int, rating: Rating | None) -> None:
        """Note what the visitor thinks of an answer; None takes it back."""
        with self._writing() as connection:
            if _owned(connection, visitor, identity):
                connection.execute(
                    "UPDATE turns SET rating = ? WHERE conversation_id = ? AND ordinal = ?",
                    (json.dumps(asdict(rating), ensure_ascii=False) if rating else None, identity, turn),
                )

    def _read(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        if not self._path.is_file():
            return []
        with self._connected() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unavailable(error.strerror) from error
        with self._connected() as connection:
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                connection.executescript(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last turn, no more
                yield connection
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def _unavailable(self, reason: object) -> ConversationsUnavailable:
        return ConversationsUnavailable(
            f"{self._path}: 无法保存对话，请检查磁盘和权限 / conversations cannot be kept, check the disk and its "
            f"permissions: {reason}"
        )


def _owned(connection: sqlite3.Connection, visitor: str, identity: str) -> bool:
    found = connection.execute("SELECT 1 FROM conversations WHERE id = ? AND visitor = ?", (identity, visitor))
    return found.fetchone() is not None


def _exchange(question: str, answer: str | None, error: str | None, scope: str, rating: str | None) -> Exchange:
    judged = json.loads(rating) if rating else None
    try:
        found = Answer.model_validate_json(answer) if answer else None
    except ValidationError:  # kept by another version of the program
        found, error = None, "此答案由另一版本保存，请重新提问 / kept by another version of the program: ask again"
    return Exchange(
        question,
        found,
        error,
        json.loads(scope),
        Rating(judged["verdict"], tuple(judged["reasons"]), judged["note"]) if judged else None,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
