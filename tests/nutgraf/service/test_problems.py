"""What is refused is told in plain words, and nothing that was sent is repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gated import GatedLabeller
from nutgraf.service.app import create_app
from nutgraf.service.problems import documented, problem

JSON = {"Content-Type": "application/json"}
OBJECT = "expected a JSON object, sent with Content-Type: application/json"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(GatedLabeller().as_labeller()), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        ({}, "expected one of text, html, documents; found none"),
        ({"text": None}, "expected one of text, html, documents; found none"),
        ({"text": "a", "html": "b"}, "expected one of text, html, documents; found text and html"),
        ({"text": 3}, "text: expected a string"),
        ({"documents": "a"}, "documents: expected a list"),
        ({"documents": ["a"]}, "documents.0: expected an object"),
        ({"documents": [{"text": "a"}, {}]}, "documents.1: expected one of text, html; found none"),
        ({"documents": [{"text": "a"}], "id": "x"}, "id belongs to each of the documents, not beside them"),
        ({"text": "a", "favour": "recall"}, "favour: unknown; the fields are listed at /docs"),
        ({"text": "a", "favor": "story"}, "favor: expected one of 'balanced', 'precision', 'recall'"),
        ({"text": "a", "unit": None}, "unit: expected one of 'line', 'paragraph'"),
        ({"text": 1, "html": 2}, "text: expected a string; html: expected a string"),
        ([], OBJECT),
        ("a", OBJECT),
    ],
)
def test_faults_are_told_in_plain_words(client: TestClient, sent: object, detail: str) -> None:
    answer = client.post("/v1/label", json=sent)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert (answer.json()["status"], answer.json()["detail"]) == (422, detail)


def test_a_switch_takes_no_word(client: TestClient) -> None:
    answer = client.post("/v1/clean", json={"text": "a", "headline": "no"})
    assert answer.json()["detail"] == "headline: expected true or false"


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b"", 422, "the body is empty, expected a JSON object"),
        (b"{'text'", 422, "the body is no JSON: Expecting property name enclosed in double quotes at character 1"),
        (b"[" * 100_000, 400, "There was an error parsing the body"),
        (b"\xff\xfe{", 400, "There was an error parsing the body"),
    ],
)
def test_what_is_no_json(client: TestClient, body: bytes, status: int, detail: str) -> None:
    answer = client.post("/v1/label", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.json()["detail"] == detail


def test_forms_are_not_taken(client: TestClient) -> None:
    """Pages of other sites can send forms without asking; they cannot send JSON."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post("/v1/label", content=b'{"text": "a"}', headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["detail"]) == (422, OBJECT)


def test_many_faults_are_counted(client: TestClient) -> None:
    answer = client.post("/v1/label", json={"documents": [{"text": number} for number in range(20)]})
    assert answer.json()["detail"].endswith("documents.4.text: expected a string; and 15 more")


def test_no_answer_repeats_what_was_sent(client: TestClient) -> None:
    secret = "The mayor's private letter"
    for sent in ({"favor": secret, "text": "a"}, {"text": [secret]}, {"documents": [secret]}, secret, [secret]):
        assert secret not in client.post("/v1/label", json=sent).text
    assert secret not in client.post("/v1/label", content=json.dumps(secret)[:-1].encode(), headers=JSON).text


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/v1/nothing", 404, "no such address; /docs lists them"),
        ("GET", "/v1/label", 405, "this address takes another method; /docs lists them"),
    ],
)
def test_addresses_that_are_not_there(client: TestClient, method: str, path: str, status: int, detail: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["detail"]) == (status, detail)


def test_what_the_labeller_cannot_use(client: TestClient) -> None:
    answer = client.post("/v1/label", json={"text": "bad"})
    assert (answer.status_code, answer.json()["detail"]) == (422, "a bad text")


@pytest.mark.parametrize(
    ("status", "title"), [(404, "Not Found"), (413, "Content Too Large"), (422, "Unprocessable Content")]
)
def test_a_status_has_one_name_under_every_python(status: int, title: str) -> None:
    assert json.loads(bytes(problem(status, "too long").body))["title"] == title
    assert documented(status)[status]["description"] == title
