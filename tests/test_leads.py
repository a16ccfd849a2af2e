"""A list that is asked for is told by the line that introduces it."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

RULES = """东港市消防条例

第一条 市、区人民政府应当统筹规划消防组织建设，形成由公安消防队、政府专职消防队、单位专职消防队组成的消防组织网络。

第二条 公共场所的室内区域禁止吸烟。

但是，下列公共场所的室内区域，可以设置吸烟区：

（一）餐饮服务场所；

（二）住宿休息服务场所。

鼓励前款规定的可以设置吸烟区的公共场所的室内区域全面禁止吸烟。

第三条 下列单位应当建立单位专职消防队：

（一）大型发电厂；

（二）储存易燃易爆危险物品的仓库。

第四条 消防控制室变更值班制度、值班人员、联系方式，报街道同意。

消防控制室变更下列事项之一的，应当向区消防机构提出申请，由市人民政府批准：

（一）变更位置；

（二）变更设备。

第五条 取得消防员证的人员，可以申请补贴，但补贴、奖励、津贴只能领取其中的一项。

第六条 符合下列条件的人员，可以申请领取消防员证：

（一）年满十八周岁；

（二）受过专门训练。

第七条 消防设施的维护人员不得有下列行为：

（一）擅自关闭消防设施；

（二）让无证人员操作消防设施。

第八条 消防产品由市场监督管理部门、消防机构、公安机关分别监督。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leads")
    (folder / "rules.txt").write_text(RULES, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text)).answer


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("哪些单位必须自己建专职消防队？", ["大型发电厂", "易燃易爆危险物品的仓库"]),
        ("哪几类公共场所的室内区域可以设置吸烟区？", ["餐饮服务场所", "住宿休息服务场所"]),
        ("消防控制室的哪些变更要区消防机构提出申请、市人民政府批准？", ["变更位置", "变更设备"]),
        ("申请领取消防员证要符合什么条件？", ["年满十八周岁", "受过专门训练"]),
        ("消防设施的维护人员不许干哪两件事？", ["擅自关闭消防设施", "让无证人员操作消防设施"]),
    ],
)
def test_the_items_are_told_rather_than_a_sentence_that_speaks_of_them(told, question, items):
    assert all(item in told(question) for item in items)


def test_a_sentence_that_names_the_bodies_answers_itself(told):
    assert "市场监督管理部门、消防机构、公安机关" in told("消防产品由哪些部门监督？")
