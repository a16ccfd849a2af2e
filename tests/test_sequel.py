"""What holds otherwise is told with the rule that it belongs to; a clause is told for the class it is of."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

SERVICES = """东港市电信服务条例

第八条 宽带经营者应当在合同期满前十五日内提示用户，由用户确认是否延续宽带服务。未经用户确认延续宽带服务的，经营者\
不得收取费用。停止服务后，用户可以退还设备。

第九条 物流航线全年飞满三百架次的，每架次给予补贴四十元。补贴由市交通局发放。不满三百架次的当年不补。

第十条 经营者可以收取设备押金。不动产登记机构应当公示办事时限，不得收取复印费。
"""
REPORT = """东港市2024年统计公报

全体居民人均可支配收入48936元，增长5.6%。其中，城镇居民60874元，增长4.9%；农村居民33215元，增长6.7%。

职工的住院起付标准为每次800元；居民统一为500元。学生每次补助午餐费12元。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sequel")
    (folder / "services.txt").write_text(SERVICES, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text)).answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("宽带合同期满后用户没确认延续，经营者能不能收费？", "不得收取费用"),
        ("物流航线一年飞了两百架次，每架次的补贴能不能给？", "不满三百架次的当年不补"),
    ],
)
def test_what_holds_where_the_condition_is_not_met_is_told_too(told, question, said):
    assert said in told(question)


def test_a_rule_on_something_else_is_not_told(told):
    assert "复印费" not in told("经营者可不可以收取设备押金？")


@pytest.mark.parametrize(
    ("question", "figure", "other"),
    [
        ("东港市2024年农村居民人均可支配收入是多少？", "33215元", "48936元"),
        ("东港市2024年城镇居民人均可支配收入是多少？", "60874元", "48936元"),
        ("东港市2024年全体居民人均可支配收入是多少？", "48936元", "33215元"),
        ("居民的住院起付标准是多少？", "500元", "800元"),
    ],
)
def test_a_clause_that_borrows_its_noun_answers_for_its_class(told, question, figure, other):
    answer = told(question)
    assert figure in answer
    assert other not in answer


def test_the_other_class_is_told_beside_the_one_that_was_asked_about(told):
    answer = told("职工的住院起付标准是多少？居民的也一样吗？")
    assert "800元" in answer
    assert "500元" in answer
