"""What an answer quotes: the clause that answers, with what must be read together with it."""

import re

import pytest

from index.documents import Filters, Span
from index.ingest import ingest
from index.local import LocalIndex
from rag.composing.completing import completed
from rag.composing.compose import clauses_of
from rag.composing.quoting import clauses
from rag.engine import PolicyQA
from rag.language.terms import Term
from rag.records import Question
from rag.search import rarity
from rag.selection.candidates import candidates
from rag.selection.sentence import Sentence
from rag.settings import Settings
from rag.understanding.question import understand

# Excerpts of 沪科规〔2025〕5号, 沪科规〔2025〕10号 and 沪科〔2025〕5号.
EXPERTS = """上海市科技专家库管理办法
第一章 总则
第五条 入库专家应具备以下基本条件：
（一）拥护中华人民共和国宪法，遵守中国法律和社会公德，无重大违法行为，无犯罪记录；
（二）廉洁自律，具有良好的职业道德，无不良科研诚信记录；
（三）身体健康，具备时间和精力完成评审等工作。
第七条 拟入库专家名单应在信息系统公示，公示期为5个工作日，涉密及法律法规另有规定的除外。
第十七条 专家收到评审邀请后，具有以下情形之一的，应当主动申请回避，不参加评审：
（一）与被评对象有近亲属关系、师生关系或其他重大利益关系；
（二）2年内与被评单位存在聘用关系。
第三十条 本办法自2025年9月1日起施行，有效期至2030年8月31日。
"""
EXCHANGES = """上海市技术交易场所管理细则
第八条 技术交易场所有下列变更事项之一的，应当在事项发生后10个工作日内报市科委备案，并抄送市地方金融管理部门：
（一）变更法定代表人、董事、监事、高级管理人员；
（二）变更住所或分支机构营业场所。
第九条 本细则自发布之日起施行。
"""
SATELLITES = """关于促进卫星通信产业发展的意见
一、目标
到2030年，卫星通信管理制度进一步完善，手机直连卫星规模应用，发展卫星通信用户超千万，推动卫星通信融入新发展格局。
（二十三）设立长三角G60科创走廊策源地专项资金。
二、附则
终端设备直连卫星服务应当在境内设置关口站。
未经批准不得将数据转发至境外关口站。
本意见所称关口站，是指卫星通信链路中用于信号中继、转接、分析等处理，可以接入地面固定网络的地面设施。
"""
GRAIN = """关于推进乡村振兴的意见
确保全国粮食产量保持在1.3万亿斤以上，各省都要稳住面积、主攻单产。
"""
PENALTIES = """界桩保护条例
第三十条 违反本条例规定，擅自移动界桩的，由林业主管部门责令限期恢复，处五百元以上二千元以下罚款；情节严重的，处五千元\
以上二万元以下罚款；构成犯罪的，依法追究刑事责任。
第三十一条 在界桩旁焚烧秸秆的，由林业主管部门责令改正；拒不改正的，处三百元罚款。
涂改界桩编号、隐瞒界桩位置的，由林业主管部门处二百元罚款；拒绝查看的，处八百元罚款。
第三十三条 守护员伤残的，赔偿金自定残之日起按二十年计算。七十五周岁以上的，按五年计算。
第三十二条 出租机构未按照规定登记承租人的，处一千元罚款；情节严重的，责令停业并向社会公布名单，三年内不予登记。
"""
NAMES = """产业用地若干意见
经市“四局一办”（市水务局、市农业局、市林业局、市气象局、市台办）认定的项目，用地指标由市级保障。
大力发展河湖治理、节水灌溉、雨洪利用三大拳头业务，推动三大拳头业务出口。
研究开发新原料、新添加剂（以下简称“两新产品”），开发特殊用途产品。
上海市水资源委员会（以下简称市水资委）负责统筹，市绿色发展基金配合。
建设“212工程”，即2个基地、1个中心、2支队伍。
落实“四个一律”：无证一律不准上岗，停电一律不准检修，雷雨一律不准登高，超载一律不准出车。
"""
GRANTS = """基础研究补助措施
四、支持企业加大基础研究投入。基础研究投入达到或超过1亿元/年的企业，给予一次性财政补助1000万元；\
5000万元（含）至1亿元（不含）/年的企业，给予一次性财政补助500万元；\
1000万元（含）至5000万元（不含）/年的企业，给予一次性财政补助200万元。
五、职工参加技能培训满10天不满20天的，培训津贴300元，满20天的，培训津贴800元。
"""
LABORATORIES = """上海市重点实验室建设与运行管理办法
第十条 申请建设重点实验室必须满足以下条件：
（一）集聚一支以科技领军人才为核心的高水平科研队伍，专业能力突出、年龄结构合理。固定人员须在四十人以上。
第十一条 重点实验室建设期为2年。建设期满后，由主管部门组织验收，通过验收的进入运行期。
"""
INTERFACES = """上海市脑机接口未来产业培育行动方案
一、主要目标
到2027年，半侵入式脑机接口产品在国内率先实现临床应用；构建不少于1000例病例的高质量脑数据开放数据集。
二、重点任务
推动脑机接口应用示范。支持康养、教育、娱乐等领域企业挖掘应用需求，推动养老康复领域的创新应用。（责任部门：市经济信息化委、市科委）
"""
REPORT = """云南：九条措施激励一线人才
记者获悉，对支援疫情防控的人才，在申报高一级职称时，可放宽履职年限1年。
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies")
    texts = {"experts": EXPERTS, "laboratories": LABORATORIES, "interfaces": INTERFACES, "report": REPORT}
    texts |= {
        "exchanges": EXCHANGES,
        "satellites": SATELLITES,
        "grain": GRAIN,
        "grants": GRANTS,
        "names": NAMES,
        "penalties": PENALTIES,
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    ingest([folder], index)
    return PolicyQA.open(Settings(_env_file=None, index=index))


@pytest.fixture(scope="module")
def ask(engine):
    return lambda question: engine.ask(Question(question=question))


def test_a_figure_is_told_in_its_clause_and_cited_with_its_sentence(ask):
    answer = ask("拟入库科技专家名单公示多少个工作日？")
    assert "5个工作日" in answer.answer
    assert "另有规定" not in answer.answer
    assert answer.citations[0].quote.endswith("另有规定的除外。")


def test_how_many_years_is_answered_by_a_span_of_time(ask):
    assert "2年" in ask("重点实验室的建设期是几年？").answer


def test_chinese_numerals_answer_how_many(ask):
    assert "四十人以上" in ask("申请建设重点实验室，固定人员要多少人？").answer


def test_who_is_answered_with_the_aside_at_the_end_of_the_paragraph(ask):
    answer = ask("脑机接口养老康复领域的应用需求由哪两个部门负责挖掘？")
    assert answer.answer.endswith("（责任部门：市经济信息化委、市科委）[1]")
    assert len(answer.citations) == 1
    assert answer.citations[0].quote.endswith("创新应用。（责任部门：市经济信息化委、市科委）")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("企业一年投6000万元做基础研究，一次性财政补助多少？", "500万元"),
        ("基础研究投入3亿元的企业，一次性财政补助多少？", "1000万元"),
        ("一年投2000万搞基础研究，一次性补助多少钱？", "200万元"),
        ("职工参加技能培训25天，培训津贴多少？", "800元"),
        ("职工参加技能培训12天，培训津贴多少？", "300元"),
    ],
)
def test_of_several_classes_that_of_the_value_in_the_question_is_told(ask, question, told):
    answer = ask(question)
    assert told in re.findall(r"[\d万]+元", answer.answer)[-1:], answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("用地意见里的“四局一办”是指哪几家？", "市水务局、市农业局、市林业局、市气象局、市台办"),
        ("三大拳头业务具体是哪三个？", "大力发展河湖治理、节水灌溉、雨洪利用三大拳头业务"),
        ("意见说的“两新产品”是什么意思？", "研究开发新原料、新添加剂"),
        ("市水资委的全称是什么？", "上海市水资源委员会"),
        ("“212工程”指的是什么？", "2个基地、1个中心、2支队伍"),
        (
            "产业用地要落实的“四个一律”，是哪四条？",
            "无证一律不准上岗，停电一律不准检修，雷雨一律不准登高，超载一律不准出车",
        ),
    ],
)
def test_what_a_name_stands_for_is_told(ask, question, told):
    assert re.sub(r"\[\d+\]", "", ask(question).answer) == told


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("擅自移动界桩，情节严重的罚多少钱？", "五千元以上二万元以下", "五百元"),
        ("擅自移动界桩罚多少钱？", "五百元以上二千元以下", "五千元"),
        ("擅自移动界桩但情节不严重，罚多少钱？", "五百元以上二千元以下", "五千元"),
        ("在界桩旁焚烧秸秆，拒不改正的罚款是多少？", "三百元", "五百元"),
        ("在界桩旁焚烧秸秆的罚款是多少？", "三百元", "五百元"),
        ("隐瞒界桩位置罚多少？", "二百元", "八百元"),
        ("78岁的守护员伤残，赔偿金按几年算？", "五年", "二十年"),
        ("40岁的守护员伤残，赔偿金按几年算？", "二十年", "按五年"),
        ("界桩拒绝查看罚多少？", "八百元", "二百元"),
    ],
)
def test_of_the_cases_of_a_rule_the_one_asked_about_is_told(ask, question, told, not_told):
    answer = ask(question)
    assert answer.status == "answered"
    assert told in answer.answer
    assert not_told not in answer.answer
    assert re.search("界桩的|秸秆的|位置的|周岁|伤残的", answer.citations[0].quote)  # with whose case it is


@pytest.mark.parametrize(
    ("question", "listed", "found", "told"),
    [
        ("建设涉及哪些区？", True, "在白沙区建设示范园", "在青岩区建设基地，在白沙区建设示范园"),
        ("白沙区建设什么？", False, "在白沙区建设示范园", "在白沙区建设示范园"),
        (
            "青岩区和红岭区各建设什么？",
            False,
            "红岭区建设核心区",
            "在青岩区建设基地，在白沙区建设示范园；红岭区建设核心区",
        ),
        ("电鱼罚多少？", False, "一万元以上五万元", "一万元以上五万元以下"),
        ("电鱼罚多少？", False, "一万元以上五万元以下的罚款", "一万元以上五万元以下的罚款"),
        ("何时禁渔？", False, "二十三日起", "农历腊月二十三日起"),
        ("罚多少？", False, "核心区，电鱼的处一万元", "红岭区建设核心区，电鱼的处一万元以上五万元以下的罚款"),
    ],
)
def test_nothing_that_is_asked_is_cut_off_the_words_that_answer(question, listed, found, told):
    text = "在青岩区建设基地，在白沙区建设示范园；红岭区建设核心区，电鱼的处一万元以上五万元以下的罚款，"
    text += "农历腊月二十三日起禁渔。"
    start = text.index(found)
    whole = completed(question, listed, text, Span(0, len(text)), Span(start, start + len(found)))
    assert text[whole.start : whole.end] == told


def test_words_of_the_title_do_not_keep_a_clause():
    said = "应急力量基本实现3小时内到达易发地域，灾害发生后受灾人员基本生活得到有效救助时间缩短至8小时以内。"
    asked = understand(Question(question="应急规划 受灾人员多长时间内得到基本生活救助"), [], Filters())
    told = clauses(Sentence("plan", (), 0, len(said), said), asked, "应急体系规划")
    assert told == "…灾害发生后受灾人员基本生活得到有效救助时间缩短至8小时以内。"


def _clauses(said, question):
    asked = understand(Question(question=question), [], Filters())
    return clauses(Sentence("rules", (), 0, len(said), said), asked)


def test_a_condition_is_told_with_what_it_is_the_condition_of():
    said = "担保书没有记载担保期间的，担保期间为一年，自届满之日起计算，当事人另有约定的除外。"
    assert _clauses(said, "担保书没写担保期间，担保期算多久？").startswith("担保书没有记载担保期间的，担保期间为一年")


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        ("买2级能效的空调补百分之几？", "购买空调等1级能效产品补贴20%，2级能效产品补贴15%。", "补贴15%"),
        ("地方财政赤字有多少？", "财政赤字2.76万亿元，其中中央财政赤字1.83万亿元，地方财政赤字9300亿元。", "9300亿元"),
        ("重度失能人员有多少人？", "失能人员5万人，其中轻度失能人员3万人，重度失能人员2万人。", "2万人"),
        ("企业规模是大型的奖励多少？", "对规模以上的小型企业奖励十万元，大型企业奖励五十万元。", "五十万元"),
    ],
)
def test_what_is_said_of_another_class_does_not_stand_for_what_is_asked(question, said, told):
    assert told in _clauses(said, question)


def test_a_case_is_told_with_whose_case_it_is(ask):
    answer = ask("出租机构未登记承租人，情节严重的怎么处理？")
    assert "出租机构未按照规定登记承租人的，…情节严重的，责令停业" in answer.answer


def test_a_case_of_a_rule_is_told_with_what_the_rule_demands(ask):
    rule, case = ask("专家与被评对象有师生关系该怎么办？").answer.splitlines()
    assert "应当主动申请回避" in rule
    assert "师生关系" in case


def test_a_term_said_in_front_of_a_list_is_told_without_the_items_not_asked_about(ask):
    answer = ask("技术交易场所换了法定代表人，要在几个工作日内备案？")
    assert "10个工作日" in answer.answer
    assert "营业场所" not in answer.answer


def test_the_year_of_a_goal_is_not_the_figure_asked_for(ask):
    assert "超千万" in ask("到2030年，全国卫星通信用户要发展到多少？").answer


@pytest.mark.parametrize("question", ["什么是关口站？", "关口站是什么意思？"])
def test_only_its_definition_holds_what_a_thing_is(engine, question):
    understood = understand(Question(question=question), engine.documents(), Filters())
    ranked, _ = candidates(engine.index, understood, Filters())
    assert ranked[0].sentence.text.startswith("本意见所称关口站，是指")
    assert [match.features.holds for match in ranked if "关口站" in match.sentence.text] == [1.0, 0.0, 0.0]


def test_a_goal_is_stated_without_the_word_goal(ask):
    assert "1.3万亿斤" in ask("全国粮食产量目标是多少？").answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("科技专家库管理办法有效期到哪天？", "2030年8月31日"),
        ("科技专家库管理办法什么时候失效？", "2030年8月31日"),
        ("科技专家库管理办法从什么时候起用？", "2025年9月1日"),
        ("技术交易场所管理细则从什么时候开始执行？", "自发布之日起施行"),
    ],
)
def test_when_a_document_holds_is_told_as_it_says_it_and_cited_with_the_sentence(ask, question, said):
    answer = ask(question)
    assert said in answer.answer
    assert answer.citations[0].quote.startswith("第")
    assert answer.citations[0].quote.endswith("。")


def test_a_list_is_told_item_by_item_under_the_line_that_introduces_it(ask):
    answer = ask("入库专家应具备哪些基本条件？")
    head, *items = answer.answer.splitlines()
    assert head.startswith("第五条 入库专家应具备以下基本条件：[1]")
    assert [item[:6] for item in items] == ["- （一）拥", "- （二）廉", "- （三）身"]
    assert len(answer.citations) == 4


@pytest.mark.parametrize("mark", ["（一）（二）（三）", "①②③", "（1）（2）（3）"])
def test_a_list_in_one_line_is_told_item_by_item_too(tmp_path, mark):
    one, two, three = re.findall(r"[（].[）]|[①-③]", mark)
    line = f"第五条　养老院应当优先收住下列老年人：{one}烈士遗属；{two}失能老人；{three}低保老人。其他老人按次序收住。"
    (tmp_path / "a.txt").write_text(f"养老院管理办法\n{line}\n第六条　本办法自发布之日起施行。\n", encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "index")
    engine = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    answer = engine.ask(Question(question="养老院优先收住哪些老年人？"))
    assert [re.sub(r"\[\d\]", "", each) for each in answer.answer.splitlines()[1:]] == [
        *(f"- {one}烈士遗属", f"- {two}失能老人", f"- {three}低保老人")
    ]


STATIONS = """某省水电规划
一、重点项目
下表所列项目优先开工。
序号｜项目名称｜所在地｜规模
1｜青石坝水电站｜东县｜20
2｜白河抽水蓄能工程｜西县｜60
3｜红崖水电站｜东县｜15
二、附则
本规划由省水利厅解释。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("某省水电规划列了哪些重点项目？", ["青石坝水电站", "白河抽水蓄能工程", "红崖水电站"]),
        ("水电规划在东县的项目有哪些？", ["青石坝水电站", "红崖水电站"]),
        ("水电规划在西县的项目有哪些？", ["白河抽水蓄能工程"]),
    ],
)
def test_the_rows_of_a_table_that_are_asked_for_are_told(tmp_path, question, told):
    (tmp_path / "某省水电规划.txt").write_text(STATIONS, encoding="utf-8")
    ingest([tmp_path / "某省水电规划.txt"], tmp_path / "index")
    answer = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index")).ask(Question(question=question))
    assert re.findall("青石坝水电站|白河抽水蓄能工程|红崖水电站", answer.answer) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("六层老楼加装电梯基础补助多少？", "层数：6层 | 停靠站：6站 | 基础补助：15万元 | 上限：19万元"),
        ("八层的老楼加装电梯基础补助多少？", "层数：7层及以上 | 停靠站：7站及以上 | 基础补助：18万元 | 上限：22万元"),
        ("5层的老楼加装电梯基础补助多少？", "层数：4—5层 | 停靠站：4—5站 | 基础补助：12万元 | 上限：16万元"),
    ],
)
def test_the_row_of_the_value_asked_about_is_told_with_the_units_of_its_columns(tmp_path, question, told):
    (tmp_path / "lifts.txt").write_text(
        "甲市老楼加装电梯补助细则\n补助标准对照表\n"
        "层数    停靠站    基础补助（万元）    上限（万元）\n4—5层    4—5站    12    16\n"
        "6层    6站    15    19\n7层及以上    7站及以上    18    22\n爬楼机    —    2.5    2.5\n",
        encoding="utf-8",
    )
    ingest([tmp_path / "lifts.txt"], tmp_path / "index")
    answer = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index")).ask(Question(question=question))
    assert answer.answer.removesuffix("[1]") == told


