import http.server
import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from rag.composing.generate import ChatGenerator
from rag.composing.grounding import ground
from rag.composing.prompts import NO_EVIDENCE, Passage
from rag.engine import PolicyQA
from rag.errors import GeneratorFailed, InvalidSettings
from rag.records import Question
from rag.settings import Settings

PASSAGES = [Passage(1, "d0", "实施意见", "实现用水、用电、用气同网同价。（省物价局负责）", 0, region="广东")]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A running `transformers serve` with a tiny random model: its address and the model's name."""
    folder, port = tmp_path_factory.mktemp("openai_server"), free_port()
    log = folder / "log"
    with log.open("wb") as output:
        program = [sys.executable, str(Path(__file__).with_name("openai_server.py")), str(folder), str(port)]
        process = subprocess.Popen(program, stdout=output, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}/v1"
            wait_until_up(process, address, log)
            yield address, f"openai:{folder / 'tiny-llama'}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_up(process, address, log):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/models", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")


def settings(address, model="openai:any", **values):
    return Settings(_env_file=None, llm=model, llm_base_url=address, **values)


def streamed(configured, question="谁负责？"):
    return list(ChatGenerator(configured).stream(question, PASSAGES, "zh"))


def test_tokens_stream_and_no_noise_is_shown(server):
    address, model = server
    pieces = streamed(settings(address, model, llm_max_tokens=40))
    assert 10 <= len(pieces) <= 40  # token by token, and no longer than allowed
    assert any("\u4e00" <= character <= "\u9fff" for character in "".join(pieces))
    with pytest.raises(GeneratorFailed, match="bear out none"):
        ground("".join(pieces), PASSAGES)


def test_the_first_piece_arrives_before_the_last_is_made(server):
    address, model = server
    pieces = ChatGenerator(settings(address, model, llm_max_tokens=400)).stream("谁？", PASSAGES, "zh")
    started = time.monotonic()
    next(pieces)
    first = time.monotonic() - started
    remaining = sum(1 for _ in pieces)
    assert remaining > 100
    assert first < (time.monotonic() - started) / 2


def test_a_model_that_the_server_does_not_have_is_a_failure(server):
    address, _ = server
    with pytest.raises(GeneratorFailed, match=r"HTTP 40\d"):
        streamed(settings(address, "openai:no-such-model"))


def test_nobody_listening_is_a_failure_that_names_the_address():
    address = f"http://127.0.0.1:{free_port()}/v1"
    with pytest.raises(GeneratorFailed, match=f"{address}.*cannot be reached"):
        streamed(settings(address))


def test_a_server_that_never_answers_is_given_up_in_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        started = time.monotonic()
        with pytest.raises(GeneratorFailed, match=r"no answer within 0\.5 s"):
            streamed(settings(address, llm_timeout=0.5))
        assert time.monotonic() - started < 5


@pytest.fixture
def replying():
    """Starts a server of one reply: status, content type, body or what makes it of the request; keeps the requests."""
    servers = []

    def start(status, content_type, body):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                start.requests.append((self.headers, json.loads(asked)))
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.end_headers()
                said = body(json.loads(asked)) if callable(body) else body
                self.wfile.write(said.encode())

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/v1"

    start.requests = []
    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_refused_key_says_which_setting_to_look_at(replying):
    address = replying(401, "application/json", '{"error": {"message": "Incorrect API key: sk-very-secret"}}')
    with pytest.raises(GeneratorFailed, match="ZHENGWEN_LLM_API_KEY.*HTTP 401") as caught:
        streamed(settings(address, llm_api_key="sk-very-secret"))
    assert "sk-very-secret" not in str(caught.value)


def test_a_server_error_is_told_without_the_key(replying):
    address = replying(500, "application/json", '{"error": {"message": "out of memory for sk-very-secret"}}')
    with pytest.raises(GeneratorFailed, match="HTTP 500.*out of memory") as caught:
        streamed(settings(address, llm_api_key="sk-very-secret"))
    assert "sk-very-secret" not in str(caught.value)


@pytest.mark.parametrize("content", ['"content": ""', '"content": " \\n"'])
def test_an_empty_answer_is_a_failure(replying, content):
    chunk = f'{{"id": "1", "object": "chat.completion.chunk", "choices": [{{"index": 0, "delta": {{{content}}}}}]}}'
    address = replying(200, "text/event-stream", f"data: {chunk}\n\ndata: [DONE]\n\n")
    with pytest.raises(GeneratorFailed, match="answered nothing"):
        streamed(settings(address))


