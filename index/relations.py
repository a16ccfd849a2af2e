"""How documents stand to one another: which they cite, repeal and amend, the newer version, those alike.

What a document says of others is stored with it under their folded names, and what a document is called likewise; the
two meet when they are read, so that it does not matter which came first, and nothing is computed anew when either goes.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from index import similar
from index.documents import Document, Metadata
from index.lexicon import fold_text

Kind = Literal["cites", "repeals", "amends", "repealed_by", "amended_by", "cited_by", "older", "newer", "similar"]

SCHEMA = """
CREATE TABLE names (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    name TEXT NOT NULL                -- what the document is called: its folded number and titles
);
CREATE INDEX names_by_name ON names (name);
CREATE INDEX names_by_document ON names (document_id);
CREATE TABLE mentions (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,               -- cites, repeals or amends
    words TEXT NOT NULL,              -- what it calls the other document
    number TEXT,                      -- of those the folded number,
    title TEXT                        -- and the folded title
);
CREATE INDEX mentions_by_document ON mentions (document_id);
CREATE INDEX mentions_by_number ON mentions (number);
CREATE INDEX mentions_by_title ON mentions (title);
"""
Query = Callable[..., list[tuple[Any, ...]]]
"""Runs SQL with values, as `Snapshot.query`."""

_KEYED = str.maketrans("(){}<>《》〈〉", "[][][][][]", " \"'-·、，,:")
_STATE = fold_text("中华人民共和国")
_ISSUED = re.compile(r"(?:印发|转发|发布|公布)《(.+)》")
_VERSION = re.compile(r"[（(〔\[](?:\d{4}年?)?(?:第.{1,3}次)?修[订正改][^）)〕\]]*[）)〕\]]$")
_LASTING = frozenset(
    ("法律", "条例", "规定", "若干规定", "办法", "管理办法", "暂行办法", "细则", "实施细则", "规则", "解释")
)
"""Genres of which a later document of the same title takes the place of an earlier one; notices may share a title."""
_SAID = ("cites", "repeals", "amends")
_INVERSE: dict[str, Kind] = {"repeals": "repealed_by", "amends": "amended_by"}
_MOST = 50  # documents that a name may stand for, or that may name one, and still be looked at
_MOST_CITING = 1_000  # references to a document that are told


@dataclass(frozen=True, slots=True)
class Relation:
    """How a document stands to another. `words` is what the one calls the other; without `document_id` that one is not
    in the index. `share` tells of documents alike how much of the smaller one's wording the other has too."""

    kind: Kind
    words: str
    document_id: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class _Party:
    """What has to be known of a document to relate it."""

    id: str
    metadata: Metadata

    @property
    def version(self) -> str | None:
        """The day that its wording is of."""
        known = self.metadata
        return known.amended_on or known.issued_on or known.published_on or known.effective_on

    @property
    def since(self) -> str | None:
        """The day that it began to work on others."""
        known = self.metadata
        return known.issued_on or known.published_on or known.effective_on


def name_key(name: str) -> str:
    """A title or number as it is compared: without quotation marks, one kind of bracket, and commas.

    >>> name_key("《关于“甲”的若干意见（试行）》") == name_key("关于「甲」的若干意见(试行)")
    True
    """
    return fold_text(name.strip("《》")).translate(_KEYED)


def names(metadata: Metadata) -> set[str]:
    """What other documents call this one: its number; its title, without the state and its issuer before it, and that
    of what it issues (关于印发《甲》的通知)."""
    titles = set()
    for title in filter(None, [metadata.title, *_ISSUED.findall(metadata.title or "")]):
        plain = _VERSION.sub("", title)
        titles |= {plain, *(plain.removeprefix(issuer) for issuer in metadata.issuers)}
    keys = {name_key(title) for title in titles}
    keys |= {key.removeprefix(_STATE) for key in keys}
    return {key for key in keys | {name_key(metadata.document_number or "")} if len(key) > 2}


def put(connection: sqlite3.Connection, document: Document) -> None:
    """Store what the document is called, what it says of others, and its sketch."""
    metadata = document.metadata
    similar.put(connection, document.id, document.sketch)
    connection.executemany("INSERT INTO names VALUES (?, ?)", ((document.id, name) for name in names(metadata)))
    connection.executemany(
        "INSERT INTO mentions VALUES (?, ?, ?, ?, ?)",
        ((document.id, kind, words, *_keys(words)) for kind in _SAID for words in getattr(metadata, kind)),
    )


def _keys(words: str) -> tuple[str | None, str | None]:
    """The folded number and title of a document called 《title》（number）, 《title》 or by its number."""
    match = re.fullmatch(r"《(.*)》(?:（([^《》]*)）)?", words, re.DOTALL)
    if not match:
        return name_key(words), None
    title, number = match.groups()
    return number and name_key(number), name_key(_VERSION.sub("", title))


def relations(query: Query, identity: str) -> tuple[Relation, ...]:
    """How a document stands to the others of the index: what it says of them in order, then what they say of it."""
    me = _party(query, identity)
    if me is None:
        return ()
    return (*_said(query, me), *_said_of(query, me), *_versions(query, me), *_alike(query, me))