def test_a_later_item_is_told_with_the_date_that_its_paragraph_begins_with(ask):
    assert ask("脑数据开放数据集要在哪一年构建？").answer.startswith("到2027年，…构建")


@pytest.mark.parametrize(
    "question",
    [
        "重点实验室主任的年薪标准是多少元？",  # the right document, a figure that it does not give
        "科技专家库收多少钱的入库费？",  # nothing of the kind is said anywhere
        "脑机接口行动方案安排多少资金？",  # the subject is there, no sum is
        "G60科创走廊策源地专项资金总额是多少？",  # the only figures are the number of the item and of the road
    ],
)
def test_a_figure_that_is_not_stated_is_not_answered_by_another(ask, question):
    assert ask(question).status == "insufficient_evidence"


def test_a_row_of_a_table_is_cut_between_its_cells():
    cells = ["地区：吉林 | ", "补助（万元）：1,000 | ", "增长：20%"]
    assert clauses_of("".join(cells)) == cells
    assert clauses_of("支持企业，补助：100万元。") == ["支持企业，", "补助：", "100万元。"]


def test_how_is_answered_with_what_follows_in_the_paragraph_as_one_quotation(ask):
    answer = ask("重点实验室建设期如何规定？")
    assert "建设期为2年。建设期满后，由主管部门组织验收" in answer.answer
    assert len(answer.citations) == 1


