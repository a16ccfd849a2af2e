from datetime import UTC, datetime

import pytest

from eval.gold import GoldQuestion
from eval.judging import EvidenceFound, covers, faults, find_evidence, places, region_verdicts, touches
from eval.metrics import Outcome, Share, accuracy_by_type, latencies, percentile, shares
from eval.reports import Report, formatted, write
from eval.runs import Texts, judged, run
from index.documents import Span
from index.lexicon import fold
from rag.records import Answer, Citation, Coverage, Finding, Generator, IndexState, Timings

TEXT = "第一条 用水、用电、用气\n同网同价。（省物价局负责）第二条 同网同价。宽带超过４０００Ｇ。"


def gold(**values):
    return GoldQuestion(**({"id": "q1", "type": "fact", "question": "谁负责？", "answerable": True} | values))


def citation(start, end, marker=1, document_id="d0", quote=None):
    return Citation(
        marker=marker,
        document_id=document_id,
        title="通知",
        region="广东",
        issuer=None,
        document_number=None,
        issued_on=None,
        published_on=None,
        heading_path=[],
        quote=TEXT[start:end] if quote is None else quote,
        start=start,
        end=end,
        source="000.txt",
        score=1.0,
    )


def finding(region, verdict):
    return Finding(document_id=region, title="", region=region, verdict=verdict, citations=[], note=None)


def coverage(**verdicts):
    findings = [finding(region, verdict) for region, verdict in verdicts.items()]
    return Coverage(scope_documents=len(findings), examined_documents=len(findings), complete=True, findings=findings)


def answer(text="省物价局负责。", status="answered", citations=(), coverage=None):
    return Answer(
        id="a",
        question="谁负责？",
        standalone_question="谁负责？",
        language="zh",
        kind="fact",
        status=status,
        answer=text,
        citations=list(citations),
        coverage=coverage,
        table=None,
        generator=Generator(kind="extractive"),
        index=IndexState(generation=1, embedder="e", built_at="2026-01-01T00:00:00Z"),
        timings_ms=Timings(understand=0, retrieve=0, compose=0, total=0),
        notices=[],
    )


def test_every_group_of_facts_needs_one_spelling_whatever_the_width_case_and_spaces():
    question = gold(facts=[["4000G"], ["物价局", "价格局"]])
    assert faults(question, answer("超过 ４０００ｇ，省物 价局")) == ()
    assert faults(question, answer("超过４０００ｇ")) == ("缺少 / misses: 物价局 | 价格局",)


def test_a_marker_is_not_read_as_a_figure():
    assert faults(gold(facts=[["25"]]), answer("国家级[25]")) == ("缺少 / misses: 25",)
    assert faults(gold(facts=[["深府[2012]124号"]]), answer("深府[2012]124号[1]")) == ()


def test_a_forbidden_string_is_a_fault():
    assert faults(gold(forbidden=["粤府办"]), answer("粤 府办")) == ("不应出现 / must not say: 粤府办",)


@pytest.mark.parametrize(("kind", "limit"), [("fact", 400), ("aggregate", 1200), ("compare", 1200)])
def test_an_answer_may_be_as_long_as_its_type_allows_without_markers(kind, limit):
    assert faults(gold(type=kind), answer("字" * limit + "[1][12]")) == ()
    assert faults(gold(type=kind), answer("字" * (limit + 1))) == (f"过长 / too long: {limit + 1} > {limit}",)


def test_status_decides_before_the_wording():
    refusal = answer("文件未载明", status="insufficient_evidence")
    assert faults(gold(facts=[["物价局"]]), refusal) == ("文件有载明，却称无依据 / refused what the documents say",)
    assert faults(gold(answerable=False), refusal) == ()
    assert faults(gold(answerable=False), answer()) == (
        "文件未载明，却作了回答 / answered what the documents do not say",
    )


def test_the_stated_regions_must_be_exactly_the_right_ones():
    question = gold(type="aggregate", regions={"yes": ["广东", "湖南"], "related": ["四川"], "no": ["吉林"]})
    right = coverage(广东="stated", 湖南="stated", 四川="absent", 吉林="related")
    assert faults(question, answer(coverage=right)) == ()
    wrong = coverage(广东="stated", 湖南="related", 四川="stated")
    assert faults(question, answer(coverage=wrong)) == (
        "漏列地区 / region not stated: 湖南",
        "误列地区 / region wrongly stated: 四川",
    )
    assert len(faults(question, answer(coverage=None))) == 2


def test_the_strongest_verdict_of_a_region_counts():
    findings = [finding("广东", "absent"), finding("广东", "stated"), finding("广东", "related")]
    several = coverage().model_copy(update={"findings": findings})
    assert region_verdicts(several) == {"广东": "stated"}
    assert region_verdicts(None) == {}


