"""Of clauses side by side the one that is asked about is told."""

import pytest


@pytest.mark.parametrize(
    ("question", "says", "other"),
    [
        ("湖南哪些市算外围支撑点？", "张家界", "娄底"),
        ("湖南的次核心区是哪个基地？", "郴州", "岳阳"),
        ("四川的扩展区包括哪些市？", "绵阳", "核心区"),
    ],
)
def test_the_clause_that_alone_has_what_is_asked_is_told(ask, question, says, other):
    answer = ask(question).answer
    assert says in answer
    assert other not in answer


def test_clauses_side_by_side_answer_nothing_that_stands_behind_them(ask):
    answer = ask("四川发展高技术服务业坚持的基本原则有哪些？").answer
    assert all(principle in answer for principle in ("政府引导", "重点突破", "开放合作"))


def test_figures_of_several_things_are_told_with_these(ask):
    assert ask("吉林农村宽带要达到多少兆？").answer.startswith("城市和农村互联网带宽")


def test_all_are_told_where_several_are_asked_about(ask):
    answer = ask("湖南的拓展区和外围支撑点分别是哪些市？").answer
    assert all(name in answer for name in ("娄底", "张家界"))
