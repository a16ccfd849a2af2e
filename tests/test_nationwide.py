"""Where a question names no place, what the state lays down answers before the rules of single regions."""

import pytest

from index.documents import Filters
from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.search import retrieval
from rag.settings import Settings

LAW = """中华人民共和国港口法

（2003年6月28日第十届全国人民代表大会常务委员会第三次会议通过）

第一条 为了加强港口管理，维护港口的安全与经营秩序，制定本法。
第二条 港口行政管理部门应当自收到书面申请之日起三十日内依法作出许可或者不予许可的决定。
"""
RULES = """{place}港口条例

（2009年11月28日{place}人民代表大会常务委员会第十四次会议通过）

第一条 为了加强港口管理，结合本省实际，制定本条例。
第二条 港口管理部门应当自受理申请之日起{days}日内，作出许可或者不予许可的决定。
"""
DAYS = {"山东省": "二十", "浙江省": "十五"}
ASKED = "申请港口经营许可，港口管理部门多少日内给答复？"


def _index(folder, index, *provinces):
    folder.mkdir()
    (folder / "港口法.txt").write_text(LAW, encoding="utf-8")
    for place in provinces:
        (folder / f"{place}.txt").write_text(RULES.format(place=place, days=DAYS[place]), encoding="utf-8")
    ingest([folder], index)
    return PolicyQA.open(Settings(_env_file=None, index=index))


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ports")
    return _index(folder / "documents", folder / "index", *DAYS)


@pytest.mark.parametrize(
    ("question", "said"),
    [(ASKED, "三十日"), (f"在山东{ASKED}", "二十日"), (f"浙江{ASKED}", "十五日")],
)
def test_the_law_answers_where_no_place_is_named_and_the_province_s_rules_where_it_is(qa, question, said):
    answer = qa.ask(Question(question=question))
    assert said in answer.answer
    assert answer.status == "answered"


def test_the_only_region_of_an_index_is_the_one_that_is_meant(tmp_path):
    qa = _index(tmp_path / "documents", tmp_path / "index", "山东省")
    assert "二十日" in qa.ask(Question(question=ASKED)).answer


def test_passages_of_documents_that_come_first_are_looked_at_even_if_others_match_better(qa, monkeypatch):
    monkeypatch.setattr(retrieval, "_LOOKED_AT", 2)
    monkeypatch.setattr(retrieval, "_OF_ALL", 1)
    law = next(info.id for info in qa.index.documents() if info.metadata.region is None)

    def owners(**first):
        found = retrieval.search(qa.index, "山东省港口条例", 2, Filters(), **first)
        return set(qa.index.owners([chunk_id for chunk_id, _ in found]).values())

    assert law not in owners()
    assert law in owners(first=frozenset([law]))
