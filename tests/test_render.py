"""Answers as HTML: what the engine writes is shown, and nothing else becomes markup."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from index.documents import DocumentInfo, Metadata
from index.relations import Relation
from index.reports import FileReport
from rag.lifecycle import Force
from rag.records import Answer, Cell, Citation, Coverage, Finding, Generator, IndexState, Table, Timings, Verdict
from ui.catalogue import catalogue_html, intake_html
from ui.conversations import Title
from ui.exchange import Exchange
from ui.figures import survey_figures_html, timeline_html
from ui.findings import coverage_html, summary_html
from ui.library import Intake, Shelf
from ui.markdown import Chips, text_html
from ui.markup import attribute, escape
from ui.messages import CHINESE, ENGLISH, messages
from ui.quality import report_html
from ui.render import Desk, Step, answer_html, cards_html, exchange_html, steps_html, table_html
from ui.scope import facets
from ui.scopebar import scopebar_html
from ui.sidebar import sidebar_html
from ui.standing import Standing, standing_html


def citation(marker: int, quote: str = "年均增长20%以上", region: str | None = "广东") -> Citation:
    return Citation(
        marker=marker,
        document_id="d",
        title="通知",
        region=region,
        issuer=None,
        document_number=None,
        issued_on=None,
        published_on=None,
        heading_path=["一、目标"],
        quote=quote,
        start=0,
        end=len(quote),
        source="a.txt",
        score=1.0,
    )


CHIPS = Chips(0, [citation(1), citation(2)], "zh")


class Texts(HTMLParser):
    """Collects the text of HTML and the names of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)


def parsed(html: str) -> Texts:
    texts = Texts()
    texts.feed(html)
    texts.close()
    return texts


def test_a_marker_becomes_a_chip_only_if_it_has_a_citation() -> None:
    html = text_html("增长20%[1]，到2015年[7]。", CHIPS)
    assert re.findall(r'data-marker="(\d+)"', html) == ["1"]
    assert parsed(html).text == "增长20%1，到2015年[7]。"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        (r"见注\[3\]", "见注[3]"),
        ("3.5亿元", "3.5亿元"),
        ("1、信息技术服务", "1、信息技术服务"),
        ("粤府办[2012]101号", "粤府办[2012]101号"),
        ("-5%", "-5%"),
        ("**重点** 5 * 3", "重点 5 * 3"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("<b onclick=x>粗</b>", "<b onclick=x>粗</b>"),
        ("![](https://evil.example/a.png)", "![](https://evil.example/a.png)"),
        ("# 标题", "标题"),
    ],
)
def test_what_is_shown_is_what_was_written(markdown: str, shown: str) -> None:
    texts = parsed(text_html(markdown, CHIPS))
    assert texts.text == shown
    assert texts.elements <= {"p", "ul", "li", "span", "strong"}


def test_lists_and_paragraphs_keep_their_order() -> None:
    html = text_html("前言\n续行\n- 甲[1]\n- 乙\n\n后话", CHIPS)
    assert re.sub(r"<button.*?</button>|<(/?\w+)[^>]*>", r"<\1>", html) == (
        "<p>前言<br>续行</p><ul><li>甲<></li><li>乙</li></ul><p>后话</p>"
    )


@given(st.text(alphabet=st.sampled_from(list("甲乙<>&\"'[]()*-#\\1./`${}!:\n \u202e\u2066\x07")), max_size=60))
def test_no_text_whatsoever_becomes_another_element(text: str) -> None:
    html = text_html(text, CHIPS)
    assert parsed(html).elements <= {"p", "br", "ul", "li", "span", "strong", "button"}
    assert html.count("<button") == len(re.findall(r'class="chip"', html))
    assert not re.search("[\u202e\u2066\x07]", html)


@given(st.text())
def test_an_attribute_stays_inside_its_quotes(text: str) -> None:
    html = f'<i title="{attribute(text)}" data-end="yes">'
    parser = HTMLParser()
    seen: list[list[tuple[str, str | None]]] = []
    parser.handle_starttag = lambda tag, attrs: seen.append(attrs)  # type: ignore[method-assign]
    parser.feed(html)
    assert [name for name, _ in seen[0]] == ["title", "data-end"]


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs"))))
def test_escaping_loses_nothing(text: str) -> None:
    assert parsed(f"<i>{escape(text)}</i>").text == text


def test_an_incomplete_survey_says_that_it_is_incomplete() -> None:
    finding = Finding(document_id="d", title="通知", region="广东", verdict="stated", citations=[1], note=None)
    coverage = Coverage(scope_documents=3, examined_documents=1, complete=False, findings=[finding])
    text = parsed(coverage_html(coverage, CHIPS, CHINESE)).text
    assert "1 / 3 份文件已检查" in text
    assert "2 份文件未能检查" in text