def test_evidence_is_found_at_every_place_across_widths_and_line_breaks():
    assert places(fold(TEXT), "同网同价。") == (Span(13, 18), Span(30, 35))
    assert places(fold(TEXT), "用气同网同价") == (Span(10, 17),)
    assert [TEXT[s.start : s.end] for s in places(fold(TEXT), "4000G")] == ["４０００Ｇ"]
    assert places(fold(TEXT), "没有这句") == ()


def test_half_of_the_evidence_is_enough_and_less_is_not():
    assert covers(Span(0, 5), Span(0, 10))
    assert covers(Span(5, 100), Span(0, 10))
    assert not covers(Span(6, 100), Span(0, 10))
    assert not covers(Span(10, 20), Span(0, 10))


def test_evidence_counts_as_cited_at_any_of_its_places_in_its_own_document():
    question = gold(evidence=[{"doc": "000.txt", "quote": "同网同价。"}])
    texts = (("d0", "000.txt", fold(TEXT)), ("d1", "001.txt", fold(TEXT)))

    def cited(*citations):
        return [found.cited for found in find_evidence(question, texts, citations)]

    assert cited(citation(30, 35)) == cited(citation(13, 18)) == [True]
    assert cited(citation(13, 18, document_id="d1")) == [False]
    assert cited(citation(0, 14)) == [False]
    assert cited() == [False]


def test_a_citation_touches_evidence_with_one_character_of_the_same_document():
    evidence = [EvidenceFound("000.txt", "同网同价。", (("d0", Span(13, 18)),), True)]
    assert touches(citation(0, 14), evidence)
    assert not touches(citation(0, 13), evidence)
    assert not touches(citation(0, 14, document_id="d1"), evidence)


def outcome(right=True, kind="fact", answerable=True, refused=False, **values):
    faulty = () if right else ("wrong",)
    status = "insufficient_evidence" if refused else "answered"
    values = {"milliseconds": 10.0, "answer": answer(status=status), "error": None} | values
    return Outcome(gold=gold(type=kind, answerable=answerable), faults=faulty, **values)


def test_accuracy_is_the_share_of_right_answers_over_all_and_by_type():
    outcomes = [outcome(), outcome(False), outcome(kind="who"), outcome(False, kind="who"), outcome(False, kind="who")]
    assert shares(outcomes)["accuracy"] == Share(2, 5)
    assert accuracy_by_type(outcomes) == {"fact": Share(1, 2), "who": Share(1, 3)}


def test_refusal_precision_and_recall():
    outcomes = [
        outcome(answerable=False, refused=True),
        outcome(answerable=False, refused=True),
        outcome(False, answerable=False),
        outcome(False, refused=True),
        outcome(),
    ]
    figures = shares(outcomes)
    assert figures["refusal_precision"] == Share(2, 3)
    assert figures["refusal_recall"] == Share(2, 3)


def test_citation_figures_count_citations_and_evidence_over_all_questions():
    found = EvidenceFound("000.txt", "甲", (("d0", Span(0, 1)),), True)
    missed = EvidenceFound("000.txt", "乙", (("d0", Span(5, 6)),), False)
    outcomes = [
        outcome(valid=(True, True), touching=(True, False), evidence=(found, missed)),
        outcome(valid=(False,), touching=(True,), evidence=(found,)),
        outcome(valid=(True,), touching=(False,), answerable=False, refused=True),
    ]
    figures = shares(outcomes)
    assert figures["citation_validity"] == Share(3, 4)
    assert figures["citation_recall"] == Share(2, 3)
    assert figures["citation_precision"] == Share(2, 3)  # the refusal has no evidence to touch


def test_verdict_accuracy_counts_regions_of_aggregate_questions_alone():
    verdicts = {"广东": ("stated", "stated"), "四川": ("related", "absent"), "湖南": ("absent", None)}
    outcomes = [outcome(kind="aggregate", verdicts=verdicts), outcome(kind="compare", verdicts=verdicts), outcome()]
    assert shares(outcomes)["verdict_accuracy"] == Share(1, 3)


def test_of_nothing_there_is_no_share():
    assert {share.value for share in shares([]).values()} == {None}
    assert formatted("accuracy", None) == "—"


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, None), ([7], 95, 7), ([1, 2, 3, 4], 50, 2), ([4, 3, 2, 1, 5], 50, 3), (range(1, 101), 95, 95)],
)
def test_percentiles_are_values_that_occur(values, percent, expected):
    assert percentile(values, percent) == expected


