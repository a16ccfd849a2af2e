"""What a question is after, and whether a sentence speaks of it."""

import pytest

from index.documents import DocumentInfo, Filters, Metadata
from rag.records import Question
from rag.refusals.objects import wanted
from rag.refusals.refuting import refuting, said
from rag.selection.sentence import Sentence
from rag.understanding.question import understand

INFO = DocumentInfo("d", "a.md", "a.md", "0", 1, 1, Metadata(title="甲市产业办法", issued_on="2024-03-01"))
LATER = "通过手机领取。养殖海虾、海带。加强场景建设。依法清算，办理报废，审核材料，核发证书。"


def refuted(question, text, uses=bool):
    tests = refuting(understand(Question(question=question), [], Filters()), uses)
    told = said(Sentence("d", ("二、支持措施",), 0, len(text), text), INFO, text + LATER)
    return any(test(told) for test in tests)


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("购买手机补贴百分之几？", "购买冰箱、洗衣机的，按售价的15%予以补贴。", True),
        ("购买手机补贴百分之几？", "购买冰箱、手机的，按售价的15%予以补贴。", False),
        ("购买平板补贴百分之几？", "购买冰箱的，按售价的15%予以补贴。", False),  # of which the document never speaks
        ("买一台新手机每件最多能补多少钱？", "购买冰箱的，每件补贴2000元。", True),
        ("建应用场景最高奖励多少万元？", "推广创新产品的，最高奖励200万元。", True),
        ("建应用场景最高奖励多少万元？", "建成场景的，最高奖励200万元。", False),
        ("养海虾，每亩补多少钱？", "种粮的，每亩补贴100元。", False),  # 海虾 is in another clause
        ("养殖海虾每亩补多少钱？", "种粮的，每亩补贴100元。", True),
    ],
)
def test_money_is_for_the_thing_that_is_paid_for(question, text, cannot):
    assert refuted(question, text, lambda word: word in LATER) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("筹建期最长多少个月？", "拟终止服务的，应当至少提前3个月报告。", True),
        ("筹建期最长多少个月？", "筹建时间不超过6个月。", False),
        ("保证金最多几个月的房租？", "合同不超过12个月。", True),
        ("保证金最多几个月的房租？", "押金不得超过2个月租金。", False),
        ("贷款利率最高多少？", "贷款额度最高500万元，占3%。", True),
        ("贷款利率最高多少？", "贷款年利率不超过4%。", False),
        ("首付款不低于多少？", "贷款最高80万元。", False),  # of which the document never speaks
        ("试用期最长几个月？", "培训期6个月。", True),
        ("试用期最长几个月？", "试用不得超过6个月。", False),
    ],
)
def test_a_measure_is_named_where_its_document_has_the_word(question, text, cannot):
    tests = refuting(understand(Question(question=question), [], Filters()))
    document = f"{text}筹建期间不得营业。退还保证金。核定利率。试用期满转正。"
    told = said(Sentence("d", ("二、支持措施",), 0, len(text), text), INFO, document)
    assert any(test(told) for test in tests) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("场所解散后几个工作日内要完成清算？", "变更名称的，应当在10个工作日内备案。", True),
        ("场所解散后几个工作日内要完成清算？", "场所应当在30个工作日内清算完毕。", False),
        ("电动车骑满几年必须强制报废？", "备案满七年的，不得上路。", True),
        ("电动车骑满几年必须强制报废？", "满七年的，应当报废。", False),
        ("场所变更后几天内要报备？", "变更名称的，应当在10天内告知市科委。", False),  # no document says 报备
        ("一次能预收几个月的费用？", "预收期限不得超过6个月。", False),  # no deed
        ("申请后几天内要核发？", "每一年度终了后90日内报告。", True),
        ("申请后几天内要核发？", "自受理之日起20日内核发证书。", False),
    ],
)
def test_a_span_of_time_is_for_the_deed_that_is_due(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("对企业的用电、用水、用气价格有什么优惠？", "软件企业可享受所得税优惠。", True),
        ("对企业的用电、用水、用气价格有什么优惠？", "企业用水与工业同价。", False),
        ("对企业的用电、用水、用气价格有什么优惠？", "降低企业电费。", False),
        ("人才的住房、子女入学、配偶就业各有什么待遇？", "人才享受有关优惠政策。", True),
        ("人才的住房、子女入学、配偶就业各有什么待遇？", "协助安排子女入学。", False),
        ("坐火车买票、乘车有哪些服务？", "增开动车，方便旅客出行。", False),  # what one does, nothing that has a price
        ("居民的养猫、养狗有哪些规定？", "饲养宠物应当登记。", False),  # words that no document uses
    ],
)
def test_of_things_that_are_listed_one_is_spoken_of(question, text, cannot):
    assert refuted(question, text, lambda word: word not in ("养猫", "养狗")) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("联盟由哪家企业牵头？", "建立全链条联动、全过程创新的机制。", True),
        ("联盟由哪家企业牵头？", "由东港机器人公司牵头组建联盟。", False),
        ("研究院跟哪所大学合建？", "支持高校与科研院所合作。", True),
        ("研究院跟哪所大学合建？", "与东港理工大学共建研究院。", False),
        ("专项由哪位副市长牵头？", "成立由分管领导牵头的工作组。", True),
        ("专项由哪位副市长牵头？", "由分管副市长任组长。", False),
        ("评审会每年几月份召开？", "定期召开评审会。", True),
        ("评审会每年几月份召开？", "每年3月召开评审会。", False),
        ("许可证有效期几年？", "被吊销未满六个月的，不予受理。", True),
        ("许可证有效期几年？", "许可证有效期为5年。", False),
        ("基地占地多大？", "数字经济占比达到20%，基地建成。", True),
        ("基地占地多大？", "基地占地300亩。", False),
        ("超算中心的运算速度是多少？", "建设超算中心等100个项目。", True),
        ("超算中心的运算速度是多少？", "峰值为每秒1000万亿次。", False),
    ],
)
def test_the_answer_is_of_the_kind_that_is_named(question, text, cannot):
    assert refuted(question, text) == cannot


@pytest.mark.parametrize(
    ("question", "text", "cannot"),
    [
        ("“六不准”是哪六不准？", "对党员干部提出要求：不准饮酒。", True),
        ("“六不准”是哪六不准？", "提出“六不准”：不准饮酒等。", False),
        ("“海虾工程”是什么时候开始的？", "发展工程2024年启动。", True),
        ("“十五五”时期要建多少个充电站？", "“十四五”时期建充电站500个。", True),
        ("“十五五”时期要建多少个充电站？", "到2030年，建充电站500个。", False),
        ("十四五期间要建多少个充电站？", "“十四五”期间建充电站500个，比十三五多一倍。", False),
        ("怎么“量身定做”方案？", "推广个性化诊治。", False),  # so to speak
        ("安置点设在哪所学校？", "转移群众2万多人。", True),
        ("安置点设在哪所学校？", "安置点设在东港一中学校体育馆。", False),
    ],
)
def test_what_is_called_by_a_name_is_in_the_document(question, text, cannot):
    assert refuted(question, text) == cannot


def test_a_word_of_everyday_life_is_nothing_that_a_sentence_must_have():
    of = understand(Question(question="对员工的工钱、奖金有什么规定？"), [], Filters())
    assert not list(wanted("对员工的工钱、奖金有什么规定?", of.terms, lambda _: False))
