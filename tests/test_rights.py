"""Rights: a document out of one's rights leaves no trace, at whatever door one asks."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.documents import Filters
from index.errors import UnknownDocument
from index.ingest import ingest
from index.local import LocalIndex
from index.view import IndexView
from rag.engine import PolicyQA
from rag.errors import InvalidSettings
from rag.records import Question
from rag.rights import digest, read_rights
from rag.settings import Settings
from ui.access import COOKIE, Access
from ui.conversations import Conversations
from ui.exchange import Exchange
from ui.library import Library
from ui.messages import CHINESE
from ui.page import ChatPage, Session
from ui.server import create_app

OPEN = """浙江省人民政府关于养老补贴的通知
浙政发〔2020〕1号

一、补贴标准
新建养老床位每张补贴5000元。
按照《山东省人才专项津贴办法》（鲁政发〔2021〕9号）执行。

浙江省人民政府
2020年1月5日
"""
SECRET = """山东省人才专项津贴办法
鲁政发〔2021〕9号

一、津贴标准
引进的院士每月津贴88000元。
按照《浙江省人民政府关于养老补贴的通知》（浙政发〔2020〕1号）办理。

山东省人民政府
2021年3月2日
"""
NAMED = re.compile("《?山东省人才专项津贴办法》?(（鲁政发〔2021〕9号）)?")  # the open document says so
TRACES = ("山东", "鲁政发", "88000", "院士", "秘密.txt")
QUESTIONS = (
    "引进的院士每月津贴多少元？",
    "哪些省份提出院士津贴",
    "鲁政发〔2021〕9号由谁印发？",
    "比较各省的津贴",
    "有哪些文件？",
)
TOKEN = "zhang-san-s-token"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An open and a secret document, everyone in the group of the one, 张三 in both."""
    for folder, name, text in (("公开", "通知.txt", OPEN), ("秘密", "秘密.txt", SECRET)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, "utf-8")
    ingest([tmp_path / "公开", tmp_path / "秘密"], tmp_path / "index")
    (tmp_path / "rights.yaml").write_text(
        "everyone: [公开组]\ngroups:\n  公开组: {folders: [公开]}\n  内部组: {folders: [秘密]}\nreaders:\n"
        f'  张三: {{token: "{digest(TOKEN)}", groups: [内部组, 公开组], edit: true}}\n',
        "utf-8",
    )
    return Settings(index=tmp_path / "index", rights=tmp_path / "rights.yaml")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    engine = PolicyQA.open(settings)
    with TestClient(create_app(lambda: engine, settings), base_url="http://127.0.0.1:8000") as client:
        yield client


def traces(text: str, asked: str = "") -> list[str]:
    """What of the secret document the text tells; what the question said itself does not count."""
    told = NAMED.sub("", text.replace(asked, ""))
    return [trace for trace in TRACES if trace in told and trace not in asked]


SIGNED = {"authorization": f"Bearer {TOKEN}"}


def test_the_api_tells_nobody_of_a_document_out_of_their_rights(client: TestClient) -> None:
    secret = client.get("/v1/documents", params={"region": "山东"}, headers=SIGNED).json()["documents"][0]["id"]
    assert client.get("/healthz").json()["documents"] == 1
    assert len(client.get("/v1/documents").json()["documents"]) == 1
    for question in QUESTIONS:
        answer = client.post("/v1/ask", json={"question": question})
        assert answer.status_code == 200
        assert traces(answer.text, question) == []
        found = client.get("/v1/search", params={"q": question, "k": 100})
        assert {hit["document_id"] for hit in found.json()["results"]} <= {
            each["id"] for each in client.get("/v1/documents").json()["documents"]
        }
    for reference in (secret, secret[:6], "秘密.txt", "鲁政发〔2021〕9号", "山东省人才专项津贴办法"):
        refused = client.get(f"/v1/documents/{reference}")
        assert refused.status_code == 404
        assert traces(refused.json()["detail"], reference) == []
        asked = client.post("/v1/ask", json={"question": "津贴标准", "filters": {"document_id": [reference]}})
        assert asked.status_code == 422
        assert traces(asked.json()["detail"], reference) == []
    [shown] = client.get("/v1/documents").json()["documents"]
    relations = client.get(f"/v1/documents/{shown['id']}").json()["relations"]
    assert [(each["kind"], each["document_id"]) for each in relations] == [("cites", None)]  # its own words


