"""Who asks, and what they may know: each reader gets an engine over the documents that are theirs."""

from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import HTTPException

from rag.records import Answer
from rag.rights import Rights, RightsFile
from rag.settings import Settings
from ui.visitor import visitor_of

if TYPE_CHECKING:
    from rag.engine import PolicyQA

COOKIE = "zhengwen_token"
NOBODY = ""
"""The reader who shows no token."""


class Access:
    """The rights of the settings, or none: then everyone is NOBODY and knows all documents."""

    def __init__(self, open_engine: Callable[[], "PolicyQA"], settings: Settings) -> None:
        """Raises InvalidSettings where the file of the rights cannot be used."""
        self._open_engine = open_engine
        self._settings = settings
        self._uploads = settings.index.resolve() / "uploads"
        self._file = RightsFile(settings.rights) if settings.rights else None
        self._known: Rights | None = None
        self._views: dict[tuple[str, ...], tuple[PolicyQA, PolicyQA]] = {}

    @property
    def limited(self) -> bool:
        """Whether rights are set at all."""
        return self._file is not None

    def reader(self, headers: Mapping[str, str]) -> str:
        """Who sends a request. Raises HTTPException 401 for a token in `Authorization` that nobody has."""
        if self._file is None:
            return NOBODY
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            if reader := self._file.current().reader_of(token):
                return reader
            raise HTTPException(401, headers={"www-authenticate": "Bearer"})
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return NOBODY
        return (self._file.current().reader_of(morsel.value) if morsel else None) or NOBODY

    def visitor(self, headers: Mapping[str, str]) -> str:
        """Whose conversations a request reaches: the reader's wherever they are, or this browser's; none without."""
        reader = self.reader(headers)
        return f"reader:{reader}" if reader else visitor_of(headers.get("cookie", "")) or ""

    def knows(self, token: str) -> bool:
        """Whether somebody has the token, which a cookie can hold."""
        return token.isascii() and self._file is not None and self._file.current().reader_of(token) is not None

    def groups(self, reader: str) -> list[str]:
        """The groups whose documents the reader may know; none where no rights are set."""
        return self._file.current().groups_of(reader) if self._file else []

    def shut_out(self, reader: str) -> bool:
        """Whether the reader may know nothing, and has to show a token first."""
        return self._file is not None and not self._file.current().groups_of(reader)

    def engine(self, reader: str = NOBODY) -> "PolicyQA":
        """The engine over what the reader may know. Raises IndexUnavailable while there is no index."""
        whole = self._open_engine()
        if self._file is None:
            return whole
        rights = self._file.current()
        if rights is not self._known:
            self._known, self._views = rights, {}
        groups = tuple(rights.groups_of(reader))
        kept = self._views.get(groups)
        if kept is None or kept[0] is not whole:
            kept = (whole, whole.seen_by(lambda info: rights.seen(info, groups, self._uploads)))
            self._views[groups] = kept
        return kept[1]

    def engine_for(self, headers: Mapping[str, str]) -> "PolicyQA":
        """The engine for whoever sends a request. Raises HTTPException 401 where only readers come in."""
        reader = self.reader(headers)
        if self.shut_out(reader):
            raise HTTPException(401, headers={"www-authenticate": "Bearer"})
        return self.engine(reader)

    def may_edit(self, reader: str) -> bool:
        """Whether the reader may change the library; without rights the settings decide."""
        if self._file is None:
            return self._settings.may_edit
        known = self._file.current().readers.get(reader)
        return bool(known and known.edit and known.groups) and self._settings.library != "read"

    def uploads(self, reader: str) -> Path:
        """The folder of a reader's uploads: that of the first of their groups."""
        if self._file is None:
            return self._uploads
        return self._uploads / self._file.current().groups_of(reader)[0]

    def whole(self) -> "PolicyQA":
        """The engine over all documents, for what is done to files of whatever reader."""
        return self._open_engine()

    def permits(self, answer: Answer, documents: Mapping[str, object]) -> bool:
        """Whether a kept answer tells of nothing but those documents, which are all that its reader knows by now."""
        named = {citation.document_id for citation in answer.citations}
        named |= {finding.document_id for finding in answer.coverage.findings} if answer.coverage else set()
        return self._file is None or named <= documents.keys()
