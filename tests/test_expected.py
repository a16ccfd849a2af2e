"""What a question expects, and whether a sentence holds it."""

from dataclasses import replace

import pytest

from index.documents import Filters, Span
from rag.language.units import unit_asked, unit_held
from rag.records import Question
from rag.selection.answering import Features
from rag.selection.evidence import Match, ordered
from rag.selection.expected import answer_pattern, definition_asked, holds, holds_answer
from rag.selection.sentence import Sentence
from rag.understanding.question import understand


def understood(question):
    return understand(Question(question=question), [], Filters())


def sentence(text):
    return Sentence("d", (), 0, len(text), text)


@pytest.mark.parametrize(
    ("question", "expects"),
    [
        ("投诉要在几天内答复？", "date"),
        ("近几年来发展如何？", "text"),
        ("旧电瓶车换新的，政府给补几百块？", "number"),
        ("餐饮服务新生态由哪两个部门负责构建？", "organisation"),
        ("评估结果分为哪几个等级？", "list"),
        ("民宿最多有几间客房？", "number"),
        ("卖烟的不许干哪三件事？", "list"),
        ("开养老院要符合什么条件？", "list"),
        ("办证得交什么材料？", "list"),
        ("开着什么车能进步行街？", "text"),
        ("几小时内要答复？", "number"),
        ("图书馆几点开门？", "date"),
        ("规划里有几点要求？", "text"),
        ("食品经营的登记机关是哪个？", "organisation"),
        ("护林员一周巡几次、干几年，由谁来定？", "organisation"),
        ("收费标准定多少，最后归哪个部门批？", "organisation"),
        ("由谁负责，几年完成？", "date"),
        ("在火车上偷东西，归哪里的法院审？", "text"),
    ],
)
def test_what_is_expected_is_told_by_the_words_that_ask(question, expects):
    assert understood(question).expects == expects


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("环保部门每月几号之前公布水质？", "每月10日前公布上月的水质。", True),
        ("多久审计一次？", "每年至少进行一次审计。", True),
        ("多久审计一次？", "审计决定自公布起生效。", False),
        ("证件丢了多久能补办？", "未满十六周岁的人可以申请补办证件。", False),
        ("表决要多少人赞成？", "以全体组成人员的过半数通过。", True),
        ("生活圈要走几分钟？", "打造一刻钟便民生活圈。", True),
        ("护理员与老人的比例是多少？", "护理员与老人之比不低于1∶3。", True),
        ("护理员占百分之几？", "护理员与老人不低于1∶3。", True),
    ],
)
def test_how_often_which_day_and_what_share_are_told_in_other_words_too(question, text, holds):
    assert holds_answer(understood(question), sentence(text)) is holds


