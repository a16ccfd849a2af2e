"""An index whose writer is killed answers with one committed generation, whole, and takes the next ingest."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import tantivy

from index import vectors
from index.errors import IndexUnavailable
from index.ingest import ingest
from index.lexicon import bigrams, fold_text, words
from index.local import LocalIndex

ROOT = Path(__file__).parents[1]
QUESTION = "哪些地方对高技术服务企业实行同网同价？"

# The writer: one process that really does an ingest or a removal, and dies by SIGKILL at the point named.
WRITER = """
import os, signal, sys
from pathlib import Path
from index import caches, ingest, keywords, reading, segments, store, vectors

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def on_call(owner, name, number=1, before=None, after=None):
    original, calls = getattr(owner, name), []
    def patched(*arguments, **options):
        calls.append(None)
        if len(calls) == number and before:
            before(*arguments)
        result = original(*arguments, **options)
        if len(calls) == number and after:
            after(*arguments)
        return result
    setattr(owner, name, patched)

def half_a_file(truth, run, into):
    (into / "1-9-1-half").write_bytes(b"half")
    die()

point, action, folder, argument = sys.argv[1:]
ingest.BATCH = 3
if "file" in point and "committed" in point:
    ingest.COMMIT = ingest._BEHIND = 1
match point:
    case "first file committed": on_call(store.Writer, "commit", after=die)
    case "second file uncommitted": on_call(store.Writer, "commit", 2, before=die)
    case "second file committed": on_call(store.Writer, "commit", 2, after=die)
    case "schema": on_call(store.secrets, "token_hex", before=die)
    case "second file": on_call(reading, "read_documents", 2, before=die)
    case "second batch": on_call(store.Writer, "add_chunks", 2, after=die)
    case "deleted": on_call(store.Writer, "delete_document", after=die)
    case "stamped": on_call(store.Writer, "stamp", after=die)
    case "committed": on_call(caches, "bring_up_to_date", before=die)
    case "half a vector file": on_call(vectors, "_build", before=half_a_file)
    case "vectors unnamed": on_call(segments.os, "rename", before=die)
    case "between the caches": on_call(keywords, "catch_up", before=die)
    case "keywords half added": on_call(keywords, "_document", 2, before=die)
    case "keywords unlisted": on_call(keywords, "_join", before=die)
    case "keywords unnamed": on_call(keywords, "_join", after=die)
    case "keywords committed": on_call(keywords, "catch_up", after=die)
if action == "ingest":
    ingest.ingest([Path(argument)], Path(folder))
else:
    ingest.remove([argument], Path(folder))