def test_an_answer_that_is_no_stream_is_a_failure(replying):
    address = replying(200, "text/html", "<html>It works!</html>")
    with pytest.raises(GeneratorFailed, match="no chat model's reply; the address should end in /v1"):
        streamed(settings(address))


def test_the_length_limit_is_sent_in_the_words_of_old_and_new_servers(replying):
    chunk = '{"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "好"}}]}'
    address = replying(200, "text/event-stream", f"data: {chunk}\n\ndata: [DONE]\n\n")
    assert streamed(settings(address, "openai:qwen3", llm_max_tokens=77, llm_api_key="key"), "谁？") == ["好"]
    headers, body = replying.requests[-1]
    assert (body["max_tokens"], body["max_completion_tokens"], body["stream"]) == (77, 77, True)
    assert body["model"] == "qwen3"
    assert body["messages"][-1]["content"].endswith("问题：谁？")
    assert headers["Authorization"] == "Bearer key"


def test_the_turn_before_is_sent_with_a_follow_up(replying):
    chunk = '{"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "好"}}]}'
    address = replying(200, "text/event-stream", f"data: {chunk}\n\ndata: [DONE]\n\n")
    pieces = ChatGenerator(settings(address)).stream("那湖南呢？", PASSAGES, "zh", "吉林的目标是18%以上。")
    assert list(pieces) == ["好"]
    _, body = replying.requests[-1]
    assert "吉林的目标是18%以上。" in body["messages"][-1]["content"]


@pytest.mark.parametrize("model", ["nonsense", "no-such-provider:model", ""])
def test_a_model_that_cannot_be_set_up_is_a_setting_to_correct(model):
    with pytest.raises(InvalidSettings, match=f"ZHENGWEN_LLM={model}.*provider:model"):
        ChatGenerator(Settings(_env_file=None, llm=model))


def test_an_api_without_its_key_is_a_setting_to_correct(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(InvalidSettings, match="ZHENGWEN_LLM_API_KEY"):
        ChatGenerator(Settings(_env_file=None, llm="openai:gpt"))


QUESTION = Question(question="广东高技术服务企业用水用电用气同网同价由谁负责？")


def engine(index, address, model="openai:any", **values):
    return PolicyQA.open(settings(address, model, index=index, **values))


def test_noise_becomes_an_answer_by_quotation_with_a_notice(server, seeds_index, qa):
    address, model = server
    answer = engine(seeds_index, address, model, llm_max_tokens=60).ask(QUESTION)
    assert answer.generator.kind == "extractive"
    assert answer.answer == qa.ask(QUESTION).answer
    assert "bear out none" in "".join(answer.notices)


def test_a_server_that_is_down_becomes_an_answer_by_quotation_with_a_notice(seeds_index, qa):
    answer = engine(seeds_index, f"http://127.0.0.1:{free_port()}/v1").ask(QUESTION)
    assert answer.generator.kind == "extractive"
    assert answer.answer == qa.ask(QUESTION).answer
    assert "cannot be reached" in "".join(answer.notices)


def reply_of(text):
    """The event stream of a model that says `text` character by character."""
    chunks = (
        {"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": character}}]}
        for character in text
    )
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


def test_what_the_documents_bear_out_is_shown_and_the_rest_is_told(replying, seeds_index, qa):
    said = "由省物价局负责[{n}]。企业还可获得补贴500万元[{n}]。"
    address = replying(
        200, "text/event-stream", lambda asked: reply_of(said.format(n=number_of("省物价局负责", asked)))
    )
    answer = engine(seeds_index, address).ask(QUESTION)
    assert (answer.generator.kind, answer.generator.model, answer.status) == ("llm", "openai:any", "answered")
    assert answer.answer == "由省物价局负责[1]。"
    (citation,) = answer.citations
    assert "省物价局负责" in citation.quote
    assert qa.document(citation.document_id).text[citation.start : citation.end] == citation.quote
    assert answer.notices == ["语言模型的 1 句话在文件中找不到依据，已删去。"]


def test_a_model_that_finds_nothing_in_the_passages_refuses(replying, seeds_index):
    answer = engine(seeds_index, replying(200, "text/event-stream", lambda _: reply_of(NO_EVIDENCE))).ask(QUESTION)
    assert (answer.generator.kind, answer.status, answer.citations) == ("llm", "insufficient_evidence", [])
    assert NO_EVIDENCE not in answer.answer


def number_of(words, asked):
    """The number of the passage with these words in the prompt of a request."""
    prompt = asked["messages"][-1]["content"]
    passage = next(part for part in prompt.split("<passage>") if words in part)
    return re.search(r"\[(\d+)\]", passage).group(1)
