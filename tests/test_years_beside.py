"""The same asked of several years, each of which has a document of its own or is named in one."""

import pytest

from index.ingest import ingest
from rag.comparisons.years_beside import years_compared
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

REPORT = """政府工作报告

——{year}年3月5日在全国人民代表大会会议上

一、过去一年工作回顾

（一）就业。城镇新增就业{jobs}万人，创历史新高。

（二）扶贫。农村贫困人口减少{poor}。

（三）科技。科技创新取得重大成果，高速铁路运营里程从{rail}增加到{reached}。

二、今年工作总体部署

（一）财政。今年赤字率拟按{deficit}%安排。

（二）医疗。居民医保财政补助标准由人均{before}元提高到{after}元。

（三）教育。加大教育投入，改善办学条件。
"""
SAID = {
    2014: {
        "jobs": 1310,
        "poor": "1650万人",
        "rail": "9000多公里",
        "reached": "1.1万公里",
        "deficit": 2.1,
        "before": 280,
        "after": 320,
    },
    2015: {
        "jobs": 1322,
        "poor": "1232万人",
        "rail": "1.1万公里",
        "reached": "1.6万公里",
        "deficit": 2.3,
        "before": 320,
        "after": 380,
    },
    2016: {
        "jobs": 1312,
        "poor": "1442万",
        "rail": "1.6万公里",
        "reached": "2万5千公里",
        "deficit": 3,
        "before": 380,
        "after": 420,
    },
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("years")
    for year, said in SAID.items():
        (folder / f"{year}年政府工作报告.txt").write_text(REPORT.format(year=year, **said), encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "years", "asked"),
    [
        ("2014年和2017年计划的补助每人各是多少，差多少？", (2014, 2017), "2014年计划的补助每人是多少?"),
        ("2012年与2013年的涨幅目标分别是多少", (2012, 2013), "2012年的涨幅目标是多少?"),
        ("专项债，2021年拟安排的比2020年多了还是少了？各是多少", (2020, 2021), "专项债,2020年拟安排,是多少?"),
        ("2015年的增长目标比2014年低了多少？", (2014, 2015), "2014年的增长目标是多少?"),
        ("2013到2015年，哪一年减贫人数最多？", (2013, 2014, 2015), "2013年,减贫人数是多少?"),
        ("2013、2014、2015这三年，哪年新增就业最少？", (2013, 2014, 2015), "2013年,新增就业是多少?"),
        ("2014年报告和2018年报告里的高铁里程分别是多少？", (2014, 2018), "2014年报告里的高铁里程是多少?"),
        ("2018年和2019年对房地产的要求有什么不同？", (2018, 2019), "2018年对房地产的要求是怎样的?"),
    ],
)
def test_the_same_is_asked_of_each_year(question, years, asked):
    found = years_compared(question)
    told = found.aspects[0].of(found.sides[0].name)
    assert (tuple(side.year for side in found.sides), told) == (years, asked)


@pytest.mark.parametrize(
    "question",
    [
        "2010年到2015年增长多少？",
        "2012年和2015年印发的文件有哪些？",
        "到2015年和2020年要达到什么水平？",
        "2020年比上年增长多少？",
        "2019年的补助是多少？",
        "2025年回收量比2023年增长多少？",
    ],
)
def test_what_compares_no_years_is_left_as_it_is(question):
    assert years_compared(question) is None


def test_the_values_of_two_years_are_quoted_and_their_difference_is_computed(ask):
    answer = ask("2014年和2015年计划的居民医保财政补助每人各是多少，差多少？")
    lines = answer.answer.splitlines()
    assert (answer.kind, lines[0]) == ("comparison", "2015年比2014年多 60元（由所引数字计算：380元 − 320元）。[1][2]")
    assert "320元" in lines[1]
    assert "380元" in lines[2]
    assert [row[0].text for row in answer.table.rows] == ["2014年", "2015年"]


def test_what_was_in_a_year_is_told_by_the_document_of_the_next(ask):
    answer = ask("2013、2014、2015这三年，哪一年农村贫困人口减得最多？减了多少？")
    assert answer.answer.startswith("最多：2013年，1650万人[1]")
    assert {"1650万人", "1232万人", "1442万"} == {
        w for w in ("1650万人", "1232万人", "1442万", "1240万") if w in answer.answer
    }


def test_one_sentence_is_not_told_of_two_years(ask):
    lines = ask("2013年和2014年城镇新增就业各是多少？").answer.splitlines()
    assert "1310万人" in lines[0]
    assert "1322万人" in lines[1]


def test_of_a_change_the_value_counts_that_is_reached(ask):
    lines = ask("2014年报告和2016年报告里的高速铁路里程分别是多少，增加了多少？").answer.splitlines()
    assert lines[0] == "2016年报告比2014年报告多 1.4万公里（由所引数字计算：2.5万公里 − 1.1万公里）。[1][2]"


def test_a_year_without_a_value_is_left_out_of_the_comparison(ask):
    answer = ask("2010年和2011年居民医保财政补助各是多少，差多少？").answer
    assert "比2010年" not in answer
