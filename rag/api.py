"""The HTTP API: `POST /v1/ask`, `GET /v1/search`, `GET /v1/documents`, `/healthz`, and its documentation at `/docs`.

What goes in and comes out are the records of `rag.records`; every error is an `application/problem+json` (RFC 9457).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline
from pydantic import Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.documents import public_metadata
from index.errors import IndexBusy, IndexUnavailable, ModelUnavailable, UnknownDocument, ZhengwenError
from rag.errors import InvalidQuestion, InvalidSettings
from rag.records import MAX_QUESTION_LENGTH, Answer, Question, QuestionFilters, Record, SearchResult

if TYPE_CHECKING:
    from rag.engine import PolicyQA

OpenEngine = Callable[[], "PolicyQA"]
"""Gives the engine, or raises IndexUnavailable as long as there is no index."""
EngineFor = Callable[[Mapping[str, str]], "PolicyQA"]
"""Gives the engine for a request of those headers, which tell who asks. Raises IndexUnavailable, HTTPException 401."""

MAX_BODY_BYTES = 1 << 20  # a question with a long history is a few kilobytes
PROBLEM_TYPE = "urn:problem-type:zhengwen:"

# Status, kind and title of each error; the first class that fits counts.
_PROBLEMS: tuple[tuple[type[ZhengwenError], int, str, str], ...] = (
    (UnknownDocument, 404, "unknown-document", "没有这份文件 / Unknown document"),
    (InvalidQuestion, 422, "invalid-question", "无法提问 / Invalid question"),
    (InvalidSettings, 500, "invalid-settings", "设置有误 / Invalid settings"),
    (IndexUnavailable, 503, "index-unavailable", "索引不可用 / Index unavailable"),
    (IndexBusy, 503, "index-busy", "索引正在更新 / Index busy"),
    (ModelUnavailable, 503, "model-unavailable", "模型不可用 / Model unavailable"),
)


_DETAILS = {
    401: "需要有效的访问令牌：Authorization: Bearer … / A valid token is needed: Authorization: Bearer …",
    404: "没有 {path}，接口见 /docs / No {path}: see /docs",
    405: "{path} 不接受 {method}，接口见 /docs / {path} takes no {method}: see /docs",
    413: f"请求体超过 {MAX_BODY_BYTES:,} 字节 / The body is larger than {MAX_BODY_BYTES:,} bytes",
}


class Problem(Record):
    """An error as RFC 9457 words it; `errors` lists each invalid field."""

    type: str = Field(default="about:blank", description="Kind of error; about:blank: what the status says")
    title: str
    status: int
    detail: str
    instance: str = Field(description="Path of the request")
    errors: list[str] = []


class SearchQuery(QuestionFilters):
    """The query parameters of `GET /v1/search`."""

    q: str = Field(min_length=1, max_length=MAX_QUESTION_LENGTH, pattern=r"\S", description="What to look for")
    k: int = Field(default=10, ge=1, le=100, description="Number of passages, best first")


class SearchResults(Record):
    """Passages, best first."""

    results: list[SearchResult]


class DocumentMetadata(Record):
    """What is known about a document; null or empty where it states nothing."""

    id: str
    title: str | None
    region: str | None
    region_level: str | None = Field(description="国家, 省, 市 or 县")
    region_parent: str | None = Field(description="The province of a city")
    region_inferred: bool = Field(description="Read from the wording, not stated by the issuer")
    issuers: list[str]
    addressees: list[str]
    document_number: str | None
    issued_on: str | None = Field(description="Day of signature; of adoption for a statute")
    published_on: str | None
    amended_on: str | None = Field(description="The last amendment")
    effective_on: str | None
    expires_on: str | None
    index_number: str | None
    genre: str | None
    status: str | None
    source: str
    sources: list[str] = Field(description="All files with this very text; source is one of them")
    source_url: str | None
    keywords: list[str]
    cites: list[str] = Field(description="Documents named in the text, by 《title》（number）")
    repeals: list[str]
    amends: list[str]


class DocumentSection(Record):
    """A heading with its own body: `text[start:end]`; the text before the first heading has an empty path."""

    ordinal: int
    level: int
    heading: str
    path: list[str]
    start: int
    end: int


class DocumentRelation(Record):
    """How a document stands to another, which is called `words`; its id, where it is in the index."""

    kind: str = Field(description="cites, repeals, amends, repealed_by, amended_by, cited_by, older, newer or similar")
    words: str
    document_id: str | None
    share: float | None = Field(description="Of documents alike: how much of the smaller one the other has too")


class DocumentDetail(DocumentMetadata):
    """A document with its canonical text, which all offsets count code points of."""

    text: str
    sections: list[DocumentSection]
    relations: list[DocumentRelation]


class Documents(Record):
    """The documents in scope, by file name."""

    documents: list[DocumentMetadata]


class Health(Record):
    """The index that answers."""

    status: str = "ok"
    generation: int
    documents: int
    embedder: str
    built_at: str


def create_api(engine_for: EngineFor, largest_bodies: Mapping[str, int] | None = None) -> FastAPI:
    """The API over engines. It starts without an index and answers 503 until there is one.

    `largest_bodies` are the bytes that paths other than its own may take.
    """
    api = FastAPIOffline(
        "/docs",
        None,  # one page of documentation is enough
        title="政问 Zhengwen",
        version="1",
        description="基于政策文件原文的问答，每条引文都可核对。 "
        "Answers from policy documents, every quotation of which can be checked: "
        "`document.text[start:end] == quote`.",
        swagger_ui_parameters={"validatorUrl": None},  # the badge would come from another host
    )
    api.add_middleware(_BodyLimit, largest=largest_bodies or {})
    _answer_errors(api)
    _add_routes(api, engine_for)
    return api


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    kind: str = "",
    title: str = "",
    errors: Sequence[str] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """The response of an error; without a `kind` its title is the status's own phrase, as RFC 9457 asks."""
    body = Problem(
        type=PROBLEM_TYPE + kind if kind else "about:blank",
        title=title or HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        errors=list(errors),
    )
    content = body.model_dump(exclude_defaults=True) | {"type": body.type}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def _add_routes(api: FastAPI, engine_for: EngineFor) -> None:
    # Plain functions: FastAPI runs each in a worker thread, where the engine may block.

    @api.post("/v1/ask", tags=["answers"], responses=_problems(400, 401, 413, 422, 500, 503))
    def ask(question: Question, request: Request) -> Answer:
        """Answer a question from the documents, each statement with its quotation."""
        _require_text(question)
        return engine_for(request.headers).ask(question)

    @api.get("/v1/search", tags=["documents"], responses=_problems(401, 422, 500, 503))
    def search(query: Annotated[SearchQuery, Query()], request: Request) -> SearchResults:
        """Find the passages nearest to a query, by meaning and by words."""
        filters = QuestionFilters(**query.model_dump(exclude={"q", "k"}))
        return SearchResults(results=engine_for(request.headers).search(query.q, query.k, filters))

    @api.get("/v1/documents", tags=["documents"], responses=_problems(401, 422, 500, 503))
    def documents(query: Annotated[QuestionFilters, Query()], request: Request) -> Documents:
        """List the documents in scope with what is known about each."""
        found = engine_for(request.headers).documents(query)
        return Documents(documents=[DocumentMetadata.model_validate(public_metadata(document)) for document in found])

    @api.get("/v1/documents/{document_id}", tags=["documents"], responses=_problems(401, 404, 500, 503))
    def document(document_id: str, request: Request) -> DocumentDetail:
        """Show one document with its canonical text and its sections."""
        engine = engine_for(request.headers)
        found = engine.document(document_id)
        sections = [asdict(section) for section in found.sections]
        index = engine.index
        relations = [asdict(relation) for relation in (*index.relations(found.id), *index.cited_by(found.id))]
        detail = {"text": found.text, "sections": sections, "relations": relations}
        return DocumentDetail.model_validate(public_metadata(index.by_id[found.id]) | detail)

    @api.get("/healthz", tags=["operation"], responses=_problems(401, 500, 503))
    def health(request: Request) -> Health:
        """Say which index answers; 503 while there is none."""
        index = engine_for(request.headers).index
        return Health(
            generation=index.manifest.generation,
            documents=index.document_count,
            embedder=index.embedder.name,  # raises when the model of the index is gone
            built_at=index.manifest.built_at,
        )


