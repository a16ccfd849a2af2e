"""The HTTP API over the real engine and the documents in seeds/."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.errors import IndexUnavailable
from index.ingest import ingest
from rag.api import MAX_BODY_BYTES, OpenEngine, create_api
from rag.engine import PolicyQA
from rag.records import MAX_ANSWER_LENGTH, MAX_QUESTION_LENGTH, MAX_TURNS, Answer
from rag.settings import Settings


@pytest.fixture(scope="module")
def client(qa: PolicyQA) -> Iterator[TestClient]:
    with TestClient(create_api(lambda _: qa), raise_server_exceptions=False) as client:
        yield client


def turn(question: str = "问", answer: str = "答") -> dict[str, str]:
    return {"question": question, "answer": answer}


def client_of(open_engine: OpenEngine) -> TestClient:
    return TestClient(create_api(lambda _: open_engine()), raise_server_exceptions=False)


def problem(response: Any, status: int) -> dict[str, Any]:
    """The body of an error, after checking that it is a problem of that status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} <= body.keys()
    assert "Traceback" not in response.text
    return body


def test_the_answer_is_the_record_word_for_word(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "哪些省份提出同网同价政策"})
    assert response.status_code == 200
    answer = Answer.model_validate(response.json())
    assert answer.kind == "survey"
    assert answer.coverage is not None
    verdicts = {finding.region: finding.verdict for finding in answer.coverage.findings}
    assert verdicts == {"广东": "stated", "四川": "related", "吉林": "related", "湖南": "absent", "深圳": "absent"}
    assert (answer.coverage.examined_documents, answer.coverage.complete) == (5, True)


def test_every_quotation_stands_in_the_text_of_its_document(client: TestClient) -> None:
    citations = client.post("/v1/ask", json={"question": "哪些省份提出同网同价政策"}).json()["citations"]
    assert citations
    for citation in citations:
        document = client.get(f"/v1/documents/{citation['document_id']}").json()
        assert document["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_a_question_takes_history_filters_and_generator(client: TestClient) -> None:
    body = {
        "question": "那湖南呢？",
        "history": [{"question": "吉林的高技术服务业由哪个部门牵头？", "answer": "省发展改革委"}],
        "filters": {"region": ["湖南"], "issued_from": "2013-01-01"},
        "generator": "extractive",
    }
    answer = client.post("/v1/ask", json=body).json()
    assert answer["generator"] == {"kind": "extractive", "model": None}
    assert {citation["region"] for citation in answer["citations"]} <= {"湖南"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"question": ""}, "empty"),
        ({"question": " \n　"}, "empty"),
        ({"question": "问" * (MAX_QUESTION_LENGTH + 1)}, str(MAX_QUESTION_LENGTH)),
        ({}, "question"),
        ({"question": 7}, "question"),
        ({"question": "问", "filters": {"issued_from": "2012-13-01"}}, "filters.issued_from"),
        ({"question": "问", "filters": {"province": ["湖南"]}}, "filters.province"),
        ({"question": "问", "generator": "magic"}, "generator"),
        ({"question": "问", "temperature": 1}, "temperature"),
        ({"question": "问", "history": [turn(question="问" * (MAX_QUESTION_LENGTH + 1))]}, "history.0.question"),
        ({"question": "问", "history": [turn(answer="答" * (MAX_ANSWER_LENGTH + 1))]}, "history.0.answer"),
        ({"question": "问", "history": [turn()] * (MAX_TURNS + 1)}, "history: "),
        ([], "dict"),
    ],
)
def test_a_bad_question_is_told_what_is_wrong(client: TestClient, body: Any, said: str) -> None:
    assert said in problem(client.post("/v1/ask", json=body), 422)["detail"]


