"""The web server: the API and the chat page in one process."""

import logging
import os
import secrets
import signal
import socket
import sys
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import EmbedderMismatch, IndexUnavailable, IndexVersionMismatch, ZhengwenError
from rag.errors import InvalidSettings
from rag.settings import LOOPBACK, Settings
from ui.visitor import new_visitor_cookie, visitor_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.api import OpenEngine
    from rag.engine import PolicyQA

SHUTDOWN_SECONDS = 1  # an open page holds a connection for as long as it is open

# The page needs inline scripts and `new Function` for its templates; no other host is ever needed.
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What of Gradio the page uses. Its other doors stay shut: files of this machine, requests for a visitor.
_PAGE_FILES = frozenset(("/", "/config", "/favicon.ico", "/manifest.json", "/robots.txt", "/theme.css"))
_PAGE_FOLDERS = (
    "/assets/",
    "/static/",
    "/gradio_api/queue/",
    "/gradio_api/heartbeat/",
    "/gradio_api/cancel",
    "/gradio_api/reset",
)
_UPLOADS = ("/gradio_api/upload", "/gradio_api/upload_progress")  # open where visitors may change the library
MAX_UPLOAD_BYTES = 200 << 20


class PortTaken(ZhengwenError):
    """Another program listens on the address already."""