def test_how_many_things_are_listed_is_no_figure_of_one_of_them():
    listed = "推进以下八个领域的发展:"
    item = replace(sentence("推进示范城市建设。"), introduction=Span(0, 1), introduction_text=listed)
    assert not holds_answer(understood("示范城市要有多少用户？"), item)
    assert holds_answer(understood("示范城市要有多少用户？"), replace(item, introduction_text="用户在八百家以上的:"))


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("灯会什么时候办？", "农历正月十五举办灯会。", True),
        ("普法计划什么时候公布？", "每年第一季度公布普法计划。", True),
        ("何时开渔？", "八月中旬开渔。", True),
        ("什么时候要报告？", "应当在开工前向主管部门报告。", True),
        ("什么时候要报告？", "应当在二十四小时内报告。", True),
        ("哪一天要报告？", "应当在二十四小时内报告。", False),
        ("什么时候要报告？", "目前应当及时报告，必要时，随后公布。", False),
        ("任期最长多长？", "每届任期五年。", True),
        ("优惠到哪天为止？", "按《2024年补贴实施细则》（沪发〔2024〕6号）执行。", False),
        ("优惠到哪天为止？", "按《2024年补贴实施细则》执行至12月31日。", True),
        ("图书馆几点开门？", "周一闭馆，每年盘点一次。", False),
        ("图书馆几点开门？", "每日9:00开门。", True),
        ("图书馆星期几不开？", "每周一闭馆。", True),
        ("隔多久评一次？", "每三年评选一次。", True),
        ("档案要存多久？", "档案应当永久保存。", True),
    ],
)
def test_times_of_all_sorts_are_times(question, text, holds):
    assert holds_answer(understood(question), sentence(text)) is holds


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("复核最多要交多少复核费？", "在三个月内完成复核。", False),
        ("复核最多要交多少复核费？", "复核费每次二百元。", True),
        ("每天加付多少利息？", "应当在十五日内支付。", False),
        ("每天加付多少利息？", "每日按万分之五加付利息。", True),
        ("厕所普及率要达到多少？", "新建厕所500座。", False),
        ("厕所普及率要达到多少？", "厕所普及率达到九成。", True),
        ("绿地面积要多大？", "建设公园3个。", False),
        ("绿地面积要多大？", "绿地不少于3公顷。", True),
        ("报名的最大年龄是多少？", "报名应当在10日内完成。", False),
        ("报名的最大年龄是多少？", "报名者不得超过35周岁。", True),
        ("学费要退百分之多少？", "处三千元以下罚款。", False),
        ("管理费最多提百分之几？", "管理费按照大会决定的比例减半提取。", False),
        ("狗绳不能超过多长？", "遛犬应当满18周岁。", False),
        ("狗绳不能超过多长？", "犬绳不得超过两米。", True),
        ("节日加班给几倍工资？", "加班费不得低于46元。", False),
        ("节日加班给几倍工资？", "支付不低于工资300%的报酬。", True),
    ],
)
def test_a_measure_is_answered_by_a_value_of_it(question, text, holds):
    assert holds_answer(understood(question), sentence(text)) is holds


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("行业白皮书由哪个部门编写？", "建立统计制度，定期发布行业白皮书。", False),
        ("行业白皮书由哪个部门编写？", "行业白皮书要加强部署、落到实处，统筹承办，形成发展新格局。", False),
        ("行业白皮书由哪个部门编写？", "行业白皮书由市统计局编写。", True),
        ("人才培养由哪些部门负责？", "鼓励企事业单位参与高校的人才培养，建立海外人才工作站。", False),
        ("这项工作由哪个部门牵头？", "为贯彻《国务院办公厅关于发展的意见》，经省政府同意，现提出以下意见。", False),
        ("这份意见经哪个部门同意？", "经省政府同意，现提出以下意见。", True),
        ("维护费用谁出？", "维护费用从收费中列支。", False),
        ("维护费用谁出？", "维护费用由业主共同承担。", True),
        ("改造费用谁出？", "改造所需经费由国家负担。", True),
        ("举报线索找谁核实？", "举报线索由街道办事处核实。", True),
    ],
)
def test_who_is_answered_only_where_somebody_is_named(question, text, holds):
    assert holds_answer(understood(question), sentence(text)) is holds


def test_whoever_is_to_do_it_is_told_by_what_he_does():
    assert holds(understood("撞了人由谁赔？"), sentence("由机动车使用人承担赔偿责任。"))
    assert not holds(understood("撞了人由谁赔？"), sentence("使用人发生事故的，按照规定处理。"))


def test_who_is_named_beside_the_sentence_or_above_it():
    asked = understood("白皮书由哪个部门编写？")
    text = "定期发布白皮书。"
    assert holds_answer(asked, replace(sentence(text), responsible=Span(20, 30)))
    assert holds_answer(asked, replace(sentence(text), heading_path=("三、市统计局的职责",)))


