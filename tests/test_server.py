"""The web server: its port, its signals, and who may talk to it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from index.errors import IndexVersionMismatch
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.errors import InvalidSettings
from rag.settings import Settings
from ui.server import EngineOnDemand, PortTaken, create_app, listen, serve

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SERVE = "from ui.server import serve; from rag.settings import load_settings; serve(load_settings(port=0))"

Start = Callable[[Path], tuple[subprocess.Popen[str], str]]


@pytest.fixture(scope="module")
def client(seeds_index: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(EngineOnDemand(Settings(index=seeds_index)), Settings(index=seeds_index)),
        base_url="http://127.0.0.1:8000",
    ) as client:
        yield client


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a server of its own process over an index; gives the process and the address it prints."""
    running: list[subprocess.Popen[str]] = []

    def start(index: Path) -> tuple[subprocess.Popen[str], str]:
        environment = os.environ | {"ZHENGWEN_INDEX": str(index), "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", SERVE],
            env=environment,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=index.parent,
        )
        running.append(process)
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if address := re.search(r"http://127\.0\.0\.1:\d+", line):
                return process, address[0]
        raise AssertionError(f"the server did not start: {told}{process.communicate()[1]}")

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_a_taken_port_is_told_before_anything_is_loaded() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        began = time.monotonic()
        with pytest.raises(PortTaken, match=rf"{port}.*--port {port + 1}"):
            serve(Settings(port=port))
        assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(InvalidSettings, match=f"{port}"):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    with pytest.raises(InvalidSettings, match=rf"{re.escape(host)}.*--host 127\.0\.0\.1"):
        listen(host, 0)


def test_an_index_of_another_version_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as other:
        other.setattr("index.database.SCHEMA_VERSION", 999)
        ingest([SEEDS], tmp_path / "index")
    with pytest.raises(IndexVersionMismatch):
        serve(Settings(index=tmp_path / "index", port=0))


def test_one_process_serves_page_and_api(client: TestClient) -> None:
    assert "gradio-app" in client.get("/").text
    assert client.get("/healthz").json()["documents"] == 5
    assert client.get("/docs").status_code == 200
    assert client.get("/v1/documents").json()["documents"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/v1/ask", 405),
        ("GET", f"/gradio_api/file={SEEDS}/../README.md", 404),
        ("GET", "/gradio_api/proxy=https://huggingface.co/", 404),
        ("GET", "/gradio_api/info", 404),
        ("GET", "/static/../../../../../../etc/passwd", 404),
    ],
)
def test_what_is_not_served_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/queue/join"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_have_a_browser_change_anything(client: TestClient, path: str, site: str) -> None:
    assert client.post(path, headers={"sec-fetch-site": site}, files={"files": b"x"}).status_code == 403


def test_files_are_taken_only_where_the_library_may_be_changed(seeds_index: Path) -> None:
    for library, status in (("edit", 200), ("read", 404)):
        settings = Settings.model_validate({"index": seeds_index, "library": library})
        app = create_app(EngineOnDemand(settings), settings)
        with TestClient(app, base_url="http://127.0.0.1:8000") as client:
            assert client.post("/gradio_api/upload", files={"files": b"x" * (2 << 20)}).status_code == status


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machine_is_served_under_all_its_names(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/gradio_api/queue/data"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "[", ""])
def test_a_foreign_name_that_points_here_is_refused(client: TestClient, host: str, path: str) -> None:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 421
    assert "--host" in response.json()["detail"]


def test_a_server_open_to_the_network_takes_any_name(seeds_index: Path) -> None:
    settings = Settings(index=seeds_index, host="0.0.0.0")
    with TestClient(create_app(EngineOnDemand(settings), settings)) as client:
        assert client.get("/healthz", headers={"host": "policy.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/gradio_api/queue/data?session_hash=a"])
@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:9999", "null"])
def test_no_other_origin_may_read_an_answer(client: TestClient, path: str, origin: str) -> None:
    response = client.options(path, headers={"origin": origin, "access-control-request-method": "GET"})
    assert "access-control-allow-origin" not in response.headers


def test_every_response_forbids_other_hosts(client: TestClient) -> None:
    for path in ("/", "/healthz", "/nothing"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_page_takes_no_oversized_body(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/gradio_api/queue/join", content=b" " * (1 << 21), headers=headers)
    assert response.status_code == 413


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_with_a_page_open(
    start: Start, seeds_index: Path, number: signal.Signals
) -> None:
    process, address = start(seeds_index)
    with httpx.stream("GET", f"{address}/gradio_api/heartbeat/session", timeout=10) as page:
        assert page.status_code == 200
        process.send_signal(number)
        _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (0, "")


def test_it_starts_without_an_index_and_picks_one_up(start: Start, tmp_path: Path) -> None:
    _, address = start(tmp_path / "index")
    assert httpx.get(f"{address}/healthz").status_code == 503
    assert httpx.get(f"{address}/").status_code == 200
    ingest([SEEDS], tmp_path / "index")
    assert httpx.get(f"{address}/healthz").json()["documents"] == 5


def test_the_engine_is_opened_once(seeds_index: Path) -> None:
    open_engine = EngineOnDemand(Settings(index=seeds_index))
    assert isinstance(open_engine(), PolicyQA)
    assert open_engine() is open_engine()
