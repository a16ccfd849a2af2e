"""Which sentences say something by themselves, and which are only headings."""

import pytest

from rag.selection.sentence import Sentence


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("7.本项目不接受联合体投标。", False),
        ("押金不予退还", False),
        ("露天禁止烧烤", False),
        ("三、加强组织领导。", True),
        ("六、不可抗力", True),
        ("二、不予受理的情形", True),
        ("第三章 禁止行为", True),
    ],
)
def test_a_rule_that_is_its_own_heading_is_no_mere_title(text, label):
    assert Sentence("d", (text.rstrip("。"),), 0, len(text), text).is_label == label


@pytest.mark.parametrize(("text", "label"), [("答：岳女士，您好！", True), ("您好，可以申请。", False)])
def test_the_greeting_of_a_letter_says_nothing(text, label):
    assert Sentence("d", (), 0, len(text), text).is_label == label