@pytest.mark.parametrize(
    "body",
    [
        rb'{"question": "\ud800"}',
        rb'{"question": "q", "history": [{"question": "\ud800", "answer": ""}]}',
        rb'{"question": "q", "filters": {"document_id": ["\ud800"]}}',
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(client: TestClient, body: bytes) -> None:
    problem(client.post("/v1/ask", content=body, headers={"content-type": "application/json"}), 422)


def test_malformed_json_is_a_bad_request(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question": ', headers={"content-type": "application/json"})
    assert problem(response, 400)["type"].endswith("malformed-json")


def test_json_nested_too_deep_is_a_bad_request(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b"[" * 500_000, headers={"content-type": "application/json"})
    problem(response, 400)


def test_bytes_that_are_no_utf8_are_a_bad_request(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question": "\xff"}', headers={"content-type": "application/json"})
    problem(response, 400)


def test_an_oversized_body_is_refused_by_its_length(client: TestClient) -> None:
    history = [{"question": "x" * MAX_BODY_BYTES, "answer": ""}]
    response = client.post("/v1/ask", json={"question": "问", "history": history})
    assert f"{MAX_BODY_BYTES:,}" in problem(response, 413)["detail"]


def test_an_oversized_body_in_chunks_is_refused_before_it_is_read_whole(client: TestClient) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(64):
            sent += MAX_BODY_BYTES // 8
            yield b" " * (MAX_BODY_BYTES // 8)

    headers = {"content-type": "application/json"}
    problem(client.post("/v1/ask", content=chunks(), headers=headers), 413)


def test_search_finds_passages_with_their_place(client: TestClient) -> None:
    results = client.get("/v1/search", params={"q": "同网同价", "k": 3}).json()["results"]
    assert len(results) == 3
    assert results[0]["region"] == "广东"
    assert "同网同价" in results[0]["text"]
    document = client.get(f"/v1/documents/{results[0]['document_id']}").json()
    assert document["text"][results[0]["start"] : results[0]["end"]] == results[0]["text"]


def test_search_keeps_to_the_filters(client: TestClient) -> None:
    results = client.get("/v1/search", params={"q": "人才", "region": ["四川", "吉林"]}).json()["results"]
    assert {result["region"] for result in results} == {"四川", "吉林"}


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "  "}, "q"),
        ({"q": "问" * (MAX_QUESTION_LENGTH + 1)}, "q"),
        ({"q": "人才", "k": 0}, "k"),
        ({"q": "人才", "k": 101}, "k"),
        ({"q": "人才", "issued_to": "yesterday"}, "issued_to"),
        ({"q": "人才", "province": "四川"}, "province"),
    ],
)
def test_a_bad_search_names_its_parameter(client: TestClient, params: dict[str, Any], field: str) -> None:
    errors = problem(client.get("/v1/search", params=params), 422)["errors"]
    assert [error.split(":")[0] for error in errors] == [field]


def test_documents_are_listed_by_file_name(client: TestClient) -> None:
    sources = [document["source"] for document in client.get("/v1/documents").json()["documents"]]
    assert sources == sorted(sources)


def test_documents_are_listed_with_all_that_they_state(client: TestClient) -> None:
    documents = {document["region"]: document for document in client.get("/v1/documents").json()["documents"]}
    assert documents.keys() == {"广东", "湖南", "深圳", "四川", "吉林"}
    shenzhen = documents["深圳"]
    assert (
        shenzhen.items()
        >= {
            "region_level": "市",
            "region_parent": "广东",
            "region_inferred": False,
            "issuers": ["深圳市人民政府"],
            "document_number": "深府〔2012〕124号",
            "issued_on": "2012-11-02",
            "published_on": "2012-11-20",
            "index_number": "043000-10-2012-005867",
            "effective_on": None,
            "status": None,
        }.items()
    )
    assert documents["四川"]["region_inferred"] is True
    assert documents["四川"]["document_number"] is None
    expected = {
        "id",
        "title",
        "region",
        "region_level",
        "region_parent",
        "region_inferred",
        "issuers",
        "document_number",
        "issued_on",
        "published_on",
        "effective_on",
        "index_number",
        "genre",
        "status",
        "source",
        "sources",
        "source_url",
        "addressees",
        "amended_on",
        "expires_on",
        "keywords",
        "cites",
        "repeals",
        "amends",
    }
    assert shenzhen.keys() == expected


def test_documents_keep_to_the_filters(client: TestClient) -> None:
    documents = client.get("/v1/documents", params={"issued_from": "2012-11-01", "issued_to": "2012-12-31"}).json()
    assert {document["region"] for document in documents["documents"]} == {"深圳", "吉林"}
    problem(client.get("/v1/documents", params={"issued_from": "2012"}), 422)


def test_a_document_comes_with_its_text_and_sections(client: TestClient, qa: PolicyQA) -> None:
    found = next(info for info in qa.documents() if info.metadata.region == "湖南")
    document = client.get(f"/v1/documents/{found.id}").json()
    assert document["text"] == qa.document(found.id).text
    headings = [section["heading"] for section in document["sections"]]
    assert "一、总体思路" in headings
    for section in document["sections"]:
        assert document["text"].startswith(section["heading"], section["start"])
        assert section["start"] < section["end"]


def test_an_unknown_document_is_named_in_the_problem(client: TestClient) -> None:
    body = problem(client.get("/v1/documents/ffffffffffff"), 404)
    assert body["type"].endswith("unknown-document")
    assert "ffffffffffff" in body["detail"]
    assert body["instance"] == "/v1/documents/ffffffffffff"


def test_an_unknown_route_and_a_wrong_method_are_problems(client: TestClient) -> None:
    assert "/docs" in problem(client.get("/v2/ask"), 404)["detail"]
    response = client.get("/v1/ask")
    problem(response, 405)
    assert response.headers["allow"] == "POST"


def test_health_names_the_index_that_answers(client: TestClient, qa: PolicyQA) -> None:
    manifest = qa.index.manifest
    assert client.get("/healthz").json() == {
        "status": "ok",
        "generation": manifest.generation,
        "documents": 5,
        "embedder": manifest.embedder,
        "built_at": manifest.built_at,
    }


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/ask"), ("GET", "/v1/search?q=a"), ("GET", "/v1/documents"), ("GET", "/healthz")]
)
def test_without_an_index_everything_says_what_to_run(tmp_path: Path, method: str, path: str) -> None:
    settings = Settings(index=tmp_path / "none")
    client = client_of(lambda: PolicyQA.open(settings))
    response = client.request(method, path, json={"question": "问"} if method == "POST" else None)
    body = problem(response, 503)
    assert body["type"].endswith("index-unavailable")
    assert "zhengwen ingest" in body["detail"]
    assert not (tmp_path / "none").exists()


