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
from rag.records import Answer, Event, Question, Timings
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


def test_conversations_are_kept_named_and_come_back_after_a_reload(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    page.get_by_role("button", name="＋ 新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "深圳的措施由谁解释？")
    expect(page.locator(".title .name")).to_have_text(["深圳的措施由谁解释？", SURVEY])
    page.reload()
    expect(page.locator("#past .question")).to_have_text("深圳的措施由谁解释？")
    page.get_by_role("button", name=SURVEY, exact=True).click()
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查")
    page.locator(f'[aria-label="更多操作: {SURVEY}"]').click()
    page.locator(".menu[open] input").fill("同网同价")
    page.locator(".menu[open] form button").click()
    expect(page.locator(".title .name")).to_have_text(["深圳的措施由谁解释？", "同网同价"])
    page.locator('[aria-label="更多操作: 同网同价"]').click()
    with page.expect_download() as saved:
        page.locator(".menu[open]").get_by_text("另存为 DOCX").click()
    assert saved.value.suggested_filename == "同网同价.docx"
    page.locator(".menu[open] .sure summary").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator(".title .name")).to_have_text(["深圳的措施由谁解释？"])
    expect(page.locator(".welcome")).to_be_visible()


def test_another_browser_sees_nothing_of_a_conversation(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    expect(page).to_have_url(re.compile(r"\?c="))
    other = open_page(page.url)
    expect(other.locator("#past .turn")).to_have_count(0)
    expect(other.locator(".title")).to_have_count(0)


def test_a_question_can_be_edited_and_asked_again(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, "吉林的高技术服务业营业收入年均增长目标是多少？")
    ask(page, "那湖南呢？")
    page.get_by_label("修改问题").first.click()
    page.locator("textarea[name=text]").first.fill(SURVEY)
    page.get_by_role("button", name="重新发送").first.click()
    expect(page.locator("#past .question")).to_have_text([SURVEY])
    expect(page.locator(".coverage")).to_be_visible()
    page.get_by_role("button", name="重试").click()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#past .question")).to_have_text([SURVEY])


class Punctual(PolicyQA):
    """The engine, which always takes as long, so that an answer given again is drawn as it was."""

    def stream(self, question: Question) -> Iterator[Event]:
        always = Timings(understand=1, retrieve=2, compose=3, total=6)
        for event in super().stream(question):
            yield event.model_copy(update={"timings_ms": always}) if isinstance(event, Answer) else event


def test_an_answer_that_comes_out_the_same_again_ends_too(open_page: Open, serve: Serve, seeds_index: Path) -> None:
    engine = Punctual.open(Settings(index=seeds_index))
    page = open_page(serve(Settings(index=seeds_index), lambda: engine))
    ask(page, SURVEY)
    expect(page.locator(".foot")).to_contain_text("6 ms")
    page.get_by_role("button", name="重试").click()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#past .question")).to_have_text([SURVEY])


def test_an_answer_is_judged_with_a_reason_and_the_judgement_stays(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    page.get_by_role("button", name="有误").click()
    page.get_by_label("有遗漏").check()
    page.get_by_label("补充说明").fill("少了云南")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".thanks")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="有误")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="有误").click()
    expect(page.get_by_role("button", name="有误")).to_have_attribute("aria-pressed", "false")


def test_an_answer_is_copied_with_its_references(open_page: Open, address: str) -> None:
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, SURVEY)
    page.locator(".reactions").get_by_role("button", name="复制").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("明确提出 1 个：")
    assert "[1] 广东省人民政府办公厅. 转发省发展改革委" in copied
    page.get_by_role("button", name="复制引用（GB/T 7714）").nth(2).click()
    assert "[A]. 2012-11-23: 四、政策措施（三）完善市场环境." in page.evaluate("navigator.clipboard.readText()")


