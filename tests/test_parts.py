"""Several questions in one: what belongs together is answered together, what does not one by one."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.parts import parts_of
from rag.records import Question
from rag.settings import Settings

ASSEMBLY = """东港市人民代表大会议事规则

第一条 代表在全体会议上发言，第一次不超过十分钟，经主持人同意的，可以延长五分钟。

第二条 会议由主席团主持。会议记录保存三十年。
"""
FARMERS = """东港市农民合作社条例

第一条 合作社的成员中，农民至少应当占成员总数的百分之八十。

第二条 可分配盈余按交易量返还的总额不得低于可分配盈余的百分之六十。

第三条 合作社应当每年公布财务报告。
"""
OTHERS = """东港市商会管理办法

第一条 商会的会费收入不得低于全年收入的百分之三十。

第二条 商会盈余按照章程使用。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    for name, text in (("assembly", ASSEMBLY), ("farmers", FARMERS), ("others", OTHERS)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("广东要培育多少家企业，由谁负责？", ["广东要培育多少家企业", "由谁负责？"]),
        ("多少天公布一次？来不及备案的，几天内补办？", ["多少天公布一次？", "来不及备案的，几天内补办？"]),
        ("要备案吗？有文件为证。", ["要备案吗？有文件为证。"]),
        ("查不清从哪天开始用的，按多少天计费？", ["查不清从哪天开始用的，按多少天计费？"]),
        ("停电的那几天，电费减多少？", ["停电的那几天，电费减多少？"]),
    ],
)
def test_what_asks_nothing_belongs_to_the_question_behind_it(text, parts):
    assert parts_of(text) == parts


def test_one_sentence_that_answers_both_parts_is_told_once(told):
    answer = told("代表第一次发言最长几分钟？经主持人同意还能延长几分钟？")
    assert "第一次不超过十分钟" in answer.answer
    assert "可以延长五分钟" in answer.answer
    assert len(answer.citations) == 1
    assert not answer.answer.startswith("1.")


def test_a_further_part_is_answered_by_the_document_of_the_first(told):
    answer = told("农民合作社里农民成员至少占多少？盈余按交易量返还的不能低于多少？")
    assert "百分之八十" in answer.answer
    assert "百分之六十" in answer.answer
    assert {citation.source for citation in answer.citations} == {"farmers.txt"}


def test_a_part_without_evidence_says_so(told):
    answer = told("农民合作社里农民成员至少占多少？合作社的注册资本最低多少万元？")
    assert "百分之八十" in answer.answer
    assert "没有依据回答此问题" in answer.answer