def _require_text(question: Question) -> None:
    """JSON may escape half a character, such as \\ud800, which no text can hold. Raises InvalidQuestion."""
    try:
        question.model_dump_json()
    except ValueError as error:
        raise InvalidQuestion("问题里有残缺的字符 / The question holds half a character (a lone surrogate)") from error


class _BodyLimit:
    """Refuses a body of more than MAX_BODY_BYTES, or of what its path may take: at once if its length is told, else as
    soon as it is exceeded."""

    def __init__(self, app: ASGIApp, largest: Mapping[str, int]) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        most = self._largest.get(scope.get("path", ""), MAX_BODY_BYTES)
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            if told.isdecimal() and int(told) > most:
                raise HTTPException(413)
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_limited, send)


def _answer_errors(api: FastAPI) -> None:
    """Turn every error into a problem; what nobody foresaw is logged and told without its traceback."""

    @api.exception_handler(ZhengwenError)
    async def known(request: Request, error: ZhengwenError) -> JSONResponse:
        for kind, status, name, title in _PROBLEMS:
            if isinstance(error, kind):
                return problem(request, status, str(error), kind=name, title=title)
        return problem(request, 500, str(error))

    @api.exception_handler(StarletteHTTPException)
    async def refused(request: Request, error: StarletteHTTPException) -> JSONResponse:
        detail = _DETAILS.get(error.status_code, str(error.detail)).format(path=request.url.path, method=request.method)
        return problem(request, error.status_code, detail, headers=dict(error.headers or {}))

    @api.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        details = error.errors()
        if any(detail["type"] == "json_invalid" for detail in details):
            return problem(request, 400, "请求体不是合法的 JSON / The body is not valid JSON", kind="malformed-json")
        lines = [f"{'.'.join(map(str, detail['loc'][1:]))}: {detail['msg']}" for detail in details]
        summary = "请求有误 / Invalid request: " + "; ".join(lines)
        return problem(request, 422, summary, kind="invalid-request", title="请求有误 / Invalid request", errors=lines)

    @api.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        return problem(request, 500, "服务内部出错，详情见服务器日志 / Internal error: see the server's log")


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the errors that a route answers."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