def test_the_scope_bar_restricts_what_is_asked_and_is_cleared(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator(".facet summary", has_text="地区").click()
    page.locator("[name=region][value=广东]").click()
    expect(page.locator(".picked")).to_have_text(["广东 ✕"])
    page.locator("[name=region][value=四川]").click()
    expect(page.locator(".chosen [role=status]")).to_have_text("已选 2 / 5 份文件：")
    expect(page.locator("#evidence .card")).to_have_count(2)
    ask(page, SURVEY)
    expect(page.locator(".examined")).to_have_text("2 / 2 份文件已检查")
    expect(page.locator(".asked-in")).to_have_text("范围：四川、广东")
    page.get_by_role("button", name="取消 地区 四川").click()
    expect(page.locator(".picked")).to_have_text(["广东 ✕"])
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator(".chosen")).to_have_count(0)


def test_a_refusal_in_a_narrow_scope_offers_to_ask_all_documents(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator(".facet summary", has_text="地区").click()
    page.locator("[name=region][value=深圳]").click()
    expect(page.locator(".picked")).to_have_text(["深圳 ✕"])
    ask(page, SURVEY)
    page.get_by_role("button", name="清除范围，在全部文件中再问").click()
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查")
    expect(page.locator(".picked")).to_have_count(0)


def test_pointing_at_a_chip_shows_what_it_cites(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    page.locator(".coverage .chip").first.hover()
    expect(page.locator("#hover")).to_contain_text("粤府办〔2012〕101号 · 2012-10-12")
    expect(page.locator("#hover")).to_contain_text("三、主要任务及分工 › （二）完善市场环境")
    expect(page.locator("#hover q")).to_contain_text("同网同价")
    page.mouse.move(5, 5)
    expect(page.locator("#hover")).to_be_hidden()
    page.locator(".coverage .chip").nth(1).focus()
    expect(page.locator("#hover")).to_contain_text("同质同量同价")
    page.keyboard.press("Escape")
    expect(page.locator("#hover")).to_be_hidden()


def test_a_survey_is_filtered_sorted_and_saved(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    page.locator(".filter").get_by_text("相近 2").click()
    expect(page.locator(".coverage tbody tr:visible th")).to_have_text(["四川", "吉林"])
    page.locator(".filter").get_by_text("全部 5").click()
    page.get_by_role("button", name="结论").click()
    expect(page.locator(".coverage tbody th").last).to_have_text("广东")
    expect(page.locator("th", has_text="结论")).to_have_attribute("aria-sort", "descending")
    for kind in ("CSV", "XLSX"):
        with page.expect_download() as saved:
            page.get_by_role("link", name=kind).click()
        assert saved.value.suggested_filename == f"{SURVEY}.{kind.lower()}"


def test_a_survey_is_drawn_as_a_map_whose_squares_open_their_documents(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, SURVEY)
    page.locator(".figures > summary").click()
    expect(page.locator(".map [role=img]")).to_have_attribute(
        "aria-label", "各省结论：明确：广东；相近：四川、吉林；未提：湖南"
    )
    expect(page.locator(".years svg .points path")).to_have_count(6)  # three verdicts in two years
    page.locator(".map figcaption").evaluate("caption => caption.scrollIntoView()")
    drawn = page.locator(".map .plot").evaluate(
        "plot => { const {x, y, width, height} = plot.querySelector('.heatmaplayer image').getBoundingClientRect();"
        " return [x, y, width / 9, height / 8]; }"
    )
    page.mouse.click(drawn[0] + 3.5 * drawn[2], drawn[1] + 6.5 * drawn[3])  # 广东: fourth column, seventh row
    expect(page.locator("#evidence .document-title")).to_contain_text("广东省人民政府办公厅")
    page.locator(".map .data summary").click()
    page.locator(".map .data").get_by_role("button", name="湖南").click()
    expect(page.locator("#evidence .facts")).to_contain_text("湖南省人民政府办公厅")
    stated = "getComputedStyle(document.querySelector('.years svg .legendpoints path')).fill"
    light = page.evaluate(stated)
    page.get_by_role("button", name="切换明暗").click()
    page.wait_for_function(f"{stated} !== '{light}'")


def test_a_timeline_is_drawn_and_its_points_open_what_they_cite(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, "高技术服务业政策的发展历程")
    expect(page.locator(".timeline .scatterlayer text")).to_have_text(["2", "4", "6", "8"])
    page.locator(".timeline svg .point").last.click(force=True)
    expect(page.locator(".panel-bar .chip.active")).to_have_text("8")
