"""Documents that come one a year, told apart by their years."""

import pytest

from index.documents import DocumentInfo, Filters, Metadata
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings
from rag.understanding.question import understand

SAID = {
    2013: "开展碳排放权交易试点。今年安排地方债券3500亿元。",
    2014: "倡导全民阅读。开展碳排放和排污权交易试点。",
    2015: "倡导全民阅读，建设书香社会。扩大碳排放权交易试点。发展平台经济。",
    2016: "推进垃圾分类处理。建设垃圾处理设施。",
    2017: "普遍推行垃圾分类制度。倡导全民阅读。",
}
FRAMES = """提到X的报告是哪几年的？
X在哪几年的报告里被提到过？
“X”这个词出现在哪几年的政府工作报告里
哪几年提到了X？
哪些年份的报告提到了X？
政府工作报告里哪几年写到了X
有几年的报告写了X？
提到X的政府工作报告都有哪些年的？""".splitlines()
FIRST = """最早提到X的政府工作报告是哪年的
哪一年首次提出X？
哪一年的报告最先提到“X”？
X最早出现在哪一年的政府工作报告里？
报告中首次出现“X”是在哪一年？
X最早是在哪一年的报告里提出的？""".splitlines()
OTHER = """哪一年全面取消农业税？
2014年的报告是哪一天作的？
哪一年完成改造？
报告提出到哪一年建成全民健身设施？
首次申请是哪一年？
哪几年的学历可以认定？""".splitlines()


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for year, said in SAID.items():
        text = f"政府工作报告\n\n——{year}年3月5日在全国人民代表大会会议上\n\n{said}\n"
        (folder / f"{year}年政府工作报告.txt").write_text(text, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index"))


def asked(qa, text):
    return qa.ask(Question(question=text))


def stated(answer):
    return {int(f.title[:4]) for f in answer.coverage.findings if f.verdict == "stated"}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("phrase", "years"), [("碳排放权交易", {2013, 2015}), ("垃圾分类", {2016, 2017})])
def test_in_which_years_a_phrase_stands_is_told_by_the_documents_that_have_it(qa, frame, phrase, years):
    answer = asked(qa, frame.replace("X", phrase))
    assert answer.kind == "survey"
    assert stated(answer) == years
    assert {year for year in SAID if f"{year}年" in answer.answer} == years
    assert answer.coverage.examined_documents == len(SAID)


@pytest.mark.parametrize("frame", FIRST)
def test_the_first_that_states_it_is_told_alone(qa, frame):
    answer = asked(qa, frame.replace("X", "全民阅读"))
    assert answer.answer.startswith("最早的是2014年政府工作报告：\n- 2014年政府工作报告：倡导全民阅读。[1]\n另有 2 份")
    assert stated(answer) == {2014, 2015, 2017}


def test_the_latest_that_states_it_is_told_alone(qa):
    assert asked(qa, "最近一次提到全民阅读是哪一年的报告？").answer.startswith("最近的是2017年政府工作报告：")


def test_a_span_of_years_leaves_the_others_out(qa):
    answer = asked(qa, "2015年以后哪几年的报告提到了全民阅读？")
    assert (stated(answer), answer.coverage.scope_documents) == ({2015, 2017}, 3)


def test_the_years_that_do_not_say_it_come_first_where_they_are_asked_for(qa):
    answer = asked(qa, "哪几年没有提到全民阅读？")
    assert answer.answer.startswith("未提及 2 个：2013年政府工作报告、2016年政府工作报告")


@pytest.mark.parametrize("question", OTHER)
def test_a_year_that_is_asked_of_the_text_is_no_survey(qa, question):
    assert asked(qa, question).kind != "survey"


def test_documents_of_one_year_or_none_are_not_told_apart_by_years():
    infos = [
        DocumentInfo(name, f"{name}.txt", f"/{name}.txt", "", 100, 1, Metadata(title=f"{name}若干意见", issued_on=date))
        for name, date in (("甲", "2012-05-01"), ("乙", "2012-08-01"), ("丙", None))
    ]
    question = Question(question="哪几年的意见提到全民阅读？")
    assert not understand(question, infos, Filters()).by_year
