"""The scope bar: facets, their counts, and the filters that a choice means."""

from index.documents import DocumentInfo, Metadata
from ui.messages import ENGLISH
from ui.scope import Scope, checked, facets, filters_of, in_scope, scope_words


def info(number: int, **metadata: object) -> DocumentInfo:
    return DocumentInfo(f"d{number}", f"{number}.txt", f"/{number}.txt", "h", 10, 1, Metadata(**metadata))  # type: ignore[arg-type]


DOCUMENTS = [
    info(1, title="甲", region="广东", region_level="省", issued_on="2012-10-12", issuers=("广东省人民政府",)),
    info(2, title="乙", region="广东", region_level="省", issued_on="2013-01-02", genre="通知"),
    info(3, title="丙", region="深圳", region_level="市", issued_on="2014-01-02", genre="通知"),
    info(4, title="丁", region_level="国家"),
]


def counts(scope: Scope, name: str) -> dict[str, int]:
    [facet] = [facet for facet in facets(DOCUMENTS, scope, "zh") if facet.name == name]
    return {value.label: value.count for value in facet.values}


def test_a_value_counts_the_documents_that_it_would_leave() -> None:
    assert counts({}, "region") == {"广东": 2, "深圳": 1}
    assert counts({}, "level") == {"国家": 1, "省": 2, "市": 1}
    assert counts({}, "year") == {"2014": 1, "2013": 1, "2012": 1}
    assert counts({"region": ["广东"]}, "region") == {"广东": 2, "深圳": 1}
    assert counts({"region": ["广东"]}, "genre") == {"通知": 1}
    assert counts({"genre": ["通知"]}, "document_id") == {"乙": 1, "丙": 1, "丁": 0, "甲": 0}


def test_what_was_chosen_is_passed_as_filters() -> None:
    assert filters_of(DOCUMENTS, {}).model_dump(exclude_defaults=True) == {}
    assert filters_of(DOCUMENTS, {"region": ["广东"], "year": ["2013", "2012"]}).model_dump(exclude_defaults=True) == {
        "region": ["广东"],
        "issued_from": "2012-01-01",
        "issued_to": "2013-12-31",
    }
    assert filters_of(DOCUMENTS, {"level": ["国家"]}).document_id == ["d4"]
    assert filters_of(DOCUMENTS, {"year": ["2012", "2014"]}).document_id == ["d1", "d3"]


def test_a_scope_is_the_documents_that_pass_every_facet() -> None:
    assert [d.id for d in in_scope(DOCUMENTS, {"region": ["广东", "深圳"], "genre": ["通知"]})] == ["d2", "d3"]


def test_what_no_document_has_is_left_out_of_a_scope() -> None:
    assert checked({"region": ["广东", "月球"], "nothing": ["x"], "year": ["1900"]}, DOCUMENTS) == {"region": ["广东"]}


def test_a_scope_is_told_in_words() -> None:
    assert scope_words({"level": ["国家"], "document_id": ["d1", "d2"]}, "zh") == ["国家", "指定的 2 份文件"]
    assert scope_words({"level": ["国家"]}, "en") == [ENGLISH.levels["国家"]]
