"""Verdicts on every document of a scope, few or many."""

import random
from pathlib import Path

import numpy as np
import pytest

from eval.gold import load_gold
from eval.judging import region_verdicts
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.language.terms import terms
from rag.records import MAX_ANSWER_LENGTH, Progress, Question
from rag.selection.telling import unheard
from rag.settings import Settings
from rag.surveys import survey
from rag.surveys.verdicts import LEADING, TRAITS, Measured, compared, said_by_all
from rag.understanding.propositions import Proposition

ROOT = Path(__file__).parent.parent
PHRASES = ("冷链物流", "居家养老服务", "电动自行车", "长期护理保险")
PROVINCES = ("浙江", "山东", "河南", "云南")


def regulation(number, said):
    articles = "\n\n".join(
        f"第{'一二三四五六'[n]}条 县级以上人民政府应当加强{topic}工作。" for n, topic in enumerate(said)
    )
    return f"# {PROVINCES[number % 4]}省第{number}号事项条例\n\n20{10 + number % 9}年5月1日通过\n\n{articles}\n"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """60 regulations, each with three topics drawn at random, and what each says."""
    folder = tmp_path_factory.mktemp("regulations")
    draw = random.Random(7)
    topics = [*PHRASES, "冷链", "养老服务", "自行车停放", "护理", "档案管理", "防火"]
    said = {f"r{n:02d}.md": draw.sample(topics, 3) for n in range(60)}
    for n, (name, chosen) in enumerate(said.items()):
        (folder / name).write_text(regulation(n, chosen), encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index")), said


def asked(qa, text):
    return qa.ask(Question(question=text))


def stated(answer):
    return {finding.region for finding in answer.coverage.findings if finding.verdict == "stated"}


@pytest.mark.parametrize("whole", [0, 10_000], ids=["through the index", "every sentence"])
@pytest.mark.parametrize("phrase", PHRASES)
def test_no_document_that_holds_the_phrase_is_missed(many, phrase, whole, monkeypatch):
    monkeypatch.setattr(survey, "_READ_WHOLE", whole)
    qa, said = many
    answer = asked(qa, f"哪些条例规定了{phrase}")
    holding = {info.id for info in qa.index.documents() if phrase in qa.index.text(info.id)}
    assert len(holding) == sum(phrase in topics for topics in said.values()) > 0
    assert {f.document_id for f in answer.coverage.findings if f.verdict == "stated"} == holding
    assert (answer.coverage.examined_documents, answer.coverage.complete) == (60, True)


def test_many_findings_are_told_by_province_and_all_stay_in_the_coverage(many):
    qa, said = many
    answer = asked(qa, "哪些条例规定了居家养老服务")
    count = sum("居家养老服务" in topics for topics in said.values())
    assert f"明确提出 {count} 个（4 个地区）" in answer.answer
    assert all(f"- {province} " in answer.answer for province in PROVINCES)
    assert len(answer.answer) < 1_500
    assert sum(f.verdict == "stated" for f in answer.coverage.findings) == count
    assert all(f.citations for f in answer.coverage.findings if f.verdict == "stated")


def test_findings_are_put_together_by_year_where_that_is_asked(many):
    answer = asked(many[0], "哪些条例规定了居家养老服务，按年份列出来")
    years = [line[2:6] for line in answer.answer.split("\n") if line.startswith("- 20")]
    assert years == sorted(years)
    assert len(years) > 1


def test_progress_is_told_up_to_the_last_document(many):
    steps = [e for e in many[0].stream(Question(question="哪些条例规定了居家养老服务")) if isinstance(e, Progress)]
    examined = [(step.done, step.total) for step in steps if step.stage == "examine"]
    assert examined[-1] == (60, 60)
    assert len(examined) > 10


def test_a_scope_of_another_class_leaves_nothing_to_examine(many):
    assert asked(many[0], "哪些司法解释规定了居家养老服务").status == "insufficient_evidence"


def test_both_of_two_conditions_have_to_be_met_in_any_place(qa):
    answer = asked(qa, "哪些省份既提出政府采购高技术服务，又提出知识产权质押？")
    assert stated(answer) == {"湖南", "四川"}
    hunan = next(f for f in answer.coverage.findings if f.region == "湖南")
    quotes = " ".join(c.quote for c in answer.citations if c.marker in hunan.citations)
    assert "政府采购" in quotes
    assert "质押" in quotes


def test_every_sentence_that_states_it_is_cited_behind_the_one_that_is_quoted(qa):
    answer = asked(qa, "哪些省份提到云计算？")
    hunan = next(f for f in answer.coverage.findings if f.region == "湖南")
    quotes = [citation.quote for citation in answer.citations if citation.marker in hunan.citations]
    assert len(quotes) == 3
    assert all("云计算" in quote for quote in quotes)
    assert "（另见[" in answer.answer


def test_one_of_two_alternatives_is_enough(qa):
    assert stated(asked(qa, "哪些省份提到超级计算中心或集合票据？")) == {"广东", "湖南", "深圳", "四川"}


def test_a_condition_may_be_that_something_is_not_said(qa):
    # 湖南 and 吉林 speak of 三网融合; only 湖南 of 集合票据.
    assert stated(asked(qa, "哪些省份提到三网融合但没有提到集合票据？")) == {"吉林"}


def test_words_in_another_order_say_the_same(qa):
    assert "吉林" in stated(asked(qa, "哪些省支持企业注册商标？"))


def test_who_does_not_say_it_comes_first_where_that_is_asked(qa):
    answer = asked(qa, "哪些省份没有提到政府采购？")
    assert answer.answer.startswith("未提及 2 个：广东、深圳")
    assert len(answer.answer) < MAX_ANSWER_LENGTH


@pytest.mark.parametrize(
    "question",
    ["哪些省要求建设托育机构？", "哪些省份支持量子计算？", "哪些省份规定了房地产税？", "哪些地方规定了高考加分？"],
)
def test_a_thing_of_another_kind_is_not_what_was_asked(qa, question):
    answer = asked(qa, question)
    assert answer.status == "insufficient_evidence"
    assert answer.coverage.complete


def test_what_is_done_with_a_thing_may_be_said_in_other_words(qa):
    # 鼓励国内外风险投资机构来我省投资
    assert {"湖南", "四川"} <= stated(asked(qa, "哪些地方提到引进风险投资机构？"))


def test_a_narrower_thing_is_stated_only_by_who_says_it(qa):
    # 广东, 深圳 and 四川 speak of companies and of research, but not of founding it.
    assert stated(asked(qa, "支持企业在境外设立研发机构的是哪些省？")) & {"广东", "深圳", "四川", "吉林"} == {"吉林"}


def test_a_short_place_name_is_not_taken_apart(qa):
    assert stated(asked(qa, "哪几个地方提到了前海？")) == {"深圳"}


def test_who_mentions_it_may_be_asked_at_the_end(qa):
    assert stated(asked(qa, "知识产权维权援助，都有谁提到了？")) == {"广东", "四川"}


def test_verdicts_on_the_gold_surveys_do_not_get_worse(qa):
    questions = load_gold(ROOT / "eval/gold/surveys.jsonl")
    right = total = 0
    for gold in questions:
        answer = qa.ask(gold.asked())
        if gold.regions is None:
            assert answer.status == "insufficient_evidence", gold.question
            continue
        given = region_verdicts(answer.coverage)
        right += sum(given[region] == verdict for region, verdict in gold.regions.verdicts.items())
        total += len(gold.regions.verdicts)
    assert total == 275
    assert right / total >= 0.9


def test_a_name_that_a_document_gives_to_the_thing_stands_for_it_in_the_others(tmp_path):
    said = {
        "a.md": "# 甲省条例\n\n第一条 推行长期护理保险（以下简称长护险）制度。\n",
        "b.md": "# 乙省条例\n\n第一条 逐步扩大长护险试点。\n",
        "c.md": "# 丙省条例\n\n第一条 加强档案工作。\n",
    }
    for name, text in said.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest([tmp_path / name for name in said], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    for question in ("哪些条例规定了长期护理保险？", "哪些条例规定了长护险？"):
        answer = asked(qa, question)
        assert [f.verdict for f in answer.coverage.findings] == ["stated", "stated", "absent"], question


def test_who_says_one_of_two_things_comes_close(qa):
    answer = asked(qa, "哪些省既提到三网融合又提到集合票据？")
    verdicts = region_verdicts(answer.coverage)
    assert verdicts == {"湖南": "stated", "吉林": "related", "深圳": "related", "四川": "related", "广东": "absent"}


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        # Two kinds of payment, of which each is enough; 支付 belongs to both.
        ("涉及手机支付或移动支付的文件有几份？", {"湖南", "吉林"}),
        # A year is what is asked for; 目标 stands in no sentence that sets one.
        ("提出了2015年目标的有哪几个地方？", {"广东", "湖南", "四川", "吉林"}),
        # 解决 says little of what is done about the guarantees.
        ("哪些省解决高技术服务企业融资担保？", {"湖南", "四川", "吉林"}),
        # 品牌 stands for 商标 elsewhere, but who asks for the word gets those who use it.
        ("哪些省提到商标？", {"湖南", "四川", "吉林"}),
        # 抱团 is the asker's own word.
        ("哪些地方支持企业抱团成立联盟？", {"广东", "湖南", "深圳", "四川", "吉林"}),
        # 市县 is no word of any document, which speak of 地市 and 地区.
        ("哪些省鼓励下面的市县自己设立高技术服务业发展专项资金？", {"广东", "湖南", "四川"}),
    ],
)
def test_what_is_asked_is_told_from_how_it_is_asked(qa, question, regions):
    assert stated(asked(qa, question)) == regions