def test_an_index_that_appears_is_used_without_a_restart(tmp_path: Path, seeds: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    client = client_of(lambda: PolicyQA.open(settings))
    problem(client.get("/healthz"), 503)
    ingest([seeds], settings.index)
    assert client.get("/healthz").json()["documents"] == 5


def test_an_unforeseen_error_is_told_without_its_traceback() -> None:
    def broken() -> PolicyQA:
        raise RuntimeError("secret path /home/someone")

    body = problem(client_of(broken).post("/v1/ask", json={"question": "问"}), 500)
    assert "secret" not in str(body)


def test_the_order_of_errors_follows_their_tree() -> None:
    class Special(IndexUnavailable):
        """A kind of absence that the API does not know."""

    def absent() -> PolicyQA:
        raise Special("gone")

    assert problem(client_of(absent).get("/healthz"), 503)["detail"] == "gone"


def test_the_description_of_the_api_documents_its_problems(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert paths.keys() == {"/v1/ask", "/v1/search", "/v1/documents", "/v1/documents/{document_id}", "/healthz"}
    responses = paths["/v1/ask"]["post"]["responses"]
    assert responses.keys() == {"200", "400", "401", "413", "422", "500", "503"}
    for status, response in responses.items():
        kind = "application/json" if status == "200" else "application/problem+json"
        assert response["content"].keys() == {kind}


def test_the_documentation_loads_nothing_from_another_host(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "swagger-ui-bundle.js" in page
    assert "https://" not in page
    assert "http://" not in page
    for line in page.split('"'):
        if line.endswith((".js", ".css", ".png")):
            assert client.get(line).status_code == 200
