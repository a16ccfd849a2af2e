"""What documents state of each of the places that a question compares."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

PLAN = (
    "{0}省新型储能发展规划\n\n{0}省人民政府\n2024年3月5日\n\n到2027年，全省新型储能装机达到{1}万千瓦。\n\n"
    "对新型储能装机项目每千瓦时补贴0.{2}元。\n"
)


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("beside")
    for place, *figures in (("湖南", 40, 2), ("四川", 70, 3)):
        (folder / f"{place}.txt").write_text(PLAN.format(place, *figures), encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index", _env_file=None))


def test_no_value_of_another_unit_is_told_beside_the_one_asked_for(plans):
    answer = plans.ask(Question(question="湖南和四川的新型储能装机各达到多少？")).answer
    assert all(target in answer for target in ("40万千瓦", "70万千瓦"))
    assert "补贴" not in answer


def test_where_little_is_said_of_what_is_asked_several_sentences_are_told(ask):
    answer = ask("统计调查上，广东和深圳各有什么安排？").answer
    guangdong, shenzhen = answer.split("深圳：")
    assert "统计体系" in guangdong
    assert "统计调查和运行分析" in shenzhen


def test_amounts_of_which_no_place_states_any_are_refused(ask):
    question = "Compare the maximum tax relief that Sichuan and Shenzhen grant to software companies."
    assert ask(question).status == "insufficient_evidence"
