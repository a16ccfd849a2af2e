"""The SQLite truth, and the FAISS and tantivy caches that follow it."""

import random
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tantivy

from index import caches, database, keywords, locking, segments, store, vectors
from index.documents import Chunk, Document, Filters, Metadata, Section, Span
from index.errors import IndexBusy, IndexUnavailable, IndexVersionMismatch, UnknownDocument
from index.lexicon import bigrams, fold_text, words
from index.listing import Listing
from index.snapshot import Snapshot

DIMENSION = 16
ROOT = Path(__file__).parents[1]


def document(identity: str, text: str, **metadata: object) -> Document:
    """A document with one chunk a line."""
    starts = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    chunks = tuple(
        Chunk(identity, ordinal, ("一、总则",), start, end, text[start:end])
        for ordinal, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    sections = (Section(0, 1, "一、总则", ("一、总则",), 0, len(text)),)
    return Document(
        id=identity,
        source=f"{identity}.txt",
        path=f"/policies/{identity}.txt",
        content_hash=identity * 2,
        text=text,
        metadata=Metadata(**metadata),  # type: ignore[arg-type]
        sections=sections,
        chunks=chunks,
        repeats=(Span(0, 1),),
    )


def unit_rows(count: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def put(writer: store.Writer, item: Document, seed: int = 0) -> None:
    writer.add_document(item)
    writer.add_chunks(item.chunks, unit_rows(len(item.chunks), seed))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty index."""
    database.create(tmp_path, model=None, embedder="sixteen", dimension=DIMENSION)
    return tmp_path


# What is stored comes back


def test_a_document_comes_back_as_it_was_stored(folder):
    text = "𠮷林 省\x00人民政府\n用水、用气与工业企业同价👩‍🔬。\n第三条　完"
    stored = document(
        "0a1b2c3d4e5f", text, title="关于𠮷的“意见”", region="吉林", issuers=("吉林省人民政府", "省发改委")
    )
    with store.writing(folder) as writer:
        put(writer, stored)
    found = Snapshot(folder).document("0a1b2c3d4e5f")
    assert [chunk.id for chunk in found.chunks] == [1, 2, 3]
    assert replace(found, chunks=tuple(replace(chunk, id=0) for chunk in found.chunks)) == stored


def test_vectors_are_stored_to_half_precision(folder):
    item = document("0a1b2c3d4e5f", "甲\n乙")
    with store.writing(folder) as writer:
        put(writer, item, seed=3)
    rows = Snapshot(folder).vectors_between(1, 2)
    np.testing.assert_array_equal(np.frombuffer(rows, "<f2").reshape(2, -1), unit_rows(2, 3).astype(np.float16))


def test_chunk_ids_are_never_used_again(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "甲\n乙"))
    with store.writing(folder) as writer:
        writer.delete_document("a" * 12)
    with store.writing(folder) as writer:
        put(writer, document("b" * 12, "丙"))
    assert Listing(Snapshot(folder)).chunk_ids().tolist() == [3]
    assert Snapshot(folder).deleted_since(0) == [1, 2]


def test_only_a_change_makes_a_generation(folder):
    before = database.manifest_of(folder)
    with store.writing(folder) as writer:
        writer.files()
    assert database.manifest_of(folder) == before
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "甲"))
    after = database.manifest_of(folder)
    assert (before.generation, after.generation) == (0, 1)
    assert before.token != after.token


def test_an_error_in_a_transaction_undoes_all_of_it(folder):
    with pytest.raises(ZeroDivisionError), store.writing(folder) as writer:  # noqa: PT012
        put(writer, document("a" * 12, "甲"))
        _ = 1 / 0
    assert database.manifest_of(folder).generation == 0
    assert Snapshot(folder).documents() == []


def test_a_removed_text_is_gone_from_the_files(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "绝密的同网同价安排", title="某绝密意见"))
    assert "绝密".encode() in (folder / database.DATABASE).read_bytes()
    idle = database.connect(folder)  # as a server holds one, which keeps SQLite's log from being removed
    with store.writing(folder) as writer:
        writer.delete_document("a" * 12)
    left = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert "绝密".encode() not in left
    idle.close()


# Filters

NOTICES = [
    ("a" * 12, {"region": "广东", "issuers": ("广东省人民政府办公厅",), "document_number": "粤府办〔2012〕101号"}),
    ("b" * 12, {"region": "深圳", "region_parent": "广东", "issuers": ("深圳市人民政府",), "issued_on": "2012-11-02"}),
    (
        "c" * 12,
        {"region": "湖南", "issuers": ("湖南省财政厅", "湖南省税务局"), "issued_on": "2013-07-25", "genre": "意见"},
    ),
    ("d" * 12, {}),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "abcd"),
        (Filters(region=("广东",)), "a"),
        (Filters(region=("廣東", "湖南")), "ac"),
        (Filters(issuer=("湖南省税务局",)), "c"),
        (Filters(document_number=("粤府办[2012]101号",)), "a"),
        (Filters(document_number=("粤府办【２０１２】１０１号",)), "a"),
        (Filters(genre=("意见",)), "c"),
        (Filters(document_id=("b" * 12, "d" * 12, "x")), "bd"),
        (Filters(issued_from="2012-11-02"), "bc"),
        (Filters(issued_from="2012-11-03"), "c"),
        (Filters(issued_to="2012-11-02"), "b"),
        (Filters(region=("广东", "湖南"), issued_from="2000-01-01"), "c"),
        (Filters(region=("广东",), genre=("意见",)), ""),
        (Filters(region=("' OR 1=1 --",)), ""),
    ],
)
def test_filters_restrict_to_the_documents_that_state_the_value(filters, expected, folder):
    with store.writing(folder) as writer:
        for identity, metadata in NOTICES:
            put(writer, document(identity, "甲\n乙", **metadata))
    snapshot = Snapshot(folder)
    assert [info.id[0] for info in snapshot.documents(filters)] == list(expected)
    chunks = [chunk.id for letter in expected for chunk in snapshot.document(letter * 12).chunks]
    assert Listing(snapshot).chunk_ids(filters).tolist() == sorted(chunks)


# References


@pytest.fixture
def named(folder: Path) -> Snapshot:
    with store.writing(folder) as writer:
        put(writer, document("0a1b2c3d4e5f", "甲", title="关于完善价格政策的意见", document_number="深府〔2012〕124号"))
        put(writer, document("0a1b99999999", "乙", title="关于人才的意见"))
        put(writer, document("ffffffffffff", "丙", title="关于人才的意见"))
    return Snapshot(folder)


@pytest.mark.parametrize(
    "reference",
    [
        "0a1b2c3d4e5f",
        "0a1b2",
        "0a1b2c3d4e5f.txt",
        "深府[2012]124號",
        "《关于完善价格政策的意见》",
        " 关于完善價格政策的意见 ",
    ],
)
def test_a_document_is_found_by_what_people_call_it(reference, named):
    assert named.resolve(reference) == "0a1b2c3d4e5f"


@pytest.mark.parametrize("reference", ["0a1b", "关于人才的意见"])
def test_an_ambiguous_reference_names_the_documents_it_could_be(reference, named):
    with pytest.raises(UnknownDocument, match="0a1b99999999"):
        named.resolve(reference)


@pytest.mark.parametrize("reference", ["深府2012年124号", "完善价格政策"])
def test_an_unknown_reference_names_the_nearest(reference, named):
    with pytest.raises(UnknownDocument, match=f"{reference}.*0a1b2c3d4e5f"):
        named.resolve(reference)


@pytest.mark.parametrize("reference", ["", "0a", "%", "a*", "《》"])
def test_too_little_is_no_reference(reference, named):
    with pytest.raises(UnknownDocument, match="zhengwen docs"):
        named.resolve(reference)


# Snapshots and locks


def test_a_snapshot_does_not_see_later_generations(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "甲"))
    snapshot = Snapshot(folder)
    with store.writing(folder) as writer:
        writer.delete_document("a" * 12)
        put(writer, document("b" * 12, "乙"))
    assert [info.id for info in snapshot.documents()] == ["a" * 12]
    assert snapshot.text("a" * 12) == "甲"
    assert [info.id for info in Snapshot(folder).documents()] == ["b" * 12]


def test_a_second_writer_is_told_that_the_index_is_busy(folder):
    with locking.write_lock(folder), pytest.raises(IndexBusy, match=str(folder)), locking.write_lock(folder, wait=0.1):
        pass
    with locking.write_lock(folder, wait=0.1):
        pass


def test_the_lock_of_a_killed_writer_is_free(folder):
    program = "import sys, time\nfrom pathlib import Path\nfrom index.locking import write_lock\n"
    program += "with write_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", program, str(folder)], cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IndexBusy), locking.write_lock(folder, wait=0):
            pass
        holder.kill()
    with locking.write_lock(folder, wait=5):
        pass


# What is no index


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path):
    with pytest.raises(IndexUnavailable, match="zhengwen ingest seeds/"):
        database.connect(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"no database at all, only a text that is long enough to be looked at",
        lambda data: data[: len(data) // 2],
        lambda data: data[:16] + bytes(random.Random(1).randbytes(len(data) - 16)),
    ],
    ids=["text", "truncated", "garbage"],
)
def test_a_damaged_database_says_how_to_rebuild_it(damage, folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "甲\n" * 2000 + "乙"))
    path = folder / database.DATABASE
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(IndexUnavailable, match="--rebuild"):
        Snapshot(folder).document("a" * 12)


def test_the_database_of_another_program_is_not_touched(tmp_path):
    with sqlite3.connect(tmp_path / database.DATABASE) as other:
        other.execute("CREATE TABLE accounts (id)")
    other.close()
    with pytest.raises(IndexUnavailable, match="another program"):
        database.connect(tmp_path)


def test_an_index_of_another_version_says_so(folder):
    with sqlite3.connect(folder / database.DATABASE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(IndexVersionMismatch, match="version 99.*--rebuild"):
        database.connect(folder)


def test_making_an_index_anew_sets_the_old_file_aside(folder):
    (folder / database.DATABASE).write_bytes(b"damaged")
    database.create(folder, model=None, embedder="sixteen", dimension=DIMENSION)
    assert (folder / f"{database.DATABASE}.old").read_bytes() == b"damaged"
    assert database.manifest_of(folder).generation == 0


# The caches


PHRASES = [
    "同网同价",
    "人才引进",
    "税收优惠",
    "用水用电",
    "高技术服务业",
    "知识产权保护",
    "云计算4000G",
    "深府〔2012〕124号",
]


def agree(folder: Path, seed: int) -> None:
    """Check both caches against a brute-force search over what SQLite holds."""
    opened = caches.open_all(folder)
    snapshot = opened.snapshot
    chunks = {chunk.id: chunk for info in snapshot.documents() for chunk in snapshot.document(info.id).chunks}
    ids, rows = snapshot.chunk_ids_between(0, None), snapshot.vectors_between(0, 1 << 40)
    stored = dict(zip(ids, np.frombuffer(rows, "<f2").astype(np.float32).reshape(-1, DIMENSION), strict=True))
    assert stored.keys() == chunks.keys()

    query = unit_rows(1, seed)[0]
    scores = {identity: float(row @ query) for identity, row in stored.items()}
    best = sorted(scores, key=scores.__getitem__, reverse=True)[:5]
    found = opened.vectors.search(query, 5, snapshot.vectors)
    assert [identity for identity, _ in found] == best
    np.testing.assert_allclose([score for _, score in found], [scores[i] for i in best], atol=1e-5)

    for phrase in PHRASES:
        folded = fold_text(phrase)
        asked = {*words(folded), *bigrams(folded)}
        terms = {i: {*words(fold_text(c.text)), *bigrams(fold_text(c.text))} for i, c in chunks.items()}
        matching = {identity for identity, held in terms.items() if held & asked}
        assert {identity for identity, _ in opened.keywords.search(phrase, 10_000)} == matching
        for term in asked:
            assert opened.keywords.chunk_frequency(term) == sum(term in held for held in terms.values())


@pytest.mark.parametrize("seed", range(4))
def test_caches_that_catch_up_find_what_a_search_of_everything_finds(seed, folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", (8, 8, 20, 8192)[seed])
    chance = random.Random(seed)
    alive: list[str] = []
    for turn in range(12):
        with store.writing(folder) as writer:
            for _ in range(chance.randint(0, 3)):
                if alive and chance.random() < 0.6:
                    identity = alive.pop(chance.randrange(len(alive)))
                    writer.delete_document(identity)
                else:
                    identity = f"{chance.randrange(16**12):012x}"
                    lines = ["".join(chance.choices(PHRASES, k=2)) for _ in range(chance.randint(1, 9))]
                    put(writer, document(identity, "\n".join(lines)), seed=chance.randrange(1000))
                    alive.append(identity)
        if chance.random() < 0.7:  # sometimes the caches stay some generations behind
            agree(folder, turn)
    agree(folder, 99)


def test_a_cache_too_far_behind_is_built_anew(folder, monkeypatch):
    monkeypatch.setattr(store, "KEPT_GENERATIONS", 2)
    for number in range(5):
        with store.writing(folder) as writer:
            put(writer, document(f"{number:012x}", f"{PHRASES[number]}\n甲"), seed=number)
        if number == 0:
            agree(folder, 1)
    with store.writing(folder) as writer:
        writer.delete_document(f"{0:012x}")
    agree(folder, 2)


def raw_keywords(folder: Path) -> tantivy.Searcher:
    (place,) = folder.glob("keywords-*")
    return tantivy.Index.open(str(place)).searcher()


def test_forgotten_words_leave_tantivy_and_its_document_frequencies(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "绝密安排"))
        put(writer, document("b" * 12, "\n".join(["公开信息"] * 50)))
    agree(folder, 1)
    assert raw_keywords(folder).doc_freq("bigrams", "绝密") == 1
    with store.writing(folder) as writer:
        writer.delete_document("a" * 12)
    agree(folder, 1)
    assert raw_keywords(folder).doc_freq("bigrams", "绝密") == 0
    assert raw_keywords(folder).doc_freq("bigrams", "公开") == 50
    assert raw_keywords(folder).terms_with_prefix("bigrams", "绝") == []


def test_replaced_words_leave_them_too(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "\n".join(["公开信息"] * 100)))
        put(writer, document("b" * 12, "\n".join(["旧的信息"] * 5)), seed=1)
    agree(folder, 1)
    with store.writing(folder) as writer:
        count = writer.delete_document("b" * 12)
        put(writer, document("b" * 12, "\n".join(["新的信息"] * count)), seed=2)
    agree(folder, 1)
    assert raw_keywords(folder).doc_freq("bigrams", "信息") == 105
    assert raw_keywords(folder).terms_with_prefix("bigrams", "旧") == []


def test_an_update_changes_the_caches_and_does_not_build_them_anew(folder, caplog):
    caplog.set_level("INFO", logger="index")
    for identity in ("a" * 12, "b" * 12):
        with store.writing(folder) as writer:
            put(writer, document(identity, "\n".join(["公开信息"] * 50)), seed=ord(identity[0]))
        agree(folder, 1)
    assert [record.message for record in caplog.records if "building" in record.message] != []
    caplog.clear()
    with store.writing(folder) as writer:
        writer.delete_document("b" * 12)
        put(writer, document("c" * 12, "同网同价"))
    agree(folder, 1)
    assert [record.message for record in caplog.records if record.name.startswith("index")] == []


def damage_every_way(path: Path) -> list[bytes]:
    data = path.read_bytes()
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]
    return [b"", data[:middle], data[:-1], flipped, b"garbage" * 100, data + b"more"]


def put_in_place(path: Path, data: bytes) -> None:
    """Another file of the name: what is mapped into this process must not shrink under it."""
    path.unlink()
    path.write_bytes(data)


def test_a_damaged_vector_file_is_built_anew(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "\n".join(PHRASES)))
    agree(folder, 1)
    for name in ("segments.json", "*-*"):
        for way in range(7):
            (path,) = folder.glob(f"vectors-*/{name}")
            if way < 6:
                put_in_place(path, damage_every_way(path)[way])
            else:
                path.unlink()
            agree(folder, 1)


def test_a_damaged_keyword_file_is_built_anew(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "\n".join(PHRASES)))
    agree(folder, 1)
    (place,) = folder.glob("keywords-*")
    suffixes = {path.suffix for path in place.iterdir()} - {".json", ".lock", ""}
    assert suffixes >= {".idx", ".term", ".store", ".fast", ".fieldnorm"}
    for name in ("meta.json", "segments.json", *(f"*{suffix}" for suffix in sorted(suffixes))):
        for way in range(6):
            (path,) = folder.glob(f"keywords-*/{name}")
            put_in_place(path, damage_every_way(path)[way])
            agree(folder, 1)
        (path,) = folder.glob(f"keywords-*/{name}")
        path.unlink()
        agree(folder, 1)


def test_the_caches_of_another_index_are_not_taken_for_ours(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    database.create(other, model=None, embedder="sixteen", dimension=DIMENSION)
    for place, text in ((folder, "同网同价"), (other, "人才引进")):
        with store.writing(place) as writer:
            put(writer, document("a" * 12, text), seed=ord(text[0]))
        agree(place, 1)
    for cache in ("vectors-1", "keywords-1"):
        (folder / cache).rename(other / f"our-{cache}")
        (other / cache).rename(folder / cache)
        agree(folder, 1)


def test_a_reader_that_finds_stale_caches_and_a_busy_writer_says_so(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "甲"))
    with locking.write_lock(folder):
        began = time.monotonic()
        with pytest.raises(IndexBusy, match=str(folder)):
            caches.open_all(folder, wait=0.3)
        assert 0.2 < time.monotonic() - began < 2
    assert len(caches.open_all(folder).keywords) == 1


def test_an_empty_index_finds_nothing(folder):
    opened = caches.open_all(folder)
    assert opened.vectors.search(unit_rows(1, 0)[0], 5, opened.snapshot.vectors) == []
    assert opened.keywords.search("同网同价", 5) == []
    assert opened.keywords.chunk_frequency("同价") == 0
    assert opened.snapshot.vectors([]).shape == (0, DIMENSION)


@pytest.mark.parametrize(
    "question", ["", "   ", "。，", "同网同价 AND (", '"', "words:同价 OR *", "x" * 100_000, "同价" * 50_000]
)
def test_any_string_can_be_searched_for(question, folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "同网同价"))
    found = caches.open_all(folder).keywords.search(question, 5)
    assert [identity for identity, _ in found] == ([1] if "同" in question else [])


def test_a_question_is_looked_up_by_its_first_terms_alone(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "同网同价"))
    unknown = " ".join(f"x{number}" for number in range(keywords.MAX_TERMS - 1))
    index = caches.open_all(folder).keywords
    assert index.search(f"{unknown} 同价", 5) != []
    assert index.search(f"{unknown} x {unknown} x 同价", 5) == []


def test_a_query_vector_of_another_dimension_is_refused(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "同网同价"))
    opened = caches.open_all(folder)
    with pytest.raises(ValueError, match="8 dimensions, the index 16"):
        opened.vectors.search(np.zeros(8, np.float32), 5, opened.snapshot.vectors)


@pytest.mark.parametrize("dimension", [10, 384, 1024])
@pytest.mark.parametrize("k", [1, 10, 100])
@pytest.mark.parametrize("great", [0.0, 0.7], ids=["even", "one great component"])
def test_vectors_of_any_model_are_found_exactly(dimension, k, great, tmp_path):
    rows = np.random.default_rng(dimension).standard_normal((401, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.concatenate([rows[:, 1:], great + 0.02 * rows[:, :1]], axis=1)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    database.create(tmp_path, model=None, embedder="another", dimension=dimension)
    item = document("a" * 12, "\n".join(["同网同价"] * 400))
    with store.writing(tmp_path) as writer:
        writer.add_document(item)
        writer.add_chunks(item.chunks, rows[:400])
    opened = caches.open_all(tmp_path)
    scores = rows[:400].astype(np.float16).astype(np.float32) @ rows[400]
    found = opened.vectors.search(rows[400], k, opened.snapshot.vectors)
    assert [identity for identity, _ in found] == (np.argsort(-scores)[:k] + 1).tolist()
    np.testing.assert_allclose([score for _, score in found], np.sort(scores)[::-1][:k], atol=1e-5)


def test_an_unknown_chunk_has_no_vector(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "同网同价"))
    with pytest.raises(KeyError, match="7"):
        Snapshot(folder).vectors([1, 7])


def test_a_generation_is_put_in_place_in_one_step_and_the_others_go(folder):
    with store.writing(folder) as writer:
        put(writer, document("a" * 12, "同网同价"))
    agree(folder, 1)
    (folder / "vectors.tmp").mkdir()
    (folder / "vectors.tmp" / "1-1").write_bytes(b"left by a killed writer")
    (folder / "vectors-0.faiss").write_bytes(b"of an earlier version of the program")
    with store.writing(folder) as writer:
        put(writer, document("b" * 12, "人才引进"))
    agree(folder, 1)
    assert [path.name for path in folder.glob("vectors*")] == ["vectors-2"]
    assert vectors.load(folder, database.manifest_of(folder).state, DIMENSION) is not None


# Segments: only what changed is written


def many(folder: Path, count: int, lines: int = 4) -> list[str]:
    identities = [f"{number:012x}" for number in range(count)]
    with store.writing(folder) as writer:
        for number, identity in enumerate(identities):
            put(writer, document(identity, "\n".join([PHRASES[number % 7]] * lines)), seed=number)
    agree(folder, 1)
    return identities


def files_of(folder: Path) -> set[int]:
    """The files of the caches, by what they are and not by their names."""
    return {path.stat().st_ino for path in folder.glob("*-*/[!.]*") if path.suffix != ".json"}


def sizes(folder: Path) -> list[int]:
    state = database.manifest_of(folder).state
    found = [segments.load(folder, name, state, form) for name, form in FORMS]
    assert found[0] is not None
    assert found[1] is not None
    first, second = ([segment.count for segment in each.segments] for each in found if each)
    assert first == second
    return first


FORMS = [(vectors.NAME, vectors._FORM.format(dimension=DIMENSION)), (keywords.NAME, keywords.FORM)]


def test_removing_a_document_writes_one_segment_anew(folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", 8)
    monkeypatch.setattr(segments, "_MOST", 1000)
    identities = many(folder, 10)
    assert sizes(folder) == [8] * 5
    before = files_of(folder)
    with store.writing(folder) as writer:
        writer.delete_document(identities[4])
    agree(folder, 1)
    assert sizes(folder) == [8, 8, 4, 8, 8]
    kept = len(before & files_of(folder))
    assert kept / len(before) == 4 / 5
    with store.writing(folder) as writer:
        writer.delete_document(identities[5])
    agree(folder, 1)
    assert sizes(folder) == [8, 8, 8, 8]


def test_neighbours_that_shrink_become_one(folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", 8)
    monkeypatch.setattr(segments, "_MOST", 1000)
    identities = many(folder, 10)
    with store.writing(folder) as writer:
        for number in (1, 2, 5):
            writer.delete_document(identities[number])
    agree(folder, 1)
    assert sizes(folder) == [8, 4, 8, 8]


def test_documents_added_one_by_one_leave_few_segments_and_seldom_write_much(folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", 64)
    monkeypatch.setattr(segments, "_MOST", 1000)
    written = 0
    for number in range(60):
        before = files_of(folder)
        with store.writing(folder) as writer:
            put(writer, document(f"{number:012x}", "\n".join([PHRASES[number % 7]] * 4)), seed=number)
        caches.open_all(folder)
        held = sizes(folder)
        written += held[-1]
        assert files_of(folder) - before
        assert sum(held) == 4 * (number + 1)
        assert len(held) <= 4 + sum(held) / 32
    agree(folder, 1)
    assert written < 8 * 240


def test_segments_grow_with_the_index_so_that_there_are_never_many(folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", 2)
    monkeypatch.setattr(segments, "_MOST", 4)
    many(folder, 20)
    assert sizes(folder) == [20] * 4


def test_only_the_damaged_segment_is_built_anew(folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", 8)
    monkeypatch.setattr(segments, "_MOST", 1000)
    many(folder, 10)
    before = files_of(folder)
    path = sorted(folder.glob("vectors-1/*-*"))[2]
    put_in_place(path, b"damaged")
    agree(folder, 1)
    assert len(before - files_of(folder)) == 1


def test_where_there_are_no_hard_links_files_are_copied(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(segments.os, "link", refuse)
    monkeypatch.setattr(segments, "SIZE", 8)
    identities = many(folder, 10)
    with store.writing(folder) as writer:
        writer.delete_document(identities[0])
    agree(folder, 1)


def test_what_did_not_change_is_not_read_again_by_an_open_index(folder, monkeypatch):
    monkeypatch.setattr(segments, "SIZE", 8)
    monkeypatch.setattr(segments, "_MOST", 1000)
    identities = many(folder, 10)
    before = caches.open_all(folder)
    with store.writing(folder) as writer:
        writer.delete_document(identities[9])
    after = caches.open_all(folder, before)
    assert [
        new is old for new, old in zip(after.vectors.parts.values(), before.vectors.parts.values(), strict=True)
    ] == [
        True,
        True,
        True,
        True,
        False,
    ]
    agree(folder, 1)
