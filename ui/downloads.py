"""What the page offers to save: a conversation as Markdown or DOCX, an answer's table as CSV or XLSX."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request, Response

from index.documents import DocumentInfo
from index.errors import IndexUnavailable
from rag.export import spreadsheet
from ui import transcript
from ui.access import Access
from ui.conversations import Conversations
from ui.messages import Language, messages
from ui.page import permitted

_SHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Words = Annotated[Language, Query(alias="lang")]


def downloads(conversations: Conversations, access: Access) -> APIRouter:
    """The routes. A conversation that is not the visitor's own answers 404, as one that does not exist."""
    router = APIRouter(prefix="/conversations", include_in_schema=False)

    @router.get("/{identity}.{kind}")
    def conversation(identity: str, kind: str, request: Request, language: Words = "zh") -> Response:
        visitor = access.visitor(request.headers)
        name = conversations.name(visitor, identity)
        if name is None or kind not in ("md", "docx"):
            raise HTTPException(404)
        documents = _documents(access, request)
        urls = {name: info.metadata.source_url for name, info in documents.items()}
        turns = permitted(conversations.turns(visitor, identity), access, documents, messages(language).withheld)
        given = (name, turns, urls, language, date.today())
        if kind == "md":
            return _file(transcript.markdown(*given).encode(), f"{name}.md", "text/markdown; charset=utf-8")
        return _file(transcript.docx(*given), f"{name}.docx", _DOCX)

    @router.get("/{identity}/{turn}.{kind}")
    def table(identity: str, turn: int, kind: str, request: Request) -> Response:
        kept = conversations.turns(access.visitor(request.headers), identity)
        turns = permitted(kept, access, _documents(access, request), "")
        answer = turns[turn].answer if 0 <= turn < len(turns) else None
        if answer is None or kind not in _SHEETS:
            raise HTTPException(404)
        return _file(spreadsheet(answer, f".{kind}"), f"{answer.question[:60]}.{kind}", _SHEETS[kind])

    return router


def _documents(access: Access, request: Request) -> Mapping[str, DocumentInfo]:
    """The documents that whoever sends the request may know; none while there is no index."""
    try:
        return access.engine(access.reader(request.headers)).index.by_id
    except IndexUnavailable:
        return {}


def _file(content: bytes, name: str, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name.replace('/', '／'), safe='')}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})