def test_a_token_opens_what_its_reader_may_know(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTIONS[0]}, headers=SIGNED).json()
    assert "88000元" in answer["answer"]
    assert client.get("/healthz", headers=SIGNED).json()["documents"] == 2
    wrong = client.get("/healthz", headers={"authorization": "Bearer guessed"})
    assert wrong.status_code == 401
    assert wrong.headers["content-type"] == "application/problem+json"


def test_the_page_shows_nobody_a_trace_in_any_view(settings: Settings) -> None:
    engine = PolicyQA.open(settings)
    access = Access(lambda: engine, settings)
    page, library = ChatPage(access, Conversations(settings.index)), Library(access, settings)
    secret = next(info.id for info in engine.documents() if info.metadata.region == "山东")
    for view in ({"view": "documents"}, {"view": "document", "document": secret}):
        session = Session(view=view)
        pieces = (page.header(session), page.scope(session), page.past(session), page.evidence(session))
        assert traces("".join(pieces)) == []
        assert "1 份文件" in pieces[0]
    assert [info.metadata.region for info in library.documents()] == ["浙江"]
    assert not library.editable()
    assert len(library.documents("张三")) == 2
    for question in QUESTIONS:
        *_, exchange = page.answer(question, Session())
        assert isinstance(exchange, Exchange)
        assert exchange.answer is not None
        session = Session().showing(exchange, 0)
        assert traces(page.past(session) + page.evidence(session), question) == []


def test_a_kept_answer_is_withheld_once_its_documents_are_out_of_ones_rights(settings: Settings) -> None:
    engine = PolicyQA.open(settings)
    page = ChatPage(Access(lambda: engine, settings), Conversations(settings.index))
    signed = Session(visitor="reader:张三", reader="张三")
    *_, exchange = page.answer(QUESTIONS[0], signed)
    assert isinstance(exchange, Exchange)
    kept = page.kept(signed, exchange, 0)
    assert "88000" in page.past(kept)
    assert settings.rights is not None
    text = settings.rights.read_text("utf-8")
    settings.rights.write_text(text.replace("[内部组, 公开组]", "[公开组]"), "utf-8")
    for session in (kept, page.restored(signed, kept.identity)):
        shown = page.past(session) + page.evidence(session)
        assert "88000" not in shown
        assert CHINESE.withheld in shown


def test_exports_follow_the_rights_of_whoever_saves_them(client: TestClient, settings: Settings) -> None:
    engine = PolicyQA.open(settings)
    answer = engine.ask(Question(question=QUESTIONS[0]))
    conversations = Conversations(settings.index)
    identity = conversations.keep("reader:张三", "", 0, Exchange(answer.question, answer))
    other = conversations.keep("v" * 43, "", 0, Exchange(answer.question, answer))
    assert client.get(f"/conversations/{identity}.md").status_code == 404
    assert "88000" in client.get(f"/conversations/{identity}.md", headers=SIGNED).text
    client.cookies.set("zhengwen_visitor", "v" * 43)
    assert "88000" not in client.get(f"/conversations/{other}.md").text
    document = zipfile.ZipFile(io.BytesIO(client.get(f"/conversations/{other}.docx").content))
    assert "88000" not in document.read("word/document.xml").decode()
    assert client.get(f"/conversations/{other}/0.csv").status_code == 404


