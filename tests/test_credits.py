"""Who wrote or edited news is not quoted with what they say."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

NEWS = """东港复工企业可缓缴电费

原标题：
东港复工企业可缓缴电费

新华社东港2月18日电（记者 甲某某）复工的小微企业可以缓缴三个月电费。缓缴期间不收滞纳金。（记者 乙某）

商场营业面积超过五百平方米的，每日消毒两次。责任编辑：丙某

市民打开微信扫一扫功能申领购物券，每人最高领取一百元。

出版社实行责任编辑：每种图书由一人负责到底的制度。

东港在线消息（记者 丁某某）夜市摊主免缴三个月卫生费。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("credits")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("复工的小微企业怎么缓缴电费？", "复工的小微企业可以缓缴三个月电费。"),
        ("缓缴期间收不收滞纳金？", "缓缴期间不收滞纳金。"),
        ("哪些商场每日消毒两次？", "商场营业面积超过五百平方米的，每日消毒两次。"),
        ("夜市摊主免缴几个月卫生费？", "夜市摊主免缴三个月卫生费。"),
    ],
)
def test_who_wrote_or_edited_news_is_not_quoted(told, question, quote):
    answer = told(question)
    assert answer.status == "answered"
    assert quote in answer.citations[0].quote
    assert not any(word in answer.answer + c.quote for c in answer.citations for word in ("记者", "编辑", "原标题"))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("购物券每人最高领取多少元？", "每人最高领取一百元"),
        ("每种图书由几人负责到底？", "每种图书由一人负责到底"),
        ("夜市摊主免缴几个月卫生费？", "免缴三个月卫生费"),
    ],
)
def test_what_a_document_says_behind_such_words_is_kept(told, question, says):
    answer = told(question)
    assert answer.status == "answered"
    assert says in answer.citations[0].quote
