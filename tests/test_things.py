"""Things and described documents that a question compares: which they are, and what is told of each."""

import pytest

from index.ingest import ingest
from rag.comparisons.sides import things_compared
from rag.engine import PolicyQA
from rag.records import Question
from rag.run import Run
from rag.scoping.described import described_in
from rag.settings import Settings

FILES = {
    "plan2022.txt": "关于全面推进海岛振兴的意见\n\n中共甲省委\n\n2022年1月5日\n\n"
    "健全海上交通法规，渡船改造五年内完成。\n\n"
    "有序开展海岛民宿登记试点，保持渔民用海关系稳定。\n",
    "plan2024.txt": "关于做好2024年海岛振兴重点工作的意见\n\n中共甲省委\n\n2024年1月5日\n\n"
    "渡船改造基本完成，建立全过程监管制度。\n\n"
    "研究制定海岛民宿登记试点指导意见。\n",
    "club.txt": "社会团体登记办法\n\n第一条 登记社会团体，应当有规范的名称和相应的组织机构。\n\n"
    "第二条 有合法的资产，全市性的社会团体有8万元以上活动资金，区县的社会团体有2万元以上活动资金。\n",
    "fund.txt": "基金会管理办法\n\n"
    "第一条 全市性公募基金会的原始基金不低于500万元，非公募基金会的原始基金不低于100万元。\n",
    "rating.txt": "甲市渔港评级管理办法\n\n第一条 评级结果优秀、良好的渔港，按年度给予维护补助。"
    "评级结果基本合格的，限期整改。"
    "评级结果不合格的，取消渔港称号。\n\n第二条 对冷链企业，按投资额的15%给予补助，最高300万元。\n\n"
    "第三条 对育苗企业，按投资额的25%给予补助，最高200万元。\n\n"
    "第四条 转让鱼苗专利所得，不超过50万元的部分，免缴费用；超过50万元的部分，减半缴纳费用。\n",
    "ports.txt": "渔港建设实施意见\n\n根据市交通局等六部门《关于推进渔港岸电建设的实施意见》相关目标任务，到2027年，"
    "深水泊位岸电使用率达到90%以上。\n\n浅水泊位岸电使用率达到70%。\n",
    "north.txt": "北岛渔业振兴若干措施\n\n形成12家特色鲜明、优势突出的渔业产业基地和冷链集聚区。\n",
    "south.txt": "南岛渔业振兴若干措施\n\n"
    "建设渔业服务集聚区的公共平台。\n\n形成若干特色鲜明、优势突出的渔业产业基地和冷链集聚区。\n",
}


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("things")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(_env_file=None, index=folder / "index"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("按2022年的海岛振兴意见和渔港管理办法", [("2022年的海岛振兴意见", "plan2022"), ("渔港管理办法", "rating")]),
        ("22年和24年的海岛振兴意见有何变化", [("22年", "plan2022"), ("24年的海岛振兴意见", "plan2024")]),
        ("北岛振兴措施比南岛振兴措施", [("北岛振兴措施", "north"), ("南岛振兴措施", "south")]),
        ("2023年的海岛振兴意见", []),
        ("渔业振兴措施对民宿登记意见", [("渔业振兴措施", "north south")]),
        ("冷链补助办法", []),
        ("渔港评级那份要评几级,渔港建设那份呢", [("渔港评级那份", "rating"), ("渔港建设那份", "ports")]),
        ("渔港评级的那份和渔港建设那份补贴各由谁发", []),
    ],
)
def test_documents_are_described_by_words_of_their_titles_and_their_year(qa, text, meant):
    known = qa.index.by_id
    found = described_in(text, qa.index.documents())
    told = [(text[d.start : d.end], " ".join(sorted(known[i].source[:-4] for i in d.documents))) for d in found]
    assert told == meant


