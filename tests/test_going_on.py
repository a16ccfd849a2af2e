"""A question that goes on from the turn before is answered from the document that this was answered from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingest import ingest
from rag import run
from rag.engine import PolicyQA
from rag.records import Answer, Question, Turn
from rag.settings import Settings
from rag.understanding.question import Understanding

CARE = """东港市护理保险发布会实录

经评估为重度失能的，由机构派人上门的，基金支付75%；居民为65%。职工的月最高支付限额按一、二、三级，分别为1500元、1800元、2100元；居民统一为1000元。

灵活就业人员按0.2%由个人承担。
"""
STARS = """东港市企业评级奖励办法

第一条 市经济和信息化局每年认定星级企业，认定前公示五日。

第二条 经认定的星级企业，优先列入重点项目库，并享受用地支持。
"""
PARKING = """东港市停车管理办法

第一条 停车场经认定为公共停车场的，按政府定价收费。

第二条 大型停车场由市交通运输局审批，中型停车场由区交通运输局审批。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in {"实录": CARE, "奖励": STARS, "停车": PARKING}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    index: Path = tmp_path_factory.mktemp("index")
    ingest([folder], index)
    engine = PolicyQA.open(Settings(index=index))

    def ask(text: str, question: str, answer: str) -> Answer:
        return engine.ask(Question(question=text, history=[Turn(question=question, answer=answer)]))

    return ask


def test_what_could_stand_for_itself_is_answered_from_the_document_of_the_turn_before(
    ask: Callable[..., Answer],
) -> None:
    answer = ask("认定下来以后有什么好处？", "谁认定星级企业？", "市经济和信息化局每年认定星级企业。")
    assert "优先列入重点项目库" in answer.answer
    assert {citation.source for citation in answer.citations} == {"奖励.txt"}


def test_another_topic_is_answered_beside_what_answered_the_first(ask: Callable[..., Answer]) -> None:
    answer = ask("居民也是一样吗？", "护理保险职工一级每月最高支付多少？", "1500元。")
    assert "1000元" in answer.answer
    assert "65%" not in answer.answer


def test_two_questions_that_go_on_are_each_answered(ask: Callable[..., Answer]) -> None:
    answer = ask("三级的呢？居民也是一样吗？", "护理保险职工一级每月最高支付多少？", "1500元。")
    assert "2100元" in answer.answer
    assert "1000元" in answer.answer


def test_a_question_about_something_else_starts_anew(ask: Callable[..., Answer]) -> None:
    answer = ask("公共停车场怎么收费？", "谁认定星级企业？", "市经济和信息化局。")
    assert {citation.source for citation in answer.citations} == {"停车.txt"}


def test_what_must_be_written_asks_for_no_summary(ask: Callable[..., Answer]) -> None:
    answer = ask("申请时要写什么？", "中型停车场谁审批？", "区交通运输局。")
    assert answer.kind != "summary"


def test_sentences_are_looked_for_once_in_all_documents(
    ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Understanding] = []
    look = run.candidates
    monkeypatch.setattr(run, "candidates", lambda index, each, given: asked.append(each) or look(index, each, given))
    answer = ask("大型停车场由谁审批？", "谁认定星级企业？", "市经济和信息化局每年认定星级企业。")
    assert "市交通运输局" in answer.answer
    assert len(asked) == len(set(asked)) == 3  # the question before, this one in its document, and in all
