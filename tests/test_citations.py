import pytest

from index.documents import DocumentInfo, Metadata, Span
from index.ingest import ingest
from index.local import LocalIndex
from rag.citations import check_answer, cite, escape_markers, markers, renumber, strip_markers, verify
from rag.composing.compose import Quotations

TEXT = "第一条　为了促进高技术服务业发展。第二条　年均增长20%以上[3]。"
INFO = DocumentInfo(
    id="d1",
    source="guangdong/000.txt",
    path="/seeds/guangdong/000.txt",
    content_hash="",
    characters=len(TEXT),
    chunk_count=1,
    metadata=Metadata(title="通知", region="广东", issuers=("广东省人民政府办公厅", "广东省发展改革委")),
)


def citation(marker, start, end, info=INFO):
    return cite(info, TEXT, Span(start, end), heading_path=("总则",), marker=marker, score=0.5)


def test_a_citation_quotes_the_slice_and_names_its_document():
    made = citation(1, 4, 17)
    assert made.quote == "为了促进高技术服务业发展。"
    assert (made.title, made.region, made.issuer) == ("通知", "广东", "广东省人民政府办公厅、广东省发展改革委")
    assert (made.document_number, made.source, made.heading_path) == (None, "guangdong/000.txt", ["总则"])
    assert verify(TEXT, made)


def test_a_document_without_title_is_called_by_its_file():
    nameless = DocumentInfo("d2", "003.txt", "/003.txt", "", len(TEXT), 1, Metadata())
    made = citation(1, 0, 3, nameless)
    assert (made.title, made.issuer, made.region) == ("003.txt", None, None)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (0, len(TEXT) + 1), (9, 4)])
def test_a_span_without_text_is_refused(start, end):
    with pytest.raises(ValueError, match=f"No text at {start}:{end} of guangdong/000.txt"):
        citation(1, start, end)


def test_a_changed_quote_does_not_verify():
    made = citation(1, 4, 17)
    assert not verify(TEXT, made.model_copy(update={"quote": "为了促进高技术服务业发展"}))
    assert not verify(TEXT, made.model_copy(update={"start": 5}))
    assert not verify(TEXT, made.model_copy(update={"quote": "", "end": made.start}))


def test_years_in_brackets_and_escaped_footnotes_are_no_markers():
    assert markers("粤府办[2012]101号提出[2]，见" + escape_markers("注[3]") + "[1]") == [2, 1]
    assert strip_markers("粤府办[2012]101号[2]") == "粤府办[2012]101号"


def test_markers_are_renumbered_by_appearance_and_unused_citations_go():
    citations = [citation(1, 0, 3), citation(2, 4, 17), citation(5, 17, 20)]
    text, kept, numbers = renumber("甲[5]，乙[2][5]。", citations)
    assert text == "甲[1]，乙[2][1]。"
    assert [(c.marker, c.start) for c in kept] == [(1, 17), (2, 4)]
    assert numbers == {5: 1, 2: 2}


def test_markers_of_tables_and_findings_are_kept_after_those_of_the_text():
    text, kept, numbers = renumber("甲[2]", [citation(1, 0, 3), citation(2, 4, 17)], elsewhere=[1, 2])
    assert (text, [c.start for c in kept], numbers) == ("甲[1]", [4, 0], {2: 1, 1: 2})


def test_citations_of_one_span_share_a_marker():
    text, kept, numbers = renumber("甲[1][2]，乙[2]", [citation(1, 0, 3), citation(2, 0, 3)])
    assert (text, len(kept), numbers) == ("甲[1]，乙[1]", 1, {1: 1, 2: 1})


def test_a_marker_without_citation_is_an_error():
    with pytest.raises(ValueError, match=r"Marker \[7\] has no citation; there are \[1\]"):
        renumber("甲[7]", [citation(1, 0, 3)])


def test_a_whole_answer_has_no_problems():
    assert check_answer("甲[1]，乙[2]。", [citation(1, 0, 3), citation(2, 4, 17)], lambda _: TEXT) == []
    assert check_answer("甲[1]", [citation(1, 0, 3), citation(2, 4, 17)], lambda _: TEXT, elsewhere=[2]) == []


def test_every_problem_of_an_answer_is_named():
    wrong = citation(2, 4, 17).model_copy(update={"quote": "别的话"})
    problems = check_answer("甲[1][9]", [citation(1, 0, 3), citation(1, 17, 20), wrong], lambda _: TEXT)
    assert problems == [
        "[9] has no citation",
        "[2] is not referred to",
        "[1] stands for several citations",
        "[2] is not guangdong/000.txt at 4:17: '别的话'",
    ]


def test_of_thousands_of_quotations_those_that_the_answer_names_are_numbered_by_appearance(tmp_path):
    (tmp_path / "a.txt").write_text("甲乙丙丁" * 300, encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "index")
    index = LocalIndex.open(tmp_path / "index")
    quotations = Quotations(index, index.by_id)
    marks = [quotations.mark(next(iter(index.by_id)), Span(at, at + 1), (), 1.0) for at in range(1100)]
    said, kept, _ = renumber(f"粤府办[2012]101号[{marks[1099]}]，其他[{marks[999]}]", quotations.citations)
    assert said == "粤府办[2012]101号[1]，其他[2]"
    assert [citation.start for citation in kept] == [1099, 999]
