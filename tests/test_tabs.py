"""The library, quality and settings tabs, accessibility, and a server that goes away, in a real Chromium."""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from index.ingest import ingest
from rag.rights import digest
from rag.settings import Settings
from ui.server import EngineOnDemand, create_app, listen

# Gradio counts its events with pandas, in words that pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

SEEDS = Path(__file__).parent.parent / "seeds"
SURVEY = "哪些省份提出同网同价政策"
REFUSED = "火星基地的补贴标准是多少？"
CITING = (
    "浙江省人民政府关于补贴的通知\n\n各市人民政府：\n按照粤府办〔2012〕101号，通知如下。\n\n一、补贴标准\n"
    "新建养老床位每张补贴5000元<script>window.pwned = 1</script>。\n"
)

Open = Callable[..., Page]
Serve = Callable[..., str]


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait until it is answered."""
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    expect(page.locator("#past .reactions")).to_be_visible()


@pytest.fixture
def library(open_page: Open, serve: Serve, tmp_path: Path) -> Page:
    """The library tab over an index of one's own."""
    ingest([SEEDS], tmp_path / "index")
    page = open_page(serve(Settings(index=tmp_path / "index")))
    page.get_by_role("tab", name="资料库").click()
    expect(page.locator(".documents tbody tr")).to_have_count(5)
    return page


def test_documents_are_found_sorted_opened_and_asked_alone(library: Page) -> None:
    library.locator(".find input").fill("深圳")
    library.locator(".find input").press("Enter")
    expect(library.locator(".documents tbody th")).to_have_text(
        ["深圳市人民政府印发关于促进高技术服务业发展若干措施的通知"]
    )
    library.locator(".find input").fill("")
    library.locator(".find input").press("Enter")
    expect(library.locator(".documents tbody tr")).to_have_count(5)
    library.get_by_role("button", name="成文日期").click()
    expect(library.locator(".documents tbody td:last-child")).to_have_text(
        ["2012-10-12", "2012-11-02", "2012-11-23", "2013-07-25", "未载明"]
    )
    library.locator(".documents").get_by_role("button", name="深圳市人民政府").click()
    expect(library.locator("#opened .facts")).to_contain_text("深府〔2012〕124号")
    library.locator("#opened .contents summary").click()
    expect(library.locator("#opened .contents li").first).to_be_visible()
    library.get_by_role("button", name="只问这份文件").click()
    expect(library.get_by_role("tab", name="对话")).to_have_attribute("aria-selected", "true")
    expect(library.locator(".picked")).to_have_text(["深圳市人民政府印发关于促进高技术服务业发展若干措施的通知 ✕"])


def test_files_are_uploaded_with_their_results_then_cited_and_removed(library: Page, tmp_path: Path) -> None:
    (tmp_path / "补贴.txt").write_text(CITING, "utf-8")
    (tmp_path / "坏.xyz").write_bytes(b"\x00\x01\x02")
    library.locator("#files input[type=file]").set_input_files([tmp_path / "补贴.txt", tmp_path / "坏.xyz"])
    expect(library.locator(".arrivals .added")).to_contain_text("补贴.txt")
    expect(library.locator(".arrivals .failed")).to_contain_text("坏.xyz")
    library.locator(".documents").get_by_role("button", name="广东省人民政府办公厅").click()
    library.locator(".references summary", has_text="被引用 (1)").click()
    library.locator(".references").get_by_role("button", name="浙江省人民政府关于补贴的通知").click()
    expect(library.locator("#opened .document-text")).to_contain_text("<script>window.pwned = 1</script>")
    assert library.evaluate("window.pwned") is None
    library.locator("#opened .sure summary").click()
    library.get_by_role("button", name="确认移除").click()
    expect(library.locator(".documents tbody tr")).to_have_count(5)
    library.get_by_role("button", name="全部重新收录").click()
    expect(library.locator(".arrivals .unchanged")).to_have_count(5)


def test_a_library_to_read_has_nothing_to_change_it_with(open_page: Open, serve: Serve, seeds_index: Path) -> None:
    address = serve(Settings(index=seeds_index, library="read"))
    page = open_page(address)
    page.get_by_role("tab", name="资料库").click()
    page.locator(".documents tbody button").first.click()
    expect(page.get_by_role("button", name="只问这份文件")).to_be_visible()
    expect(page.locator("#files, .danger, [data-event=again]")).to_have_count(0)
    assert httpx.post(f"{address}/gradio_api/upload", files={"files": b"x"}).status_code == 404


