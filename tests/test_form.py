"""What a document consists of: numbered parts, attachments, where in it something stands, days between its dates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Answer, Question
from rag.settings import Settings

RULES = """东港市灯塔管理办法

东港市人民政府
2024年3月5日

第一章 总则

第一条 为了管理灯塔，制定本办法。

第二章 巡检与维护

第二条 灯塔每季度巡检一次。

第三条 值守人员每年培训两次。

第四条 本办法由市交通运输局解释，自2024年4月4日起施行。
"""
NOTICE = """东港市渔业局关于申报休渔补助的通知

各有关单位：

一、申报条件

渔船在册满三年。

二、补助标准

每船补助两千元。

三、申报程序

于五月底前报送。

附件：1.休渔补助申报表
2.渔船登记清单

东港市渔业局
2024年5月6日
"""
STATUTE = """东港市人民代表大会常务委员会公告

《东港市海堤条例》经东港市第七届人民代表大会常务委员会第三次会议于2024年6月27日通过，现予公布，自2024年10月1日起施行。

东港市人民代表大会常务委员会
2024年7月9日

东港市海堤条例

第一条 为了保护海堤，制定本条例。

第二条 海堤由市水务局管理。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    folder = tmp_path_factory.mktemp("texts")
    texts = {"东港市灯塔管理办法": RULES, "关于申报休渔补助的通知": NOTICE, "东港市海堤条例": STATUTE}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    index: Path = tmp_path_factory.mktemp("index")
    ingest([folder], index)
    engine = PolicyQA.open(Settings(index=index))
    return lambda text: engine.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("《东港市灯塔管理办法》分几章几条？", ("共 2 章", "第二章 巡检与维护", "共 4 条")),
        ("休渔补助的通知分几部分？", ("共 3 部分", "二、补助标准")),
        ("休渔补助的通知有几个附件？", ("休渔补助申报表", "渔船登记清单")),
        ("灯塔管理办法里值守人员培训写在第几条？", ("第三条",)),
        ("《东港市灯塔管理办法》里灯塔巡检在第几章？", ("第二章 巡检与维护",)),
        ("休渔补助的通知里补助标准是第几部分？", ("第2部分", "二、补助标准")),
        ("灯塔管理办法从成文到施行隔了几天？", ("30 天",)),
        ("休渔补助的通知是哪个月印发的？", ("2024-05-06",)),
        ("海堤条例是哪天公布的？", ("2024-07-09",)),
        ("休渔补助的通知是哪天公布的？", ("未载明", "成文日期：2024-05-06")),
    ],
)
def test_the_form_of_a_document_is_told(ask: Callable[[str], Answer], question: str, told: tuple[str, ...]) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert all(each in answer.answer for each in told), answer.answer
    assert len({citation.document_id for citation in answer.citations}) == 1


def test_a_document_without_attachments_has_none(ask: Callable[[str], Answer]) -> None:
    assert ask("《东港市灯塔管理办法》的附件有哪些？").status == "insufficient_evidence"


def test_days_between_what_are_no_dates_of_a_document_are_not_computed(ask: Callable[[str], Answer]) -> None:
    assert "由所引日期计算" not in ask("灯塔管理办法里从受理到办结隔几天？").answer


def test_where_something_stands_that_no_document_has_is_not_told(ask: Callable[[str], Answer]) -> None:
    assert ask("灯塔管理办法里无人机表演在第几条？").status == "insufficient_evidence"
