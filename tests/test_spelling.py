"""Mistyped words."""

import pytest

from rag.understanding.spelling import corrected, homophones

KNOWN = {
    "救助": 9,
    "求助": 3,
    "机构": 20,
    "技术": 30,
    "旗帜": 5,
    "国旗": 4,
    "国企": 9,
    "签发": 6,
    "想当": 0,
    "相当": 8,
    "小明": 2,
}


def right(text):
    return corrected(text, lambda pair: KNOWN.get(pair, 0), lambda question: float("国旗" in question))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("受灾人员何时得到生活救住", "受灾人员何时得到生活救助"),
        ("中介服务机够要达到多少家", "中介服务机构要达到多少家"),
        ("高记术服务业措施由谁解释", "高技术服务业措施由谁解释"),
        ("普通护照由谁牵发", "普通护照由谁签发"),
        ("污辱国棋情节较轻", "污辱国旗情节较轻"),
    ],
)
def test_a_word_that_nothing_knows_is_read_as_one_that_sounds_the_same(typed, meant):
    assert right(typed)[0] == meant


@pytest.mark.parametrize(
    "text",
    [
        "没有职称，想当单位的会计主管",  # two words, which the segmenter joins
        "张晓明是谁",  # a name
        "什么是“救住”",
        "《救住办法》的文号",
        "受灾人员何时得到生活救助",
        "酒驾罚多少",  # a word of everyday life, of which the segmenter joins the end to the next
        "",
    ],
)
def test_words_names_and_what_is_quoted_stay_as_they_are(text):
    assert right(text) == (text, [])


def test_a_word_that_a_document_has_is_not_mistyped():
    assert corrected("生活救住", lambda pair: {"救住": 1, "救助": 9}.get(pair, 0), len) == ("生活救住", [])


def test_characters_that_sound_the_same_are_of_one_syllable():
    assert set("助注主") <= set(homophones("住"))
    assert "住" not in homophones("住")
    assert "组" not in homophones("住")
    assert homophones("a") == homophones("龘") == ""
