"""An open index: reading, searching and moving on to the next generation."""

import gc
import os
import sqlite3
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import caches, database
from index.documents import Filters
from index.errors import IndexUnavailable, UnknownDocument
from index.ingest import ingest, remove
from index.lexicon import bigrams, fold_text, words
from index.local import LocalIndex

SEEDS = Path(__file__).parents[1] / "seeds"
QUESTION = "哪些省份提出同网同价政策？"
SCOPES = [
    Filters(),
    Filters(region=("广东", "四川")),
    Filters(issued_from="2013-01-01"),
    Filters(issuer=("吉林省人民政府办公厅",)),
    Filters(region=("海南",)),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index")
    ingest([SEEDS], path)
    return path


@pytest.fixture
def index(folder: Path) -> LocalIndex:
    return LocalIndex.open(folder)


def all_chunks(index: LocalIndex, filters: Filters = Filters()):  # noqa: B008
    return [chunk for info in index.documents(filters) for chunk in index.document_chunks(info.id)]


def test_chunks_are_slices_of_their_documents(index):
    for info in index.documents():
        document = index.document(info.id)
        assert info.characters == len(document.text)
        assert info.chunk_count == len(document.chunks)
        for chunk in document.chunks:
            assert chunk.text == document.text[chunk.start : chunk.end]
        assert index.document_chunks(info.id) == list(document.chunks)
    assert len(all_chunks(index)) == index.chunk_count


def test_chunks_come_in_the_order_asked_for_and_unknown_ones_are_left_out(index):
    expected = all_chunks(index)[5:2:-1]
    asked = [expected[0].id, 999_999, expected[1].id, -1, expected[2].id, expected[0].id]
    assert index.chunks(asked) == [*expected, expected[0]]
    assert index.chunks([]) == []
    assert index.chunks(np.array([expected[0].id])) == expected[:1]


def test_many_chunks_can_be_asked_for_at_once(index):
    chunks = all_chunks(index)
    ids = [chunk.id for chunk in chunks] * 400
    assert index.chunks(ids) == chunks * 400


def test_documents_come_by_file_name_and_are_filtered_by_what_they_state(index):
    assert [info.metadata.region for info in index.documents()] == ["广东", "湖南", "深圳", "四川", "吉林"]
    assert [info.metadata.region for info in index.documents(Filters(document_number=("粤府办[2012]101号",)))] == [
        "广东"
    ]
    assert [info.metadata.region for info in index.documents(Filters(issued_to="2012-11-02"))] == ["广东", "深圳"]
    assert index.documents(Filters(region=("海南",))) == []


@pytest.mark.parametrize(
    "reference", ["深府〔2012〕124号", "深府[2012]124号", "深府(2012)124号", "002_fa2ff839b648555e.txt"]
)
def test_a_document_is_found_by_its_number_and_file_name(reference, index):
    assert index.document(index.resolve(reference)).metadata.region == "深圳"


def test_an_unknown_document_is_an_error(index):
    with pytest.raises(UnknownDocument, match="zhengwen docs"):
        index.document("000000000000")
    with pytest.raises(UnknownDocument, match="zhengwen docs"):
        index.document_chunks("000000000000")


@pytest.mark.parametrize("filters", SCOPES)
@pytest.mark.parametrize("k", [1, 7, 10_000])
def test_vector_search_is_exact(filters, k, index):
    query = index.embedder.embed_query(QUESTION)
    chunks = all_chunks(index, filters)
    scores = index.vectors([chunk.id for chunk in chunks]) @ query
    best = sorted(zip((chunk.id for chunk in chunks), scores.tolist(), strict=True), key=lambda pair: -pair[1])[:k]
    found = index.search_vectors(query, k, filters)
    assert [identity for identity, _ in found] == [identity for identity, _ in best]
    np.testing.assert_allclose([score for _, score in found], [score for _, score in best], atol=1e-5)


def test_stored_vectors_are_those_of_the_embedder(index):
    from index.chunking import embedding_text

    info = index.documents()[0]
    chunks = index.document_chunks(info.id)
    fresh = index.embedder.embed_documents([embedding_text(info.metadata.title, chunk) for chunk in chunks])
    np.testing.assert_allclose(index.vectors([chunk.id for chunk in chunks]), fresh, atol=1e-3)


@pytest.mark.parametrize("filters", SCOPES)
def test_keyword_search_finds_every_chunk_that_shares_a_term(filters, index):
    folded = fold_text(QUESTION)
    asked_words, asked = set(words(folded)), {*words(folded), *bigrams(folded)}
    matching = set()
    for info in index.documents(filters):
        for chunk in index.document_chunks(info.id):
            text, headings = (
                fold_text(chunk.text),
                fold_text("\n".join([info.metadata.title or "", *chunk.heading_path])),
            )
            if asked & {*words(text), *bigrams(text)} or asked_words & set(words(headings)):
                matching.add(chunk.id)
    found = index.search_keywords(QUESTION, 10_000, filters)
    assert {identity for identity, _ in found} == matching
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert index.search_keywords(QUESTION, 3, filters) == found[:3]


def test_the_passage_with_the_very_words_comes_first(index):
    ((best, _),) = index.search_keywords(QUESTION, 1)
    (chunk,) = index.chunks([best])
    assert "同网同价" in chunk.text
    assert index.document(chunk.document_id).metadata.region == "广东"


def test_full_width_and_traditional_spellings_find_the_same(index):
    assert index.search_keywords("高技術服務業", 20) == index.search_keywords("高技术服务业", 20)
    assert index.search_keywords("４０００Ｇ", 20) == index.search_keywords("4000g", 20) != []


def test_filters_do_not_change_keyword_scores(index):
    everywhere = dict(index.search_keywords(QUESTION, 10_000))
    within = dict(index.search_keywords(QUESTION, 10_000, Filters(region=("广东",))))
    assert within
    for identity, score in within.items():
        assert score == pytest.approx(everywhere[identity], rel=1e-5)


@pytest.mark.parametrize("term", ["同价", "网同", "4000g", "高技术", "不存在的词"])
def test_chunk_frequency_counts_chunks(term, index):
    texts = [fold_text(chunk.text) for chunk in all_chunks(index)]
    assert index.chunk_frequency(term) == sum(term in {*words(text), *bigrams(text)} for text in texts)


@pytest.mark.parametrize("k", [0, -3])
def test_asking_for_nothing_gives_nothing(k, index):
    assert index.search_keywords(QUESTION, k) == []
    assert index.search_vectors(index.embedder.embed_query(QUESTION), k) == []


def test_an_empty_index_answers_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    ingest([tmp_path / "empty"], tmp_path / "index")
    index = LocalIndex.open(tmp_path / "index")
    assert (index.chunk_count, index.document_count, index.documents()) == (0, 0, [])
    assert index.search_vectors(index.embedder.embed_query(QUESTION), 5) == []
    assert index.search_keywords(QUESTION, 5) == []
    assert index.chunk_frequency("同价") == 0
    assert index.chunks([1]) == []


def test_opening_nothing_says_what_to_run(tmp_path):
    with pytest.raises(IndexUnavailable, match="zhengwen ingest seeds/"):
        LocalIndex.open(tmp_path / "none")


def test_threads_searching_at_once_get_what_one_gets(index):
    query = index.embedder.embed_query(QUESTION)

    def everything(number: int):
        filters = SCOPES[number % len(SCOPES)]
        return (
            index.search_vectors(query, 20, filters),
            index.search_keywords(QUESTION, 20, filters),
            index.documents(filters),
            index.chunks([identity for identity, _ in index.search_keywords(QUESTION, 20, filters)]),
            index.chunk_frequency("同价"),
        )

    alone = [everything(number) for number in range(len(SCOPES))]
    with ThreadPoolExecutor(8) as pool:
        for number, found in enumerate(pool.map(everything, range(200))):
            assert found == alone[number % len(SCOPES)]


# Moving on


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Path]:
    """An index of one file that the test may change, and the folder of the file."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("广东省人民政府关于价格的意见\n\n一、总则\n用电同网同价。", encoding="utf-8")
    ingest([files], tmp_path / "index")
    return tmp_path / "index", files


def add(files: Path, name: str) -> None:
    (files / name).write_text(f"湖南省人民政府关于人才的意见\n\n一、总则\n加强人才引进，见{name}。", encoding="utf-8")


def test_latest_is_the_same_index_while_nothing_changed_and_costs_next_to_nothing(index):
    assert index.latest() is index
    began = time.perf_counter()
    for _ in range(200):
        index.latest()
    assert (time.perf_counter() - began) / 200 < 0.001


def test_latest_is_one_index_for_all_who_ask_at_once(own):
    folder, files = own
    index = LocalIndex.open(folder)
    add(files, "b.txt")
    ingest([files], folder)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: index.latest(), range(40)))
    assert found <= {index, index.latest()}
    assert index.latest().document_count == 2
    assert index.latest().embedder is index.embedder
    assert index.document_count == len(index.documents()) == 1


def test_latest_keeps_answering_while_a_writer_is_at_the_caches(own, monkeypatch):
    folder, files = own
    index = LocalIndex.open(folder)
    add(files, "b.txt")
    reached, go_on = threading.Event(), threading.Event()
    repair = caches.bring_up_to_date

    def slowly(place: Path) -> None:
        reached.set()
        assert go_on.wait(30)
        repair(place)

    monkeypatch.setattr(caches, "bring_up_to_date", slowly)
    writer = threading.Thread(target=ingest, args=([files], folder))
    writer.start()
    assert reached.wait(30)
    began = time.perf_counter()
    assert index.latest() is index
    assert time.perf_counter() - began < 1
    assert index.search_keywords("同价", 5)
    go_on.set()
    writer.join()
    assert index.latest().document_count == 2


def test_an_index_that_was_deleted_keeps_answering_until_there_is_another(own):
    folder, files = own
    index = LocalIndex.open(folder)
    for path in folder.glob(f"{database.DATABASE}*"):
        path.unlink()
    assert index.latest() is index
    assert index.search_keywords("同价", 5)
    add(files, "b.txt")
    ingest([files], folder)
    assert index.latest().document_count == 2


def test_an_index_replaced_by_one_that_cannot_be_used_keeps_answering(own):
    folder, _ = own
    index = LocalIndex.open(folder)
    os.replace(folder / database.DATABASE, folder / "aside")
    (folder / database.DATABASE).write_bytes(b"damaged " * 1000)
    assert index.latest() is index
    assert index.search_keywords("同价", 5)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux shows them")
def test_indexes_left_behind_are_closed(own):
    folder, files = own
    index = LocalIndex.open(folder)
    gc.collect()
    before = open_files()
    for number in range(8):
        add(files, f"{number}.txt")
        ingest([files], folder)
        index = index.latest()
    assert index.document_count == 9
    assert open_files() <= before + 4
    index.close()


def test_the_generations_between_are_closed_though_the_first_is_held(own):
    folder, files = own
    first = LocalIndex.open(folder)
    between = []
    for number in range(4):
        add(files, f"{number}.txt")
        ingest([files], folder)
        between.append(weakref.ref(first.latest()))
    gc.collect()
    assert [reference() is None for reference in between] == [True, True, True, False]
    assert first.latest().document_count == 5


def test_any_number_of_generations_can_lie_between(own):
    folder, files = own
    first = last = LocalIndex.open(folder)
    for _ in range(2 * sys.getrecursionlimit()):
        last._successor = LocalIndex.__new__(LocalIndex)
        last = last._successor
        last._successor = None
    last._successor = newest = LocalIndex.open(folder)
    assert first.latest() is newest


def test_an_index_that_was_deleted_and_is_made_again_step_by_step_is_found(own):
    folder, files = own
    index = LocalIndex.open(folder)
    for path in folder.glob(f"{database.DATABASE}*"):
        path.unlink()
    (folder / database.DATABASE).touch()  # a writer has begun
    assert index.latest() is index
    with sqlite3.connect(folder / database.DATABASE) as connection:
        other = folder.parent / "other"
        add(files, "b.txt")
        ingest([files], other)
        sqlite3.connect(other / database.DATABASE).backup(connection)  # and ends in the same file
    assert index.latest().document_count == 2


def bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_removed_text_is_gone_from_the_files_once_a_reader_of_it_has_moved_on(own):
    folder, files = own
    before = LocalIndex.open(folder)  # keeps the log: what comes next goes through it
    add(files, "b.txt")
    ingest([files], folder)
    index = before.latest()
    assert "加强人才引进".encode() in bytes_under(folder)
    remove(["b.txt"], folder)
    assert "加强人才引进".encode() in bytes_under(folder)
    del before
    index = index.latest()
    assert index.latest() is index
    assert "加强人才引进".encode() not in bytes_under(folder)
    assert index.search_keywords("同价", 5)
    assert [info.source for info in index.documents()] == ["a.txt"]
    assert len(index.document(index.documents()[0].id).chunks) == index.chunk_count


def test_folding_the_log_in_waits_for_a_reader_and_keeps_the_generation(own):
    folder, files = own
    held = LocalIndex.open(folder)
    add(files, "b.txt")
    ingest([files], folder)
    index = held.latest()
    remove(["b.txt"], folder)
    snapshot = index._snapshot
    snapshot.fold_log()  # a generation behind, and another reader holds an older one
    assert "加强人才引进".encode() in bytes_under(folder)
    assert [info.source for info in snapshot.documents()] == ["a.txt", "b.txt"]


def test_a_title_is_compared_folded(index):
    info = next(info for info in index.documents() if info.metadata.title)
    assert index.resolve(f"《{info.metadata.title}》") == info.id
