"""What names a thing that nothing near a sentence is like is answered by that only where it is sure."""

import pytest

from index.documents import Filters
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.refusals.lacking import lacks_a_thing
from rag.selection.candidates import candidates
from rag.settings import Settings
from rag.understanding.question import understand

DOCUMENTS = {
    "养老": """灵活就业人员养老保险办事指南

一、灵活就业人员可以自愿参加企业职工基本养老保险，每月自行缴费。
二、参保人员应当提交登记表，经办机构三日内办结。
""",
    "公积金": """某市住房公积金管理办法

一、单位应当为职工缴存住房公积金。
二、职工购买自住住房的，可以提取公积金账户内的余额。
三、提取的流程、数量和时间由管理中心公布。
""",
    "法": "演出法律\n\n一、法律另有规定的除外。\n",
    "剧院": "剧院条例\n\n一、剧院每年向群众免费开放演出二十场。\n二、学生凭证件购票，票价减半。\n",
}


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lacking")
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    ingest([folder], index)
    return PolicyQA.open(Settings(_env_file=None, index=index))


@pytest.mark.parametrize(
    ("question", "said", "lacks"),
    [
        ("灵活就业人员可以自己缴住房公积金吗？", "自行缴费", True),
        ("灵活就业人员可以自己缴养老保险吗？", "自行缴费", False),
        ("剧院的演出对学生免费几场？", "二十场", True),
        ("剧院每年免费演出几场？", "二十场", False),
        ("条例和法律规定剧院每年免费演出几场？", "二十场", False),
        ("老爸老妈看戏，剧院免费几场？", "二十场", False),  # no words of official texts
        ("剧院给消防员免费几场？", "二十场", False),  # a word that no document uses
        ("职工买房能提取账户里的公积金吗？", "提取公积金", False),
        ("剧院免费演出的数量是多少？", "二十场", False),  # 数量 names the kind of answer
        ("养老保险参保的流程是什么样的？", "三日内办结", False),
        ("How many free shows does a theatre give to students?", "二十场", False),
    ],
)
def test_a_sentence_lacks_what_it_has_nothing_like(qa, question, said, lacks):
    asked = understand(Question(question=question), qa.index.documents(), Filters())
    inside, others = candidates(qa.index, asked, Filters())
    sentence = next(m.sentence for m in (*inside, *others) if said in m.sentence.text)
    assert lacks_a_thing(qa.index, sentence, asked) is lacks


@pytest.mark.parametrize(
    ("question", "chance", "status"),
    [
        ("灵活就业人员可以自己缴住房公积金吗？", 0.4, "insufficient_evidence"),
        ("灵活就业人员可以自己缴住房公积金吗？", 0.5, "answered"),
        ("灵活就业人员可以自己缴养老保险吗？", 0.4, "answered"),
    ],
)
def test_what_it_lacks_asks_for_more_to_answer(qa, monkeypatch, question, chance, status):
    monkeypatch.setattr("rag.refusals.enough.chance", lambda score: chance)
    assert qa.ask(Question(question=question)).status == status