def test_signing_in_takes_a_token_and_sets_a_cookie_no_script_can_read(client: TestClient) -> None:
    for guess in ("guessed", "口令"):
        assert client.post("/sign-in", data={"token": guess}, follow_redirects=False).status_code == 401
    entered = client.post("/sign-in", data={"token": TOKEN}, follow_redirects=False)
    assert entered.status_code == 303
    assert f"{COOKIE}={TOKEN}; HttpOnly" in entered.headers["set-cookie"]
    assert client.get("/healthz").json()["documents"] == 2
    client.post("/sign-out", follow_redirects=False)
    assert client.get("/healthz").json()["documents"] == 1
    assert client.post("/gradio_api/upload").status_code == 404


def test_who_may_know_nothing_has_to_sign_in(client: TestClient, settings: Settings) -> None:
    assert settings.rights is not None
    text = settings.rights.read_text("utf-8")
    settings.rights.write_text(text.replace("everyone: [公开组]", "everyone: []"), "utf-8")
    assert client.get("/v1/documents").status_code == 401
    assert client.get("/v1/documents", headers=SIGNED).status_code == 200


def test_uploads_belong_to_the_readers_first_group_and_tell_nothing_of_the_same_text_elsewhere(
    settings: Settings, tmp_path: Path
) -> None:
    engine = PolicyQA.open(settings)
    assert settings.rights is not None
    text = settings.rights.read_text("utf-8")
    settings.rights.write_text(text + f'  李四: {{token: "{digest("x")}", groups: [公开组], edit: true}}\n', "utf-8")
    library = Library(Access(lambda: engine, settings), settings)
    (tmp_path / "同文.txt").write_text(SECRET, "utf-8")
    *_, intake = library.take_in([tmp_path / "同文.txt"], "李四")
    assert [(file.outcome, file.reason) for file in intake.files] == [("added", None)]
    seen = {info.source: info for info in library.documents("李四")}
    assert seen.keys() == {"通知.txt", "同文.txt"}
    assert seen["同文.txt"].sources == ("同文.txt",)
    library.take_out(seen["同文.txt"], "李四")
    assert [info.source for info in library.documents("李四")] == ["通知.txt"]
    assert {info.source for info in library.documents("张三")} == {"通知.txt", "秘密.txt"}


def test_every_search_of_a_view_finds_what_a_search_of_the_seen_documents_finds(seeds_index: Path) -> None:
    whole = LocalIndex.open(seeds_index)
    chosen = [info.id for info in whole.documents() if info.metadata.region in ("广东", "吉林")]
    view = IndexView(whole, lambda info: info if info.id in chosen else None)
    only = Filters(document_id=tuple(chosen))
    query = whole.embedder.embed_query("同网同价")
    assert view.search_vectors(query, 50) == whole.search_vectors(query, 50, only)
    assert view.search_keywords("同网同价", 50) == whole.search_keywords("同网同价", 50, only)
    held = view.chunks_holding("服务")
    assert held == [each for each, owner in whole.owners(whole.chunks_holding("服务")).items() if owner in chosen]
    assert view.search_keywords("同网同价", 50, Filters(region=("四川",))) == []
    assert (view.document_count, view.chunk_count) == (2, sum(whole.by_id[each].chunk_count for each in chosen))
    hidden = next(info.id for info in whole.documents() if info.id not in chosen)
    for ask in (view.document, view.text, view.document_chunks, view.resolve):
        with pytest.raises(UnknownDocument):
            ask(hidden)
    assert view.chunks(whole.chunks_holding("四川")) == [
        chunk for chunk in whole.chunks(whole.chunks_holding("四川")) if chunk.document_id in chosen
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("groups: {a: {}}", "states nothing"),
        ("everyone: [b]\ngroups: {a: {folders: [/]}}", "no such groups: b"),
        ("groups: {a: {folders: [/]}}\nreaders: {x: {token: plain, groups: [a]}}", "readers.x.token"),
        ("groups: [1", "YAML"),
        ("groups: {../x: {folders: [/]}}", "groups"),
    ],
)
def test_a_wrong_file_is_told_at_the_start(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "rights.yaml").write_text(text, "utf-8")
    with pytest.raises(InvalidSettings, match=wrong):
        read_rights(tmp_path / "rights.yaml")
