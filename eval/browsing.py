"""The chat page in a real Chromium: how soon it can be used, and how soon words of an answer are seen, alone and in a
crowd."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from typing import TYPE_CHECKING

from eval.bench import Speed
from eval.people import PageUnavailable, person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PATIENCE = 60_000  # milliseconds until a page or an answer is given up
_TURNS = 4  # questions of a conversation, then a fresh one begins
_VISITS = 10  # times that the page is opened

# Runs before the page's own scripts. Times are milliseconds since the page was asked for, taken when what is to be seen
# has been drawn.
_STOPWATCH = """
window.stopwatch = {usable: null, entered: null, seen: null};
addEventListener('keydown', (key) => {
  if (key.key === 'Enter') Object.assign(stopwatch, {entered: performance.now(), seen: null,
                                                     turns: document.querySelectorAll('#past .turn').length});
}, true);
new MutationObserver(() => {
  const box = document.querySelector('#box textarea');
  if (stopwatch.usable === null && box && !box.disabled && document.querySelector('.welcome')) note('usable');
  if (stopwatch.entered === null || stopwatch.seen !== null) return;
  const past = [...document.querySelectorAll('#past .turn')].slice(stopwatch.turns);
  const words = [...past, ...document.querySelectorAll('#live .turn')].some((turn) =>
    turn.querySelector('.answer-text, .refusal, .failure')?.textContent);
  if (words) note('seen');
}).observe(document, {childList: true, subtree: true});
function note(what) {
  stopwatch[what] = 0;
  requestAnimationFrame(() => { stopwatch[what] = performance.now(); });
}
"""


def browser_speeds(address: str, questions: Sequence[str], people: int) -> list[Speed]:
    """Opening the page, and asking each question with Enter, first alone, then while `people` − 1 others ask without a
    pause. Raises PageUnavailable where no browser or no page is there."""
    with _chromium() as browser:
        visits = [_opened(browser, address)[1] for _ in range(_VISITS)]
        alone = _waits(browser, address, questions)
        with _crowd(address, questions, people - 1):
            crowded = _waits(browser, address, questions)
    return [
        Speed("浏览器：可用 · browser: usable", len(visits), tuple(visits)),
        Speed("浏览器：首字 · browser: first words", len(alone), tuple(alone)),
        Speed(f"浏览器：首字，{people} 人 · browser: first words, {people} people", len(crowded), tuple(crowded)),
    ]


@contextmanager
def _chromium() -> Iterator["Browser"]:
    from playwright.sync_api import Error, sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise PageUnavailable("没有 Chromium，请先安装 / no Chromium: install it, such as 'apt-get install chromium'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        except Error as error:
            raise PageUnavailable(f"对话页面没有应答 / the chat page does not answer: {error.message}") from error
        finally:
            browser.close()


def _opened(browser: "Browser", address: str) -> tuple["Page", float]:
    """The page in a browser that has seen nothing of it, and when it could be used."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(_PATIENCE)
    page.add_init_script(_STOPWATCH)
    page.goto(address)
    page.wait_for_function("stopwatch.usable")
    return page, float(page.evaluate("stopwatch.usable"))


def _waits(browser: "Browser", address: str, questions: Sequence[str]) -> list[float]:
    """From Enter to the first words in sight, for each question."""
    waits = []
    for start in range(0, len(questions), _TURNS):
        page, _ = _opened(browser, address)
        for question in questions[start : start + _TURNS]:
            page.locator("#box textarea").fill(question)
            page.locator("#box textarea").press("Enter")
            page.wait_for_function("stopwatch.seen")
            waits.append(float(page.evaluate("stopwatch.seen - stopwatch.entered")))
            page.wait_for_function("!document.body.classList.contains('asking')")
        page.context.close()
    return waits


@contextmanager
def _crowd(address: str, questions: Sequence[str], people: int) -> Iterator[None]:
    """People who ask one question after the other, as Gradio's client does, until the block is over."""
    over = threading.Event()

    def ask(start: int) -> None:
        while not over.is_set():
            person(address, list(islice(cycle(questions), start, start + _TURNS)))

    with ThreadPoolExecutor(max(people, 1)) as pool:
        asking = [pool.submit(ask, number) for number in range(people)]
        try:
            yield
        finally:
            over.set()
    for each in asking:
        each.result()
