"""Documents in traditional characters are answered as their twins in simplified ones are."""

import pytest
from opencc import OpenCC

from index.ingest import ingest
from index.lexicon import simplified
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

RULES = """东港市温泉管理办法

第一章 总则

第一条 为规范温泉的使用，保障游客健康，制定本办法。

第二条 市卫生局负责温泉的监督管理。

第三条 温泉经营者应当具备下列条件：
（一）有固定的营业场所；
（二）有经过培训的救生员；
（三）按规定投保责任险。

第二章 使用

第四条 未满十二岁的儿童进入高温池的，经营者应当要求家长陪同，且每次浸泡不得超过十五分钟。

第五条 经营者应当每隔六个月更换一次滤网，并将记录保存两年。

第六条 违反本办法第四条规定的，由市卫生局处五千元以上两万元以下罚款；情节严重的，责令停业。

第七条 本办法自2024年5月1日起施行。
"""
QUESTIONS = (
    "温泉由谁监督管理？",
    "温泉经营者应当具备哪些条件？",
    "儿童在高温池里每次最多泡多少分钟？",
    "滤网多久更换一次？",
    "更换滤网的记录保存几年？",
    "让儿童在高温池里泡太久，罚多少钱？",
    "温泉管理办法第五条怎么说？",
    "温泉管理办法什么时候施行？",
    "温泉门票多少钱？",
    "儿童泡多久？滤网谁来换？",
)
_TO_TRADITIONAL = OpenCC("s2tw").convert


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    engines = []
    for name, text in (("simplified", RULES), ("traditional", _TO_TRADITIONAL(RULES))):
        folder = tmp_path_factory.mktemp(name)
        (folder / "温泉.txt").write_text(text, encoding="utf-8")
        ingest([folder], folder / "index")
        engines.append(PolicyQA.open(Settings(_env_file=None, index=folder / "index")))
    return engines


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_that_of_the_simplified_twin(twins, question):
    one, other = (
        qa.ask(Question(question=q)) for qa, q in zip(twins, (question, _TO_TRADITIONAL(question)), strict=True)
    )
    assert (other.status, simplified(other.answer)) == (one.status, one.answer)
    assert [(c.start, c.end, simplified(c.quote)) for c in other.citations] == [
        (c.start, c.end, c.quote) for c in one.citations
    ]
    assert [simplified("".join(c.heading_path)) for c in other.citations] == [
        "".join(c.heading_path) for c in one.citations
    ]


def test_what_is_quoted_and_what_the_document_is_called_stay_as_it_writes_them(twins):
    answer = twins[1].ask(Question(question="滤网多久更换一次？"))
    (info,) = twins[1].index.documents()
    assert "六個月" in answer.answer
    assert info.metadata.title == "東港市溫泉管理辦法"
    assert answer.citations[0].heading_path[-1] == "第五條"


TAIWAN = """河川管理條例

第 1 條　本條例所稱主管機關：在中央為經濟部；在直轄市為直轄市政府。
第 2 條　河川區域內禁止下列行為：
一、傾倒廢土。
二、種植高莖作物。
前項行為之認定標準，由主管機關定之。
第 2-1 條　河川巡防每週不得少於三次。
第 3 條　違反前條第一項規定者，處新臺幣一萬元以上五萬元以下罰鍰。
第 4 條　本條例自中華民國一百十三年七月一日施行。
"""


@pytest.fixture(scope="module")
def taiwan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("taiwan")
    (folder / "0017.txt").write_text(TAIWAN, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(_env_file=None, index=folder / "index"))


@pytest.mark.parametrize(
    ("question", "quoted", "place"),
    [
        ("河川管理條例第2條第1項第2款", "二、種植高莖作物。", "第 2 條第一項第二款"),
        ("河川管理條例第2條第2項", "前項行為之認定標準，由主管機關定之。", "第 2 條第二項"),
        ("河川管理條例第2-1條", "第 2-1 條　河川巡防每週不得少於三次。", "第 2-1 條"),
    ],
)
def test_places_of_a_statute_of_taiwan_are_called_as_there(taiwan, question, quoted, place):
    (citation,) = taiwan.ask(Question(question=question)).citations
    assert (citation.quote, citation.heading_path) == (quoted, [place])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("河川管理條例在中央的主管機關是哪一個？", "經濟部"),
        ("在河川區域傾倒廢土罰多少錢？", "新臺幣一萬元以上五萬元以下"),
        ("河川巡防一個禮拜最少幾次？", "三次"),
        ("河岸禁止哪些行為？", "傾倒廢土"),
    ],
)
def test_a_statute_of_taiwan_answers(taiwan, question, said):
    assert said in taiwan.ask(Question(question=question)).answer


def test_a_year_of_the_republic_is_a_date(taiwan):
    (info,) = taiwan.index.documents()
    answer = taiwan.ask(Question(question="河川管理條例什麼時候施行？"))
    assert (info.metadata.title, info.metadata.effective_on) == ("河川管理條例", "2024-07-01")
    assert "中華民國一百十三年七月一日" in answer.answer
