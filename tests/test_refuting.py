"""What cannot answer a question although it has its words."""

import pytest

from index.documents import DocumentInfo, Filters, Metadata
from rag.records import Question
from rag.refusals.refuting import refuting, said
from rag.selection.expected import holds_answer
from rag.selection.sentence import Sentence
from rag.understanding.question import understand

INFO = DocumentInfo("d", "a.md", "a.md", "0", 1, 1, Metadata(title="甲市产业办法", issued_on="2024-03-01"))
LATER = "到2026年继续执行。发展水产养殖。"


def refuted(question, text):
    tests = refuting(understand(Question(question=question), [], Filters()))
    told = said(Sentence("d", ("二、支持措施",), 0, len(text), text), INFO, text + LATER)
    return any(test(told) for test in tests)


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("孵化器要建多少家？", "给予孵化器不超过200万元/年的补助。", True),
        ("孵化器要建多少家？", "建设孵化器30个。", False),
        ("国际、国家、行业三级标准各奖多少万？", "国际、国家、行业标准分别奖励100万元、50万元、30万元。", False),
        ("孵化器要建多少家？", "孵化器数量达到300以上。", False),
        ("要建几个园区？", "建设一批园区，投资3000万元。", True),
        ("要建几个园区？", "形成四大园区。", False),
        ("几家公证处都不给办，是谁受理的？", "魏方耐心聆听后先行受理。", False),  # asks for no number of these
        ("一年最少开几次会？", "会议每年至少召开一次。", False),  # which 一年 does not give
        ("一个月最多换几次？一次不够", "每月限换一次。", True),
        ("公示要几天？", "公示期为5个工作日。", False),
        ("公示要几天？", "公示期不少于7日。", False),
        ("多少天不兑奖就作废？", "自开奖之日起60个自然日内兑奖。", False),
        ("几套标准体系到哪年建成？", "到2026年，建成标准体系。", False),  # the year is asked for
        ("这几个园区要多少亿元？", "产业规模达到500亿元。", False),
        ("狗绳最长几米？", "处五十元以上二百元以下的罚款。", True),
        ("狗绳最长几米？", "束犬链长度不得超过120厘米。", False),
        ("仓库要存多少吨粮食？", "储备粮食5000公斤。", False),
        ("库里有多少名专家？", "名单公示5个工作日。", True),
        ("库里有多少名专家？", "入库专家达3个领域300人。", False),
        ("表决要多少人赞成？", "以全体委员的过半数通过。", False),
        ("要有多少人用上宽带？", "宽带用户超千万。", False),
        ("要有几亿户用上宽带？", "宽带普及率达到90%。", True),
        ("便民生活圈走几分钟？", "打造一刻钟生活圈。", False),
        ("改造一共要投多少个亿？", "拟改造小区176个，惠及居民2.4万户。", True),
        ("改造一共要投多少个亿？", "改造总投资3.2亿元。", False),
        ("养老机构有多少张床位？", "确定养老机构46家。", True),
        ("养老机构有多少张床位？", "养老机构设床位500个。", False),
        ("森林防火队伍有多少人？", "组织30支专业队伍。", True),
        ("要建多少所学校？", "新建学校3个。", False),
        ("要加装多少台电梯？", "区别：东区 | 计划加装台数：21", False),
        ("两档支付比例差几个百分点？", "支付比例一档为70%，二档为65%。", False),
    ],
)
def test_a_figure_is_of_the_unit_asked_for(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("举报偷排污水的人奖励多少钱？", "偷排污水的，处五万元罚款。", True),
        ("举报偷排污水的人奖励多少钱？", "对举报偷排污水的，给予五千元奖励；经查属实的，对排污者处罚款。", False),
        ("航班取消要赔票价的几倍？", "违法倒卖机票的，处票价三倍的罚款。", True),
        ("航班取消要赔票价的几倍？", "航班取消的，支付票价三倍的补偿。", False),
        ("乱停车罚款多少？", "乱停车的，由交警劝离，每月通报3次。", True),
        ("乱停车罚款多少？", "乱停车的，处二百元。", False),
        ("企业最高能拿多少补贴？", "最高支持300万元。", False),
        ("举报人拿到多少奖金？", "举报人的套餐价格39800元。", True),
        ("举报人拿到多少奖金？", "举报人领取5000元。", False),
        ("每家龙头企业奖励多少钱？", "产业规模达到500亿元，培育龙头企业5家。", True),
        ("租一间办公室租金多少？", "入驻企业每间补贴500元。", True),
        ("租一间办公室租金多少？", "每间按每月500元租给企业。", False),
        ("研究生月薪多少？", "每人每月发放津贴2000元。", True),
        ("产业园总投资多少？", "产业园产值达到50亿元。", True),
        ("报名费多少？", "报名时缴纳保证金500元。", True),
        ("报名费多少？", "每人50元。", False),
        ("养老最多按工资总额的几成交？", "缴费比例不得超过百分之二十。", False),
        ("违约赔多少？", "应当偿付货款5%的违约金。", False),
    ],
)
def test_money_is_for_what_is_asked_about(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("目前已经建成多少个充电站？", "到2026年，建设充电站500个。", True),
        ("目前已经建成多少个充电站？", "已建成充电站300个，到2026年达到500个。", False),
        ("到2026年要建多少个充电站？", "目前全市有充电站300个。", True),
        ("到2026年要建多少个充电站？", "建设充电站500个以上。", False),
        ("到2023年底全市共有多少个充电站？", "截至2023年底，已建成充电站300个。", False),
        ("发展目标是达到多少个充电站？", "截至2023年底，充电站达300个。", True),
        ("到2026年投诉量的目标是多少件？", "投诉量连续五年保持在300件以上。", True),
        ("到2026年投诉量的目标是多少件？", "投诉量连续五年下降，到2026年降至300件以下。", False),
        ("出三年计划时已经有多少个充电站？", "到2026年，建设充电站500个。", True),
        ("2012年的起征点提到多少元？", "起征点从2000元提高到3500元。", False),  # 2000 is no year
    ],
)
def test_what_is_to_be_is_told_apart_from_what_is(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("科研人员占比不低于多少？", "研发投入占比不低于10%。", True),
        ("科研人员占比不低于多少？", "从事科研工作的人员占比不低于10%。", True),
        ("研发投入的占比不低于多少？", "研发投入占比不低于10%。", False),
        ("厕所普及率达到多少？", "自来水普及率达到88%。", True),
        ("用机器干活的比例要到多少？", "机械化率达到88%。", False),  # 干活 is nothing that has a share
        ("水貂养殖机械化率达到多少？", "畜禽养殖机械化率达到85%。", False),
        ("水产养殖场占比达到多少？", "两家养殖场占比达到30%。", False),  # which may be the ones of 水产
        ("“水产零距离”窗口让多少项事项当天办结？", "超300项事项当天办结。", False),
        ("水产主动申报能省多少元？", "限期主动申报的，减免100元。", False),
        ("商会主席每届任期几年？", "工会委员会每届任期三年。", True),
        ("水产厂产值达到多少元？", "水产产值达到5万元。", False),
        ("我国产量达到多少吨？", "产量达到5万吨。", False),
        ("水产网点有多少？", "被查实三次以上的水产网点，由部门约谈。", True),
        ("水产网点共有多少？", "建成水产网点30处。", False),
        ("水产产量达到多少吨？", "水产品产量达到5万吨。", False),
        ("水产产量达到多少吨？", "畜禽、水产产量达到5万吨。", False),
        ("水产产量达到多少吨？", "产量达到5万吨。", False),
        ("水貂产量达到多少吨？", "畜禽产量达到5万吨。", False),
        ("3000亿元的产业里，机器人占多少亿元？", "产业规模达到3000亿元。", True),
        ("3000亿元的产业里，机器人占多少亿元？", "产业规模达到3000亿元，其中机器人500亿元。", False),
    ],
)
def test_the_figure_is_of_the_thing_asked_about(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("学会副会长的任期是几年？", "学会会长每届任期四年。", True),
        ("学会副会长的任期是几年？", "会长、副会长每届任期四年。", False),
        ("领导小组的组长由谁担任？", "领导小组统筹全市工作。", True),
        ("领导小组的组长由谁担任？", "由市长任领导小组组长。", False),
        ("张三是什么职务？", "张三：我们将推进改革。", True),
        ("张三是什么职务？", "市科委副主任张三出席。", False),
        ("逾期不报的给什么处分？", "应当提出研究处理情况的报告。", True),
        ("逾期不报的给什么处分？", "对责任人予以警告。", False),
        ("出借账户的怎么处罚？", "由警察机关裁处告诫。", False),
        ("捐款的发什么证书？", "鼓励社会捐赠。", True),
        ("捐款的发什么证书？", "对捐赠人颁发捐赠证书。", False),
        ("C类人才租金优惠多少？", "E类人才租金优惠30%。", True),
        ("C类人才租金优惠多少？", "A、B、C类人才租金优惠60%。", False),
        ("C类人才租金优惠多少？", "C、D类人才租金优惠60%。", False),
        ("5A级景区补助多少万元？", "对4A级景区补助50万元。", True),
        ("5A级景区补助多少万元？", "对4A级、5A级景区分别补助50万元、100万元。", False),
        ("乙类传染病几小时内报告？", "甲类传染病2小时内报告。", True),
        ("乙类传染病几小时内报告？", "乙类传染病24小时内报告。", False),
        ("一季度合格率是多少？", "第四季度合格率为97%。", True),
        ("第一季度哪天发布？", "一季度4月20日发布，二季度7月20日发布。", False),
        ("初中新生哪天报名？", "小学一年级新生6月1日报名。", True),
        ("初中新生哪天报名？", "小学、初中新生6月1日报名。", False),
        ("热线电话是多少？", "设立服务热线，方便群众。", True),
        ("热线电话是多少？", "服务热线为12345。", False),
        ("逾期的按什么利率算？", "逾期的应当补缴。", True),
        ("国有企业被免职的，几年内不得到民营企业任职？", "五年内不得担任国有企业的高管。", True),
        ("国有企业被免职的，几年内不得到民营企业任职？", "五年内不得担任国有企业、民营企业的高管。", False),
        ("受理复核申请之后，几天内给出复核结论？", "自收到复核结论之日起7日内可以申请仲裁。", True),
        ("受理复核申请之后，几天内给出复核结论？", "自受理复核申请之日起7日内给出结论。", False),
    ],
)
def test_offices_numbers_counterparts_and_steps(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("跨境电商出口有多少亿元？", "跨境电商进出口规模近2万亿元。", True),
        ("跨境电商出口有多少亿元？", "货物进出口总额638亿元，其中出口584亿元。", False),
        ("出口企业最高补多少？", "对进出口企业最高补贴100万元。", False),
        ("入境（外国）游客有多少人次？", "接待国内游客4120万人次。", True),
        ("入境（外国）游客有多少人次？", "接待入境游客12万人次，国内游客4120万人次。", False),
        ("农村居民收入是多少？", "全体居民人均可支配收入48936元。", True),
        ("市级示范企业每家奖多少？", "省级示范企业每家奖励10万元。", True),
        ("市级示范企业每家奖多少？", "国家级、市级示范企业每家奖励10万元。", False),
        ("重度失能人员有多少人？", "轻度失能人员2万人。", True),
        ("重度失能人员有多少人？", "重度的失能人员2万人，轻度失能人员5万人。", False),
        ("私人充电桩有多少个？", "公共充电桩1.18万个。", True),
        ("私人充电桩有多少个？", "公共服务中心建充电桩1.18万个。", False),  # of which it does not say whose they are
        ("海岛航线每公里补多少元？", "每条航线每公里补40元。", False),
        ("培训后每人补多少元？", "每名护理员补贴1600元，每个班最多补3万元。", False),
        ("乱丢垃圾的每人罚多少元？", "对个人每次处五十元罚款。", False),
        (
            "国际、国家、行业三级标准分别奖多少万？",
            "国际标准、国家标准、行业标准分别奖励100万元、50万元、30万元。",
            False,
        ),
        ("制定团体标准奖多少万？", "制定国际标准、国家标准的，奖励50万元。", True),
    ],
)
def test_what_is_said_of_a_sibling_of_the_class_asked_about_does_not_answer(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("16个省级质检中心都有哪些？", "加快建设碳纤维等16个省级质检中心。", True),
        ("建哪五个服务站？", "建设东港等五个服务站。", True),
        ("建哪五个服务站？", "建设东港、西港、南港、北港等五个服务站。", False),
        ("建哪五个服务站？", "建设东港等五个服务站：东港、西港、南港、北港、中港。", False),
        ("除东港、西港以外的5个服务站建在哪几个港？", "在南港、北港等地建设8个服务站。", True),
        ("除东港、西港以外的服务站建在哪几个港？", "在东港、西港、南港、北港建设服务站。", False),
        ("16个省级质检中心由谁建？", "省质监局建设碳纤维等16个省级质检中心。", False),
        ("哪三个部门管服务站？", "市人社局等三个部门管理东港、西港、南港等服务站。", False),
    ],
)
def test_one_example_is_no_list_of_all(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("第一批人才公寓有多少套？", "本次配租房源共526套。", True),
        ("第二批人才公寓有多少套？", "本次配租房源共526套。", False),
        ("人才公寓有多少套？", "本次配租房源共526套。", False),
        ("第一批人才公寓有多少套？", "比第一批多126套。", False),
        ("2025年人才公寓有多少套？", "本次配租房源共526套。", True),
    ],
)
def test_a_document_of_another_batch_that_knows_no_such_one_does_not_answer(question, text, cannot):
    of = DocumentInfo("d", "a.md", "a.md", "0", 1, 1, Metadata(title="甲市2026年第二批人才公寓配租公告"))
    told = said(Sentence("d", (), 0, len(text), text), of, f"现启动第二批配租。{text}")
    assert any(test(told) for test in refuting(understand(Question(question=question), [], Filters()))) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("最多可以提几个回避专家？", "第十七条 过去3年之内共同承担项目的，应当回避。", True),
        ("最多可以提几个回避专家？", "第十七条 被评对象可以提出3名回避专家。", False),
        ("临床研究病房设在哪家医院？", "建立临床研究病房，面向患者建立预备队列。", True),
        ("临床研究病房设在哪家医院？", "在华山医院建立临床研究病房。", False),
        ("申请要交哪些材料？", "未经批准，不得使用境外资源。", True),
        ("申请要交哪些材料？", "申请时提交营业执照复印件。", False),
        ("补助到哪个窗口申请？", "投入达到1亿元的，给予补助1000万元。", True),
        ("补助到哪个窗口申请？", "补助向政务服务中心申请。", False),
        ("行政村通宽带由哪家公司负责？", "行政村100%通宽带，带宽基本能力达到20M。", True),
        ("行政村通宽带由哪家公司负责？", "行政村通宽带由移动公司负责。", False),
        ("设计中心在哪条路上？", "加强工业设计中心建设，走创新道路。", True),
        ("设计中心在哪条路上？", "工业设计中心位于人民路8号。", False),
        ("对购买服务的部门有什么奖励？", "鼓励政府部门面向社会购买服务。", True),
        ("对购买服务的部门有什么奖励？", "购买服务的部门，年度考核加分并奖励5万元。", False),
        ("工程的负责人是谁？", "重点实施工程，推进4个领域。", True),
        ("工程的负责人是谁？", "由分管副市长任工程总指挥。", False),
        ("保证金最低要交多少？", "应当提前3个月报告，妥善处理保证金。", True),
        ("保证金最低要交多少？", "保证金不低于十万元。", False),
    ],
)
def test_a_detail_is_of_its_kind(question, text, cannot):
    told = refuted(question, text)
    asked = understand(Question(question=question), [], Filters())
    assert (told or not holds_answer(asked, Sentence("d", (), 0, len(text), text))) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("审一个三类医疗器械，平均要几个工作日？", "将第二类医疗器械审评时限压缩至40个工作日。", True),
        ("审一个二类医疗器械，平均要几个工作日？", "将第二类医疗器械审评时限压缩至40个工作日。", False),
        ("公办初中积分入学，甲区有多少个名额？", "公办小学一年级名额为甲区620个。", True),
        ("公办小学积分入学，甲区有多少个名额？", "公办小学一年级名额为甲区620个。", False),
        ("我是退休职工，住院报销多少？", "在职职工住院报销80%。", True),
        ("我是在职职工，住院报销多少？", "在职职工住院报销80%。", False),
        ("我们是小型企业，补贴多少？", "大型企业补贴100万元。", True),
        ("我们2019年开的店，补贴多少？", "2020年及以前开店的，补贴1万元。", False),
        ("第一批已经发了，第二批补贴多少？", "第二批补贴1万元。", False),
        ("我是省级骨干，县级骨干补贴多少？", "县级骨干补贴1万元。", False),
    ],
)
def test_a_class_told_in_another_clause_restricts_what_is_asked(question, text, cannot):
    assert refuted(question, text) == cannot


def test_only_questions_in_chinese_after_facts_are_looked_at():
    for question in ("How many parks are to be built?", "哪些省份提出同网同价政策？"):
        assert not refuting(understand(Question(question=question), [], Filters()))
