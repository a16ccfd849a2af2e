"""Files that break their reader: each costs one line of the report, and nothing else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index import contents, ingest, workers
from index.embedding import load_embedder
from index.local import LocalIndex

ROOT = Path(__file__).parents[1]

# Loaded by Python at the start of each worker: readers that break on files of certain names, and little patience.
CUSTOMIZED = """
import os, subprocess, sys, time
if sys.argv[0] == "-c":
    from index import reading, workers
    workers.SECONDS = 2
    read = reading.read_documents
    def broken(path, *, source):
        with open({pids!r}, "a") as file:
            file.write(f"{{os.getpid()}}\\n")
        match path.stem:
            case "挂起":
                while True:
                    pass
            case "睡着":
                child = subprocess.Popen(["sleep", "600"])
                with open({pids!r}, "a") as file:
                    file.write(f"{{child.pid}}\\n")
                time.sleep(600)
            case "崩溃":
                os.abort()
            case "退出":
                os._exit(7)
            case "内存":
                bytearray(3 << 30)
            case "递归":
                def deeper(): deeper()
                deeper()
        return read(path, source=source)
    reading.read_documents = broken
"""


@pytest.fixture
def pids(tmp_path, monkeypatch) -> Path:
    """The file in which workers, with readers that break on some files, note their process ids."""
    (tmp_path / "site").mkdir()
    noted = tmp_path / "pids"
    noted.touch()
    (tmp_path / "site" / "sitecustomize.py").write_text(CUSTOMIZED.format(pids=str(noted)), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(ingest, "FEW", 0)
    return noted


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        text = f"广东省人民政府关于{name}的意见\n\n一、总则\n推行{name}。\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def alive(pids: Path) -> list[int]:
    """Which of the processes noted still run."""

    def runs(pid: int) -> bool:
        try:
            return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
        except FileNotFoundError:
            return False

    return [pid for pid in map(int, pids.read_text().split()) if runs(pid)]


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="looks for processes as Linux shows them"
)


@pytest.mark.usefixtures("pids")
def test_each_file_that_breaks_its_reader_is_told_and_the_rest_is_indexed(tmp_path):
    good = [f"好{number}" for number in range(6)]
    files = write(tmp_path / "files", "崩溃", "内存", "递归", "退出", *good, "挂起")
    report = ingest.ingest([files], tmp_path / "index")
    assert [file.path.stem for file in report.files] == sorted(path.stem for path in files.iterdir())
    failed = {file.path.stem: str(file.reason) for file in report.files if file.outcome == "failed"}
    assert failed.keys() == {"崩溃", "内存", "递归", "退出", "挂起"}
    assert "SIGABRT" in failed["崩溃"]
    assert "exit code 7" in failed["退出"]
    assert "given up after" in failed["挂起"]
    assert "MemoryError" in failed["内存"]
    assert "RecursionError" in failed["递归"]
    assert [info.source for info in LocalIndex.open(tmp_path / "index").documents()] == [f"{name}.txt" for name in good]


@needs_proc
def test_what_a_reader_started_ends_with_it_and_no_worker_outlives_the_run(tmp_path, pids):
    files = write(tmp_path / "files", "好", "睡着")
    assert ingest.ingest([files], tmp_path / "index").counts == {"added": 1, "failed": 1}
    assert len(pids.read_text().split()) == 3
    assert alive(pids) == []


@needs_proc
def test_a_run_can_be_ended_while_a_reader_hangs(tmp_path, pids):
    files = write(tmp_path / "files", "好", "睡着")
    began = time.monotonic()
    report = ingest.ingest([files], tmp_path / "index", stop=lambda: len(pids.read_text().split()) == 3)
    assert time.monotonic() - began < 20
    assert report.left >= 1
    assert alive(pids) == []


@needs_proc
def test_workers_end_when_the_ingest_is_killed(tmp_path, pids):
    files = write(tmp_path / "files", *(f"好{number}" for number in range(200)), "睡着")
    program = (
        "import sys\nfrom pathlib import Path\nfrom index import ingest\ningest.FEW = 0\n"
        "ingest.ingest([Path(sys.argv[1])], Path(sys.argv[2]))"
    )
    path = os.pathsep.join([str(tmp_path / "site"), str(ROOT)])
    command = [sys.executable, "-c", program.replace("sys.argv[0]", "''"), str(files), str(tmp_path / "index")]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}) as run:
        deadline = time.monotonic() + 30
        while not pids.read_text() and time.monotonic() < deadline:
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(pids) == []


def test_workers_store_what_reading_here_stores(tmp_path, seeds, monkeypatch):
    ingest.ingest([seeds], tmp_path / "here")
    monkeypatch.setattr(ingest, "FEW", 0)
    ingest.ingest([seeds], tmp_path / "there")
    here, there = LocalIndex.open(tmp_path / "here"), LocalIndex.open(tmp_path / "there")
    assert here.documents() == there.documents()
    for info in here.documents():
        ours, theirs = here.document(info.id), there.document(info.id)
        assert (ours.text, ours.sections, ours.repeats) == (theirs.text, theirs.sections, theirs.repeats)
        vectors = [index.vectors([c.id for c in d.chunks]) for index, d in ((here, ours), (there, theirs))]
        np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-3)


def test_other_models_are_loaded_once_and_not_in_every_worker(tmp_path, seeds, monkeypatch):
    from index import embedding

    class Eight:
        name, dimension = "eight", 8

        def embed_documents(self, texts):
            return np.tile(np.eye(8, dtype=np.float32)[0], (len(texts), 1))

        def embed_query(self, text):
            return np.eye(8, dtype=np.float32)[0]

    monkeypatch.setattr(ingest, "FEW", 0)
    monkeypatch.setattr(embedding, "load_embedder", lambda model: Eight())
    report = ingest.ingest([seeds], tmp_path, embedding_model="another/model")
    assert report.counts == {"added": 5}
    assert LocalIndex.open(tmp_path).manifest.embedder == "eight"


def test_a_worker_does_not_import_what_lies_in_the_users_folder(tmp_path, seeds, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ingest, "FEW", 0)
    assert ingest.ingest([seeds], tmp_path / "index").counts == {"added": 5}


def test_a_large_process_does_not_wear_its_workers_out(tmp_path, pids):
    ballast = np.ones(100_000_000)  # 800 MB, more than a worker may have had
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"第{number}项措施。", encoding="utf-8")
    with workers.Workers[int](None, embed=False, count=1) as one:
        read = list(one.read(((n, tmp_path / f"{n}.txt") for n in range(6)), lambda: False))
    assert [content.failure for _, content in read] == [None] * 6
    assert len(set(pids.read_text().split())) == 1
    assert ballast[0] == 1


def test_passages_too_many_for_a_worker_are_embedded_where_they_are_stored(tmp_path, monkeypatch):
    few = write(tmp_path, "储能") / "储能.txt"
    embedder = load_embedder(None)
    vectors = contents.read(few, embedder).vectors
    assert vectors is not None
    assert len(vectors) == len(contents.read(few).documents[0].chunks)
    monkeypatch.setattr(contents, "_MOST", 1)
    assert contents.read(few, embedder).vectors is None


def test_large_files_are_read_one_at_a_time_and_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "_AHEAD_BYTES", 1)
    files = sorted(write(tmp_path / "files", *(f"第{number}号" for number in range(5))).iterdir())
    with workers.Workers[Path](None, embed=False, count=2) as several:
        read = []
        for path, content in several.read(((path, path) for path in files), lambda: False):
            assert not several._busy
            read.append((path, content.documents[0].source))
    assert read == [(path, path.name) for path in files]
