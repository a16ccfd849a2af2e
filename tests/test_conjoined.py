"""Two things that a question in another language asks about at once are both told."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

RULES = """东港市民宿管理办法

东港市人民政府
2024年3月5日

一、申请条件

固定工作人员应当在三人以上。

建筑面积应当在八百平方米以下。

二、补贴

对新建民宿，每家补贴5万元。

对改建民宿，每家补贴2万元。

三、检查

每年检查两次。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("conjoined")
    (folder / "rules.txt").write_text(RULES, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text)).answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("What are the minimum permanent staff and floor space of a guesthouse?", ("三人", "八百平方米")),
        ("民宿の工作人員と建築面積を教えてください。", ("三人", "八百平方米")),
    ],
)
def test_the_one_of_two_things_that_another_sentence_has_is_told_too(told, question, says):
    assert all(figure in told(question) for figure in says)


def test_a_question_of_its_own_behind_and_joins_no_thing(told):
    assert "八百平方米" not in told("How many permanent staff must a guesthouse have, and what is checked every year?")
