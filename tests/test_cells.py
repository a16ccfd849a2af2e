"""Rows of tables answer with the unit of their table, where a question names a row and a column."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

RENTS = """东港市公共租赁住房办法

东港市人民政府
2024年3月5日

一、保障对象

年满二十五周岁的单身人员可以申请。

二、租金

租金分片区确定，见下表（元/平方米）：

片区：灯塔区 | 困难家庭：0.8 | 普通家庭：2.1 | 新职工：5.8
片区：码头区 | 困难家庭：0.6 | 普通家庭：1.8 | 新职工：4.7

三、租赁补贴

每平方米补贴标准为灯塔区9元，码头区7元。

四、维修

在小区北侧增设高3.5米围墙90米。

五、房源

首批房源及其地址如下表所示。

房源：灯塔公寓 | 地址：灯塔路1号
房源：海棠公寓 | 地址：海棠路3号

六、维修补贴

维修按下列标准给予补贴：

等级：甲级 | 补贴标准（元）：1000
等级：乙级 | 补贴标准（元）：1500
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cells")
    (folder / "rents.txt").write_text(RENTS, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text)).answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("码头区新职工租金每平方米多少元？", "新职工：4.7"),
        ("灯塔区困难家庭一平米租金多少钱？", "困难家庭：0.8"),
        ("灯塔区的租赁补贴每平方米多少元？", "9元"),
    ],
)
def test_the_row_that_a_question_names_with_its_column_is_told(told, question, says):
    assert says in told(question)


def test_a_measure_along_the_dimension_asked_for_is_told(told):
    assert "3.5米" in told("围墙要建多高？")


@pytest.mark.parametrize("question", ["各等级补贴标准", "各等级维修补贴标准是多少？", "每个等级维修补多少钱？"])
def test_what_is_asked_of_each_is_told_of_all_rows(told, question):
    assert all(figure in told(question) for figure in ("1000元", "1500元"))


def test_the_rows_below_a_sentence_that_points_to_them_are_told(told):
    answer = told("首批房源有哪些？")
    assert "灯塔公寓" in answer
    assert "海棠公寓" in answer
