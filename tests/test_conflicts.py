"""Documents that state different values of the same thing are told side by side, with their dates."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

OLD = """# 云溪省新能源公交车运营补助办法

一、申报补助的企业，年运营里程不得低于3万公里。

二、补助资金于每年6月底前拨付到位。

三、公交车的使用年限为8年。

云溪省人民政府办公厅
2020年5月10日
"""
NEW = """# 云溪省人民政府办公厅关于修改新能源公交车运营补助办法的通知

（一）申报补助的企业，年运营里程不得低于2万公里。

（二）补助资金于每年9月底前拨付到位。

（三）出租车的使用年限为6年。

云溪省人民政府办公厅
2023年3月2日
"""


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("conflicts")
    (folder / "old.md").write_text(OLD, encoding="utf-8")
    (folder / "new.md").write_text(NEW, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index"))


@pytest.mark.parametrize(
    ("question", "newer", "older"),
    [
        ("申报新能源公交补助的企业年运营里程不得低于多少？", "2万公里", "3万公里"),
        ("新能源公交车补助资金每年什么时候前拨付到位？", "9月底", "6月底"),
    ],
)
def test_another_value_of_the_same_thing_is_told_with_its_date_the_newest_first(qa, question, newer, older):
    first, second = qa.ask(Question(question=question)).answer.splitlines()
    assert newer in first
    assert "（2023-03-02）" in first
    assert older in second
    assert "（2020-05-10）" in second


def test_documents_that_state_the_same_value_are_told_once(tmp_path):
    for name, rule in (("甲", "申请仲裁的时效期间为一年。"), ("乙", "依照第二十七条，申请仲裁的时效期间为一年。")):
        (tmp_path / f"{name}.md").write_text(f"# 劳动争议{name}类规定\n\n第一条 {rule}\n", encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    answer = PolicyQA.open(Settings(index=tmp_path / "index")).ask(Question(question="申请仲裁的时效期间为几年？"))
    assert len(answer.citations) == 1


def test_a_like_sentence_on_another_thing_is_no_conflict(qa):
    answer = qa.ask(Question(question="公交车的使用年限是几年？"))
    assert "8年" in answer.answer
    assert "6年" not in answer.answer
