"""How something changed: told from what to what, of all the things asked about."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

NEWS = """《东港市创业贷款办法》政策解读
一、制定背景
原办法于去年到期。
二、主要变化
一是贷款额度由20万元提高到30万元；二是贴息期限由最长1年延长至3年；三是取消户籍限制；四是审批时间由15个工作日压缩至7个工作日。
三、施行时间
本办法自2025年3月1日起施行。
"""
AMOUNT, TERM, SPEED = "由20万元提高到30万元", "由最长1年延长至3年", "由15个工作日压缩至7个工作日"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changes")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        ("东港创业贷款的贷款额度和审批时间怎么变？", {AMOUNT, SPEED}),
        ("东港创业贷款的贴息期限和审批时间有什么变化？", {TERM, SPEED}),
        ("东港创业贷款办法里审批时间怎么变？", {SPEED}),
        ("东港创业贷款的额度、贴息期限和审批时间如何调整？", {AMOUNT, TERM, SPEED}),
    ],
)
def test_each_change_that_is_asked_for_is_told_and_cited(told, question, changes):
    answer = told(question)
    assert {change for change in (AMOUNT, TERM, SPEED) if change in answer.answer} == changes
    assert all(sum(change in c.quote for c in answer.citations) == 1 for change in changes)