"""

BEFORE_COMMIT = ["second file", "second batch", "deleted", "stamped"]
AFTER_COMMIT = [
    "committed",
    "half a vector file",
    "vectors unnamed",
    "between the caches",
    "keywords half added",
    "keywords unlisted",
    "keywords unnamed",
    "keywords committed",
]


def write(folder: Path, version: str) -> Path:
    """Three notices that all say their version, so that a mixture of two ingests would show."""
    folder.mkdir(exist_ok=True)
    for name, region in (("a", "广东省"), ("b", "湖南省"), ("c", "吉林省")):
        measures = "".join(
            f"\n（{number}）{measure}。第{version}版。"
            for number, measure in zip("一二三四", ("用电同网同价", "用水同价", "人才引进", "税收优惠"), strict=True)
        )
        title = f"{region}人民政府办公厅关于加快高技术服务业发展的意见"
        (folder / f"{name}.txt").write_text(f"{title}\n\n一、政策措施{measures}\n", encoding="utf-8")
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8").strip() for path in sorted(folder.iterdir())}


def answering(folder: Path) -> dict[str, str]:
    """File name → text of what the index answers with, after checking that all its stores hold exactly that."""
    index = LocalIndex.open(folder)
    documents = [index.document(info.id) for info in index.documents()]
    chunks = [chunk for document in documents for chunk in document.chunks]
    ids = sorted(chunk.id for chunk in chunks)
    assert all(
        chunk.text == document.text[chunk.start : chunk.end] for document in documents for chunk in document.chunks
    )

    dense = vectors.load(folder, index.manifest.state, index.manifest.dimension)
    assert dense is not None
    assert [identity for part in dense.parts.values() for identity in part.ids.tolist()] == ids
    # Where an ingest was killed, the process that makes search files may still be at work on others.
    place = folder / f"keywords-{index.manifest.generation}"
    searcher = tantivy.Index.open(str(place)).searcher()
    hits = searcher.search(tantivy.Query.all_query(), 1000).hits
    assert sorted(searcher.fast_field_values("chunk_id", [address for _, address in hits])) == ids

    embedder = index.embedder
    query = embedder.embed_query(QUESTION)
    scores = index.vectors(ids) @ query
    found = index.search_vectors(query, len(ids) + 5)
    assert sorted(identity for identity, _ in found) == ids
    expected = dict(zip(ids, scores.tolist(), strict=True))
    np.testing.assert_allclose([score for _, score in found], [expected[i] for i, _ in found], atol=1e-5)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)

    folded = fold_text(QUESTION)
    asked = {*words(folded), *bigrams(folded)}
    matching = {
        chunk.id
        for document in documents
        for chunk in document.chunks
        for said in [fold_text("\n".join([document.metadata.title or "", *chunk.heading_path]))]
        if asked & {*words(fold_text(chunk.text)), *bigrams(fold_text(chunk.text))}
        or set(words(folded)) & set(words(said))
    }
    assert {identity for identity, _ in index.search_keywords(QUESTION, 1000)} == matching
    index.close()
    return {document.source: document.text.strip() for document in documents}


def killed_writer(point: str, action: str, folder: Path, argument: Path | str) -> None:
    """Run the writer until it kills itself at the point."""
    command = [sys.executable, "-c", WRITER, point, action, str(folder), str(argument)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, f"the writer did not reach «{point}»: {done.stderr}"


@pytest.fixture
def indexed(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of an index of version one, and the folder of its files."""
    files = write(tmp_path / "files", "一")
    ingest([files], tmp_path / "index")
    return tmp_path / "index", files


@pytest.mark.parametrize("point", BEFORE_COMMIT)
def test_an_update_killed_before_it_is_committed_leaves_the_old_generation(point, indexed):
    index, files = indexed
    old = texts(files)
    write(files, "二")
    killed_writer(point, "ingest", index, files)
    assert answering(index) == old
    assert ingest([files], index).counts == {"updated": 3}
    assert answering(index) == texts(files)


@pytest.mark.parametrize("point", AFTER_COMMIT)
def test_an_update_killed_after_it_is_committed_answers_with_the_new_generation(point, indexed):
    index, files = indexed
    write(files, "二")
    killed_writer(point, "ingest", index, files)
    assert answering(index) == texts(files)
    assert ingest([files], index).counts == {"unchanged": 3}
    write(files, "三")
    ingest([files], index)
    assert answering(index) == texts(files)


def test_an_ingest_repairs_what_a_killed_one_left_without_a_reader_in_between(indexed):
    index, files = indexed
    write(files, "二")
    killed_writer("between the caches", "ingest", index, files)
    (files / "d.txt").write_text("四川省关于用水同价的意见\n\n一、总则\n成都市先行。", encoding="utf-8")
    assert ingest([files], index).counts == {"unchanged": 3, "added": 1}
    assert answering(index) == texts(files)


@pytest.mark.parametrize("point", ["deleted", "committed", "between the caches", "keywords half added"])
def test_a_removal_that_is_killed_has_happened_wholly_or_not_at_all(point, indexed):
    index, files = indexed
    killed_writer(point, "remove", index, "b.txt")
    expected = texts(files)
    if point != "deleted":
        del expected["b.txt"]
    assert answering(index) == expected
    ingest([files], index)
    assert answering(index) == texts(files)