def cited_by(query: Query, identity: str) -> tuple[Relation, ...]:
    """The documents that refer to this one by its number or title, each once, `words` what they call it."""
    me = _party(query, identity)
    if me is None:
        return ()
    rows = query(
        "SELECT m.document_id, m.words, m.number, m.title FROM names n JOIN mentions m ON m.number = n.name "
        "WHERE n.document_id = ?1 AND m.kind = 'cites' UNION "
        "SELECT m.document_id, m.words, m.number, m.title FROM names n JOIN mentions m ON m.title = n.name "
        "WHERE n.document_id = ?1 AND m.kind = 'cites' ORDER BY 1 LIMIT ?2",
        identity,
        _MOST_CITING,
    )
    meant = {(number, title): me in _called(query, number, title) for _, _, number, title in rows}
    found = {other: words for other, words, number, title in rows if other != identity and meant[number, title]}
    return tuple(Relation("cited_by", words, other) for other, words in found.items())


def touched(query: Query, identities: Iterable[str]) -> set[str]:
    """Those of the documents that another one may repeal or amend, or be a newer version of: one look at all."""
    rows = query(
        "WITH mine AS (SELECT document_id, name FROM names WHERE document_id IN (SELECT value FROM json_each(?))) "
        "SELECT mine.document_id FROM mine JOIN mentions m ON m.number = name AND m.kind != 'cites' UNION "
        "SELECT mine.document_id FROM mine JOIN mentions m ON m.title = name AND m.kind != 'cites' UNION "
        "SELECT mine.document_id FROM mine JOIN names other ON other.name = mine.name "
        "AND other.document_id != mine.document_id",
        json.dumps(list(identities)),
    )
    return {identity for (identity,) in rows}


def _said(query: Query, me: _Party) -> Iterator[Relation]:
    rows = query("SELECT kind, words, number, title FROM mentions WHERE document_id = ? ORDER BY rowid", me.id)
    for kind, words, number, title in rows:
        called = [each for each in _called(query, number, title) if each.id != me.id]
        meant = [each for each in called if kind != "repeals" or _after(me, each)]
        if kind != "repeals" and len(meant) > 1:
            meant = [max(meant, key=lambda each: each.version or "")]
        yield from [Relation(kind, words, each.id) for each in meant] or [Relation(kind, words)]


def _said_of(query: Query, me: _Party) -> Iterator[Relation]:
    """What others say of it, in so far as they mean it and not another document of its name."""
    rows = query(
        "SELECT m.rowid, m.document_id, m.kind, m.words, m.number, m.title FROM names n JOIN mentions m "
        "ON m.number = n.name WHERE n.document_id = ?1 AND m.kind != 'cites' UNION "
        "SELECT m.rowid, m.document_id, m.kind, m.words, m.number, m.title FROM names n JOIN mentions m "
        "ON m.title = n.name WHERE n.document_id = ?1 AND m.kind != 'cites' ORDER BY 2, 1 LIMIT ?2",
        me.id,
        _MOST,
    )
    for _, other, kind, words, number, title in rows:
        party = _party(query, other)
        if party and party.id != me.id and me in _called(query, number, title) and _after(party, me):
            yield Relation(_INVERSE[kind], words, other)


def _versions(query: Query, me: _Party) -> Iterator[Relation]:
    """Documents of the same title and issuer that lay down lasting rules, older and newer ones."""
    mine = me.metadata
    if not mine.title or mine.genre not in _LASTING or not me.version:
        return
    key = name_key(_VERSION.sub("", mine.title))
    for other in _called(query, None, key):
        same = other.metadata.title and name_key(_VERSION.sub("", other.metadata.title)) == key
        strangers = mine.issuers and other.metadata.issuers and not set(mine.issuers) & set(other.metadata.issuers)
        if other.id != me.id and same and not strangers and other.version and other.version != me.version:
            yield Relation("newer" if other.version > me.version else "older", str(other.metadata.title), other.id)


def _alike(query: Query, me: _Party) -> Iterator[Relation]:
    for identity, share in similar.similar(query, me.id):
        other = _party(query, identity)
        yield Relation("similar", (other and other.metadata.title) or "", identity, share)


def _called(query: Query, number: str | None, title: str | None) -> list[_Party]:
    """The documents of that number; where there is none, those of that title whose number is not another one."""
    by_number = _parties(query, number) if number else []
    if by_number or not title:
        return by_number
    return [each for each in _parties(query, title) if not (number and each.metadata.document_number)]


def _after(source: _Party, target: _Party) -> bool:
    """Whether the one can have repealed or amended the other's wording, which is the older one then."""
    return bool(source.since) and (not target.version or target.version < str(source.since))


def _parties(query: Query, name: str) -> list[_Party]:
    rows = query(
        "SELECT id, metadata FROM documents WHERE id IN (SELECT document_id FROM names WHERE name = ?) "
        "ORDER BY id LIMIT ?",
        name,
        _MOST,
    )
    return [_Party(identity, Metadata.from_json(json.loads(metadata))) for identity, metadata in rows]


def _party(query: Query, identity: str) -> _Party | None:
    rows = query("SELECT metadata FROM documents WHERE id = ?", identity)
    return _Party(identity, Metadata.from_json(json.loads(rows[0][0]))) if rows else None
