"""Conversations are kept for their visitor, and for nobody else."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from eval.gold import load_gold
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings
from ui.cli import app
from ui.conversations import Conversations, ConversationsUnavailable
from ui.exchange import Exchange, Rating
from ui.server import create_app
from ui.transcript import markdown
from ui.visitor import COOKIE

ANN, BOB = "a" * 43, "b" * 43
SURVEY = "哪些省份提出同网同价政策"


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "index")


@pytest.fixture
def asked(qa: PolicyQA) -> Exchange:
    answer = qa.ask(Question(question=SURVEY))
    return Exchange(SURVEY, answer, scope={"region": ["广东", "四川"]})


def test_a_conversation_comes_back_as_it_was(kept: Conversations, asked: Exchange) -> None:
    identity = kept.keep(ANN, "", 0, asked)
    assert kept.keep(ANN, identity, 1, Exchange("那湖南呢？", error="出错了")) == identity
    assert kept.turns(ANN, identity) == (asked, Exchange("那湖南呢？", error="出错了"))
    assert [title.name for title in kept.titles(ANN)] == [SURVEY]


def test_another_visitor_neither_sees_nor_changes_it(kept: Conversations, asked: Exchange) -> None:
    identity = kept.keep(ANN, "", 0, asked)
    assert kept.titles(BOB) == []
    assert kept.turns(BOB, identity) == ()
    kept.rename(BOB, identity, "别人的")
    kept.rate(BOB, identity, 0, Rating("down"))
    kept.delete(BOB, identity)
    assert kept.keep(BOB, identity, 0, Exchange("插话")) != identity
    assert kept.turns(ANN, identity) == (asked,)
    assert kept.name(ANN, identity) == SURVEY


def test_asking_again_replaces_the_turn_and_what_followed(kept: Conversations) -> None:
    identity = kept.keep(ANN, "", 0, Exchange("一"))
    for turn, question in enumerate(("二", "三"), 1):
        kept.keep(ANN, identity, turn, Exchange(question))
    kept.keep(ANN, identity, 1, Exchange("改过的二"))
    assert [exchange.question for exchange in kept.turns(ANN, identity)] == ["一", "改过的二"]


def test_a_deleted_conversation_leaves_no_trace_in_the_file(kept: Conversations, tmp_path: Path) -> None:
    identity = kept.keep(ANN, "", 0, Exchange("要忘掉的问题" * 20))
    kept.rename(ANN, identity, "要忘掉的名字")
    kept.delete(ANN, identity)
    assert kept.titles(ANN) == []
    content = b"".join(path.read_bytes() for path in (tmp_path / "index").iterdir())
    assert "要忘掉".encode() not in content


def test_the_latest_conversation_comes_first_and_an_empty_name_changes_nothing(kept: Conversations) -> None:
    first = kept.keep(ANN, "", 0, Exchange("一"))
    kept.keep(ANN, "", 0, Exchange("二"))
    kept.keep(ANN, first, 1, Exchange("又一"))
    kept.rename(ANN, first, "  ")
    assert [title.name for title in kept.titles(ANN)] == ["一", "二"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConversationsUnavailable, match="file"):
        Conversations(tmp_path / "file").keep(ANN, "", 0, Exchange("一"))


def test_an_answer_of_another_version_is_told_instead_of_shown(kept: Conversations, asked: Exchange) -> None:
    identity = kept.keep(ANN, "", 0, asked)
    with kept._writing() as connection:
        connection.execute("""UPDATE turns SET answer = '{"id": "x"}'""")
    [exchange] = kept.turns(ANN, identity)
    assert exchange.answer is None
    assert "另一版本" in (exchange.error or "")


def test_a_transcript_has_scope_answer_table_and_references(asked: Exchange) -> None:
    [first, *_] = asked.answer.citations if asked.answer else []
    text = markdown("<对话>", (asked,), {first.document_id: "http://example.gov.cn/a"}, "zh", date(2026, 11, 20))
    assert text.startswith("# &lt;对话>\n")
    assert "范围：广东、四川" in text
    assert "| 广东 |" in text
    assert (
        "[1] 广东省人民政府办公厅. 转发省发展改革委关于加快发展高技术服务业实施意见的通知: 粤府办〔2012〕101号[A/OL]. "
        "(2012-10-12)[2026-11-20]. http://example.gov.cn/a: 三、主要任务及分工" in text
    )


def client_of(seeds_index: Path, index: Path, visitor: str) -> TestClient:
    engine = PolicyQA.open(Settings(index=seeds_index))
    client = TestClient(create_app(lambda: engine, Settings(index=index)), base_url="http://127.0.0.1:8000")
    client.cookies.set(COOKIE, visitor)
    return client


def test_what_is_kept_can_be_saved_by_its_visitor_only(
    kept: Conversations, asked: Exchange, seeds_index: Path, tmp_path: Path
) -> None:
    identity = kept.keep(ANN, "", 0, asked)
    kept.rename(ANN, identity, "价格/政策")
    own = client_of(seeds_index, tmp_path / "index", ANN)
    saved = own.get(f"/conversations/{identity}.docx")
    assert "filename*=UTF-8''%E4%BB%B7%E6%A0%BC%EF%BC%8F%E6%94%BF%E7%AD%96.docx" in saved.headers["content-disposition"]
    document = Document(io.BytesIO(saved.content))
    assert document.tables[0].rows[1].cells[1].text == "广东"
    assert any(p.text.startswith("[3] ") and "[A]. 2012-11-23" in p.text for p in document.paragraphs)
    assert "# 价格/政策" in own.get(f"/conversations/{identity}.md").text
    assert own.get(f"/conversations/{identity}/0.csv").content.startswith(b"\xef\xbb\xbf")
    assert own.get(f"/conversations/{identity}/0.xlsx").content.startswith(b"PK")
    other = client_of(seeds_index, tmp_path / "index", BOB)
    for path in (f"{identity}.md", f"{identity}.docx", f"{identity}/0.csv", "none.md"):
        assert other.get(f"/conversations/{path}").status_code == 404
    for path in (f"{identity}.exe", f"{identity}/0.exe", f"{identity}/7.csv", f"{identity}/-1.csv"):
        assert own.get(f"/conversations/{path}").status_code == 404


def test_judgements_are_exported_as_drafts_that_the_evaluation_reads(
    kept: Conversations, asked: Exchange, qa: PolicyQA, tmp_path: Path
) -> None:
    wrong = Exchange("那湖南呢？", qa.ask(Question(question="湖南的发展目标是什么？")))
    identity = kept.keep(ANN, "", 0, asked)
    kept.keep(ANN, identity, 1, wrong)
    kept.rate(ANN, identity, 0, Rating("up", ("complete",)))
    kept.rate(ANN, identity, 1, Rating("down", ("missing",), "少了年份"))
    target = tmp_path / "drafts.jsonl"
    result = CliRunner().invoke(app, ["feedback", "--export", str(target), "--index", str(tmp_path / "index")])
    assert result.exit_code == 0
    praised, faulted = load_gold(target)
    assert praised.type == "aggregate"
    assert praised.regions is not None
    assert praised.regions.yes == ["广东"]
    assert {evidence.doc for evidence in praised.evidence} == {
        "000_0c30acfc75358b6d.txt",
        "003_49bc17477ac1ab76.txt",
        "004_5400ecf84c9f2be2.txt",
    }
    assert faulted.evidence == []
    assert faulted.note == "👎；有遗漏；少了年份"
    assert [turn.question for turn in faulted.history] == [SURVEY]
    assert json.loads(target.read_text("utf-8").splitlines()[0])["facts"] == []


def test_a_judgement_taken_back_is_not_exported(kept: Conversations, asked: Exchange) -> None:
    identity = kept.keep(ANN, "", 0, asked)
    kept.rate(ANN, identity, 0, Rating("up"))
    kept.rate(ANN, identity, 0, None)
    assert list(kept.rated()) == []
