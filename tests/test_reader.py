"""Documents as HTML: all of the text, in its order, with exactly the cited passage marked."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Document, DocumentInfo, Metadata, Section, Span
from index.reading import read_documents
from index.relations import Relation
from rag.citations import cite
from rag.lifecycle import Force
from ui.reader import document_html, passage_of
from ui.render import Desk
from ui.standing import Standing

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@cache
def document(path: Path) -> Document:
    (document,) = read_documents(path, source=path.name)
    return document


def shown(html: str) -> str:
    """The text of a piece of HTML without white space, which paragraphs do not keep."""
    return squeezed(unescape(re.sub(r"<[^>]+>", "", html)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def body(html: str) -> str:
    return html.split('<div class="document-text" lang="zh-CN">')[1]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_all_of_the_text_is_shown_once_and_in_order(path: Path) -> None:
    html = body(document_html(document(path), None, Desk("zh"), Standing()))
    assert shown(html) == squeezed(document(path).text)
    assert "<mark>" not in html


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_exactly_the_cited_passage_is_marked(data: st.DataObject) -> None:
    read = document(data.draw(st.sampled_from(SEEDS)))
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, min(start + 400, len(read.text))))
    html = body(document_html(read, Span(start, end), Desk("zh"), Standing()))
    assert shown("".join(re.findall(r"<mark>(.*?)</mark>", html))) == squeezed(read.text[start:end])
    assert shown(html) == squeezed(read.text)


def test_of_several_places_the_one_nearest_to_the_citation_is_meant_in_whatever_spacing() -> None:
    cited_text, quote = "总则。" * 20 + "补贴500元。", "补贴500元。"
    info = DocumentInfo("d", "a.txt", "", "", len(cited_text), 1, Metadata())
    cited = cite(info, cited_text, Span(60, 67), heading_path=(), marker=1, score=1.0)
    updated = quote + cited_text.replace(quote, "补贴 ５００ 元。") + "附则。" * 20 + quote
    assert passage_of(Document("d", "a.txt", "", "", updated), cited) == Span(67, 76)
    assert passage_of(Document("d", "a.txt", "", "", cited_text), cited) == Span(60, 67)
    assert passage_of(Document("d", "a.txt", "", "", updated.replace("补贴", "罚款")), cited) is None


def test_a_heading_is_bold_and_its_sentence_is_not() -> None:
    text = "一、目标。到2015年增长20%。"
    read = Document("d", "a.txt", "", "", text, sections=(Section(0, 1, "一、目标", ("一、目标",), 0, len(text)),))
    assert '<strong class="heading">一、目标</strong>。到2015年增长20%。' in document_html(
        read, None, Desk("zh"), Standing()
    )


def test_what_repeats_is_dimmed_and_told() -> None:
    read = Document("d", "a.txt", "", "", "甲乙丙甲乙丁", repeats=(Span(3, 5),))
    assert re.search(
        r'甲乙丙<span class="repeat" title="[^"]+">甲乙</span>丁', document_html(read, None, Desk("zh"), Standing())
    )


def test_what_is_not_stated_says_so_and_what_is_inferred_too() -> None:
    read = Document("d", "a.txt", "", "", "正文", metadata=Metadata(region="四川", region_inferred=True))
    html = document_html(read, None, Desk("en"), Standing())
    assert "inferred from the wording" in html
    assert html.count("not stated") == 7


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("http://www.sz.gov.cn/zfgb/t1.htm", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ('https://a.cn/" onclick="x', False),
    ],
)
def test_only_a_web_address_becomes_a_link(address: str, linked: bool) -> None:
    html = document_html(
        Document("d", "a.txt", "", "", "正文", metadata=Metadata(source_url=address)), None, Desk("zh"), Standing()
    )
    assert ("<a href=" in html) is linked
    assert 'onclick="' not in html


def test_sections_that_lie_apart_lose_no_text() -> None:
    text = "序\n一、甲\n中\n二、乙\n尾"
    sections = (Section(0, 1, "一、甲", ("一、甲",), 2, 5), Section(1, 1, "二、乙", ("二、乙",), 8, 11))
    html = body(document_html(Document("d", "a.txt", "", "", text, sections=sections), None, Desk("zh"), Standing()))
    assert shown(html) == squeezed(text)
    assert re.findall(r'data-ordinal="(\d)"', html) == ["0", "1"]


@pytest.mark.parametrize(
    ("pages", "third"),
    [
        ((0, 9, 9), "第 3 页"),
        ((0, 8), "第 2 页"),  # a page that begins with the end of a line: its first line is the next
        ((0, 6), "第 2 页"),  # within a line, whose beginning is cited with the page before
    ],
)
def test_a_page_begins_with_its_number_before_its_first_line(pages, third) -> None:
    text = "第一页。\n还是。\n第三页。"
    html = body(document_html(Document("d", "a.pdf", "", "", text, pages=pages), None, Desk("zh"), Standing()))
    assert re.findall(r'aria-label="(第 \d 页)"><p dir="auto">(\S+)</p>', html) == [
        ("第 1 页", "第一页。"),
        (third, "第三页。"),
    ]


def test_a_repealed_document_says_so_and_names_what_repealed_it() -> None:
    old, new = Metadata(title="旧办法", status="现行有效"), Metadata(title="新办法", document_number="甲〔2020〕1号")
    infos = {"n": DocumentInfo("n", "b.txt", "", "", 1, 1, new)}
    force = Force("repealed", {"title": "旧办法", "by": "新办法"})
    relations = [
        Relation("cites", "《某法》"),
        Relation("repealed_by", "《旧办法》", "n"),
        Relation("similar", "", "n", 0.83),
    ]
    read = Document("d", "a.txt", "", "", "正文", metadata=old)
    html = document_html(read, None, Desk("zh", documents=infos), Standing(force, relations))
    assert '<b class="force void">已废止</b>' in html
    assert '<p class="notice" role="status">《旧办法》已被《新办法》废止' in html
    told = unescape(re.sub(r"<[^>]+>", " ", "".join(re.findall(r'<details class="references".*?</details>', html))))
    assert told.split() == [
        *["被以下文件废止", "(1)", "新办法", "甲〔2020〕1号"],
        *["引用的文件", "(1)", "《某法》"],
        *["内容相近的文件（转发、改写）", "(1)", "新办法", "甲〔2020〕1号", "·", "83%", "相同"],
    ]
    assert '<b class="force">现行有效</b>' in document_html(read, None, Desk("zh"), Standing())
