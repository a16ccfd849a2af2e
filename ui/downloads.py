"""What the page offers to save: a conversation as Markdown or DOCX, an answer's table as CSV or XLSX."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, HTTPException, Query, Response

from index.errors import IndexUnavailable
from rag.export import spreadsheet
from ui import transcript
from ui.conversations import Conversations
from ui.messages import Language
from ui.visitor import visitor_of

if TYPE_CHECKING:
    from rag.api import OpenEngine

_SHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Cookie = Annotated[str, Header(alias="cookie")]
Words = Annotated[Language, Query(alias="lang")]


def downloads(conversations: Conversations, open_engine: "OpenEngine") -> APIRouter:
    """The routes. A conversation that is not the visitor's own answers 404, as one that does not exist."""
    router = APIRouter(prefix="/conversations", include_in_schema=False)

    @router.get("/{identity}.{kind}")
    def conversation(identity: str, kind: str, cookie: Cookie = "", language: Words = "zh") -> Response:
        visitor = visitor_of(cookie) or ""
        name = conversations.name(visitor, identity)
        if name is None or kind not in ("md", "docx"):
            raise HTTPException(404)
        given = (name, conversations.turns(visitor, identity), source_urls(open_engine), language, date.today())
        if kind == "md":
            return _file(transcript.markdown(*given).encode(), f"{name}.md", "text/markdown; charset=utf-8")
        return _file(transcript.docx(*given), f"{name}.docx", _DOCX)

    @router.get("/{identity}/{turn}.{kind}")
    def table(identity: str, turn: int, kind: str, cookie: Cookie = "") -> Response:
        turns = conversations.turns(visitor_of(cookie) or "", identity)
        answer = turns[turn].answer if 0 <= turn < len(turns) else None
        if answer is None or kind not in _SHEETS:
            raise HTTPException(404)
        return _file(spreadsheet(answer, f".{kind}"), f"{answer.question[:60]}.{kind}", _SHEETS[kind])

    return router


def source_urls(open_engine: "OpenEngine") -> dict[str, str | None]:
    """Where each document was published, by its id; nothing while there is no index."""
    try:
        return {info.id: info.metadata.source_url for info in open_engine().documents()}
    except IndexUnavailable:
        return {}


def _file(content: bytes, name: str, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name.replace('/', '／'), safe='')}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})