def report_in(folder: Path) -> None:
    (folder / "latest").mkdir(parents=True)
    outcome = {"id": "q1", "question": "问<b>", "right": False, "faults": ["缺「20%」"], "milliseconds": 12.0}
    report = {
        "gold": "seeds.jsonl",
        "created_at": "2026-11-20T10:00:00+00:00",
        "metrics": {"accuracy": 0.5, "latency_median_ms": 12.0, "refusal_recall": None},
        "counts": {"accuracy": {"hits": 1, "total": 2}},
        "accuracy_by_type": {"fact": {"accuracy": 0.5}, "list": {"accuracy": 1.0}},
        "outcomes": [outcome, {**outcome, "id": "q2", "right": True}],
    }
    (folder / "latest/report.json").write_text(json.dumps(report), "utf-8")


def test_the_quality_tab_shows_the_last_report_with_its_plots(
    open_page: Open, serve: Serve, seeds_index: Path, tmp_path: Path
) -> None:
    page = open_page(serve(Settings(index=seeds_index, reports=tmp_path)))
    page.get_by_role("tab", name="质量").click()
    expect(page.locator("#figures code")).to_contain_text("python -m eval run")
    report_in(tmp_path)
    page.get_by_role("tab", name="对话").click()
    page.get_by_role("tab", name="质量").click()
    expect(page.locator("#figures tr", has_text="准确率")).to_contain_text("50.0%1 / 2")
    expect(page.locator("#types canvas, #types svg.marks")).to_be_visible()
    page.locator(".wrong summary").click()
    expect(page.locator(".wrong li")).to_contain_text("问<b>")


def test_the_settings_tab_names_models_index_and_rights_but_no_key(
    open_page: Open, serve: Serve, seeds_index: Path
) -> None:
    settings = Settings.model_validate({"index": seeds_index, "llm": "openai:qwen3", "llm_api_key": "sk-secret"})
    page = open_page(serve(settings))
    page.get_by_role("tab", name="设置").click()
    expect(page.locator("#about")).to_contain_text("openai:qwen3")
    expect(page.locator("#about tr", has_text="资料库权限")).to_contain_text("可上传、移除")
    expect(page.locator("#about tr", has_text="索引代次")).to_contain_text("1 · 20")
    assert "sk-secret" not in page.content()


AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.1 AA, one line an element."""
    page.wait_for_timeout(300)  # transitions of colours
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_against_wcag_aa(open_page: Open, address: str, scheme: str, width: int) -> None:
    page = open_page(address, width=width, color_scheme=scheme)
    assert violations(page) == []
    ask(page, SURVEY)
    page.locator(".figures > summary").click()
    expect(page.locator(".years svg .points path").first).to_be_visible()
    page.get_by_role("button", name="有误").click()
    expect(page.locator(".why")).to_be_visible()
    assert violations(page) == []
    page.locator(".coverage .chip").first.click()
    expect(page.locator("#evidence mark").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#scope summary").first.click()
    assert violations(page) == []
    page.get_by_role("tab", name="资料库").click()
    page.locator(".documents tbody button").first.click()
    expect(page.locator("#opened .document-tools")).to_be_visible()
    assert violations(page) == []
    for tab, shown in (("质量", "#figures .report"), ("设置", "#about .report")):
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(shown)).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("tab", ["资料库", "质量", "设置"])
def test_no_tab_scrolls_sideways_on_a_phone(open_page: Open, address: str, tab: str) -> None:
    page = open_page(address, width=360, height=720)
    page.get_by_role("tab", name=tab).click()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_server_that_went_away_is_told_and_the_page_recovers(browser, seeds_index: Path) -> None:  # type: ignore[no-untyped-def]
    settings = Settings(index=seeds_index)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def start() -> tuple[uvicorn.Server, threading.Thread]:
        app = create_app(EngineOnDemand(settings), settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listen("127.0.0.1", port)],))
        thread.start()
        while not server.started:
            time.sleep(0.02)
        return server, thread

    server, thread = start()
    page = browser.new_page(locale="zh-CN")
    page.goto(f"http://127.0.0.1:{port}")
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, SURVEY)
    server.should_exit = True
    thread.join()
    expect(page.locator("#lost")).to_contain_text("正在重连", timeout=15_000)
    server, thread = start()
    expect(page.locator("#lost")).to_have_count(0, timeout=20_000)
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查", timeout=20_000)
    page.close()
    server.should_exit = True
    thread.join()


def test_the_first_files_are_uploaded_before_there_is_an_index(open_page: Open, serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "补贴.txt").write_text(CITING, "utf-8")
    page = open_page(serve(Settings(index=tmp_path / "index")))
    page.get_by_role("tab", name="资料库").click()
    page.locator("#files input[type=file]").set_input_files([tmp_path / "补贴.txt"])
    expect(page.locator(".arrivals .added")).to_contain_text("补贴.txt")
    page.get_by_role("tab", name="对话").click()
    ask(page, "新建养老床位每张补贴多少元？")
    expect(page.locator("#past .answer-text")).to_contain_text("5000元")


# What tells Gradio's client that the stream of its events is over comes late, as on a slow line.
LATE = """
const plain = window.fetch.bind(window);
window.fetch = async (input, init) => {
  const response = await plain(input, init);
  if (!String(input.url ?? input).includes('/queue/data')) return response;
  const late = new TransformStream({async transform(chunk, controller) {
    const text = new TextDecoder().decode(chunk);
    const at = text.includes('close_stream') ? text.lastIndexOf('data:', text.indexOf('close_stream')) : text.length;
    controller.enqueue(new TextEncoder().encode(text.slice(0, at)));
    if (at === text.length) return;
    await new Promise((done) => { setTimeout(done, 700); });
    controller.enqueue(new TextEncoder().encode(text.slice(at)));
  }});
  return new Response(response.body.pipeThrough(late), {status: response.status, headers: response.headers});
};
"""


def test_a_press_in_the_instant_in_which_the_stream_of_events_ends_is_answered(open_page: Open, address: str) -> None:
    page = open_page(address, script=LATE)
    page.locator(".facet summary", has_text="地区").click()
    page.evaluate(
        """async () => {
          const box = () => document.querySelector('#scope [name=region][value=广东]');
          for (let press = 0; press < 4; press++) {
            const wanted = !box().defaultChecked; // as the server draws it
            box().click();
            for (const began = Date.now(); box().defaultChecked !== wanted; await new Promise(requestAnimationFrame)) {
              if (Date.now() > began + 15000) throw new Error(`press ${press} was lost`);
            }
          }
        }"""
    )
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_upload_box_speaks_the_language_of_the_page(open_page: Open, address: str) -> None:
    page = open_page(address, locale="en-GB")
    page.get_by_role("button", name="切换到中文").click()
    page.get_by_role("tab", name="资料库").click()
    box = page.locator("#files button").first
    expect(box).to_have_attribute("aria-label", "把文件拖到这里，或点击选择，可一次多份")
    shown = "getComputedStyle(document.querySelector('#files .wrap'), '::after').content"
    assert page.evaluate(shown) == '"把文件拖到这里，或点击选择，可一次多份"'


def test_a_reader_signs_in_and_sees_more_and_out_again(
    open_page: Open, serve: Serve, seeds_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "rights.yaml").write_text(
        f"everyone: [公开]\ngroups: {{公开: {{regions: [广东]}}, 全部: {{folders: [/]}}}}\n"
        f'readers: {{张三: {{token: "{digest("key-of-zhang-san")}", groups: [全部]}}}}\n',
        "utf-8",
    )
    page = open_page(serve(Settings(index=seeds_index, rights=tmp_path / "rights.yaml")))
    expect(page.locator(".state")).to_contain_text("1 份文件")
    assert violations(page) == []
    page.get_by_role("link", name="登录").click()
    assert violations(page) == []
    page.get_by_label("访问令牌").fill("key-of-zhang-san")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".state")).to_contain_text("5 份文件")
    expect(page.locator(".reader")).to_have_text("张三")
    ask(page, SURVEY)
    expect(page.locator(".examined")).to_have_text("5 / 5 份文件已检查")
    page.get_by_role("button", name="退出").click()
    expect(page.locator(".state")).to_contain_text("1 份文件")
    expect(page.locator("#past .turn")).to_have_count(0)
