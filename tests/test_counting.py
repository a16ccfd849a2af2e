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


OPINIONS = """陕西省人民政府关于发展养老服务业的意见

一、总体要求和基本原则

（一）总体要求。坚持政府引导。

（二）基本原则。坚持市场运作。

二、主要任务

（一）居家养老服务业。每个社区建一所站点。

（二）机构养老服务业。三年新增床位三千张。

（三）医养结合服务业。鼓励医院设养老床位。

三、政策措施

（一）加大财税支持。安排专项资金三百万元。

（二）保障用地。优先供地。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counting")
    (folder / "layout.txt").write_text(LAYOUT, encoding="utf-8")
    (folder / "opinions.txt").write_text(OPINIONS, encoding="utf-8")
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


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("陕西的意见“政策措施”部分一共写了几条？", ["三、政策措施", "（一）加大财税支持", "（二）保障用地"]),
        ("陕西一共部署了几个养老服务业？", ["二、主要任务", "居家养老", "机构养老", "医养结合"]),
    ],
)
def test_the_points_of_a_part_are_counted_by_its_headings(ask, question, points):
    answer = ask(question)
    assert answer.status == "answered"
    assert all(point in answer.answer for point in points)
    assert f"共 {len(points) - 1} " in answer.answer
    assert len(answer.citations) == len(points)


def test_the_points_under_a_heading_of_several_things_are_not_counted_for_one_of_them(ask):
    assert "由引文计数" not in ask("陕西的意见里基本原则有几条？").answer