@pytest.mark.parametrize(
    ("question", "text", "holds_reason"),
    [
        ("仪器厂为什么会爆炸？", "爆炸是违反工艺流程造成的。", True),
        ("地铁三号线停运的原因是什么？", "受台风影响，三号线停运，因轨道积水较深。", True),
        ("为啥要换水表？", "为保障用水安全，市水务局分批更换水表。", True),
        ("学校出于什么考虑调整作息？", "鉴于冬季日短，学校推迟上课。", True),
        ("法院凭什么没收这笔钱？", "法院没收了这笔钱。", False),
        ("他因何被免职？", "他被免去职务。", False),
        ("列车晚点的理由？", "列车晚点两小时。", False),
        ("因病退保怎么办理？", "退保在窗口办理。", None),
        ("小区居民凭什么出入？", "居民凭出入证出入。", None),
        ("西门市场更名为什么？", "西门市场更名为东门市场。", None),
        ("试点分为什么阶段？", "试点分为筹备和实施阶段。", None),
        ("条例规定为什么要登记？", "登记在窗口办理。", False),
    ],
)
def test_a_reason_is_told_by_words_of_causes_and_aims(question, text, holds_reason):
    assert holds(understood(question), sentence(text)) is holds_reason


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("专项资金总额是多少？", "（二十三）设立长三角G60科创走廊专项资金。", False),
        ("5G用户有多少？", "5G用户快速增长。", False),
        ("5G用户有多少？", "5G移动电话用户达3.55亿户。", True),
        ("主任的年薪标准是多少？", "主任每届任期五年。", False),
        ("一次性奖励标准是多少？", "一次性奖励20万元。", True),
        ("擅自砍树罚多少？", "砍树超过规定数量5%的；", False),
        ("擅自砍树罚多少？", "处损失价值5%的罚款。", True),
        ("擅自砍树罚多少？", "处三倍以下的罚款。", True),
        ("投诉要在几天内答复？", "公布处理流程和反馈时限。", False),
        ("投诉要在几天内答复？", "应当在15日内答复。", True),
    ],
)
def test_only_a_figure_of_the_thing_asked_for_answers_how_much(question, text, holds):
    assert holds_answer(understood(question), sentence(text)) is holds


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("产业联盟由哪家企业牵头？", "引导企业建立产业联盟。（责任部门：市科委、市经济信息化委）", False),
        ("产业联盟由哪家企业牵头？", "产业联盟由某某集团牵头。", True),
        ("产业联盟由哪个部门牵头？", "引导企业建立产业联盟。（责任部门：市科委、市经济信息化委）", True),
        ("产业集聚区建在哪个区？", "建设产业集聚区。（责任部门：市科委、相关区）", False),
        ("产业集聚区建在哪个区？", "开展市区协同，鼓励有条件的区建设集聚区。", False),
        ("产业集聚区建在哪个区？", "在松江区建设产业集聚区。", True),
        ("储备基地建在哪7座城市？", "在交通枢纽城市和人口密集区域建设7个储备基地。", False),
        ("储备基地建在哪7座城市？", "在沈阳、兰州等7个城市建设储备基地。", True),
        ("试点在哪几个区？", "在浦东、闵行开展试点。", True),
        ("试点在哪几个区？", "在沪设立总部、研发中心等试点，建设集聚区。（责任部门：市科委、相关区）", False),
        ("工作站设在哪些国家？", "搭建引进海外人才全球网络，建立海外高层次人才工作站和信息库，完善服务体系。", False),
        ("工作站设在哪些国家？", "在美国、德国、日本等设立海外高层次人才工作站，建立海外高层次人才信息库。", True),
        ("创业园建在哪些市？", "统筹规划建设一批留学生创业园、博士后创新实践基地、引智成果示范推广基地。", False),
        ("创业园建在哪些市？", "在广州、佛山统筹规划建设一批留学生创业园、博士后创新实践基地等创业孵化平台。", True),
        ("空间布局涉及哪些区？", "构建“3+1”空间布局。", True),  # which those behind it tell
        ("所得税减半向哪个机关申请？", "企业技术转让所得超过500万元的，减半征收企业所得税。", False),
        ("所得税减半向哪个机关申请？", "企业向主管税务机关申请减半征收企业所得税。", True),
        ("同价由哪个部门落实？", "支持组建行业协会，搭建政府与企业的信息沟通平台，实现同价。", False),
        ("同价由哪个部门落实？", "市政府落实高技术服务企业用水同价。", True),
        ("同价由哪个部门落实？", "疾控中心会同物价局落实。", True),
        ("试点在哪两个县？", "鼓励有条件的县开展试点。", False),
        ("试点在哪两个县？", "在安吉县、德清县开展试点。", True),
        ("发射场建在哪个岛上？", "推进发射场论证建设。", False),
        ("发射场建在哪个岛上？", "在横沙岛建设发射场。", True),
    ],
)
def test_a_company_or_a_place_is_answered_by_one(question, text, holds):
    assert holds_answer(understood(question), sentence(text)) is holds


def test_hours_of_the_day_are_written_otherwise_than_asked():
    assert unit_asked("游泳馆几点关门？").search("开放时间为8时至22时")
    assert not unit_asked("游泳馆几点关门？").search("提前2小时预约")


def test_words_that_count_the_same_things_are_half_the_unit_asked_for():
    people = unit_asked("学术委员会由多少人组成？")
    assert unit_held(people, "人数一般为9至15人") > unit_held(people, "一位专家") > unit_held(people, "召开一次会议")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("变更后要在几天内备案？", "在变更后10个工作日内报送备案"),
        ("要满多少岁才能报名？", "年满十六周岁"),
        ("打多少个电话就要立案？", "拨打电话五百人次以上的"),
        ("要建多少个基地？", "建成20处示范基地"),
        ("要工作满几年？", "在本单位工作满二周年"),
        ("航路一般有多宽？", "宽度为20公里"),
        ("营业场所最小多大？", "面积在三百平方米以上"),
        ("固定人员最少几个人？", "须在四十人以上"),
    ],
)
def test_a_shorter_word_of_the_question_is_the_unit_in_full(question, text):
    assert unit_held(unit_asked(question), text) > 0 == unit_held(unit_asked(question), "处二万元罚款")


def test_which_of_several_asks_for_no_count():
    assert unit_asked("评估结果分成哪几等？") is None


