"""Places and documents that a question compares by name: what is asked of each, and what is told of them."""

import pytest

from index.ingest import ingest
from rag.comparisons.aspects import aspects_asked
from rag.comparisons.named import mentioned_in, named_sides
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

FILES = {
    "湖南省养老服务若干措施.txt": "湖南省养老服务若干措施\n\n一、养老机构预收服务费用不得超过6个月。\n\n"
    "二、到2026年，护理型床位占比达到55%。\n\n三、对新建养老机构，每张床位补贴3000元。\n\n"
    "四、机构购买责任险的，保费补贴比例为40%。\n",
    "湖南省充电设施建设规划.txt": "湖南省充电设施建设规划\n\n一、到2026年，全省建成充电桩20万个。\n\n"
    "二、停车场充电车位占比不低于30%。\n",
    "四川省养老服务条例.txt": "四川省养老服务条例\n\n第一条 养老机构预收服务费用不得超过3个月。\n\n"
    "第二条 到2026年，护理型床位占比不低于65%。\n\n第三条 对新建养老机构，按每张床位8000元给予补贴。\n\n"
    "第四条 机构投保责任险的，按实缴保费的30%给予补贴。\n",
    "甲省冷链行动方案.txt": "甲省冷链行动方案\n\n一、主要目标\n\n到2027年，建成冷库20座。\n\n"
    "二、重点任务\n\n改造渡口。\n",
    "乙省种业行动方案.txt": "乙省种业行动方案\n\n一、工作目标\n\n到2030年，选育良种9个。\n\n"
    "二、重点任务\n\n建设苗圃。\n",
    "四川省数据交易管理办法.txt": "四川省数据交易管理办法\n\n第一条 数据交易场所依法开展数据交易。\n\n"
    "第二条 数据交易场所的董事、监事遇到利害关系的，应当回避。\n\n"
    "第三条 本办法自2024年5月1日起施行，有效期至2026年12月31日。\n",
    "吉林省养老服务行动计划.txt": "吉林省养老服务行动计划\n\n一、养老机构预收服务费用不得超过12个月。\n\n"
    "二、到2026年，护理型床位占比达到50%。\n\n三、本计划自2024年3月1日起施行，有效期5年。\n",
}


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(_env_file=None, index=folder / "index"))


@pytest.mark.parametrize(
    ("rest", "questions", "utmost"),
    [
        ("护理型床位占比,\0哪个省定得最高,哪个最低?", ["\0护理型床位占比定多少?"], ("最高", "最低")),
        ("\0的补贴标准各是多少,哪个更高?", ["\0的补贴标准是多少?"], ("更高",)),
        ("加装电梯,\0的基础补助差多少?", ["加装电梯,\0的基础补助是多少?"], ()),
        ("\0对租金的规定有什么不同?", ["\0对租金的规定是怎样的?"], ()),
        ("比较\0的年交易额和质检中心数量", ["\0的年交易额是多少?", "\0的质检中心数量是多少?"], ()),
        ("\0吸烟各罚多少钱?哪里罚得最重?", ["\0吸烟罚多少钱?"], ("最重",)),
        ("\0的协调工作各由谁来抓?", ["\0的协调工作由谁来抓?"], ()),
        ("\0都给奖励,谁的比例最高?谁的上限最高?", ["\0给奖励,比例是多少?", "\0给奖励,上限是多少?"], ("最高",)),
        ("\0都要建创业园,哪边写明了优惠?", ["\0要建创业园,写明了优惠?"], ()),
        ("\0的罚款哪个重?", ["\0的罚款是多少?"], ("更重",)),
        ("\0的文件,哪家落款最早,哪家最晚?", ["\0的文件,落款什么时候?"], ("最早", "最晚")),
        ("组集团要有多少资本?\0的门槛哪个低?", ["\0,组集团要有多少资本?"], ("更低",)),
        ("\0晚出来多久?", ["\0什么时候出来?"], ()),
        ("\0的里程各是多少,增加了约多少?", ["\0的里程是多少?"], ()),
        ("\0多培育多少家?", ["\0培育多少?"], ()),
        ("\0的奖励封顶各多少,哪个封顶更低?", ["\0的奖励封顶多少?"], ("更低",)),
        ("\0的年飞行量目标边个高?", ["\0的年飞行量目标是多少?"], ("更高",)),
        ("\0定的产业规模,哪个大?分别到哪一年?", ["\0定的产业规模是多少?"], ("更大",)),
        ("多久内要上报?\0的规定比一下", ["\0的规定,多久内要上报?"], ()),
        ("统计调查上,\0各有什么安排?", ["统计调查上,\0是怎样的?"], ()),
        ("\0对机构各有哪些扶持办法?", ["\0对机构扶持是怎样的?"], ()),
        ("\0顶格罚多少?哪个狠?", ["\0顶格罚多少?"], ("更狠",)),
        ("\0最晚要提前多少天公告?", ["\0最晚要提前多少天公告?"], ()),
    ],
)
def test_the_words_that_compare_are_no_part_of_what_is_asked_of_each(rest, questions, utmost):
    aspects = aspects_asked(rest)
    assert [aspect.question for aspect in aspects] == questions
    assert aspects[0].utmost == utmost


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("到2026年湖南的床位占比比四川低多少？", ["湖南", "四川"]),
        ("湖南、四川和吉林，哪里的补贴最高？", ["湖南", "四川", "吉林"]),
        ("床位补贴，吉林的标准跟湘川两省相比有什么不一样？", ["吉林", "湘", "川"]),
        ("四川的养老服务条例、数据交易管理办法，各从哪天起施行？", ["四川的养老服务条例", "数据交易管理办法"]),
        ("湖南跟四川比，谁的床位补贴多？", ["湖南", "四川"]),
        (
            "按《四川省养老服务条例》和《四川省数据交易管理办法》，对董事的要求有什么不同？",
            ["四川省养老服务条例", "四川省数据交易管理办法"],
        ),
        ("四川养老服务、数据交易两份文件各是怎么规定预收的？", ["四川养老服务", "数据交易"]),
        ("冷链和种业两个行动方案的目标各是什么？", ["冷链", "种业"]),
        ("湖南的床位补贴和四川的有什么不一样？", ["湖南", "四川"]),
        ("养老机构预收费用，在湖南（省里的措施）和在四川各不得超过几个月？", ["湖南", "四川"]),
        ("湖南充电建设规划里的目标和吉林养老行动计划里的目标各是多少？", ["湖南充电建设规划", "吉林养老行动计划"]),
    ],
)
def test_sides_are_told_by_place_or_by_pieces_of_titles(qa, question, names):
    sides = named_sides(question, qa.index.documents())
    assert [side.name for side in sides.sides] == names