def test_the_short_answer_names_a_place_once_where_places_were_asked_for() -> None:
    said: list[tuple[str, Verdict, list[int]]] = [
        ("广东", "absent", []),
        ("广东", "stated", [1]),
        ("广东", "stated", [2]),
    ]
    findings = [
        Finding(document_id=str(n), title="通知", region=region, verdict=verdict, citations=markers, note=None)
        for n, (region, verdict, markers) in enumerate([*said, ("湖南", "absent", [])])
    ]
    coverage = Coverage(scope_documents=4, examined_documents=4, complete=True, findings=findings, by="place")
    assert parsed(summary_html(coverage, CHIPS, CHINESE)).text == "明确提出 1 个：广东12未提及 1 个：湖南"
    by_document = coverage.model_copy(update={"by": "document"})
    assert "明确提出 2 个" in parsed(summary_html(by_document, CHIPS, CHINESE)).text
    assert parsed(coverage_html(coverage, CHIPS, CHINESE)).text.count("广东") >= 3


def test_a_document_of_no_known_region_is_called_by_its_title() -> None:
    finding = Finding(document_id="d", title="<通知>", region=None, verdict="related", citations=[2], note="<差别>")
    coverage = Coverage(scope_documents=1, examined_documents=1, complete=True, findings=[finding])
    text = parsed(coverage_html(coverage, CHIPS, ENGLISH)).text
    assert "<通知>" in text
    assert "<差别>" in text


def test_an_empty_cell_of_a_comparison_says_not_stated() -> None:
    row = [Cell(text="湖南"), Cell(text=""), Cell(text="落户[3]奖励", citations=[2])]
    html = table_html(Table(columns=["地区", "<税收>", "人才"], rows=[row]), CHIPS, CHINESE)
    assert parsed(html).text == "地区<税收>人才湖南未载明落户[3]奖励2"
    assert 'data-label="&lt;税收&gt;"' in html


def test_the_steps_of_an_answer_tell_count_and_time() -> None:
    steps = [Step("retrieve", seconds=0.012), Step("examine", 3, 5)]
    assert parsed(steps_html(steps, "zh")).text == "检索 12 ms核对 3/5"


def refusal(text: str, citations: list[Citation], table: Table | None = None) -> Answer:
    return Answer(
        id="a",
        question="问",
        standalone_question="问",
        language="zh",
        kind="fact",
        status="insufficient_evidence",
        answer=text,
        citations=citations,
        coverage=None,
        table=table,
        generator=Generator(kind="extractive"),
        index=IndexState(generation=1, embedder="e", built_at="2026-01-01"),
        notices=[],
        timings_ms=Timings(understand=0, retrieve=0, compose=0, total=0),
    )


def test_the_nearest_passages_of_a_refusal_are_folded_away() -> None:
    answer = refusal("没有依据。\n没有此地的文件。\n最接近的段落：\n- 增长20%[1]", [citation(1)])
    html = answer_html(answer, 0, Desk("zh"))
    unfolded, folded = html.split("<details>")
    assert parsed(unfolded).text == f"没有依据。没有此地的文件。{CHINESE.widen}"
    assert "增长20%" in folded
    assert CHINESE.extractive not in html


def test_a_refused_comparison_says_so_and_leaves_the_rest_to_its_table() -> None:
    table = Table(columns=["地区"], rows=[[Cell(text="湖南")]])
    html = answer_html(refusal("- 湖南：未载明", [], table), 0, Desk("zh"))
    assert parsed(html).text.startswith(f"{CHINESE.refused}{CHINESE.widen}地区湖南")
    assert "<details>" not in html


def test_an_error_is_told_in_its_own_words() -> None:
    html = exchange_html(Exchange("<问>", error="没有索引 <index>"), 0, Desk("zh"))
    assert parsed(html).text.startswith("<问>")
    assert '<p class="failure" role="alert">没有索引 &lt;index&gt;</p>' in html
    assert messages("en").failed in exchange_html(Exchange("?"), 0, Desk("en"))


def figures_in(html: str) -> list[Figure]:
    """The figures that a piece of HTML has drawn, checked by Plotly's own schema; its colours are the page's names."""
    found = (json.loads(unescape(drawn)) for drawn in re.findall(r'data-figure="([^"]*)"', html))
    return [Figure(json.loads(re.sub(r"var\(--[a-z-]+\)", "#123456", json.dumps(each)))) for each in found]