@pytest.mark.parametrize("point", ["schema", "second file", "half a vector file"])
def test_a_first_ingest_that_is_killed_can_be_repeated(point, tmp_path):
    files, index = write(tmp_path / "files", "一"), tmp_path / "index"
    killed_writer(point, "ingest", index, files)
    if point == "schema":
        with pytest.raises(IndexUnavailable, match="zhengwen ingest seeds/"):
            LocalIndex.open(index)
    else:
        assert answering(index) == ({} if point == "second file" else texts(files))
    ingest([files], index)
    assert answering(index) == texts(files)


@pytest.mark.parametrize(
    ("point", "files_kept"),
    [("first file committed", 1), ("second file uncommitted", 1), ("second file committed", 2)],
)
def test_an_ingest_in_many_commits_that_is_killed_keeps_whole_files_and_is_gone_on_with(point, files_kept, tmp_path):
    files, index = write(tmp_path / "files", "一"), tmp_path / "index"
    killed_writer(point, "ingest", index, files)
    assert answering(index) == dict(list(texts(files).items())[:files_kept])
    assert ingest([files], index).counts == {"unchanged": files_kept, "added": 3 - files_kept}
    assert answering(index) == texts(files)


def test_a_reader_that_is_killed_while_it_repairs_leaves_the_repair_to_the_next(indexed):
    index, files = indexed
    for place in index.glob("vectors-*"):
        shutil.rmtree(place)
    (path,) = index.glob("keywords-*/meta.json")
    path.write_bytes(b"")
    reader = WRITER.replace("ingest.ingest([Path(argument)], Path(folder))", "caches.open_all(Path(folder))")
    command = [sys.executable, "-c", reader, "keywords unnamed", "ingest", str(index), ""]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=120).returncode == -signal.SIGKILL
    assert answering(index) == texts(files)


ENDLESS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_crash import write
from index.ingest import ingest
files, folder = Path(sys.argv[2]), Path(sys.argv[3])
for version in range(1, 10_000):
    ingest([write(files, str(version))], folder)
    print(version, flush=True)
"""


def test_killing_at_any_moment_never_shows_two_ingests_mixed(tmp_path):
    moments = random.Random(5)
    files, index = write(tmp_path / "files", "0"), tmp_path / "index"
    ingest([files], index)
    for _ in range(4):
        command = [sys.executable, "-c", ENDLESS, str(Path(__file__).parent), str(files), str(index)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            assert writer.stdout.readline(), "the writer failed"
            time.sleep(moments.uniform(0, 0.4))
            writer.kill()
            finished = 1 + len(writer.stdout.readlines())
        found = answering(index)
        versions = {text.split("第")[1].split("版")[0] for text in found.values()}
        assert len(found) == 3
        assert len(versions) == 1
        assert int(versions.pop()) in (finished, finished + 1)  # committed and told, or committed and killed


LONG = """
import sys
from pathlib import Path
from index import ingest
ingest.FEW, ingest.COMMIT = 0, 20
print("begun", flush=True)
ingest.ingest([Path(sys.argv[1])], Path(sys.argv[2]))
print("done", flush=True)
"""


def test_a_long_ingest_killed_at_any_moment_has_whole_files_and_comes_to_its_end_when_repeated(tmp_path):
    moments = random.Random(7)
    files, index = tmp_path / "files", tmp_path / "index"
    for number in range(60):
        (write(tmp_path / "one", str(number)) / "a.txt").rename(tmp_path / f"{number}.txt")
        files.mkdir(exist_ok=True)
        (tmp_path / f"{number}.txt").rename(files / f"{number:02}.txt")
    everything, seen = texts(files), 0
    for _ in range(5):
        command = [sys.executable, "-c", LONG, str(files), str(index)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "begun\n"
            deadline = time.monotonic() + 30
            while not (index / "zhengwen.sqlite3-wal").exists() and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(moments.uniform(0.5, 2.5))
            writer.kill()
        found = answering(index)
        assert found.items() <= everything.items()
        assert len(found) >= seen
        seen = len(found)
    ingest([files], index)
    assert answering(index) == everything