@pytest.mark.parametrize(
    "question",
    [
        "湖南和四川列的原则，有哪两条是完全相同的？",
        "湖南的充电桩要建多少个？",
        "湖南、四川都列了措施，吉林列的措施比它们多出哪一项？",
    ],
)
def test_what_is_not_asked_of_each_names_no_sides(qa, question):
    assert named_sides(question, qa.index.documents()) is None


def test_a_place_with_several_documents_is_one_side(ask):
    answer = ask("2026年护理型床位占比，湖南、四川和吉林哪个省定得最高，哪个最低？")
    first, *lines = answer.answer.splitlines()
    assert first.startswith("最高：四川，65%")
    assert "最低：吉林，50%" in first
    assert [line.split("：")[0] for line in lines] == ["- 湖南", "- 四川", "- 吉林"]
    assert "未载明" not in answer.answer
    assert "30%" not in answer.answer


def test_how_far_two_places_are_apart_is_computed(ask):
    answer = ask("新建养老机构每张床位的补贴，四川比湖南高多少？").answer
    assert "四川比湖南多 5000元（由所引数字计算：8000元 − 3000元）" in answer


def test_a_place_whose_documents_say_nothing_is_told_so(ask):
    answer = ask("湖南和吉林各要建多少个充电桩？")
    assert "20万个" in answer.answer
    assert "吉林：未载明" in answer.answer


def test_no_other_matter_of_a_place_stands_for_the_one_asked_about(ask):
    answer = ask("湖南和四川的停车场充电车位占比各是多少？")
    assert "30%" in answer.answer
    assert "四川：未载明" in answer.answer
    assert "由所引数字计算" not in answer.answer


def test_documents_called_by_pieces_of_their_titles_are_ordered_by_their_dates(ask):
    answer = ask("吉林养老服务行动计划和四川数据交易管理办法，哪个先到期，各到什么时候？")
    lines = answer.answer.splitlines()
    assert "2026年12月31日" in lines[0]
    assert "有效期5年" in lines[1]


def test_what_clauses_of_their_own_ask_of_two_places_is_told_of_each(ask):
    lines = ask("新建养老机构，湖南每张床位补多少，四川又补多少？").answer.splitlines()
    assert "3000元" in lines[0]
    assert "8000元" in lines[1]


def test_of_each_place_a_matter_of_its_own_may_be_asked(ask):
    answer = ask("湖南的护理型床位占比和四川的充电车位占比各是多少？").answer
    assert "55%" in answer


def test_whether_two_places_rule_alike_is_no_survey(ask):
    answer = ask("湖南和吉林对养老机构预收服务费用的规定是否一致？")
    assert answer.kind == "comparison"
    assert "6个月" in answer.answer
    assert "12个月" in answer.answer


def test_how_long_documents_hold_is_compared_by_their_dates(ask):
    lines = ask("吉林的计划和四川的办法，有效期哪个更长？").answer.splitlines()
    assert lines[0].startswith("更长：吉林的计划，5年")
    assert "2026年12月31日" in lines[2]