def test_what_stands_in_quotation_marks_is_asked_for_and_not_the_rest_of_its_sentence(qa):
    # All speak of 企业, and 吉林 alone of markets abroad.
    assert stated(asked(qa, "让企业“走出去”，到国外去闯市场，哪些地方写进了文件？")) == {"湖南", "吉林"}


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Seven notices of three provinces and a city, several of one place."""
    folder = tmp_path_factory.mktemp("places")
    said = {
        ("江西省", "养老服务"): "全省建设家庭养老床位2万张。",
        ("江西省", "新型储能"): "对用户侧储能项目给予补贴。",
        ("江西省", "居家养老"): "加强家庭养老床位建设，完善家庭养老床位的服务标准。",
        ("浙江省", "数据条例"): "县级以上人民政府应当设立首席数据官。",
        ("浙江省", "算力发展"): "每年发放算力券，支持中小企业购买算力。",
        ("海南省", "数字经济"): "探索设立首席数据官。",
        ("大连市", "新型储能"): "鼓励海上风电项目配置储能。",
    }
    return opened(folder, said)


def opened(folder, said):
    """The engine over a notice of each place on each topic."""
    for (place, topic), text in said.items():
        (folder / f"{place}{topic}.md").write_text(
            f"# {place}人民政府关于{topic}的若干措施\n\n{text}\n\n{place}人民政府\n\n2023年5月6日\n", encoding="utf-8"
        )
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index"))


def test_a_place_is_told_once_however_many_documents_it_has(places):
    answer = asked(places, "哪些省份提到家庭养老床位？")
    first, line, absent, _ = answer.answer.split("\n")
    assert (first, line.count("江西"), line.count("（另见")) == ("明确提出 1 个：", 1, 1)
    assert absent == "未提及 3 个：大连（辽宁）、浙江、海南"
    assert answer.coverage.by == "place"
    assert len(answer.coverage.findings) == 7


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("设首席数据官，谁家这么干？", {"浙江", "海南"}),
        ("企业买算力有算力券可用，哪有？", {"浙江"}),
        ("听人说有算力券。去哪里能拿算力券？", {"浙江"}),
        ("Where is a 首席数据官 set up?", {"浙江", "海南"}),
    ],
)
def test_who_or_where_it_is_is_asked_of_each_place_where_the_documents_are_of_many(places, question, regions):
    answer = asked(places, question)
    assert (answer.kind, stated(answer)) == ("survey", regions)


@pytest.mark.parametrize(
    "question",
    [
        "算力券在哪里申请？",
        "算力券归谁管？",
        "浙江的算力券哪儿有？",
        "冒领算力券谁处罚？",
        "算力券试点有几个市？",
        "算力券的试点是哪些市？",
        "Where do I apply for 算力券?",
        "What fine can the city impose for 算力券 fraud?",
    ],
)
def test_where_one_goes_who_sees_to_it_and_which_places_it_has_is_not_asked_of_each_place(places, question):
    assert asked(places, question).kind != "survey"


def test_documents_are_told_one_by_one_where_they_are_asked_for(places):
    answer = asked(places, "哪些文件提到家庭养老床位？")
    assert answer.answer.startswith("明确提出 2 个")
    assert "未提及 5 个" in answer.answer
    assert answer.coverage.by == "document"


def test_a_place_is_not_without_it_while_one_of_its_documents_says_it(places):
    assert asked(places, "哪些省份没有提到首席数据官？").answer.startswith("未提及 2 个：大连（辽宁）、江西\n")


def test_a_place_meets_two_conditions_by_two_of_its_documents(places):
    answer = asked(places, "哪些地方既设立首席数据官，又发放算力券？")
    assert stated(answer) == {"浙江"}
    line = next(line for line in answer.answer.split("\n") if line.startswith("- 浙江："))
    assert "首席数据官" in line
    assert "算力券" in line
    alone = asked(places, "哪些文件既提到首席数据官，又提到算力券？")
    assert stated(alone) == set()


def test_a_place_that_says_what_must_not_be_said_is_not_told(places):
    assert stated(asked(places, "哪些地方提到首席数据官，但没提算力券？")) == {"海南"}


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """What is firm, loose or denied, with and without a figure."""
    said = {
        ("江西省", "养老服务"): "加强家庭养老床位建设。\n\n全省建设家庭养老床位2万张。",
        ("甘肃省", "养老服务"): "鼓励建设家庭养老床位，家庭养老床位每张补贴3000元。",
        ("海南省", "养老用房"): "到2023年底，每百户养老用房面积达到20平方米；到2025年底，达到30平方米。",
        ("大连市", "新型储能"): "鼓励海上风电项目配置储能。",
        ("辽宁省", "新型储能"): "海上风电项目必须配置储能。",
        ("浙江省", "用能管理"): "本期不设定用能指标。",
        ("贵州省", "用能管理"): "对各市设定用能指标。",
    }
    return opened(tmp_path_factory.mktemp("rules"), said)


def test_who_is_asked_for_a_figure_states_one(rules):
    answer = asked(rules, "家庭养老床位要建多少张，哪些省给出了具体数量目标？")
    assert stated(answer) == {"江西"}
    assert "2万张" in answer.answer.split("\n")[1]


def test_a_duty_is_not_stated_by_who_only_encourages(rules):
    assert stated(asked(rules, "哪些省规定海上风电项目必须配置储能？")) == {"辽宁"}
    assert stated(asked(rules, "哪些省提到海上风电项目配置储能？")) == {"辽宁", "大连"}


def test_who_says_that_it_is_not_so_does_not_state_it(rules):
    assert stated(asked(rules, "哪些地方设定了用能指标？")) == {"贵州"}
    assert stated(asked(rules, "哪些地方提到用能指标？")) == {"贵州", "浙江"}


def test_a_figure_is_reached_by_that_of_the_thing_asked_about(tmp_path):
    said = {
        ("浙江省", "养老"): "护理型床位占比不得低于65%，认知障碍床位20张。",
        ("辽宁省", "养老"): "护理型床位占比达到58%以上，服务网络覆盖率达到95%。",
    }
    assert stated(asked(opened(tmp_path, said), "哪些省的护理型床位占比目标超过60%？")) == {"浙江"}


def test_what_states_no_place_is_no_place_that_does_not_say_it(tmp_path):
    (tmp_path / "law.md").write_text("# 养老服务管理规定\n\n第一条 养老机构应当消毒。\n", encoding="utf-8")
    said = {("浙江省", "养老"): "建设家庭养老床位。", ("辽宁省", "养老"): "建设养老院。"}
    answer = asked(opened(tmp_path, said), "哪些省提到家庭养老床位？")
    assert "未提及 1 个：辽宁\n" in answer.answer
    assert len(answer.coverage.findings) == 3


def test_a_year_may_stand_in_the_sentence_beside(rules):
    assert stated(asked(rules, "哪些省定了2025年每百户养老用房面积？")) == {"海南"}


def test_of_whom_it_is_said_is_no_figure_to_reach(tmp_path):
    said = {
        ("浙江省", "托育"): "护理型床位占比达到58%以上，每千人口拥有3岁以下婴幼儿托位达到4.3个。",
        ("辽宁省", "高龄津贴"): "对90岁以上老年人发放高龄津贴。",
        ("海南省", "高龄津贴"): "对80岁以上老年人每月发放高龄津贴200元以上。",
    }
    qa = opened(tmp_path, said)
    assert stated(asked(qa, "哪些省规定了每千人口3岁以下婴幼儿托位？")) == {"浙江"}
    assert stated(asked(qa, "哪些省给80岁以上老年人发放高龄津贴？")) == {"海南"}


HEATING = {
    ("浙江省", "供热"): "供热企业应当保证用户卧室的温度不低于十八摄氏度。接到漏水投诉的，一小时内到达现场。",
    ("辽宁省", "供热"): "供热企业应当保证用户卧室的温度不低于20℃。接到漏水投诉的，两小时内到达现场。",
    (
        "海南省",
        "供热",
    ): "供热企业应当保证用户卧室温度。移交供热设施的，经四分之一以上业主同意。擅自放水的，处500元以上2000元以下罚款。",
    ("江西省", "供热"): "移交供热设施的，经三分之二以上业主同意。擅自放水的，处二百元以上一千元以下罚款。",
}


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("哪些省规定卧室温度最少得18度？", {"浙江", "辽宁"}),
        ("哪些省规定卧室温度要有18度？", {"浙江"}),
        ("接到漏水投诉1小时内要到现场的是哪些省？", {"浙江"}),
        ("哪些省规定移交供热设施要三分之二的业主同意？", {"江西"}),
        ("哪些省规定擅自放水罚两百到一千块？", {"江西"}),
        ("擅自放水最高能罚到1500元甚至更多的有哪些省？", {"海南"}),
    ],
)
def test_figures_are_compared_by_value_and_unit_however_they_are_written(tmp_path, question, regions):
    assert stated(asked(opened(tmp_path, HEATING), question)) == regions


@pytest.mark.parametrize(("phrase", "words"), [("知识产权抵押银行贷款", []), ("建设托育机构", ["托育"])])
def test_a_noun_that_no_document_has_is_unheard_unless_it_is_made_of_known_ones(qa, phrase, words):
    proposition = Proposition(phrase, terms(phrase), (phrase,))
    assert unheard(qa.index, proposition, {term.text: 2.0 for term in proposition.terms}) == words


def test_a_figure_to_go_beyond_is_in_the_same_unit_and_more(tmp_path):
    said = {
        ("浙江省", "担保贷款"): "个人创业担保贷款额度最高30万元。",
        ("辽宁省", "担保贷款"): "个人创业担保贷款额度最高50万元。",
        ("海南省", "担保贷款"): "个人创业担保贷款额度30万元以上的，须提供反担保，每年不超过60个。",
    }
    qa = opened(tmp_path, said)
    assert stated(asked(qa, "个人创业担保贷款额度超过40万元的是哪些省？")) == {"辽宁"}
    assert stated(asked(qa, "个人创业担保贷款额度30万元或更多的有哪些省？")) == {"浙江", "辽宁", "海南"}
    assert "浙江" not in stated(asked(qa, "个人创业担保贷款额度超过30万元的是哪些省？"))


def test_an_everyday_word_cuts_no_other_word(tmp_path):
    said = {
        ("浙江省", "加装电梯"): "既有住宅加装电梯的，每台补助20万元。",
        ("辽宁省", "文化"): "代表性传承人年度传习补助每人2万元。",
    }
    answer = asked(opened(tmp_path, said), "哪些地方给老楼加装电梯发补助？")
    assert [(f.region, f.verdict) for f in answer.coverage.findings if f.verdict != "absent"] == [("浙江", "stated")]


def test_a_figure_told_roughly_has_to_be_reached(tmp_path):
    said = {
        ("浙江省", "见义勇为"): "对见义勇为英雄给予三十万元奖金。",
        ("辽宁省", "见义勇为"): "对见义勇为英雄给予五千元奖金。",
        ("海南省", "见义勇为"): "对见义勇为英雄给予奖金。",
    }
    assert stated(asked(opened(tmp_path, said), "有没有省给见义勇为英雄发几十万奖金？")) == {"浙江"}


def test_a_number_to_dial_is_no_figure_to_state(tmp_path):
    said = {
        ("浙江省", "控制吸烟"): "鼓励通过市民服务热线举报违规吸烟。",
        ("辽宁省", "控制吸烟"): "公共场所禁止吸烟。",
    }
    assert stated(asked(opened(tmp_path, said), "哪些省规定违规吸烟可以打12345举报？")) == {"浙江"}


def test_which_of_things_are_both_forbidden_is_no_comparison_of_these(tmp_path):
    said = {
        ("浙江省", "控制吸烟"): "禁止发布烟草广告。禁止烟草冠名活动。",
        ("辽宁省", "控制吸烟"): "禁止发布烟草广告。公共场所禁止吸烟。",
    }
    answer = asked(opened(tmp_path, said), "既禁止烟草广告、又禁止烟草冠名的是哪几个？")
    assert (answer.kind, stated(answer)) == ("survey", {"浙江"})


def test_which_rules_are_more_than_the_only_document_called_so(tmp_path):
    said = {("浙江省", "献血"): "临床用血的，交纳用血保证金。", ("辽宁省", "献血"): "临床用血的，交纳用血互助金。"}
    qa = opened(tmp_path, said)
    (tmp_path / "only.md").write_text("# 海南省献血若干规定\n\n第一条 本省实行无偿献血制度。\n", encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    assert stated(asked(qa, "哪些规定里有要交用血保证金的？")) == {"浙江"}


def test_the_cities_under_the_central_government_are_cities(tmp_path):
    said = {
        ("上海市", "树木保护"): "古树可以认养。",
        ("济南市", "树木保护"): "古树可以认养。",
        ("山东省", "树木保护"): "古树可以认养。",
    }
    assert stated(asked(opened(tmp_path, said), "哪些城市规定里提到古树认养？")) == {"上海", "济南"}


def test_who_says_only_what_is_beside_it_comes_close(tmp_path):
    said = {
        ("浙江省", "服务业"): "支持组建服务业行业协会。",
        ("辽宁省", "服务业"): "强化行业自律管理。",
        ("海南省", "住房"): "建设保障性住房。",
    }
    qa = opened(tmp_path, said)
    answer = asked(qa, "行业协会这件事，哪些省提了，哪些只讲行业自律？")
    assert {f.region: f.verdict for f in answer.coverage.findings} == {
        "浙江": "stated",
        "辽宁": "related",
        "海南": "absent",
    }


def test_what_a_document_says_is_compared_with_the_best_of_all():
    def saying(*leading):
        rows = np.zeros((len(leading), len(TRAITS)))
        flags = np.zeros(len(leading), bool)
        return Measured(("",) * len(leading), rows, np.array(leading).reshape(-1, len(LEADING)), flags, flags)

    read = {
        "most": [saying((0.9, 0.1), (0.1, 0.4))],
        "least": [saying((0.2, 0.3)), saying((0.3, 0.2))],
        "silent": [saying()],
    }
    most = said_by_all(read)
    assert most.tolist() == [0.9, 0.4]
    told = dict(zip(TRAITS, compared(saying((0.2, 0.3)), most).rows.T, strict=True))
    assert (told["behind_cosine"], told["behind_extent"]) == (pytest.approx([0.7]), pytest.approx([0.1]))
    assert not any(told[name].any() for name in TRAITS if not name.startswith("behind"))
