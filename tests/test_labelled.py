"""Values under labels, and which of them a question asks for."""

import pytest

from rag.labelled import label_asked, labelled

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
