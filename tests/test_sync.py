"""An index that mirrors folders: files added, changed, moved, copied and removed, runs ended early and gone on with."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import database, ingest, reading, store
from index.errors import IndexBusy, Interrupted
from index.files import find_files, is_settled, stamp
from index.loaders import limits
from index.local import LocalIndex
from index.reports import Report
from index.snapshot import Snapshot
from index.watch import watch

ROOT = Path(__file__).parents[1]
MEASURES = ["用电同网同价", "加强人才引进", "落实税收优惠", "用水同质同量同价"]


def write(path: Path, measure: str = MEASURES[0]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"广东省人民政府办公厅关于高技术服务业的意见\n\n一、政策措施\n（一）{measure}。\n（二）完善统计。\n"
    path.write_text(text, encoding="utf-8")
    return path


def age(path: Path, seconds: float = 60) -> None:
    """Make a file look as if it had been written that long ago."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - int(seconds * 1e9)))


def outcomes(report: Report) -> dict[str, str]:
    return {file.path.name: file.outcome for file in report.files}


def held(folder: Path) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Text, names and passages of every document, in no order that depends on how they came there."""
    index = LocalIndex.open(folder)
    documents = [(index.document(info.id), info.sources) for info in index.documents()]
    for document, sources in documents:
        assert document.source in sources
    found = sorted(
        (document.text, tuple(sorted(sources)), tuple(chunk.text for chunk in document.chunks))
        for document, sources in documents
    )
    index.close()
    return found


def answers(folder: Path) -> list[object]:
    """What searches find, by text: ids and the order of documents depend on how they came there."""
    index = LocalIndex.open(folder)
    found: list[object] = []
    for question in MEASURES:
        lexical = dict(index.search_keywords(question, 999))
        scores = index.search_vectors(index.embedder.embed_query(question), 999)
        texts = [chunk.text for chunk in index.chunks([identity for identity, _ in scores])]
        found.append(sorted((round(lexical[chunk.id], 4), chunk.text) for chunk in index.chunks(list(lexical))))
        found.append(sorted((round(score, 3), text) for (_, score), text in zip(scores, texts, strict=True)))
    index.close()
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, measure in zip(("价格.txt", "人才.txt", "税收.md"), MEASURES, strict=False):
        write(tmp_path / "files" / name, measure)
    return tmp_path / "files"


@pytest.fixture
def folder(files: Path, tmp_path: Path) -> Path:
    ingest.ingest([files], tmp_path / "index", sync=True)
    return tmp_path / "index"


# Unchanged


def test_an_unchanged_file_costs_no_more_than_a_look_at_it(files, folder, monkeypatch):
    for path in files.iterdir():
        age(path)
    assert ingest.ingest([files], folder).counts == {"unchanged": 3}  # read once more, since they were just written

    def unexpected(path):
        raise AssertionError(path)

    monkeypatch.setattr(reading, "content_hash", unexpected)
    report = ingest.ingest([files], folder, sync=True)
    assert report.counts == {"unchanged": 3}
    assert report.generation == 1


def test_a_file_written_a_moment_ago_is_not_known_by_its_time(files):
    path = files / "价格.txt"
    assert not is_settled(stamp(path))
    age(path)
    assert is_settled(stamp(path))


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_noticed(files, folder):
    path = files / "价格.txt"
    age(path)
    ingest.ingest([files], folder)
    status = path.stat()
    other = write(files.parent / "other", MEASURES[0].replace("网", "质"))
    os.replace(other, path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert outcomes(ingest.ingest([files], folder))["价格.txt"] == "updated"


def test_a_changed_side_car_is_noticed(files, folder):
    for path in files.iterdir():
        age(path)
    ingest.ingest([files], folder)
    (files / "价格.txt.meta.yaml").write_text("title: 另有题名\n", encoding="utf-8")
    assert ingest.ingest([files], folder).counts == {"updated": 1, "unchanged": 2}
    index = LocalIndex.open(folder)
    assert index.resolve("另有题名") == index.resolve("价格.txt")


# Moved, copied, gone


def test_what_is_gone_from_the_folder_goes_from_the_index_only_with_sync(files, folder):
    (files / "人才.txt").unlink()
    assert ingest.ingest([files], folder).counts == {"unchanged": 2}
    assert len(held(folder)) == 3
    report = ingest.ingest([files], folder, sync=True)
    assert outcomes(report) == {"价格.txt": "unchanged", "税收.md": "unchanged", "人才.txt": "removed"}
    assert "人才.txt" not in str(held(folder))


def test_only_what_lay_under_the_paths_goes(files, folder, tmp_path):
    elsewhere = write(tmp_path / "files-of-others" / "水.txt", MEASURES[3])
    ingest.ingest([elsewhere], folder, sync=True)
    ingest.ingest([files], folder, sync=True)
    assert len(held(folder)) == 4
    (files / "税收.md").unlink()
    elsewhere.unlink()
    ingest.ingest([files], folder, sync=True)
    assert [names for _, names, _ in held(folder)].count(("水.txt",)) == 1
    assert len(held(folder)) == 3


def test_a_folder_that_cannot_be_listed_keeps_its_documents(files, folder, monkeypatch):
    write(files / "locked" / "水.txt", MEASURES[3])
    ingest.ingest([files], folder, sync=True)
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = ingest.ingest([files], folder, sync=True)
    assert outcomes(report)["locked"] == "failed"
    assert len(held(folder)) == 4


@pytest.mark.parametrize("sync", [True, False])
def test_a_moved_file_keeps_its_document_and_its_passages(files, folder, monkeypatch, sync):
    before = LocalIndex.open(folder)
    identity = before.resolve("价格.txt")
    ids = [chunk.id for chunk in before.document(identity).chunks]
    (files / "2026").mkdir()
    (files / "价格.txt").rename(files / "2026" / "电价.txt")

    def unexpected(path, source):
        raise AssertionError(path)

    monkeypatch.setattr(reading, "read_documents", unexpected)
    report = ingest.ingest([files], folder, sync=sync)
    assert outcomes(report) == {"电价.txt": "moved", "人才.txt": "unchanged", "税收.md": "unchanged"}
    assert str(files / "价格.txt") in str(report.files[0].reason)
    after = before.latest()
    document = after.document(identity)
    assert (document.source, document.path) == ("电价.txt", str(files / "2026" / "电价.txt"))
    assert [chunk.id for chunk in document.chunks] == ids
    assert after.resolve("电价.txt") == identity


def test_a_new_file_where_a_moved_one_lay_is_another_document(files, folder):
    identity = LocalIndex.open(folder).resolve("价格.txt")
    (files / "价格.txt").rename(files / "电价.txt")
    write(files / "价格.txt", MEASURES[3])
    ingest.ingest([files], folder, sync=True)
    write(files / "电价.txt", "电价另行规定")
    ingest.ingest([files], folder, sync=True)
    index = LocalIndex.open(folder)
    assert len(index.documents()) == 4
    assert MEASURES[3] in index.document(index.resolve("价格.txt")).text
    assert "另行规定" in index.document(index.resolve("电价.txt")).text
    assert index.resolve("价格.txt") != index.resolve("电价.txt")
    assert identity in {info.id for info in index.documents()}


def test_the_same_text_under_two_names_is_one_document_with_two_sources(files, folder):
    identity = LocalIndex.open(folder).resolve("价格.txt")
    shutil.copy(files / "价格.txt", files / "抄送.txt")
    text = (files / "价格.txt").read_text(encoding="utf-8")
    (files / "网页.md").write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    report = ingest.ingest([files], folder)
    copies = [file for file in report.files if file.outcome == "duplicate"]
    assert {file.path.name for file in copies} == {"抄送.txt", "网页.md"}
    assert {file.document_id for file in copies} == {identity}
    assert all(str(files / "价格.txt") in str(file.reason) for file in copies)
    index = LocalIndex.open(folder)
    assert len(index.documents()) == 3
    (info,) = (info for info in index.documents() if info.id == identity)
    assert info.sources == ("价格.txt", "抄送.txt", "网页.md")
    assert index.resolve("抄送.txt") == index.resolve("网页.md") == identity
    assert ingest.ingest([files], folder).counts == {"unchanged": 5}


def test_a_document_goes_with_the_last_of_its_sources(files, folder):
    shutil.copy(files / "价格.txt", files / "抄送.txt")
    ingest.ingest([files], folder, sync=True)
    (files / "价格.txt").unlink()
    ingest.ingest([files], folder, sync=True)
    index = LocalIndex.open(folder)
    assert index.document(index.resolve("抄送.txt")).path == str(files / "抄送.txt")
    (files / "抄送.txt").unlink()
    ingest.ingest([files], folder, sync=True)
    assert len(held(folder)) == 2


def test_one_of_two_sources_that_changes_becomes_a_document_of_its_own(files, folder):
    shutil.copy(files / "价格.txt", files / "抄送.txt")
    ingest.ingest([files], folder)
    write(files / "价格.txt", MEASURES[3])
    ingest.ingest([files], folder)
    index = LocalIndex.open(folder)
    assert len(index.documents()) == 4
    assert MEASURES[3] in index.document(index.resolve("价格.txt")).text
    assert MEASURES[0] in index.document(index.resolve("抄送.txt")).text


def test_removing_a_document_removes_it_from_all_its_sources(files, folder):
    shutil.copy(files / "价格.txt", files / "抄送.txt")
    ingest.ingest([files], folder)
    ingest.remove(["抄送.txt"], folder)
    with store.writing(folder) as writer:
        assert [Path(path).name for path in writer.files()] == ["人才.txt", "税收.md"]
    assert ingest.ingest([files], folder).counts == {"added": 1, "duplicate": 1, "unchanged": 2}


# A sequence of changes comes to what a fresh ingest comes to

NAMES = ["a.txt", "b.txt", "c/d.txt", "c/e.md"]
OPERATION = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(MEASURES)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("copy"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("break"), st.sampled_from(NAMES), st.none()),
)


def perform(root: Path, operation: str, name: str, argument: str | None) -> None:
    path = root / name
    if operation == "write":
        write(path, str(argument))
    elif path.exists() and argument != name:
        other = root / str(argument)
        other.parent.mkdir(parents=True, exist_ok=True)
        match operation:
            case "remove" | "break":
                path.unlink()
            case "move":
                path.rename(other)
            case "copy":
                shutil.copy(path, other)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(OPERATION, max_size=5), min_size=1, max_size=4))
def test_syncing_after_any_changes_comes_to_a_fresh_ingest_of_what_is_there(turns):
    with tempfile.TemporaryDirectory() as temporary:
        root, folder = Path(temporary) / "files", Path(temporary) / "index"
        root.mkdir()
        for operations in turns:
            for operation in operations:
                perform(root, *operation)
            ingest.ingest([root], folder, sync=True)
        again = ingest.ingest([root], folder, sync=True)
        assert again.counts.keys() <= {"unchanged"}
        fresh = Path(temporary) / "fresh"
        ingest.ingest([root], fresh, sync=True)
        assert held(folder) == held(fresh)
        assert answers(folder) == answers(fresh)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sets(st.sampled_from(MEASURES), min_size=1), st.sampled_from(MEASURES))
def test_adding_and_then_removing_is_never_having_added(kept, added):
    with tempfile.TemporaryDirectory() as temporary:
        root, folder = Path(temporary) / "files", Path(temporary) / "index"
        for number, measure in enumerate(sorted(kept)):
            write(root / f"{number}.txt", measure)
        ingest.ingest([root], folder)
        before = (held(folder), answers(folder), rows(folder))
        extra = write(root / "后来.txt", added + "，另行规定")
        ingest.ingest([root], folder)
        extra.unlink()
        ingest.ingest([root], folder, sync=True)
        assert (held(folder), answers(folder), rows(folder)) == before


def rows(folder: Path) -> dict[str, int]:
    """How many rows every table has that holds what files say."""
    snapshot = Snapshot(folder)
    tables = (
        "documents",
        "issuers",
        "sections",
        "repeats",
        "chunks",
        "files",
        "sources",
        "names",
        "mentions",
        "sketches",
    )
    counts = {table: snapshot.query(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    snapshot.close()
    return counts


# Ended early


def test_a_run_ended_early_keeps_whole_files_and_the_next_goes_on(files, tmp_path):
    folder = tmp_path / "index"
    done: list[object] = []
    report = ingest.ingest(
        [files], folder, sync=True, progress=lambda file, *_: done.append(file), stop=lambda: len(done) == 2
    )
    assert (report.counts, report.left) == ({"added": 2}, 1)
    assert len(held(folder)) == 2
    rest = ingest.ingest([files], folder, sync=True)
    assert (rest.counts, rest.left) == ({"unchanged": 2, "added": 1}, 0)


def test_a_run_ended_early_removes_nothing(files, folder):
    (files / "人才.txt").unlink()
    report = ingest.ingest([files], folder, sync=True, stop=lambda: True)
    assert (report.counts, report.left) == ({}, 2)
    assert len(held(folder)) == 3


def test_a_rebuild_ended_early_did_not_happen(files, folder):
    with pytest.raises(Interrupted, match="as it was"):
        ingest.ingest([files / "价格.txt"], folder, rebuild=True, stop=lambda: True)
    assert len(held(folder)) == 3


def test_what_was_committed_stays_when_the_rest_fails(files, tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "COMMIT", 1)
    monkeypatch.setattr(ingest, "_BEHIND", 1)
    folder = tmp_path / "index"

    def fail(file, done, total):
        if done == 3:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ingest.ingest([files], folder, progress=fail)
    assert len(held(folder)) == 2
    assert ingest.ingest([files], folder).counts == {"unchanged": 2, "added": 1}


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(files, folder, monkeypatch):
    read = reading.read_documents

    def slowly(path, *, source):
        documents = list(read(path, source=source))
        if path.name == "水.txt":
            write(path, MEASURES[1] + "，稍后补充")
        return documents

    monkeypatch.setattr(reading, "read_documents", slowly)
    write(files / "水.txt", MEASURES[3])
    (failed,) = (file for file in ingest.ingest([files], folder).files if file.outcome == "failed")
    assert "changed while it was read" in str(failed.reason)
    monkeypatch.undo()
    assert outcomes(ingest.ingest([files], folder))["水.txt"] == "added"


def test_a_file_too_large_is_told_without_being_read(files, folder, monkeypatch):
    with (files / "大.txt").open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    monkeypatch.setattr(reading, "content_hash", lambda path: pytest.fail(str(path)) if "大" in path.name else "")
    (failed,) = (file for file in ingest.ingest([files], folder).files if file.outcome == "failed")
    assert "at most 256 MB" in str(failed.reason)


def test_folders_may_be_as_deep_as_the_system_lets_them_be(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    Path("a.txt").write_text("用水同价", encoding="utf-8")
    os.chdir(tmp_path)
    assert len(find_files([tmp_path / "d"], tmp_path / "index")) == 1
    subprocess.run(["rm", "-r", "d"], check=True)  # Python's own way to remove folders is too deep for it


# Watching


def test_what_is_watched_is_looked_at_first_and_after_each_change_but_not_of_the_index_or_hidden_files(tmp_path):
    root, folder, stop, acts = tmp_path / "files", tmp_path / "files" / "index", threading.Event(), []

    def act() -> None:
        acts.append(None)
        (folder / "search.bin").write_bytes(os.urandom(8))
        (root / ".swap").write_bytes(os.urandom(8))
        if len(acts) == 2:
            raise IndexBusy("another one is at it")

    folder.mkdir(parents=True)
    thread = threading.Thread(target=watch, args=([root], folder, act, stop))
    thread.start()
    wait_until(lambda: len(acts) == 1)
    time.sleep(2.5)
    assert len(acts) == 1
    (root / "a.txt").write_text("同价", encoding="utf-8")
    wait_until(lambda: len(acts) == 3)  # the second time failed
    time.sleep(2.5)
    assert len(acts) == 3
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# On the command line


def zhengwen(*arguments: object, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "ui.cli", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_the_report_tells_of_every_file(files, tmp_path):
    (files / "空.txt").write_bytes(b"")
    (files / os.fsdecode(b"\xff.txt")).write_bytes(b"?")
    out = tmp_path / "out.json"
    with zhengwen("ingest", files, "--index", tmp_path / "index", "--sync", "--report", out) as run:
        output, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["counts"] == {"added": 3, "failed": 2}
    names = [Path(file["path"]).name for file in told["files"]]
    assert names == ["人才.txt", "价格.txt", "税收.md", "空.txt", "\udcff.txt"]
    assert told["generation"] == 1
    assert "空" in output


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_done(files, tmp_path):
    with zhengwen("ingest", files, "--index", tmp_path / "index", "--report", tmp_path / "none" / "out.json") as run:
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "is no folder" in errors.replace("\n", "")
    assert not (tmp_path / "index").exists()


def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path):
    files, folder = tmp_path / "files", tmp_path / "index"
    for number in range(1500):
        write(files / f"{number:04}.txt", f"第{number}项措施")
    with zhengwen("ingest", files, "--index", folder) as run:
        deadline = time.monotonic() + 60
        while not (folder / f"{database.DATABASE}-wal").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        output, errors = run.communicate(timeout=60)
    assert run.returncode == 130, errors
    assert "interrupted: the files above are kept" in output
    kept = len(held(folder))
    assert 0 <= kept < 1500
    report = ingest.ingest([files], folder)
    assert report.counts == {"unchanged": kept, "added": 1500 - kept} if kept else {"added": 1500}


def test_watching_follows_the_folder_until_ctrl_c(files, tmp_path):
    folder = tmp_path / "index"
    with zhengwen("ingest", files, "--index", folder, "--watch") as run:
        assert run.stdout
        lines: list[str] = []
        reader = threading.Thread(target=lambda: lines.extend(iter(run.stdout.readline, "")))
        reader.start()

        def wait_for(words: str) -> None:
            deadline = time.monotonic() + 30
            while words not in "".join(lines):
                assert time.monotonic() < deadline, "".join(lines)
                time.sleep(0.05)

        wait_for("added 3")
        write(files / "水.txt", MEASURES[3])
        wait_for("水.txt")
        (files / "人才.txt").unlink()
        wait_for("removed")
        (files / "坏.txt").write_bytes(b"")
        wait_for("failed")
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=30) == 0
        reader.join()
    assert {name for _, names, _ in held(folder) for name in names} == {"价格.txt", "税收.md", "水.txt"}
