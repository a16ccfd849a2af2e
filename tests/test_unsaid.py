"""What a question speaks of that a document says nothing of."""

import pytest

from index.documents import DocumentInfo, Metadata
from rag.language.terms import normalise
from rag.search.unsaid import Spoken, names_of

RULE = "第一条 杭州市对获得认证的企业给予三年补贴。每人500元，杨“数”浦除外。"
INFO = DocumentInfo("1", "a.md", "a.md", "0", 1, 1, Metadata(title="杭州市企业补贴办法", issued_on="2021-05-06"))


def unsaid(question, weights=None, asked=(), passage=RULE):
    weights = weights or {"补贴": 1.0}
    spoken = Spoken(normalise(question), {word: (word,) for word in weights}, weights, asked)
    return spoken.unsaid(INFO, RULE, passage)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("杭州市的企业补贴多少", 0.0),
        ("宁波市的企业补贴多少", 1.0),
        ("杭州和宁波的企业各补贴多少", 0.5),
        ("企业补贴多少", 0.0),
        ("杨数浦的企业补贴多少", 0.0),  # written 杨“数”浦
        ("杨树湾的企业补贴多少", 1.0),
    ],
)
def test_names_that_a_document_does_not_have(question, share):
    assert unsaid(question).names == share


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("补贴3年吗", 0.0),  # 三年
        ("2021年的补贴多少", 0.0),  # the year of its issue
        ("2022年的补贴多少", 1.0),
        ("补贴5元吗", 1.0),  # 500 is another figure
    ],
)
def test_figures_that_a_document_does_not_have(question, share):
    assert unsaid(question).figures == share


def test_words_are_looked_for_in_the_passage_and_what_is_asked_in_the_document():
    found = unsaid("认证的押金多少", {"认证": 1.0, "押金": 3.0}, asked=["押金"], passage="第二条 其他。")
    assert (found.asked, found.words) == (1.0, 1.0)
    found = unsaid("认证的押金多少", {"认证": 1.0, "押金": 3.0}, asked=["认证"])
    assert (found.asked, found.words) == (0.0, 0.75)


def test_whom_a_document_begins_with_need_not_be_named_again_in_it():
    decision, passage = "处罚决定书\n杭州富士康公司：\n罚款五万元。", "罚款五万元。"
    weights = {"富士康": 3.0, "罚款": 1.0}
    spoken = Spoken("杭州富士康罚款多少", {word: (word,) for word in weights}, weights, ())
    assert spoken.unsaid(INFO, decision, passage).words == 0.0
    other = DocumentInfo("2", "b.md", "b.md", "0", 1, 1, Metadata())
    assert spoken.unsaid(other, "处罚决定书\n经查，富士康公司违法。", passage).words == 0.75


def test_people_and_bodies_are_told_from_other_words_in_sentences_only():
    assert "富士康" in names_of("深圳富士康的奖金多少")
    assert names_of("深圳 富士康 奖金多少", in_sentences=False) == ("深圳",)
