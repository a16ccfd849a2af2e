"""A rule that names by number alone what must not be done is read with it, and told where its sanction is asked for."""

import pytest

from index.documents import Span
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.selection.infringed import infringed, rules_on
from rag.settings import Settings

LAW = """东港市公园管理条例

第八条 公园内禁止下列行为：

（一）露天烧烤、搭建帐篷；

（二）投喂野生鸟类；

（三）在草坪上放风筝。

第九条 公园每日六时开放。

进入公园不得骑行电动滑板车。

第十条 违反第八条第一款规定的，按照下列规定予以处罚：

（一）违反第一项规定的，由公园管理单位责令改正，处二百元以上五百元以下罚款；

（二）违反第二项、第三项规定的，处五十元罚款；情节严重的，处三百元罚款。

第十一条 违反第九条第二款规定的，处一百元以上三百元以下罚款。违反前条规定的，由市人民政府处理。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("infringed")
    (folder / "parks.txt").write_text(LAW, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("rule", "provisions"),
    [
        ("（一）违反第一项", "公园内禁止下列行为：（一）露天烧烤、搭建帐篷；"),
        ("（二）违反第二项", "公园内禁止下列行为：（二）投喂野生鸟类；（三）在草坪上放风筝。"),
        ("第十一条", "进入公园不得骑行电动滑板车。"),
        ("第九条 公园", ""),
    ],
)
def test_what_a_rule_names_by_number_is_read_where_it_stands(rule, provisions):
    start = LAW.index(rule)
    assert infringed(LAW, Span(start, LAW.index("\n", start))) == provisions


def test_items_from_one_to_another_are_all_read():
    law = "第一条 禁止：\n（一）甲；\n（二）乙；\n（三）丙。\n第二条 违反第一条第（一）项至第（三）项的，处罚。"
    assert infringed(law, Span(law.index("第二条"), len(law))) == "禁止：（一）甲；（二）乙；（三）丙。"


def test_the_rules_on_a_provision_are_those_that_name_it():
    start = LAW.index("（三）在草坪")
    rules = [LAW[rule.start : rule.end] for rule in rules_on(LAW, Span(start, start + 10))]
    assert [rule[:9] for rule in rules] == ["第十条 违反第八条", "（二）违反第二项、"]


@pytest.mark.parametrize(
    ("question", "sanction"),
    [
        ("在公园里露天烧烤要罚多少钱？", "二百元以上五百元以下"),
        ("投喂野生鸟类罚多少？", "五十元"),
        ("在公园骑电动滑板车会罚多少？", "一百元以上三百元以下"),
    ],
)
def test_the_sanction_is_told_of_what_is_forbidden_elsewhere(told, question, sanction):
    assert sanction in told(question).answer


def test_what_is_allowed_is_told_by_the_provision_itself(told):
    assert "投喂野生鸟类" in told("公园里能不能投喂野生鸟类？").answer


CRIMES = """关于办理交通案件的解释

第二条 交通事故致一人重伤，负主要责任，并具有下列情形之一的，以肇事罪定罪处罚：

（一）酒后、吸食毒品后驾驶机动车的；

（二）明知是报废车辆而驾驶的。
"""
ROADS = """道路安全条例

第三条 饮酒后驾驶机动车的，处暂扣六个月驾驶证，并处一千元罚款。

第四条 驾驶机动车应当系安全带。
"""


def test_what_follows_goes_before_what_follows_under_a_further_condition(tmp_path):
    for name, text in (("解释", CRIMES), ("条例", ROADS)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "解释.txt", tmp_path / "条例.txt"], tmp_path / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    assert "暂扣六个月" in qa.ask(Question(question="酒后驾驶怎么处罚？")).answer
    assert "肇事罪" in qa.ask(Question(question="酒后驾驶致人重伤，负主要责任，怎么处罚？")).answer


LAKE = """北湖水源管理条例

第九条 有下列行为之一的，由北湖管理机构责令改正，并按照下列规定予以处罚：

（一）擅自从北湖水源输水渠道引水或者向输水渠道排水的，处五百元以上一千元以下罚款；

（二）在工程管理范围内游泳、洗涤、晾晒、放养牲畜或者倾倒垃圾的，处二百元罚款；

（三）损坏标志的，处三百元罚款。
"""


@pytest.mark.parametrize(
    ("question", "fine"),
    [
        ("在北湖水源渠道里游泳罚多少钱？", "二百元"),
        ("从北湖水源渠道里引水罚多少钱？", "五百元以上一千元以下"),
    ],
)
def test_of_several_acts_that_before_the_sanction_is_asked_about(tmp_path, question, fine):
    (tmp_path / "北湖.txt").write_text(LAKE, encoding="utf-8")
    ingest([tmp_path / "北湖.txt"], tmp_path / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    assert fine in qa.ask(Question(question=question)).answer