@pytest.mark.parametrize(
    ("question", "defines", "mentions"),
    [
        ("什么是关口站？", "关口站，是指用于信号中继的设施", "将数据转发至关口站"),
        ("概念验证是什么意思？", "概念验证是转化成果的活动", "概念验证主要开展两项工作，是关键环节"),
        ("本办法所称的重点专利指的是什么？", "重点专利（简称专利）是指…", "支持重点专利"),
    ],
)
def test_a_definition_says_what_the_very_thing_is(question, defines, mentions):
    pattern = definition_asked(question)
    assert pattern.search(sentence(defines).folded)
    assert not pattern.search(sentence(mentions).folded)


def test_what_cannot_answer_stands_behind_what_can():
    def match(text, fits, coverage):
        return Match(sentence(text), coverage, coverage, 1.0, fits, False, {}, Features(coverage=coverage))

    near, may = match("重点实验室建设期满后验收。", False, 1.0), match("建设期为2年。", True, 0.5)
    assert [m.sentence.text for m in ordered([near, may])] == ["建设期为2年。", "重点实验室建设期满后验收。"]


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("每天最多泡几个小时？", "第十九条 泡温泉每日不得超过六小时。", "六小时"),
        ("每天最多泡几个钟头？", "第 19 条　泡温泉每日不得超过六小时。", "六小时"),
        ("停业几个礼拜？", "停业两周。", "两周"),
        ("工作满五年的休假几天？", "五、五年以上十年未满者，每年十五日。", "十五日"),
        ("泄漏后多少天内报告？", "第三条 泄漏后三十日内报告。", "三十日"),
    ],
)
def test_the_figure_asked_for_is_neither_the_number_of_an_article_nor_of_another_unit(question, text, figure):
    said = sentence(text)
    assert answer_pattern(understood(question), said.folded).search(said.folded).group() == figure


@pytest.mark.parametrize("text", ["应当在开会三日前通知", "收到后十五日内答复", "满两周后公布", "届满一个月前申请"])
def test_so_many_days_before_or_after_is_a_time(text):
    assert holds(understood("最晚什么时候通知？"), sentence(text))


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("条例的主管机关是哪个？", "本条例主管机关为省水利厅。", True),
        ("条例的主管机关是哪个？", "本條例所稱主管機關︰在中央為經濟部；", True),
        ("条例的主管机关是哪个？", "违反规定者，由主管机关处以罚款。", False),
        ("商事登记机关是谁？", "商事登记机关是市场监督管理局。", True),
        ("商事登记机关是谁？", "申请人向商事登记机关提交材料。", False),
    ],
)
def test_a_body_called_by_its_task_is_named_by_what_says_which_it_is(question, text, names):
    assert bool(definition_asked(question).search(sentence(text).folded)) is names


@pytest.mark.parametrize(
    ("text", "introduces"),
    [
        ("申请人应当具备下列条件：", True),
        ("有下列情形之一的，不予受理：", True),
        ("优先保障以下人员：（一）军人；", True),
        ("各区人民政府：", False),
        ("年满三十周岁及以下的除外：", False),
        ("申请人应当具备相应条件。", False),
    ],
)
def test_the_line_that_introduces_a_list_holds_what_asks_for_one(text, introduces):
    assert holds(understood("要符合哪些条件？"), sentence(text)) is introduces


@pytest.mark.parametrize(
    ("question", "text", "stated"),
    [
        ("进孵化器要符合哪些条件？", "对符合条件的孵化器按规定给予税收优惠。", False),
        ("进孵化器要符合哪些条件？", "入驻企业应当成立不满三年。", True),
        ("设立基金会的门槛是什么？", "支持社会力量设立基金会。", False),
        ("设立基金会的门槛是什么？", "注册资金不低于二百万元。", True),
        ("成立代理机构要具备什么条件？", "依托代理机构推动服务快速发展。", False),
        ("成立代理机构要具备什么条件？", "有两名以上专利代理师的，可以成立代理机构。", True),
        ("改姓需要什么条件？", "父母不得因子女改姓而拒付抚养费。", False),
        ("改姓需要什么条件？", "擅自改姓的，应当责令恢复原姓氏。", False),
        ("认定集聚区的条件是什么？", "支持有条件的地区建设集聚区。", False),
        ("认定集聚区的条件是什么？", "符合下列条件的，可以认定为集聚区：", True),
        ("人才的认定标准是什么？", "探索将服务人才纳入高层次人才队伍认定范围。", False),
        ("人才的认定标准是什么？", "取得博士学位的，认定为高层次人才。", True),
    ],
)
def test_conditions_are_answered_by_a_sentence_that_states_some(question, text, stated):
    assert holds_answer(understood(question), sentence(text)) is stated
