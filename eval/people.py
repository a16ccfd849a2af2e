"""Many people at a running chat page at once: how long each waits for the page and for the words of an answer."""

import json
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter
from typing import TYPE_CHECKING, Any

from eval.bench import Speed
from index.errors import ZhengwenError

if TYPE_CHECKING:
    import httpx

PATIENCE = 60.0  # seconds until an answer is given up
_FIRST_WORDS = "answer-text"  # class of the element that holds an answer's text


class PageUnavailable(ZhengwenError):
    """No chat page answers at the address."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds that one person waited for the page, and for the first words and the whole of each answer."""

    page: float
    first: tuple[float, ...]
    whole: tuple[float, ...]


def page_speeds(address: str, questions: Sequence[str], people: int, each: int) -> list[Speed]:
    """People that open the page in the same moment and ask `each` questions one after the other.

    What a browser would draw is not in the times. Raises PageUnavailable.
    """
    import httpx

    with ThreadPoolExecutor(people) as pool:
        starts = [list(islice(cycle(questions), start, start + each)) for start in range(people)]
        try:
            waits = list(pool.map(lambda asked: person(address, asked), starts))
        except (httpx.HTTPError, KeyError, StopIteration) as error:
            raise PageUnavailable(
                f"{address}: 没有对话页面应答，请先运行 zhengwen serve / no chat page answers, run 'zhengwen serve' "
                f"first: {error!r}"
            ) from error
    return [
        Speed("页面 · page", people, tuple(wait.page for wait in waits)),
        Speed("首字 · first words", people * each, tuple(time for wait in waits for time in wait.first)),
        Speed("全文 · whole answer", people * each, tuple(time for wait in waits for time in wait.whole)),
    ]


def person(address: str, questions: Sequence[str]) -> Waits:
    """Open the page and ask the questions one after the other, as Gradio's own client does."""
    import httpx

    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        began = perf_counter()
        client.get("/").raise_for_status()
        config = client.get("/config").raise_for_status().json()
        session = secrets.token_hex(8)
        _ = list(_run(client, session, _load_of(config), []))
        opened = 1000 * (perf_counter() - began)
        first, whole = [], []
        for question in questions:
            began = perf_counter()
            words = None
            submit = _submit_of(config)
            for event in _run(client, session, submit, [question, None]):
                if words is None and _FIRST_WORDS in event:
                    words = perf_counter()
            for function in _after(config, submit):
                _ = list(_run(client, session, function, [None, None]))
            first.append(1000 * ((words or perf_counter()) - began))
            whole.append(1000 * (perf_counter() - began))
    return Waits(opened, tuple(first), tuple(whole))


def _submit_of(config: dict[str, Any]) -> int:
    """The number of the function that Enter in the question's box starts."""
    box = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "box")
    return int(next(each["id"] for each in config["dependencies"] if [box, "submit"] in each["targets"]))


def _after(config: dict[str, Any], function: int) -> list[int]:
    """The numbers of the functions that start when another is done."""
    return [int(each["id"]) for each in config["dependencies"] if each.get("trigger_after") == function]


def _load_of(config: dict[str, Any]) -> int:
    """The number of the function that opening the page starts."""
    return int(next(each["id"] for each in config["dependencies"] if each["targets"][0][1] == "load"))


def _run(client: "httpx.Client", session: str, function: int, data: list[Any]) -> Iterator[str]:
    """Start a function of the page and give its events as they come, as Gradio's own client does."""
    call = {"data": data, "fn_index": function, "session_hash": session}
    client.post("/gradio_api/queue/join", json=call).raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        for line in events.iter_lines():
            if line.startswith("data:"):
                yield line
                if json.loads(line[5:])["msg"] == "process_completed":
                    return
