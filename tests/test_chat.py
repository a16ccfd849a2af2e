"""The chat page in a real Chromium, over the real engine and the documents in seeds/."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Event, Question
from rag.settings import Settings

SEEDS = Path(__file__).parent.parent / "seeds"
SURVEY = "哪些省份提出同网同价政策"
REFUSED = "火星基地的补贴标准是多少？"
HOSTILE = (
    "月球省人民政府办公厅关于月球基地补贴的通知\n\n一、补贴标准\n"
    "月球基地补贴标准为每平方米五百元<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
    '[点此](javascript:window.pwned=3)<button class="chip" data-event="open" data-view="documents">9</button>'
    "${window.pwned = 4}{{constructor}}\u202e倒写的字\u202c**粗体**[1]。\n"
)

# Gradio counts its events with pandas, in words that pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

Open = Callable[..., Page]
Serve = Callable[..., str]


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait until it is answered."""
    answered = page.locator("#past .turn").count()
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    expect(page.locator("#past .turn")).to_have_count(answered + 1)
    expect(page.locator("#send")).to_be_visible()


def marked(page: Page) -> str:
    """The highlighted text of the document beside the conversation."""
    expect(page.locator("#evidence mark").first).to_be_visible()
    return "".join(page.locator("#evidence mark").all_inner_texts())


