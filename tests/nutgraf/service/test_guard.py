"""Who is let in, how much is taken, and how long it may last."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gated import PATIENCE, GatedLabeller, local
from nutgraf.errors import InputError
from nutgraf.service.app import create_app
from nutgraf.service.guard import known_host
from nutgraf.service.settings import Settings

BEARER = {"Authorization": "Bearer s3cret"}


def client(**settings: object) -> TestClient:
    app = create_app(GatedLabeller().as_labeller(), Settings(**settings))  # type: ignore[arg-type]
    return TestClient(app, base_url="http://localhost")


@pytest.mark.parametrize(
    "header",
    [
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "[::1]",
        "[::1]:8000",
        "192.0.2.7:80",
        "news.example",
    ],
)
def test_own_hosts(header: str) -> None:
    assert known_host(header, ("news.example",))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "a.news.example",
        ":80",
    ],
)
def test_strange_hosts(header: str) -> None:
    assert not known_host(header, ("news.example",))
    assert known_host(header, ("*",))


def test_a_strange_host_gets_nothing() -> None:
    with client() as service:
        for path in ("/healthz", "/v1/model", "/docs", "/metrics"):
            answer = service.get(path, headers={"Host": "evil.example"})
            assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")


def test_no_page_of_another_site_may_read() -> None:
    with client() as service:
        answer = service.get("/v1/model", headers={"Origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert service.options("/v1/label", headers={"Origin": "https://evil.example"}).status_code == 405


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Bearer s3cret2", "Basic s3cret", "s3cret", "Bearer é"]
)
def test_without_the_token(header: str) -> None:
    with client(token="s3cret") as service:
        for path in ("/v1/model", "/metrics", "/no/such/path"):
            answer = service.get(path, headers={"Authorization": header.encode()})
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert service.post("/v1/label", json={"text": "a"}).status_code == 401


@pytest.mark.parametrize("header", ["Bearer s3cret", "bearer s3cret", "Bearer  s3cret"])
def test_with_the_token(header: str) -> None:
    with client(token="s3cret") as service:
        assert service.get("/v1/model", headers={"Authorization": header}).status_code == 200


def test_open_without_the_token() -> None:
    with client(token="s3cret") as service:
        for path in ("/healthz", "/docs", "/docs/start.js", "/docs/files/swagger-ui.css", "/openapi.json"):
            assert service.get(path).status_code == 200
        described = service.get("/openapi.json").json()
    assert described["paths"]["/healthz"]["get"]["security"] == []
    assert described["paths"]["/v1/label"]["post"]["security"] == [{"token": []}]


def test_a_token_is_not_shown() -> None:
    assert "s3cret" not in repr(Settings(token="s3cret"))


@pytest.mark.parametrize(
    "settings",
    [
        {"token": " "},
        {"max_body": 0},
        {"time_limit": -1.0},
        {"time_limit": float("inf")},
        {"time_limit": float("nan")},
        {"max_documents": 0},
    ],
)
def test_settings_that_make_no_sense(settings: dict[str, object]) -> None:
    with pytest.raises(InputError, match="expected"):
        Settings(**settings)  # type: ignore[arg-type]


def exchange(port: int, sent: bytes) -> bytes:
    """Send this and no more; the answer until the first end of a body."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        answer = b""
        while b'"}' not in answer and (part := connection.recv(4096)):
            answer += part
    return answer


def head(*headers: str) -> bytes:
    return "\r\n".join(["POST /v1/label HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


JSON = "Content-Type: application/json"


@pytest.fixture(scope="module")
def small() -> Iterator[int]:
    """A service with narrow limits, on a real connection."""
    app = create_app(GatedLabeller().as_labeller(), Settings(max_body=100))
    with local(app) as port:
        yield port


def test_a_large_body_is_refused_before_it_is_read(small: int) -> None:
    answer = exchange(small, head(JSON, "Content-Length: 101"))  # none of the 101 bytes is sent
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"larger than 100 bytes" in answer


@pytest.mark.parametrize("name", ["/v1/label", "/no/such/path"])
def test_who_sends_all_before_it_listens_hears_the_reason(small: int, name: str) -> None:
    """As Python's own urllib does; the body is too large for the system to take it over."""
    connection = http.client.HTTPConnection("127.0.0.1", small, timeout=PATIENCE)
    connection.request("POST", name, b" " * 20_000_000, {"Content-Type": "application/json", "Connection": "close"})
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["status"]) == (413, 413)
    connection.close()


def test_a_body_of_unknown_size_is_cut_off(small: int) -> None:
    chunk = b"40\r\n" + b"x" * 64 + b"\r\n"
    answer = exchange(small, head(JSON, "Transfer-Encoding: chunked") + 2 * chunk)  # the last chunk is not sent
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_the_largest_body_is_taken(small: int) -> None:
    body = json.dumps({"text": "x" * 86}).encode()
    assert len(body) == 98
    answer = exchange(small, head(JSON, "Content-Length: 100", "Connection: close") + body + b"  ")
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_body_that_does_not_come() -> None:
    with local(create_app(GatedLabeller().as_labeller(), Settings(time_limit=0.2))) as port:
        answer = exchange(port, head(JSON, "Content-Length: 50") + b"{")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"the body took longer than 0.2 seconds" in answer


def test_an_answer_that_takes_too_long() -> None:
    labeller = GatedLabeller(is_open=False)
    with local(create_app(labeller.as_labeller(), Settings(time_limit=0.2))) as port:
        status, answer = post(port, "a")
        assert (status, answer["detail"]) == (504, "the answer took longer than 0.2 seconds")
        labeller.gate.set()


def post(port: int, text: str) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("POST", "/v1/label", json.dumps({"text": text}), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.load(answer)
    finally:
        connection.close()


def test_more_requests_than_are_taken() -> None:
    labeller = GatedLabeller(is_open=False)
    with local(create_app(labeller.as_labeller(), Settings(max_requests=1))) as port:
        answers: list[int] = []
        first = threading.Thread(target=lambda: answers.append(post(port, "a")[0]))
        first.start()
        assert labeller.waiting.wait(PATIENCE)
        refused = exchange(port, head(JSON, "Content-Length: 1000"))  # no byte of the body is sent
        assert refused.startswith(b"HTTP/1.1 429 ")
        assert b"retry-after: 1" in refused.lower()
        health = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        health.request("GET", "/healthz")
        assert health.getresponse().status == 200
        health.close()
        labeller.gate.set()
        first.join(PATIENCE)
        assert answers == [200]
        assert post(port, "b")[0] == 200
