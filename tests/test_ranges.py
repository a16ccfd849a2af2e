"""Values that a question gives and the classes that a text rules on."""

import pytest

from index.lexicon import fold_text
from rag.selection.ranges import fits, ranges_of, ruling, values_asked


def asked(question):
    return values_asked(fold_text(question))


@pytest.mark.parametrize(
    ("question", "rule", "rules"),
    [
        ("一年投6000万元能补多少", "5000万元（含）至1亿元（不含）/年的企业，补助500万元；", True),
        ("一年投5000万元能补多少", "5000万元（含）至1亿元（不含）/年的企业，补助500万元；", True),
        ("一年投1亿元能补多少", "5000万元（含）至1亿元（不含）/年的企业，补助500万元；", False),
        ("投了8000万能补多少", "研发投入超过1亿元的企业，补助800万元", False),
        ("工作了12年有几天假", "满一年不满十年的，休假五天；", False),
        ("工作了12年有几天假", "已满10年不满20年的，休假10天；", True),
        ("合同签了18个月，试用期多长", "合同期限一年以上不满三年的，试用期不超过二个月；", True),
        ("十五岁的孩子骑车罚不罚", "已满十四周岁不满十六周岁的，从轻处罚", True),
        ("十六岁的孩子骑车罚不罚", "已满十四周岁不满十六周岁的，从轻处罚", False),
        ("超员30%罚多少", "载客超过额定乘员百分之二十不足百分之五十的，处一千元罚款", True),
        ("超员20%罚多少", "载客超过额定乘员百分之二十以下的，处二百元罚款", True),
        ("能见度80米时最快开多少", "能见度小于100米时，车速不得超过每小时40公里，与前车保持50米以上的距离", True),
        ("不到20马力的拖拉机补多少", "报废20马力以上的拖拉机，补贴3000元", False),
        ("不到20马力的拖拉机补多少", "报废20马力以下的拖拉机，补贴1500元", True),
    ],
)
def test_a_rule_holds_for_the_values_of_its_class(question, rule, rules):
    assert fits(asked(question), fold_text(rule)) is rules


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("货值8000元罚多少", "并处五万元以上十万元以下的罚款"),  # what follows, not of what it follows
        ("许可证有效期5年，能延长多久", "延长期限不超过三年"),
        ("工作了12年有几天假", "每周工作五天"),
        ("到2025年补多少", "满三年的，补助一万元"),  # a year of the calendar is no span
        ("一次性补多少", "满三次的，补助一万元"),
        ("补贴30%的有哪些", "投资超过50%的，补贴30%"),  # the value itself is stated
    ],
)
def test_what_is_no_class_of_the_value_says_nothing(question, said):
    assert fits(asked(question), fold_text(said)) is None


def test_money_may_be_asked_of_without_its_unit():
    assert [v.amount for v in asked("投了1.2万的企业")] == [12_000.0]
    assert asked("有3万人的县") == asked("有30000人的县")
    assert asked("有3万户的县")[0].of == "户"


def test_of_several_classes_in_a_text_the_narrowest_that_holds_rules():
    said = "使用超过6年的，每年检验1次，超过15年的，每半年检验1次，报废的除外"
    found = ruling(asked("用了20年的车"), fold_text(said))
    assert fold_text(said)[found.start : found.end].startswith("超过15年的,每半年检验1次")
    found = ruling(asked("用了10年的车"), fold_text(said))
    assert fold_text(said)[found.start : found.end] == "使用超过6年的,每年检验1次,"


def test_a_range_of_which_only_the_end_has_a_unit_is_read():
    (found,) = ranges_of(fold_text("超过1000至5000元的部分，按2%交纳"))
    assert (found.least, found.most, found.includes) == (1000, 5000, (False, True))