def test_a_report_about_a_province_answers_for_it(ask):
    assert "1年" in ask("云南省对支援疫情防控的人才申报高一级职称放宽履职年限多久？").answer


def test_a_report_about_one_province_does_not_answer_for_another(ask):
    question = "西藏自治区对支援疫情防控的人才申报高一级职称放宽履职年限多久？"
    assert ask(question).status == "insufficient_evidence"


AIRCRAFT = """某省无人驾驶航空器公共安全管理规定
第十七条 有下列行为之一的，由公安机关责令改正，处五百元以上一千元以下罚款：
（一）未按照规定实名登记的；
（二）未经培训合格操控航空器的。
第十八条 有下列行为之一的，由公安机关责令改正，对个人处一千元以上五千元以下罚款：
（一）在禁飞区域飞行的；
（二）擅自改变、破坏无人驾驶航空器电子围栏的。
"""


AUDITORS = """某市审计条例
第十二条 审计人员不得有下列行为：
（一）参加被审计单位支付费用的宴请、旅游活动；
（二）泄露审计中知悉的秘密。
第十三条 审计报告应当在三十日内送达。
"""


def test_what_is_forbidden_is_told_with_what_forbids_it(tmp_path):
    (tmp_path / "a.txt").write_text(AUDITORS, encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "index")
    engine = PolicyQA.open(Settings(index=tmp_path / "index"))
    told = engine.ask(Question(question="审计人员可以参加被审计单位支付费用的旅游活动吗？")).answer
    assert "审计人员不得有下列行为" in told
    assert "宴请、旅游" in told


