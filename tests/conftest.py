"""Fixtures over the real thing: the five seed documents, ingested once a session."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rag.api import OpenEngine
    from rag.engine import PolicyQA
    from rag.records import Answer
    from rag.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine() -> Iterator[None]:
    """No test, nor a process that one starts outside the repository, reads the ZHENGWEN_… variables or `.env` here."""
    from rag.settings import Settings

    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith("ZHENGWEN_"):
                patch.delenv(name)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """Folder of an index of the seeds with the built-in model. Read only: tests that write make their own."""
    from index.ingest import ingest

    folder = tmp_path_factory.mktemp("seeds-index")
    ingest([seeds], folder)
    return folder


@pytest.fixture(scope="session")
def qa(seeds_index: Path) -> "PolicyQA":
    """The engine over the seeds, answering by quotation."""
    from rag.engine import PolicyQA
    from rag.settings import Settings

    return PolicyQA.open(Settings(index=seeds_index))


@pytest.fixture
def ask(qa: "PolicyQA") -> Callable[[str], "Answer"]:
    """Asks the engine, which a module may override; the answer and its table use every citation and no other."""
    from rag.citations import markers
    from rag.records import Question

    def ask(text: str) -> "Answer":
        answer = qa.ask(Question(question=text))
        cells = [cell for row in answer.table.rows for cell in row] if answer.table else []
        used = {*markers(answer.answer), *(marker for cell in cells for marker in cell.citations)}
        assert sorted(used) == [c.marker for c in answer.citations]
        return answer

    return ask


@contextmanager
def serving(settings: "Settings", open_engine: "OpenEngine | None" = None) -> Iterator[str]:
    """A server on a free port of this machine, in a thread; gives its address."""
    import uvicorn

    from ui.server import EngineOnDemand, create_app, listen

    listener = listen("127.0.0.1", 0)
    app = create_app(open_engine or EngineOnDemand(settings), settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("These tests drive a real browser: install Chromium, for example 'apt-get install chromium'.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(seeds_index: Path) -> Iterator[str]:
    """Address of the page over the seeds."""
    from rag.settings import Settings

    with serving(Settings(index=seeds_index)) as address:
        yield address


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serves settings, over an engine of one's own if given, until the test's pages are closed; gives the address."""
    with ExitStack() as servers:
        yield lambda *given: servers.enter_context(serving(*given))


@pytest.fixture
def open_page(browser: "Browser", serve: Callable[..., str]) -> Iterator[Callable[..., "Page"]]:
    """Opens the page at an address in a browser of its own; afterwards nothing may have failed or left this machine."""
    from playwright.sync_api import expect

    contexts, requested, failures = [], [], []

    def open_page(address: str, *, width: int = 1280, height: int = 800, script: str = "", **options: Any) -> "Page":
        context = browser.new_context(**({"locale": "zh-CN", "viewport": {"width": width, "height": height}} | options))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        page.on("request", lambda request: requested.append(request.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
        page.goto(address)
        expect(page.locator(".welcome")).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    hosts = {urlsplit(url).hostname for url in requested if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert not failures


@pytest.fixture
def libreoffice(tmp_path: Path) -> Callable[[Path, str], Path]:
    """LibreOffice, which writes a document as a file of another kind beside it; the test is skipped without it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    def convert(path: Path, kind: str) -> Path:
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(path.parent), str(path)]
        subprocess.run(command, check=True, capture_output=True)
        return path.with_suffix(f".{kind}")

    return convert
