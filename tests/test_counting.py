"""Counts of what a text lists: told with the list, and never of a list that is left open."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

LAYOUT = """东港市服务业布局意见

以高新区为核心区，东山、西河、南浦、北川、中原为拓展区，形成梯度发展的格局。

专家按专长领域分为研究开发类、产业管理类、决策咨询类、科学普及类。

重点支持电子、机械、食品等行业的骨干企业开展数字化改造。

唯一的市级质检中心设在东山。全市首批孵化器中，有六家由民营机构运营。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counting")
    (folder / "layout.txt").write_text(LAYOUT, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "listed", "count"),
    [
        ("拓展区一共有几个市？", "东山、西河、南浦、北川、中原为拓展区[1]", "共 5 个"),
        ("专家按专长领域分成几类？", "研究开发类、产业管理类、决策咨询类、科学普及类[1]", "共 4 类"),
    ],
)
def test_what_is_listed_is_counted_and_marked_as_counted(ask, question, listed, count):
    answer = ask(question)
    assert answer.status == "answered"
    assert listed in answer.answer
    assert f"由引文计数：{count}" in answer.answer


def test_a_list_that_may_go_on_is_not_counted(ask):
    assert "由引文计数" not in ask("重点支持开展数字化改造的骨干企业一共有几个行业？").answer


def test_the_only_one_is_told_only_where_the_document_says_that_it_is(ask):
    assert "东山" in ask("唯一的市级质检中心设在哪里？").answer
    assert ask("首批孵化器中唯一由国有机构运营的是哪一家？").status == "insufficient_evidence"
