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

第十一条 女职工生育享受98天产假，其中产前可以休假15天；难产的，增加产假16天；流产的，享受14天产假。

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


@pytest.mark.parametrize(
    ("question", "days"), [("产假多少天？", "98天"), ("产前休假多少天？", "15天"), ("难产的加几天产假？", "16天")]
)
def test_a_case_or_a_part_that_the_question_does_not_name_is_not_what_is_told(told, question, days):
    assert days in told(question)
    assert sum(each in told(question) for each in ("98天", "15天", "16天", "14天")) == 1


def test_of_two_figures_each_is_told(told):
    answer = told("产假多少天？难产加几天？")
    assert "98天" in answer
    assert "16天" in answer


def test_who_does_it_is_told_with_how_much(tmp_path):
    said = "研究补助办法\n一、研究投入达到5000万元的企业，给予一次性补助500万元。（责任单位：市科委、市财政局）\n"
    (tmp_path / "a.txt").write_text(said, encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "index")
    engine = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    answer = engine.ask(Question(question="研究投入5000万元的企业补助多少？由哪个部门负责？")).answer
    assert "500万元" in answer
    assert "市科委" in answer
