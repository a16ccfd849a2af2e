"""From files to the index: what each run does, reports and leaves."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import tantivy

from index import builtin, database, embedding, ingest, locking, reading
from index.chunking import embedding_text
from index.documents import Filters
from index.errors import (
    EmbedderMismatch,
    IndexBusy,
    IndexUnavailable,
    IndexVersionMismatch,
    ModelUnavailable,
    UnknownDocument,
    UnreadableFile,
)
from index.files import find_files
from index.local import LocalIndex
from index.reports import Report

SEEDS = Path(__file__).parents[1] / "seeds"


class OtherModel:
    """A second embedding model, to be told from the built-in one by its name and dimension."""

    name = "other-model"
    dimension = 8

    def embed_documents(self, texts: list[str]) -> np.ndarray:
        return np.tile(self.embed_query(""), (len(texts), 1))

    def embed_query(self, text: str) -> np.ndarray:
        return np.eye(8, dtype=np.float32)[0]


@pytest.fixture
def other_model(monkeypatch):
    """Makes the model setting «other» load OtherModel; every other setting loads what it always does."""
    load = embedding.load_embedder
    monkeypatch.setattr(embedding, "load_embedder", lambda model: OtherModel() if model == "other" else load(model))


def notice(folder: Path, name: str, measure: str = "用电同网同价", region: str = "广东省") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{region}人民政府办公厅关于{path.stem}的意见\n\n一、政策措施\n（一）{measure}。\n（二）加强人才引进。\n"
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(report: Report) -> dict[str, str]:
    return {file.path.name: file.outcome for file in report.files}


def sources(folder: Path) -> list[str]:
    return [info.source for info in LocalIndex.open(folder).documents()]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("价格.txt", "人才.txt", "税收.md"):
        notice(tmp_path / "files", name)
    return tmp_path / "files"


@pytest.fixture
def folder(files: Path, tmp_path: Path) -> Path:
    """An index of the three files."""
    ingest.ingest([files], tmp_path / "index")
    return tmp_path / "index"


def test_the_seeds_become_an_index(tmp_path):
    calls = []
    report = ingest.ingest([SEEDS], tmp_path, progress=lambda file, done, total: calls.append((file, done, total)))
    assert report.counts == {"added": 5}
    assert report.generation == 1
    assert [(done, total) for _, done, total in calls] == [(n, 5) for n in range(1, 6)]
    assert tuple(file for file, _, _ in calls) == report.files
    index = LocalIndex.open(tmp_path)
    assert sum(file.chunks for file in report.files) == index.chunk_count
    for file in report.files:
        document = index.document(file.document_id)
        assert document.content_hash == reading.content_hash(file.path)
        assert document.source == file.path.name
        assert file.chunks == len(document.chunks) > 0


def test_unchanged_files_cost_a_hash(files, folder, monkeypatch):
    def unexpected(*arguments):
        raise AssertionError(arguments)

    monkeypatch.setattr(reading, "read_documents", unexpected)
    monkeypatch.setattr(embedding, "load_embedder", unexpected)
    before = LocalIndex.open(folder)
    report = ingest.ingest([files], folder)
    assert report.counts == {"unchanged": 3}
    assert report.generation == 1
    assert all(file.chunks == len(before.document(file.document_id).chunks) for file in report.files)
    assert before.latest() is before


def test_a_changed_file_replaces_its_passages(files, folder):
    old = LocalIndex.open(folder)
    changed = old.resolve("价格.txt")
    old_ids = {chunk.id for chunk in old.document_chunks(changed)}
    notice(files, "价格.txt", measure="用水同质同量同价")
    report = ingest.ingest([files], folder)
    assert outcomes(report) == {"人才.txt": "unchanged", "价格.txt": "updated", "税收.md": "unchanged"}
    new = LocalIndex.open(folder)
    assert new.manifest.generation == 2
    assert new.resolve("价格.txt") == changed
    assert "用水同质同量同价" in new.document(changed).text
    assert "同网" not in new.document(changed).text
    new_ids = {chunk.id for chunk in new.document_chunks(changed)}
    assert not old_ids & new_ids
    scope = Filters(document_id=(changed,))
    assert {i for i, _ in new.search_vectors(new.embedder.embed_query("同价"), 99, scope)} == new_ids
    assert {i for i, _ in new.search_keywords("同网 人才 政策", 99, scope)} <= new_ids
    assert new.chunk_frequency("同网") == old.chunk_frequency("同网") - 1
    assert new.chunk_frequency("同质") == 1


def test_one_bad_file_does_not_stop_the_rest(tmp_path):
    files = tmp_path / "files"
    notice(files, "a.txt")
    (files / "b-empty.txt").write_bytes(b"")
    (files / "c-binary.txt").write_bytes(bytes(range(256)) * 20)
    (files / "d.xyz").write_text("同网同价", encoding="utf-8")
    (files / "e-broken-link.txt").symlink_to(files / "nowhere.txt")
    os.mkfifo(files / "f-pipe.txt")
    notice(files, "z.txt")
    report = ingest.ingest([files], tmp_path / "index")
    failed = {file.path.name: file.reason for file in report.files if file.outcome == "failed"}
    assert outcomes(report) | {"a.txt": "added", "z.txt": "added"} == outcomes(report)
    assert failed.keys() == {"b-empty.txt", "c-binary.txt", "d.xyz", "e-broken-link.txt", "f-pipe.txt"}
    assert all(reason and "/" in reason for reason in failed.values())
    assert sources(tmp_path / "index") == ["a.txt", "z.txt"]


def test_a_reader_that_breaks_on_a_file_is_told_and_does_not_stop_the_rest(files, tmp_path, monkeypatch):
    read = reading.read_documents

    def break_on_one(path: Path, *, source: str):
        if path.name == "价格.txt":
            raise RecursionError("too deep")
        return read(path, source=source)

    monkeypatch.setattr(reading, "read_documents", break_on_one)
    report = ingest.ingest([files], tmp_path / "index")
    assert outcomes(report) == {"人才.txt": "added", "价格.txt": "failed", "税收.md": "added"}
    assert "too deep" in str(report.files[1].reason)


def test_a_file_that_turned_bad_keeps_its_passages(files, folder):
    (files / "价格.txt").write_bytes(b"")
    report = ingest.ingest([files], folder)
    (failed,) = (file for file in report.files if file.outcome == "failed")
    assert "earlier passages are kept" in str(failed.reason)
    assert failed.chunks > 0
    assert report.generation == 1
    assert "价格.txt" in sources(folder)


def test_a_file_name_that_is_no_text_is_reported(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(name)).write_text("同网同价", encoding="utf-8")
    (file,) = ingest.ingest([Path(os.fsdecode(name))], tmp_path / "index").files
    assert file.outcome == "failed"
    assert "not UTF-8" in str(file.reason)


def test_a_missing_path_is_an_error_before_anything_happens(files, tmp_path):
    with pytest.raises(UnreadableFile, match=r"nowhere\.txt"):
        ingest.ingest([files, tmp_path / "nowhere.txt"], tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_folders_are_walked_once_in_order_without_hidden_files(tmp_path):
    root = tmp_path / "files"
    expected = [notice(root, name) for name in ("a.txt", "b/a.txt", "b/c/d.txt", "e.txt")]
    for hidden in (".git/x.txt", ".hidden.txt", "b/.cache/y.txt"):
        notice(root, hidden)
    (root / "b" / "c" / "up").symlink_to(root)
    (root / "self").symlink_to(root / "self")
    (root / "same.txt").symlink_to(root / "e.txt")
    notice(root, "index/left-out.txt")
    found = find_files([root / "b" / "c" / "d.txt", root, root / "a.txt"], root / "index")
    assert found == [expected[2], expected[0], expected[1], expected[3], root / "self"]


def test_a_link_that_leads_out_of_the_folder_is_a_file_of_the_folder(tmp_path):
    notice(tmp_path, "elsewhere/a.txt")
    notice(tmp_path, "elsewhere/more/b.txt")
    root = tmp_path / "files"
    root.mkdir()
    (root / "a.txt").symlink_to(tmp_path / "elsewhere" / "a.txt")
    (root / "more").symlink_to(tmp_path / "elsewhere" / "more")
    assert find_files([root], tmp_path / "index") == [root / "a.txt", root / "more" / "b.txt"]
    assert ingest.ingest([root], tmp_path / "index", sync=True).counts == {"added": 2}
    (root / "more").unlink()
    assert ingest.ingest([root], tmp_path / "index", sync=True).counts == {"unchanged": 1, "removed": 1}


def test_a_document_does_not_depend_on_how_its_path_was_written(files, folder, monkeypatch):
    monkeypatch.chdir(files.parent)
    assert ingest.ingest([Path("files") / ".." / "files"], folder).counts == {"unchanged": 3}


def test_large_documents_are_embedded_in_batches(tmp_path, monkeypatch):
    sizes = []
    embedder = embedding.load_embedder(None)

    class Counting(OtherModel):
        def embed_documents(self, texts):
            sizes.append(len(texts))
            return super().embed_documents(texts)

    monkeypatch.setattr(embedding, "load_embedder", lambda model: Counting())
    monkeypatch.setattr(ingest, "BATCH", 4)
    report = ingest.ingest([SEEDS], tmp_path)
    assert set(sizes[:-1]) == {4}
    assert sum(sizes) == sum(file.chunks for file in report.files)
    assert embedder.name != Counting.name


# Removing


def test_removing_leaves_nothing_behind(tmp_path):
    files, folder = tmp_path / "files", tmp_path / "index"
    notice(files, "留.txt")
    notice(files, "绝密.txt", measure="绝密安排", region="四川省")
    ingest.ingest([files], folder)
    index = LocalIndex.open(folder)
    assert index.chunk_frequency("绝密") > 0
    kept = index.document_chunks(index.resolve("留.txt"))
    index.close()

    (file,) = ingest.remove(["绝密.txt"], folder).files
    assert (file.outcome, file.path) == ("removed", files / "绝密.txt")
    assert file.chunks > 0
    after = LocalIndex.open(folder)
    assert sources(folder) == ["留.txt"]
    assert after.documents(Filters(region=("四川",))) == []
    ids = {chunk.id for chunk in kept}
    assert {i for i, _ in after.search_vectors(after.embedder.embed_query("绝密安排"), 99)} == ids
    assert {i for i, _ in after.search_keywords("绝密安排 人才", 99)} <= ids
    assert after.chunk_frequency("绝密") == 0
    (place,) = folder.glob("keywords-*")
    raw = tantivy.Index.open(str(place)).searcher()
    for field in ("words", "bigrams", "title_words"):
        assert raw.terms_with_prefix(field, "绝") == []
    with pytest.raises(UnknownDocument, match=str(file.document_id)):
        after.document(str(file.document_id))
    with pytest.raises(UnknownDocument, match="绝密"):
        after.resolve("绝密.txt")
    after.close()
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "绝密".encode() not in left


def test_several_documents_are_removed_at_once_and_named_once(folder):
    index = LocalIndex.open(folder)
    identity = index.resolve("价格.txt")
    report = ingest.remove(["价格.txt", identity, "人才.txt"], folder)
    assert report.counts == {"removed": 2}
    assert report.generation == 2
    assert sources(folder) == ["税收.md"]


def test_removing_an_unknown_document_removes_nothing(folder):
    with pytest.raises(UnknownDocument, match="价钱"):
        ingest.remove(["人才.txt", "价钱.txt"], folder)
    assert len(sources(folder)) == 3


def test_removing_everything_leaves_an_index_that_answers_nothing(files, folder):
    ingest.remove(["价格.txt", "人才.txt", "税收.md"], folder)
    index = LocalIndex.open(folder)
    assert index.documents() == []
    assert index.search_keywords("同网同价", 5) == []
    assert index.search_vectors(index.embedder.embed_query("同网同价"), 5) == []
    assert ingest.ingest([files], folder).counts == {"added": 3}


def test_removing_without_an_index_makes_none(tmp_path):
    with pytest.raises(IndexUnavailable, match="zhengwen ingest seeds/"):
        ingest.remove(["a"], tmp_path / "index")
    assert not (tmp_path / "index").exists()


# Models


def test_another_model_is_refused_before_anything_changes(files, folder, other_model):
    notice(files, "新.txt")
    with pytest.raises(EmbedderMismatch, match="other-model.*--index.*--rebuild"):
        ingest.ingest([files], folder, embedding_model="other")
    with pytest.raises(EmbedderMismatch, match="other-model.*--rebuild"):
        LocalIndex.open(folder, "other")
    assert len(sources(folder)) == 3


def test_the_index_remembers_its_model(files, tmp_path, other_model):
    folder = tmp_path / "index"
    ingest.ingest([files], folder, embedding_model="other")
    notice(files, "新.txt")
    ingest.ingest([files], folder)
    with pytest.raises(EmbedderMismatch, match="--rebuild"):
        ingest.ingest([files], folder, embedding_model="builtin")
    index = LocalIndex.open(folder)
    assert (index.manifest.model, index.manifest.embedder, index.manifest.dimension) == ("other", "other-model", 8)
    assert isinstance(index.embedder, OtherModel)
    assert index.vectors([chunk.id for chunk in index.document_chunks(index.resolve("新.txt"))]).shape[1] == 8


def test_a_model_that_changed_under_its_name_is_refused(folder, monkeypatch):
    monkeypatch.setattr(embedding, "load_embedder", lambda model: OtherModel())
    index = LocalIndex.open(folder)
    with pytest.raises(EmbedderMismatch, match="other-model"):
        _ = index.embedder


@pytest.fixture
def updated_program(folder, tmp_path, monkeypatch):
    """Another built-in model, of another dimension, than the one that the index was built with."""
    from safetensors.numpy import load_file, save_file

    weights = load_file(builtin.FOLDER / "model.safetensors")["embedding.weight"]
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "tokenizer.json").write_bytes((builtin.FOLDER / "tokenizer.json").read_bytes())
    save_file({"embedding.weight": weights[:, 3:103].copy()}, tmp_path / "model" / "model.safetensors")
    monkeypatch.setattr(builtin, "FOLDER", tmp_path / "model")


def agrees_with_its_model(index: LocalIndex) -> bool:
    chunks = [(info, chunk) for info in index.documents() for chunk in index.document_chunks(info.id)]
    texts = [embedding_text(info.metadata.title, chunk) for info, chunk in chunks]
    fresh = index.embedder.embed_documents(texts)
    ids = [chunk.id for _, chunk in chunks]
    found = dict(index.search_vectors(fresh[0], len(ids)))
    np.testing.assert_allclose(index.vectors(ids), fresh, atol=1e-3)
    np.testing.assert_allclose([found[i] for i in ids], fresh @ fresh[0], atol=1e-3)
    return True


@pytest.mark.usefixtures("updated_program")
def test_an_update_of_the_built_in_model_embeds_everything_again(files, folder, caplog):
    with pytest.raises(EmbedderMismatch, match="run 'zhengwen ingest PATH…'"):
        _ = LocalIndex.open(folder).embedder
    before = LocalIndex.open(folder)
    report = ingest.ingest([files], folder)
    assert report.counts == {"unchanged": 3}
    assert report.generation == 2
    assert "the built-in model is another one by now" in caplog.text
    index = LocalIndex.open(folder)
    assert index.manifest.dimension == 100
    assert agrees_with_its_model(index)
    assert before.latest().manifest.generation == 2
    caplog.clear()
    assert ingest.ingest([files], folder).generation == 2
    assert caplog.text == ""


@pytest.mark.usefixtures("updated_program")
def test_files_that_changed_with_the_built_in_model_are_embedded_with_it_too(files, folder, monkeypatch):
    monkeypatch.setattr(ingest, "BATCH", 2)
    notice(files, "价格.txt", measure="用水同质同量同价")
    notice(files, "新.txt")
    (files / "人才.txt").unlink()  # its passages stay, and need the new model all the same
    report = ingest.ingest([files], folder, embedding_model="builtin")
    assert report.counts == {"unchanged": 1, "updated": 1, "added": 1}
    index = LocalIndex.open(folder)
    assert index.document_count == 4
    assert agrees_with_its_model(index)


def test_a_model_that_gives_no_numbers_is_refused(files, tmp_path, monkeypatch):
    class Broken(OtherModel):
        def embed_documents(self, texts):
            return np.full((len(texts), 8), np.nan, np.float32)

    monkeypatch.setattr(embedding, "load_embedder", lambda model: Broken())
    with pytest.raises(ModelUnavailable, match="not finite"):
        ingest.ingest([files], tmp_path / "index")
    assert LocalIndex.open(tmp_path / "index").documents() == []


# Rebuilding


def test_a_rebuild_takes_another_model_and_only_the_paths_given(files, folder, other_model):
    old = LocalIndex.open(folder)
    notice(files, "新.txt")
    (files / "人才.txt").unlink()
    report = ingest.ingest([files], folder, embedding_model="other", rebuild=True)
    assert outcomes(report) == {"价格.txt": "added", "新.txt": "added", "税收.md": "added", "人才.txt": "removed"}
    index = LocalIndex.open(folder)
    assert index.manifest.embedder == "other-model"
    assert [info.source for info in index.documents()] == ["价格.txt", "新.txt", "税收.md"]
    assert len(index.search_vectors(np.eye(8, dtype=np.float32)[0], 999)) == index.chunk_count
    assert [info.source for info in old.documents()] == ["人才.txt", "价格.txt", "税收.md"]
    moved_on = old.latest()
    assert isinstance(moved_on.embedder, OtherModel)
    ingest.ingest([files], folder, rebuild=True)
    assert LocalIndex.open(folder).manifest.embedder == "other-model"
    ingest.ingest([files], folder, embedding_model="builtin", rebuild=True)
    assert LocalIndex.open(folder).manifest.embedder == embedding.load_embedder(None).name


def test_a_rebuild_replaces_a_damaged_database(files, folder):
    (folder / database.DATABASE).write_bytes(b"damaged " * 1000)
    with pytest.raises(IndexUnavailable, match="--rebuild"):
        ingest.ingest([files], folder)
    assert ingest.ingest([files], folder, rebuild=True).counts == {"added": 3}
    assert len(sources(folder)) == 3


def test_a_rebuild_replaces_an_index_of_another_version(files, folder, monkeypatch):
    monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION + 1)
    with pytest.raises(IndexVersionMismatch, match="--rebuild"):
        ingest.ingest([files], folder)
    assert ingest.ingest([files], folder, rebuild=True).counts == {"added": 3}
    assert LocalIndex.open(folder).manifest.schema_version == database.SCHEMA_VERSION


# Others at work


def test_a_second_ingest_is_told_that_one_is_running(files, folder, monkeypatch):
    monkeypatch.setattr(locking.write_lock.__wrapped__, "__defaults__", (0.2,))
    notice(files, "新.txt")
    second: list[BaseException] = []

    def meanwhile(file, done, total):
        if done == 1:
            with pytest.raises(IndexBusy, match=str(folder)) as caught:
                ingest.ingest([files], folder)
            second.append(caught.value)

    ingest.ingest([files], folder, progress=meanwhile)
    assert len(second) == 1
    assert len(sources(folder)) == 4


def test_readers_keep_their_generation_while_an_ingest_runs(files, folder):
    before = LocalIndex.open(folder)
    query = before.embedder.embed_query("同网同价")
    expected = (before.search_vectors(query, 50), before.search_keywords("同网同价", 50), before.documents())
    stop, wrong, rounds = threading.Event(), [], []

    def read():
        while not stop.is_set():
            if (
                before.search_vectors(query, 50),
                before.search_keywords("同网同价", 50),
                before.documents(),
            ) != expected:
                wrong.append("the snapshot changed")
            with_all = LocalIndex.open(folder)
            if with_all.document_count not in (3, 4, 5, 6, 7):
                wrong.append(with_all.document_count)
            rounds.append(None)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(4):
            notice(files, f"新{number}.txt")
            ingest.ingest([files], folder)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert rounds
    assert wrong == []
    assert before.latest().document_count == 7


def test_another_process_ingests_and_this_one_moves_on(files, folder):
    index = LocalIndex.open(folder)
    notice(files, "新.txt")
    program = "import sys\nfrom pathlib import Path\nfrom index.ingest import ingest\n"
    program += "print(ingest([Path(sys.argv[1])], Path(sys.argv[2])).counts)"
    command = [sys.executable, "-c", program, str(files), str(folder)]
    done = subprocess.run(command, cwd=SEEDS.parent, capture_output=True, text=True, check=True, timeout=120)
    assert "'added': 1" in done.stdout
    latest = index.latest()
    assert latest is not index
    assert latest.resolve("新.txt")
    assert index.latest() is latest
    with pytest.raises(UnknownDocument, match="新"):
        index.resolve("新.txt")


def test_rebuild_repairs_a_database_whose_body_is_damaged(tmp_path):
    folder = tmp_path / "index"
    ingest.ingest([SEEDS], folder)
    path = folder / database.DATABASE
    data = bytearray(path.read_bytes())
    data[8192:60000] = os.urandom(60000 - 8192)
    path.write_bytes(data)
    ingest.ingest([SEEDS], folder, rebuild=True)
    assert len(LocalIndex.open(folder).documents()) == 5


@pytest.mark.parametrize("place", ["file", "below a file"])
def test_a_place_where_no_index_can_be_kept_is_named(tmp_path, place):
    taken = tmp_path / "taken"
    taken.write_text("")
    folder = taken if place == "file" else taken / "index"
    with pytest.raises(IndexUnavailable, match="taken"):
        ingest.ingest([SEEDS], folder)