def test_a_failed_question_has_no_latency():
    outcomes = [outcome(milliseconds=5.0), outcome(False, answer=None, milliseconds=9_000.0)]
    assert latencies(outcomes) == {"latency_median_ms": 5.0, "latency_p95_ms": 5.0}


TEXTS = Texts(lambda document_id: TEXT if document_id == "d0" else "", (("d0", "000.txt", fold(TEXT)),))


def test_an_outcome_holds_everything_that_is_judged():
    regions = {"yes": ["广东"], "related": [], "no": ["湖南"]}
    evidence = [{"doc": "000.txt", "quote": "省物价局负责"}, {"doc": "000.txt", "quote": "查无此句"}]
    question = gold(type="aggregate", facts=[["物价局"]], regions=regions, evidence=evidence)
    citations = [citation(19, 25), citation(0, 3, marker=2, quote="别的")]
    said = answer("广东：省物价局负责[1][3]。", citations=citations, coverage=coverage(广东="stated"))
    found = judged(question, said, TEXTS, milliseconds=3.0)
    assert found.right
    assert found.valid == (True, False)
    assert found.touching == (True, False)
    assert [e.cited for e in found.evidence] == [True, False]
    assert found.verdicts == {"广东": ("stated", "stated"), "湖南": ("absent", None)}
    assert found.citation_faults == (
        "[3] has no citation",
        "[2] is not referred to",
        "[2] is not 000.txt at 0:3: '别的'",
    )


class Raising:
    """An engine that fails on one question."""

    def ask(self, question):
        if question.question == "坏":
            raise RuntimeError("index on fire")
        return answer("省物价局负责[1]。", citations=[citation(19, 25)])


def test_a_question_that_raises_is_wrong_and_the_next_is_asked(tmp_path):
    evidence = [{"doc": "000.txt", "quote": "省物价局负责"}]
    questions = [
        gold(id="bad", question="坏", facts=[["物价局"]], evidence=evidence),
        gold(id="refuse", question="坏", answerable=False),
        gold(id="good", facts=[["物价局"]], evidence=evidence),
    ]
    outcomes = tuple(run(questions, Raising(), TEXTS))
    assert [o.right for o in outcomes] == [False, False, True]
    assert outcomes[0].error == "RuntimeError: index on fire"
    figures = shares(outcomes)
    assert (figures["accuracy"], figures["citation_recall"]) == (Share(1, 3), Share(1, 2))

    report = Report("gold.jsonl", "data/index", datetime(2026, 11, 21, 8, 30, tzinfo=UTC), outcomes)
    folder = write(report, tmp_path)
    assert folder == tmp_path / "20261121-083000"
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "| 准确率 · accuracy | 0.333 | 1 / 3 |" in text
    assert "### bad · fact: 坏" in text
    assert "出错 / failed: RuntimeError: index on fire" in text
    assert "### good" not in text
    for name in ("report.md", "report.json"):
        assert (tmp_path / "latest" / name).read_bytes() == (folder / name).read_bytes()


def test_the_report_tells_what_was_said_what_was_expected_and_what_is_wrong():
    regions = {"yes": ["广东"], "related": ["四川"], "no": []}
    evidence = [{"doc": "000.txt", "quote": "省物价局负责"}, {"doc": "009.txt", "quote": "别处"}]
    question = gold(type="aggregate", facts=[["电", "水"]], regions=regions, evidence=evidence)
    said = answer("第一行\n第二行[1]", citations=[citation(0, 3)], coverage=coverage(广东="related", 四川="related"))
    outcomes = (judged(question, said, TEXTS, milliseconds=3.0),)
    report = Report("gold.jsonl", "data/index", datetime(2026, 11, 21, tzinfo=UTC), outcomes)
    text = report.markdown()
    for line in (
        "- 错在 · why wrong: 缺少 / misses: 电 | 水; 漏列地区 / region not stated: 广东",
        "- 应答 · expected: 电 | 水 · stated: 广东",
        "- 判定 · verdicts: 广东 related (≠ stated); 四川 related",
        "- 未引 · evidence not cited: 省物价局负责 / 别处",
        "  > 第一行\n  > 第二行[1]",
        "- q1: 009.txt: 别处",
    ):
        assert line in text
    figures = report.json()
    assert figures["metrics"]["accuracy"] == 0.0
    assert figures["metrics"]["refusal_recall"] is None
    assert figures["counts"]["verdict_accuracy"] == {"hits": 1, "total": 2}
    assert figures["outcomes"][0]["verdicts"]["广东"] == {"expected": "stated", "given": "related"}
    assert figures["evidence_not_in_index"] == [{"id": "q1", "doc": "009.txt", "quote": "别处"}]