@pytest.mark.parametrize(("text", "rules"), [("审计人员不得收受礼品。", 1.0), ("审计人员开展业务学习活动。", 0.0)])
def test_what_allows_or_forbids_answers_whether_one_may(tmp_path, text, rules):
    best = matches(tmp_path, f"某市审计办法\n{text}\n", "审计人员要不要收受礼品、参加学习活动？")[0]
    assert (best.features.holds, best.features.lacks) == (rules, 1.0 - rules)


DEVICES = """上海市医疗器械审评办法
一、提速审评
将第二类医疗器械首次注册审评平均时限压缩至40个工作日以内，2025年完成。
二、加强服务
第三类医疗器械首次注册由国家审评，本市提供指导服务，帮助企业缩短注册时限。
"""


def matches(folder, text, question):
    """The sentences of a document that may answer, best first."""
    (folder / "a.txt").write_text(text, encoding="utf-8")
    ingest([folder / "a.txt"], folder / "index")
    index = LocalIndex.open(folder / "index")
    asked = understand(Question(question=question), index.documents(), Filters())
    return candidates(index, asked, Filters())[0]


def test_an_item_is_found_by_what_introduces_its_list_as_well(tmp_path):
    best = matches(tmp_path, AIRCRAFT, "破坏无人驾驶航空器电子围栏的个人罚款多少钱？")[0]
    assert best.sentence.text.startswith("（二）擅自改变")
    assert best.features.holds == best.features.unit == 1.0


@pytest.mark.parametrize(
    ("question", "of_another"),
    [
        ("第三类医疗器械首次注册审评平均时限是几个工作日？", (1.0, 0.0)),
        ("第二类医疗器械首次注册审评平均时限是几个工作日？", (0.0, 1.0)),
        ("2030年第二类医疗器械首次注册审评平均时限是几个工作日？", (1.0, 1.0)),
    ],
)
def test_a_sentence_on_another_class_or_year_is_known_as_such(tmp_path, question, of_another):
    found = matches(tmp_path, DEVICES, question)
    classes = ("第二类", "第三类")
    assert tuple(max(m.features.contrast for m in found if c in m.sentence.text) for c in classes) == of_another


def test_a_word_that_is_common_everywhere_weighs_little_though_few_documents_have_it(tmp_path):
    (tmp_path / "a.txt").write_text("由市文物局确定修缮的房屋，按规定给予帮助。", encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "index")
    index = LocalIndex.open(tmp_path / "index")
    common, rare = (rarity.weight(index, Term(word)) for word in ("确定", "修缮"))  # verbs, each in one passage of one
    assert 0 < common < 0.8 * rare