class EngineOnDemand:
    """Opens the engine when it is first asked for, and tries again as long as there is no index."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._engine: PolicyQA | None = None

    def __call__(self) -> "PolicyQA":
        """Raises IndexUnavailable while there is no index."""
        from rag.engine import PolicyQA

        with self._lock:
            if self._engine is None:
                self._engine = PolicyQA.open(self._settings)
            return self._engine


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises PortTaken or InvalidSettings before anything is loaded."""
    listener = listen(settings.host, settings.port)
    try:
        _keep_offline()
        open_engine = EngineOnDemand(settings)
        _open_now(open_engine)
        _run(create_app(open_engine, settings), listener)
    finally:
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before the models load, so that the port cannot be lost. Port 0: any free one.

    Raises PortTaken or InvalidSettings.
    """
    if not 0 <= port <= 65535:
        raise InvalidSettings(f"端口 {port} 无效，请用 --port 指定 1–65535 / Port {port} is none: use --port 1–65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except PermissionError as error:
        listener.close()
        raise PortTaken(
            f"无权使用端口 {port}，请换一个：zhengwen serve --port 8000 / "
            f"No permission for port {port}: choose another, such as 'zhengwen serve --port 8000'"
        ) from error
    except OSError as error:
        listener.close()
        if isinstance(error, socket.gaierror) or "assign" in str(error):
            raise InvalidSettings(
                f"本机没有地址 {host}，请用 --host 127.0.0.1 / This machine has no address {host}: use --host 127.0.0.1"
            ) from error
        raise PortTaken(
            f"端口 {port} 已被占用，请停掉占用它的程序，或换一个：zhengwen serve --port {port + 1} / "
            f"Port {port} is taken: stop the program that holds it, or run 'zhengwen serve --port {port + 1}'"
        ) from error
    return listener


def create_app(open_engine: "OpenEngine", settings: Settings) -> "ASGIApp":
    """The API with the chat page behind it: what the API has no route for goes to the page.

    Bound to this machine alone, requests under another name are refused: a web site could otherwise have its own
    name point here and read the answers (DNS rebinding).
    """
    import gradio
    from fastapi import FastAPI, HTTPException
    from fastapi.responses import PlainTextResponse, Response
    from starlette.datastructures import Headers
    from starlette.middleware.cors import CORSMiddleware

    from rag.api import create_api
    from ui.access import Access
    from ui.conversations import Conversations
    from ui.downloads import downloads
    from ui.figures import library, library_path
    from ui.signin import signing
    from ui.site import create_site, page_options

    access = Access(open_engine, settings)
    api = create_api(access.engine_for, {_UPLOADS[0]: MAX_UPLOAD_BYTES} if access.limited or settings.may_edit else {})
    api.include_router(downloads(Conversations(settings.index), access))
    api.include_router(signing(access))
    run = secrets.token_hex(8)

    @api.get("/alive", include_in_schema=False)
    def alive() -> PlainTextResponse:
        return PlainTextResponse(run)  # another run knows nothing of the pages that are open: they load anew

    @api.get(library_path(), include_in_schema=False)
    def plotly() -> Response:
        forever = {"content-encoding": "gzip", "cache-control": "public, max-age=31536000, immutable"}
        return Response(library(), media_type="text/javascript", headers=forever)

    page = FastAPI(openapi_url=None)
    page.add_middleware(CORSMiddleware, allow_origins=[])  # else Gradio answers with its own, which allows any

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> "AsyncIterator[None]":
        # In the server's own loop: outside of one, Gradio makes loops that nobody closes.
        gradio.mount_gradio_app(page, create_site(access, settings), path="", **page_options())
        async with page.router.lifespan_context(page):
            yield

    async def behind(scope: "Scope", receive: "Receive", send: "Send") -> None:
        path, headers = scope["path"], Headers(scope=scope)
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and scope["method"] == "POST":
            raise HTTPException(403)  # another site's page has the browser send this
        if (
            path in _PAGE_FILES
            or path.startswith(_PAGE_FOLDERS)
            or (path in _UPLOADS and access.may_edit(access.reader(headers)))
        ):
            await page(scope, receive, send)
        else:
            raise HTTPException(404)

    api.router.default = behind
    api.router.lifespan_context = lifespan
    return _Guard(api, LOOPBACK if settings.host in LOOPBACK else ())


class _Guard:
    """Adds the security headers, makes whoever opens the page a visitor, and refuses names that are none of this
    machine's (none given: any name will do)."""

    def __init__(self, app: "ASGIApp", names: tuple[str, ...]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        from starlette.datastructures import Headers, MutableHeaders

        async def send_guarded(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if scope["path"] == "/" and not visitor_of(Headers(scope=scope).get("cookie", "")):
                    headers.append("set-cookie", new_visitor_cookie(secure=scope["scheme"] == "https"))
            await send(message)

        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif self._names and not _named(Headers(scope=scope).get("host", ""), self._names):
            await _misdirected(scope)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


def _named(host: str, names: tuple[str, ...]) -> bool:
    """
    >>> _named("localhost:8000", LOOPBACK), _named("[::1]:8000", LOOPBACK), _named("evil.example:8000", LOOPBACK)
    (True, True, False)
    """
    try:
        return urlsplit(f"//{host}").hostname in names
    except ValueError:
        return False


def _misdirected(scope: "Scope") -> "ASGIApp":
    from fastapi import Request

    from rag.api import problem

    return problem(
        Request(scope),
        421,
        "本服务只在本机开放，请用 http://127.0.0.1 访问，或以 --host 0.0.0.0 启动 / "
        "This server is open to this machine alone: use http://127.0.0.1, or start it with --host 0.0.0.0",
    )


def _keep_offline() -> None:
    """Nothing that is imported reports home; set before the imports, which read it."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _open_now(open_engine: "OpenEngine") -> None:
    """Load what the first question needs before a visitor waits; without an index the server starts all the same."""
    try:
        open_engine().warm_up()
    except (EmbedderMismatch, IndexVersionMismatch):
        raise
    except IndexUnavailable as error:
        _tell(str(error))


def _run(app: "ASGIApp", listener: socket.socket) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            _tell(_addresses(listener))

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # pages that are cut off are no errors
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=SHUTDOWN_SECONDS
    )
    # uvicorn stops on these signals and then raises them again for whoever listened before: nobody is surprised here.
    kept = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        Server(config).run([listener])
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _addresses(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    address = f"http://{shown}:{port}"
    return f"政问 Zhengwen  {address}\n接口文档 / API  {address}/docs\n按 Ctrl-C 停止 / Press Ctrl-C to stop"


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
