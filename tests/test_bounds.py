"""Of the figures that might answer, the most or the least that is asked for is told."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.selection.bounds import bound_asked
from rag.settings import Settings

SUBSIDIES = """东港市绿色家电补贴实施细则

第一条 消费者购买绿色家电的，按照销售价格的百分之十五补贴。每件家电补贴不超过二千元。

第二条 服务网点营业面积为三百平方米左右。服务网点的营业面积在二百平方米以上。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bounds")
    (folder / "subsidies.txt").write_text(SUBSIDIES, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text)).answer


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("一件最多补多少？", "每件不超过2000元", "不超过2000"),
        ("报名最迟几天内？", "自公布之日起五日以内", "五日以内"),
        ("每年最多扣多少？", "以十八万元为限", "十八万元为限"),
        ("人员最少几个？", "须在四十人以上", "四十人以上"),
        ("注册资本起码要多少？", "注册资本不低于500万元", "不低于500万"),
        ("上限是多少？", "最高奖励50万元", "最高奖励50万"),
    ],
)
def test_the_most_and_the_least_are_known_by_their_words(question, text, figure):
    assert bound_asked(question).search(text).group() == figure


@pytest.mark.parametrize("question", ["一件补多少？", "最近的文件是哪份？", "由多少人组成？"])
def test_no_bound_is_asked_for_where_any_figure_answers(question):
    assert bound_asked(question) is None


def test_the_sentence_that_has_the_bound_goes_before_one_with_another_figure(told):
    assert "二千元" in told("购买绿色家电，每件家电最多补贴多少？")
    assert "二百平方米以上" in told("服务网点的营业面积最小多大？")
    assert "百分之十五" in told("购买绿色家电补贴百分之几？")