def test_a_survey_shows_every_document_with_its_verdict(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    rows = page.locator(".coverage tbody tr")
    verdicts = [(row.locator("th").inner_text(), row.locator(".verdict").inner_text()) for row in rows.all()]
    assert verdicts == [
        ("广东", "● 明确"),
        ("四川", "◐ 相近"),
        ("吉林", "◐ 相近"),
        ("湖南", "○ 未提"),
        ("深圳", "○ 未提"),
    ]
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查")
    expect(page.locator(".foot")).to_contain_text("依据原文摘录，未使用语言模型")
    expect(page.locator(".summary .stated")).to_contain_text("广东")


def test_a_chip_opens_its_passage_highlighted_and_in_sight(open_page: Open, address: str) -> None:
    citations = httpx.post(f"{address}/v1/ask", json={"question": SURVEY}).json()["citations"]
    page = open_page(address)
    ask(page, SURVEY)
    for citation in citations:
        page.locator(f'.coverage .chip[data-marker="{citation["marker"]}"]').click()
        expect(page.locator(".cited-path")).to_have_text(" › ".join(citation["heading_path"]))
        assert marked(page) == citation["quote"]
        expect(page.locator("#evidence mark").first).to_be_in_viewport()
        expect(page.locator(".cited-facts")).to_contain_text(citation["document_number"] or "文号 未载明")


def test_the_sources_stand_beside_the_answer_with_their_quotations(open_page: Open, address: str) -> None:
    citations = httpx.post(f"{address}/v1/ask", json={"question": SURVEY}).json()["citations"]
    page = open_page(address)
    ask(page, SURVEY)
    expect(page.locator("#evidence .card-quote")).to_have_text([citation["quote"] for citation in citations])
    page.locator("#evidence .card").nth(1).click()
    assert marked(page) == citations[1]["quote"]
    page.get_by_role("button", name="‹ 来源").click()
    expect(page.locator("#evidence .card")).to_have_count(len(citations))


def test_a_region_opens_its_document_and_the_contents_lead_through_it(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    page.locator(".coverage th button", has_text="湖南").click()
    expect(page.locator(".facts")).to_contain_text("湖南省人民政府办公厅")
    expect(page.locator(".facts")).to_contain_text("未载明")
    page.locator(".contents summary").click()
    page.locator(".contents button", has_text="（四）发展目标").click()
    expect(page.locator(".document-text .heading", has_text="（四）发展目标")).to_be_in_viewport()


def test_an_inferred_region_says_so(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator("#evidence .card", has_text="四川").click()
    expect(page.locator(".facts .inferred")).to_have_text("由行文推断")


def test_an_example_question_asks_itself(open_page: Open, address: str) -> None:
    page = open_page(address)
    example = page.locator(".example").first
    question = example.inner_text()
    example.click()
    expect(page.locator("#past .question")).to_have_text(question)
    expect(page.locator("#past .foot")).to_be_visible()


def test_a_refusal_looks_like_an_answer_of_its_own(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, REFUSED)
    expect(page.locator(".refusal .refusal-title")).to_contain_text("5 份文件中没有依据")
    for chip in page.locator(".refusal .chip").all():
        expect(chip).to_be_hidden()


def test_a_follow_up_is_understood_from_what_came_before(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, "吉林的高技术服务业营业收入年均增长目标是多少？")
    ask(page, "那湖南呢？")
    expect(page.locator("#past .turn").nth(1).locator(".understood")).to_contain_text("湖南")
    page.get_by_role("button", name="＋ 新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "那湖南呢？")
    expect(page.locator("#past .turn")).to_have_count(1)


def test_an_english_browser_gets_an_english_page_and_can_switch(open_page: Open, address: str) -> None:
    page = open_page(address, locale="en-GB")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#box textarea")).to_have_attribute("placeholder", "Ask about these documents…")
    ask(page, SURVEY)
    expect(page.locator(".examined")).to_have_text("5 of 5 documents checked")
    expect(page.locator(".verdict").first).to_contain_text("stated")
    page.get_by_role("button", name="切换到中文").click()
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查")
    expect(page.locator("#evidence h2")).to_have_text("来源 (3)")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_address_can_choose_the_language(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    expect(page.locator("#send")).to_have_text("Send")


def test_the_theme_follows_the_system_and_can_be_switched_for_good(open_page: Open, address: str) -> None:
    page = open_page(address, color_scheme="dark")
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    page.get_by_role("button", name="切换明暗").click()
    expect(page.locator("body")).not_to_have_class(re.compile(r"\bdark\b"))
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("body")).not_to_have_class(re.compile(r"\bdark\b"))


@pytest.mark.parametrize("question", [SURVEY, "比较各省的人才政策", REFUSED])
def test_a_phone_never_scrolls_sideways_and_gets_sources_as_a_sheet(
    open_page: Open, address: str, question: str
) -> None:
    page = open_page(address, width=360, height=720)
    expect(page.locator("#evidence")).to_be_hidden()
    ask(page, question)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("document.getElementById('scroll').scrollWidth") <= 360
    page.locator(".foot button").click()
    page.locator("#evidence .card").first.click()
    expect(page.locator("#evidence mark").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.keyboard.press("Escape")
    expect(page.locator("#evidence")).to_be_hidden()


def test_the_keyboard_alone_reaches_a_passage(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('#past .chip')"):
            break
    page.keyboard.press("Enter")
    assert marked(page)


def test_a_question_that_cannot_be_asked_is_told_why(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, "问" * 2_001)
    expect(page.locator(".failure")).to_contain_text("2001")
    ask(page, SURVEY)
    expect(page.locator(".coverage")).to_be_visible()


def test_nothing_that_is_asked_or_quoted_becomes_markup(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "<img src=x onerror='window.pwned = 5'>.txt").write_text(HOSTILE, "utf-8")
    ingest([tmp_path / "files", SEEDS], tmp_path / "index")
    page = open_page(serve(Settings(index=tmp_path / "index")))
    ask(page, "月球基地补贴标准是多少？<script>window.pwned = 6</script>${window.pwned = 7}\u202e倒写\u202c")
    expect(page.locator("#past .question")).to_contain_text("<script>window.pwned = 6</script>${window.pwned = 7}")
    expect(page.locator("#past .question .control")).to_have_text(["U+202E", "U+202C"])
    expect(page.locator("#past .answer")).to_contain_text("<script>window.pwned = 1</script>")
    page.locator("#past .answer-text .chip").first.click()
    expect(page.locator(".document-text")).to_contain_text("${window.pwned = 4}{{constructor}}")
    expect(page.locator(".document-text button, .document-text img, .document-text a")).to_have_count(0)
    expect(page.locator('[href^="javascript"]')).to_have_count(0)
    expect(page.locator("#past .answer-text .chip", has_text="9")).to_have_count(0)
    assert "\u202e" not in page.content()
    assert page.evaluate("window.pwned") is None


def test_a_page_without_an_index_tells_the_first_step_and_picks_it_up(
    open_page: Open, serve: Serve, tmp_path: Path
) -> None:
    settings = Settings(index=tmp_path / "index")
    page = open_page(serve(settings))
    expect(page.locator(".welcome code")).to_have_text("zhengwen ingest 文件夹")
    ask(page, SURVEY)
    expect(page.locator(".failure")).to_contain_text("zhengwen ingest")
    ingest([SEEDS], settings.index)
    expect(page.locator(".state")).to_contain_text("5 份文件")
    ask(page, SURVEY)
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查")


class Deliberate(PolicyQA):
    """The engine with a pause before each event, so that what happens meanwhile can be looked at."""

    def stream(self, question: Question) -> Iterator[Event]:
        for event in super().stream(question):
            time.sleep(0.25)
            yield event


def test_an_answer_shows_its_stages_and_can_be_stopped(open_page: Open, serve: Serve, seeds_index: Path) -> None:
    engine = Deliberate.open(Settings(index=seeds_index))
    page = open_page(serve(Settings(index=seeds_index), lambda: engine))
    page.locator("#box textarea").fill(SURVEY)
    page.locator("#send").click()
    expect(page.locator("#live .question")).to_have_text(SURVEY)
    expect(page.locator("#live .steps .now")).to_have_text(re.compile(r"核对 [1-5]/5"))
    expect(page.locator("#live .steps .done").first).to_contain_text("理解")
    page.locator("#stop").click()
    expect(page.locator("#live")).to_contain_text("已停止")
    expect(page.locator("#box textarea")).to_have_value(SURVEY)
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator("#past .turn")).to_have_count(0)


def test_what_comes_while_it_is_worded_is_shown_as_it_comes(open_page: Open, serve: Serve, seeds_index: Path) -> None:
    engine = Deliberate.open(Settings(index=seeds_index))
    page = open_page(serve(Settings(index=seeds_index), lambda: engine))
    page.locator("#box textarea").fill(SURVEY)
    page.locator("#send").click()
    expect(page.locator("#live .answer-text")).to_contain_text("广东")
    expect(page.locator("#live .answer-text .chip")).to_have_count(0)


def test_the_documentation_of_the_api_stays_on_this_machine(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.goto(f"{address}/docs")
    expect(page.get_by_text("/v1/ask", exact=True)).to_be_visible()
