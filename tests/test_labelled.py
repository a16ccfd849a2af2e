"""Values under labels, and which of them a question asks for."""

import pytest

from rag.lookups.labelled import label_asked, labelled, proposer

TEXT = """东港市入学办事指南
积分入学：小学一年级名额为东区620个，名单7月公布。
统筹安排：初中新生由区教育局安排。
咨询电话：0595-12345678
"""


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("小学积分入学有多少个名额?", "小学一年级"),
        ("积分入学有多少个名额?", "小学一年级"),
        ("初中积分入学有多少个名额?", None),  # it states those of 小学 only
        ("初中新生怎么统筹安排?", "初中新生"),
        ("初中入学的咨询电话是多少?", "0595"),
    ],
)
def test_a_labelled_line_on_another_class_is_not_what_is_asked_for(asked, value):
    line = label_asked(asked, labelled(TEXT))
    assert (line.value if line else "").startswith(value or "-") == (value is not None)
    assert line is not None or value is None


REPLY = """甲水函〔2024〕47号    签发人：岳建平    (C类)
答复类别：A类

关于第93号建议的答复
王小明代表：
您提出的“关于改水的建议”收悉，现答复如下：
一、改水：已建成集中供水的，水价为3元，其中：山区为2元。
（联系人：李宁，联系电话：0311-8603123）
信件编号：JA-1    办理状态：已办结
"""


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("这份答复的签发人是谁?", "岳建平"),
        ("答复类别是什么?", "A类"),
        ("联系电话是多少?", "0311-8603123"),
        ("办理状态是什么?", "已办结"),
        ("信件编号是多少?", "JA-1"),
        ("改水的水价是多少?", None),  # what is said in a sentence is no label's value
    ],
)
def test_one_of_several_labels_in_a_line_is_read(asked, value):
    line = label_asked(asked, labelled(REPLY))
    assert (line.value if line else None) == value
    assert line is None or REPLY[line.span.start : line.span.end].endswith(line.value)


TENDER = """北港区路灯采购项目公开招标公告

北港日报    2025-08-15    记者：普文

本项目采用公开招标方式，投标保证金可以保函形式提交。

九、联系方式

1.采购人：北港区城市管理局

地址：海宁路96号

2.采购代理机构：中衡项目管理有限公司
"""


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("路灯项目的采购人是谁?", "北港区城市管理局"),
        ("路灯项目的采购代理机构是哪家?", "中衡项目管理有限公司"),
        ("这篇报道的记者是谁?", "普文"),
        ("记者证多久换一次?", None),
    ],
)
def test_a_numbered_label_and_a_short_one_are_read_where_they_are_asked_for(asked, value):
    line = label_asked(asked, labelled(TENDER))
    assert (line.value if line else None) == value


def test_of_several_telephone_numbers_none_is_that_of_all():
    text = "咨询电话：010-12333；东区：010-88861234；西区：010-57591234\n"
    assert label_asked("东区的咨询电话是多少?", labelled(text)) is None


def test_who_raised_it_is_whom_the_reply_addresses():
    found = proposer(REPLY)
    assert found is not None
    assert REPLY[found.start : found.end] == "王小明代表"
    assert proposer(REPLY.replace("建议", "问题")) is None
    assert proposer(TEXT) is None
