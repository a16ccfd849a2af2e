"""The library: what is found in it, and what taking in and out does to the index."""

from pathlib import Path

import pytest

from index.documents import DocumentInfo, Metadata
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.settings import Settings
from ui.access import Access
from ui.library import Intake, Library, Shelf, found

NOTICE = "浙江省人民政府关于补贴的通知\n\n一、补贴标准\n新建养老床位每张补贴{amount}元。\n"


def info(number: int, **metadata: object) -> DocumentInfo:
    return DocumentInfo(f"d{number}", f"{number}.txt", f"/{number}.txt", "h", 10, 1, Metadata(**metadata))  # type: ignore[arg-type]


GUANGDONG = info(
    1, title="高技术服务业的意见", region="广东", document_number="粤府办〔2012〕101号", issued_on="2012-10-12"
)
JILIN = info(
    2, title="养老的意见", region="吉林", issued_on="2013-01-02", cites=("《高技术服务业的意见》", "国发〔2011〕1号")
)
BARE = info(3, cites=("粤府办[2012]101号",))
SHENZHEN = info(4, title="新意见", document_number="深府〔2020〕1号", cites=("粤府办〔2012〕1010号",))


def test_every_word_of_a_search_is_found_in_what_is_known() -> None:
    documents = [GUANGDONG, JILIN, BARE]
    assert found(documents, Shelf("意见 廣東")) == [GUANGDONG]
    assert found(documents, Shelf("〔2012〕101号")) == [GUANGDONG]
    assert found(documents, Shelf("3.txt")) == [BARE]
    assert found(documents, Shelf("月球")) == []


def test_what_states_nothing_comes_last_in_either_order() -> None:
    documents = [BARE, JILIN, GUANGDONG]
    assert found(documents, Shelf(column="issued_on")) == [GUANGDONG, JILIN, BARE]
    assert found(documents, Shelf(column="issued_on", descending=True)) == [JILIN, GUANGDONG, BARE]
    assert found(documents, Shelf(column="nothing"))[0] == BARE  # by title, for which 3.txt stands


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "甲.txt").write_text(NOTICE.format(amount=5000), "utf-8")
    settings = Settings(index=tmp_path / "index")
    ingest([tmp_path / "甲.txt"], settings.index)
    engine = PolicyQA.open(settings)
    return Library(Access(lambda: engine, settings), settings)


def last(intakes: object) -> Intake:
    *_, intake = intakes  # type: ignore[misc]
    return intake  # type: ignore[no-any-return]


def test_uploads_are_kept_indexed_and_replaced_by_the_next_of_their_name(library: Library, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "乙.txt").write_text(NOTICE.format(amount=800), "utf-8")
    (sent / ".bad.bin").write_bytes(b"\x00\x01")
    steps = list(library.take_in([sent / "乙.txt", sent / ".bad.bin"]))
    assert [(file.path.name, file.outcome) for file in steps[-1].files] == [("乙.txt", "added"), ("bad.bin", "failed")]
    assert [len(step.files) for step in steps] == [0, 1, 2, 2]
    (sent / "乙.txt").write_text(NOTICE.format(amount=900), "utf-8")
    assert [file.outcome for file in last(library.take_in([sent / "乙.txt"])).files] == ["updated"]
    assert len(library.documents()) == 2


def test_taking_out_deletes_what_was_uploaded_and_nothing_else(library: Library, tmp_path: Path) -> None:
    (tmp_path / "丙.txt").write_text(NOTICE.format(amount=1), "utf-8")
    last(library.take_in([tmp_path / "丙.txt"]))
    for document in library.documents():
        library.take_out(document)
    assert library.documents() == []
    assert (tmp_path / "甲.txt").exists()
    assert (tmp_path / "丙.txt").exists()
    assert list((tmp_path / "index" / "uploads").iterdir()) == []


def test_reading_again_picks_up_a_change_and_tells_what_is_gone(library: Library, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(NOTICE.format(amount=6000), "utf-8")
    assert [file.outcome for file in last(library.read_again(library.documents())).files] == ["updated"]
    (tmp_path / "甲.txt").unlink()
    [gone] = last(library.read_again(library.documents())).files
    assert gone.outcome == "failed"
    assert "不在原处" in (gone.reason or "")
    assert len(library.documents()) == 1


@pytest.mark.parametrize(
    ("host", "library", "editable"),
    [
        ("127.0.0.1", None, True),
        ("0.0.0.0", None, False),
        ("0.0.0.0", "edit", True),
        ("127.0.0.1", "read", False),
    ],
)
def test_visitors_may_change_the_library_on_this_machine_or_where_it_is_said(
    host: str, library: str | None, editable: bool
) -> None:
    assert Settings.model_validate({"host": host, "library": library}).may_edit is editable
