"""Which years the sentences of yearly reports are about."""

import pytest

from index.documents import DocumentInfo, Metadata
from rag.language.terms import normalise
from rag.selection.sentence import Sentence
from rag.selection.years import YearsAsked, reckoned, speaks_from

REPORT = DocumentInfo("1", "a.txt", "a.txt", "0", 1, 1, Metadata(title="政府工作报告", issued_on="2015-03-05"))
COMMUNIQUE = DocumentInfo("2", "b.txt", "b.txt", "0", 1, 1, Metadata(title="2014年统计公报", issued_on="2015-02-28"))


def sentence(text: str, *headings: str) -> Sentence:
    return Sentence("1", headings, 0, len(text), text)


def asked(question: str, *years: int) -> YearsAsked:
    return YearsAsked(normalise(question), years)


@pytest.mark.parametrize(
    ("text", "headings", "year", "place"),
    [
        ("去年减贫1232万人。", (), 2014, ("own", 0)),
        ("减贫1232万人。", ("一、过去一年工作回顾",), 2014, ("above", -1)),
        ("减贫1000万人。", ("三、今年任务", "（一）扶贫"), 2015, ("outer", -1)),
        ("赤字比去年增加。", (), 2014, None),
        ("减贫1232万人。", (), 2014, None),
    ],
)
def test_a_sentence_tells_a_year_from_the_one_it_is_given_in(text, headings, year, place):
    assert asked(f"{year}年减贫多少", year).place(year, sentence(text, *headings), REPORT) == place


@pytest.mark.parametrize(
    ("question", "year", "text", "headings", "other"),
    [
        ("2014年减贫多少", 2014, "减贫1232万人。", ("一、2014年工作回顾",), False),
        ("2014年减贫多少", 2014, "减贫1000万人以上。", ("二、2015年工作总体部署",), True),
        ("2014年减贫多少", 2014, "去年减贫1232万人，今年再减1000万人。", ("二、2015年工作总体部署",), False),
        ("2014年减贫多少", 2014, "减贫1232万人。", (), True),  # a report speaks of its own year
        ("2015年减贫多少", 2015, "减贫1000万人以上。", (), False),
        ("2015年计划减贫多少", 2015, "减贫1000万人以上。", (), False),
        ("2015年减贫了多少", 2015, "减贫1000万人以上。", (), True),  # what the year is to bring
        ("2014年计划减贫多少", 2014, "减贫1232万人。", ("一、2014年工作回顾",), True),  # what came of it
        ("2012年减贫多少", 2012, "减贫6000万人。", ("一、过去五年工作回顾",), True),
        ("2012年减贫多少", 2012, "2012年减贫1000万人。", ("一、过去五年工作回顾",), False),
        ("2020年高铁里程多少", 2020, "高铁里程3万公里。", ("二、“十三五”时期的目标",), False),
    ],
)
def test_a_sentence_of_a_yearly_report_is_of_its_years_and_tells_what_was_or_what_is_to_be(
    question, year, text, headings, other
):
    assert asked(question, year).is_of_others(sentence(text, *headings), REPORT) is other


def test_a_communique_speaks_from_the_year_that_its_title_names():
    assert [speaks_from(info) for info in (REPORT, COMMUNIQUE)] == [2015, 2014]
    assert not asked("2014年减贫了多少", 2014).is_of_others(sentence("减贫1232万人。"), COMMUNIQUE)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("去年、上年度和上一年。", [2014, 2014, 2014]),
        ("过去的一年里", [2014]),
        ("过去一年", [2014]),
        ("刚刚过去的一年", [2014]),
        ("一年来", [2014]),
        ("今年、本年度与新的一年", [2015, 2015, 2015]),
        ("前年增加", [2013]),
        ("明年实行", [2016]),
        ("有效期一年，提前年检，比去年高，年年如此。", []),
    ],
)
def test_every_word_for_a_year_is_reckoned(text: str, years: list[int]) -> None:
    assert [year for year, _ in reckoned(normalise(text), 2015)] == years