@pytest.mark.parametrize(
    ("question", "things", "asks"),
    [
        ("渔港评为“优秀、良好”、评为“基本合格”、评为“不合格”，后果分别是什么？", 3, 1),
        ("冷链企业、育苗企业和加工企业的补助比例各是多少？", 3, 1),
        ("措施对冷链企业和育苗企业，补助比例和封顶金额有什么区别？", 2, 2),
        ("补助比例和封顶金额各是多少？", 2, 1),
    ],
)
def test_lists_are_of_things_and_of_what_is_asked_of_them(question, things, asks):
    found = things_compared(question)
    assert (len(found.sides), len(found.aspects)) == (things, asks)


def test_what_asks_once_lists_nothing():
    assert things_compared("冷链企业和育苗企业由谁管理？") is None
    assert things_compared("冷链企业的补助比例是多少？") is None


def test_three_classes_are_each_told(ask):
    answer = ask("渔港评级得“优秀、良好”、得“基本合格”、得“不合格”，后果分别是什么？").answer
    assert all(told in answer for told in ("维护补助", "整改", "取消"))


def test_two_classes_are_told_on_two_aspects(ask):
    answer = ask("渔港评级办法对冷链企业和育苗企业，补助比例和封顶金额有什么区别？").answer
    assert all(figure in answer for figure in ("15%", "300万元", "25%", "200万元"))


def test_cases_behind_one_another_are_told_together(ask):
    answer = ask("转让鱼苗专利的所得，不超过50万元的和超过50万元的，费用有什么区别？").answer
    assert "免缴" in answer
    assert "减半" in answer


def test_documents_of_two_years_are_compared_as_documents(ask):
    answer = ask("渡船改造，22年的海岛振兴意见和24年的海岛振兴意见各要求什么时候完成？").answer
    assert "五年内" in answer
    assert "基本完成" in answer


def test_a_value_is_told_of_a_thing_named_in_full_in_other_words_than_those_asked(ask):
    answer = ask("办一个全市性的社会团体和办一个全市性公募基金会，起步要的钱差多少万？").answer
    assert "多 492万元" in answer


def test_only_words_mistyped_in_the_whole_question_are_put_right_in_a_part_of_it(qa, monkeypatch):
    monkeypatch.setattr("rag.run.corrected", lambda text, *_: (text.replace("评及", "评级"), [("评及", "评级")]))
    run = Run(qa.index, Question(question="渔港评及和冷链补助各是多少？"))
    run.understand(run.question)
    monkeypatch.setattr("rag.run.corrected", lambda text, *_: ("", []))
    assert run.understand(Question(question="渔港评及是多少？"), part=True).standalone == "渔港评级是多少？"


def test_what_counts_something_else_tells_nothing_of_a_thing(ask):
    assert ask("冷链和渔港的网点各有多少？").status == "insufficient_evidence"


def test_a_list_of_which_nothing_is_said_is_refused(ask):
    assert ask("甲市的岛树和岛花分别是什么？").status == "insufficient_evidence"


def test_who_came_first_is_told_by_dates_that_all_documents_state(ask):
    first = ask("2022年的海岛振兴意见和2024年的海岛振兴意见，哪个更早出来？").answer.splitlines()[0]
    assert "2022-01-05" in first
    assert "2022-01-05" in ask("2022年的海岛振兴意见和2024年的海岛振兴意见，哪个先发布的？").answer.splitlines()[0]


def test_a_share_is_compared_by_percentages_not_by_how_many_departments_signed(ask):
    answer = ask("渔港建设里，深水泊位和浅水泊位的岸电使用比例差多少？").answer
    assert "深水泊位比浅水泊位高 20个百分点" in answer


def test_one_of_two_things_asked_for_is_looked_for_though_its_name_is_no_word_of_the_dictionary(qa):
    run = Run(qa.index, Question(question="哪些文件提到冷链企业或社会团体？"))
    (condition,) = run.understand(run.question).conditions
    assert [[term.text for term in either.terms] for either in condition.alternatives] == [
        ["冷链", "企业"],
        ["社会团体"],
    ]