def test_a_share_is_told_where_the_word_for_it_is_missing(ask):
    answer = ask("责任险的保费补贴比例，湖南和四川谁更高？").answer
    assert "高 10个百分点" in answer
    assert "按实缴保费的30%给予补贴" in answer


def test_the_year_of_each_is_asked_once():
    assert aspects_asked("\0装机目标,2027年2027年差多少?")[0].question == "\0装机目标,2027年是多少?"


def test_whether_figures_are_alike_is_told(ask):
    assert "高 10个百分点" in ask("湖南和四川的护理型床位占比一样吗？").answer
    assert "由所引数字计算" not in ask("湖南、四川和吉林的护理型床位占比一样吗？").answer


def test_which_place_says_it_is_told_first(ask):
    answer = ask("机构投保责任险的补贴，湖南和吉林哪边写明了？").answer
    assert answer.splitlines()[0] == "载明的是：湖南。"
    assert "吉林：未载明" in answer


def test_what_cannot_be_compared_is_said(ask):
    answer = ask("湖南和吉林对新建养老机构每张床位的补贴，哪个更高？").answer
    assert answer.splitlines()[0] == "吉林未载明可比较的数值。"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("湖南比四川多了哪些补贴？", ["湖南", "四川"]),
        ("比起四川，吉林还多提了什么措施？", ["四川", "吉林"]),
        ("跟它们比，湖南多出哪一项？", []),
        ("要建立的体系，湖南比四川、吉林多写了哪一个？", []),
    ],
)
def test_what_one_of_two_has_more_is_asked_of_both(qa, question, sides):
    found = named_sides(question, qa.documents())
    assert [side.name for side in (found.sides if found else ())] == sides
    assert all("多" not in aspect.question for aspect in (found.aspects if found else ()))


@pytest.mark.parametrize(
    ("question", "names", "told"),
    [
        (
            "湖南和四川对新建养老机构每张床位补贴多少？吉林呢？",
            ["湖南", "四川", "吉林"],
            ["3000元", "8000元", "吉林：未载明"],
        ),
        (
            "湖南和四川2026年护理型床位占比各多少？每张床位补贴呢？",
            ["湖南", "四川"],
            ["55%", "65%", "3000元", "8000元"],
        ),
    ],
)
def test_what_is_asked_behind_a_comparison_is_asked_of_each(ask, question, names, told):
    answer = ask(question)
    assert [row[0].text for row in answer.table.rows] == names
    assert all(words in answer.answer for words in told)


def test_what_stands_below_a_heading_called_so_is_told_of_each(ask):
    answer = ask("冷链行动方案和种业行动方案的总体目标有什么不同？").answer
    assert "冷库20座" in answer
    assert "良种9个" in answer
    assert "渡口" not in answer


def test_what_two_documents_write_is_no_summary_of_one(ask):
    assert ask("冷链行动方案和种业行动方案，重点任务各写了什么？").kind == "comparison"


def test_laws_are_named_by_their_short_forms(tmp_path):
    for title, most in (("个人信息保护法", "五千万元"), ("数据安全法", "一千万元")):
        text = f"中华人民共和国{title}\n\n第一条 违反本法规定的，由有关部门处{most}以下罚款。\n"
        (tmp_path / f"{title}.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    found = mentioned_in("个保法规定的罚款和数安法的罚款", qa.index.documents())
    assert [mention.side.name for mention in found] == ["个保法", "数安法"]
    answer = qa.ask(Question(question="违反个保法和数安法，各罚多少？")).answer
    assert "个保法：" in answer
    assert "五千万元" in answer


def test_a_place_is_not_told_by_a_document_of_another_that_a_foreign_question_names_too(ask):
    answer = ask("What is the difference between the elderly care regulations of Sichuan and the action plan of Jilin?")
    assert not any(line.startswith("- 四川：") and "50%" in line for line in answer.answer.splitlines())


def test_what_a_foreign_question_compares_is_read_in_its_own_words(ask, monkeypatch):
    read = []
    monkeypatch.setattr("rag.comparisons.compared.named_sides", lambda text, _: read.append(text))
    assert ask("Which is higher, the bed subsidy of Hunan or Sichuan?").status == "answered"
    assert read
    assert not any("补贴" in text for text in read)


def test_two_sentences_of_a_side_that_say_as_much_are_both_told(tmp_path):
    for place, days in (("湖南", ("十五", "三十")), ("四川", ("二十", "四十"))):
        of_each = zip(("车辆", "房屋"), days, strict=True)
        rules = "".join(f"\n第一条 拍卖{of}的，应当在拍卖{day}日前公告。\n" for of, day in of_each)
        (tmp_path / f"{place}省拍卖办法.txt").write_text(f"{place}省拍卖办法\n{rules}", encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    answer = qa.ask(Question(question="湖南和四川的拍卖办法，拍卖最晚要提前多少天公告？")).answer
    assert all(f"{days}日前" in answer for days in ("十五", "三十", "二十", "四十"))
