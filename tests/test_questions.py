"""Pages that answer questions, and replies that quote the letter they reply to."""

import pytest

from index.ingest import ingest
from index.questions import asked
from index.structure import sections
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

PAGE = """临江市创业贷款常见问题解答
来源：临江市就业局
一、申请
问1：哪些人能申请？
答：（一）登记失业人员；（二）退役军人。
问2：贷来的钱能不能拿去买股票？
答：不能。改变用途的，银行提前收回贷款。
二、办理
问3：能到哪几家银行办？
答：临江银行、农商银行、邮储银行。
本解答由市就业局负责解释。
"""
REPLY = """关于花园路路灯问题的回复
来信内容：
花园路的路灯坏了三个月。物业说路灯要明年才修好。请问由谁维修？
答复内容：
您好。花园路路灯由市城管局维修，已于5月6日修好。
临江市城管局
2024年5月8日
"""


def test_a_question_heads_its_answer_and_what_is_numbered_in_that() -> None:
    assert [section.path for section in sections(PAGE)] == [
        (),
        ("一、申请",),
        ("一、申请", "问1：哪些人能申请？"),
        ("一、申请", "问2：贷来的钱能不能拿去买股票？"),
        ("二、办理",),
        ("二、办理", "问3：能到哪几家银行办？"),
        (),
    ]
    attached = PAGE.replace("本解答由市就业局负责解释。", "附件1：申请表")
    assert [section.heading for section in sections(attached)][-2:] == ["问3：能到哪几家银行办？", "附件1"]


@pytest.mark.parametrize(
    ("line", "is_question"),
    [
        ("Q1 外地户口能参保吗？", True),
        ("**Q12：怎么查？**", True),
        ("问题3、要交哪些材料？", True),
        ("【问】什么时候到账？", True),
        ("问：我60岁了，交了八年。还能补缴吗？", True),
        ("Qualified applicants?", False),
        ("问责办法由市纪委制定。", False),
        ("问题清单：见附件。", False),
        ("询问笔录是否属实？", False),
    ],
)
def test_a_question_is_told_by_its_mark(line: str, is_question: bool) -> None:
    assert bool(asked(f"前言。\n{line}\n答复见下。\n")) == is_question


def test_a_letter_reaches_to_what_marks_its_reply() -> None:
    (letter,) = asked(REPLY)
    assert REPLY[letter.start :].startswith("来信内容：")
    assert REPLY[letter.end :].startswith("答复内容：")
    assert not asked("来信内容：\n没有人管。\n")  # and no reply


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "临江市创业贷款常见问题解答.txt").write_text(PAGE, encoding="utf-8")
    (folder / "关于花园路路灯问题的回复.txt").write_text(REPLY, encoding="utf-8")
    ingest([folder], folder / "index")
    engine = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda question: engine.ask(Question(question=question))


def test_an_answer_counts_the_words_of_the_question_above_it(ask) -> None:
    answer = ask("临江的创业贷款可以去哪几家银行办？")
    assert answer.answer == "临江银行、农商银行、邮储银行。[1]"
    assert answer.citations[0].heading_path[-1] == "问3：能到哪几家银行办？"


def test_no_is_told_with_what_follows_it(ask) -> None:
    answer = ask("创业贷款能不能拿去买股票？")
    assert answer.answer == "不能。改变用途的，银行提前收回贷款。[1]"


def test_what_a_letter_says_is_no_answer(ask) -> None:
    assert "市城管局" in ask("花园路的路灯由谁维修？").answer
    assert all("物业" not in citation.quote for citation in ask("花园路的路灯什么时候修好？").citations)
