"""Whom to ask, and by which telephone: the row of a table of contacts that is for the matter asked about."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

NOTICE = """# 东港市工业专项资金申报通知

## 一、支持方向

| 序号 | 类别 | 支持标准 |
|---|---|---|
| 1 | 技术改造 | 按设备投资额的8%补助 |
| 2 | 绿色制造 | 一次性奖励50万元 |
| 3 | 机器人应用 | 一次性奖励30万元 |

## 二、联系方式

| 科室 | 业务 | 联系人 | 电话 |
|---|---|---|---|
| 投资科 | 类别1 | 王一山 | 0415-2100001 |
| 节能科 | 类别2、3 | 李二河 | 0415-2100002 |
| 财务科 | 资金拨付 | 赵三林 | 0415-2100003 |
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contacts")
    (folder / "notice.md").write_text(NOTICE, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "name", "telephone"),
    [
        ("东港绿色制造奖励的事找谁问，电话多少？", "李二河", "0415-2100002"),
        ("东港机器人应用项目的联系人是谁？", "李二河", "0415-2100002"),
        ("东港技术改造补助咨询哪个科室？", "王一山", "0415-2100001"),
        ("东港工业专项资金的资金拨付打什么电话问？", "赵三林", "0415-2100003"),
    ],
)
def test_the_contact_for_the_matter_is_told_and_cited(told, question, name, telephone):
    answer = told(question)
    assert name in answer.answer
    assert telephone in answer.answer
    assert answer.answer.count("0415-") == 1
    assert telephone in answer.citations[0].quote


@pytest.mark.parametrize("question", ["东港老旧小区改造找谁问？", "东港养老床位补贴的联系人是谁？"])
def test_of_another_matter_none_of_the_contacts_is_told(told, question):
    assert "0415-" not in told(question).answer.split("最接近的段落")[0]