def test_a_survey_is_drawn_as_a_map_and_as_bars_of_years() -> None:
    places = [("a", "广东", None, "2012-10-12"), ("b", "深圳", "广东", "2012-11-02"), ("c", "吉林", None, "2013-01-01")]
    verdicts: list[Verdict] = ["absent", "stated", "related"]
    documents = {
        identity: DocumentInfo(identity, "", "", "", 1, 1, Metadata(region=region, region_parent=parent, issued_on=day))
        for identity, region, parent, day in places
    }
    findings = [
        Finding(document_id=identity, title="通知", region=region, verdict=verdict, citations=[], note=None)
        for (identity, region, _, _), verdict in zip(places, verdicts, strict=True)
    ]
    html = survey_figures_html(findings, 0, documents, CHINESE)
    mapped, years = figures_in(html)
    squares = {
        text: (colour, opens)
        for texts, colours, row in zip(mapped.data[0].text, mapped.data[0].z, mapped.data[0].customdata, strict=True)
        for text, colour, opens in zip(texts, colours, row, strict=True)
    }
    assert squares["广东<br>●"] == (1, {"view": "document", "document": "b"})  # by its city
    assert squares["吉林<br>◐"][0] == 2
    assert squares["北京"] == (0, None)
    assert "各省结论：明确：广东；相近：吉林" in html
    assert [(bar.name, list(bar.x), list(bar.y)) for bar in years.data] == [
        ("● 明确", [2012, 2013], [1, 0]),
        ("◐ 相近", [2012, 2013], [0, 1]),
        ("○ 未提", [2012, 2013], [1, 0]),
    ]
    assert '<th scope="row">2012</th><td>1</td><td></td><td>1</td>' in html


def test_a_timeline_is_drawn_from_its_dated_rows() -> None:
    rows = [
        [Cell(text="2012-10-12", citations=[1]), Cell(text="广东"), Cell(text="甲<乙>", citations=[2])],
        [Cell(text="2013"), Cell(text="湖南"), Cell(text="丙")],
        [Cell(text="“十二五”"), Cell(text="湖南"), Cell(text="丁")],
    ]
    table = Table(columns=["日期", "文件", "内容"], rows=rows)
    html = timeline_html(refusal("", [], table), 3, CHINESE)
    [trace] = figures_in(html)[0].data
    assert (list(trace.x), list(trace.text)) == (["2012-10-12", "2013-01-01"], ["2", ""])
    assert trace.customdata[0] == {"view": "citation", "turn": 3, "marker": 2}
    assert trace.hovertext[0] == "2012-10-12 广东 · 甲&lt;乙&gt;"
    assert "时间轴：2012-10-12 – 2013-01-01" in html
    assert timeline_html(refusal("", [], Table(columns=["日期"], rows=rows[1:2])), 0, CHINESE) == ""


HOSTILE = "<script>x</script><img src=x onerror=y>\u202e[1]${z}\"'"


def test_nothing_that_a_file_a_name_or_a_visitor_says_becomes_markup() -> None:
    info = DocumentInfo("d", HOSTILE, HOSTILE, "h", 1, 1, Metadata(title=HOSTILE, region=HOSTILE, issuers=(HOSTILE,)))
    force = Force("repealed", {"title": HOSTILE, "by": HOSTILE})
    file = FileReport(Path(HOSTILE), "failed", HOSTILE)
    [cited] = [citation(1, HOSTILE, HOSTILE)]
    wrong = {"id": HOSTILE, "question": HOSTILE, "right": False, "faults": [HOSTILE]}
    report = {"gold": HOSTILE, "metrics": {HOSTILE: 1}, "counts": {}, "outcomes": [wrong]}
    pieces = [
        sidebar_html([Title(HOSTILE, HOSTILE, "")], HOSTILE, "zh"),
        scopebar_html(facets([info], {"region": [HOSTILE]}, "zh"), 1, 1, "zh"),
        catalogue_html([info], Shelf(query=HOSTILE), 1, True, "zh"),
        standing_html(
            Standing(force, [Relation("cites", HOSTILE), Relation("similar", "", "d", 0.5)]), {"d": info}, "zh"
        ),
        intake_html(Intake((file,), 1, True, HOSTILE), "zh"),
        cards_html([cited], Desk("zh", documents={"d": info}, forces={"d": force})),
        report_html(report, CHINESE),
        exchange_html(Exchange(HOSTILE, scope={"region": [HOSTILE]}), 0, Desk("zh", HOSTILE)),
    ]
    for html in pieces:
        seen = parsed(html)
        assert not {"script", "img"} & seen.elements
        assert "<img src=x onerror=y>" in seen.text
        assert "\u202e" not in html
