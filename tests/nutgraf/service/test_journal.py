"""What the log and the metrics tell, and what they must not."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from fakes import PAGE
from gated import GatedLabeller
from nutgraf.service.app import create_app
from nutgraf.service.journal import JsonLines
from nutgraf.service.settings import Settings

SECRET = "The mayor's private letter"


class Kept(logging.Handler):
    """Keeps the log as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def last(self) -> dict[str, object]:
        return dict(json.loads(self.lines[-1]))


@pytest.fixture
def log() -> Iterator[Kept]:
    logger, kept = logging.getLogger("nutgraf.service"), Kept()
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(kept)
    yield kept
    logger.removeHandler(kept)
    logger.setLevel(level)


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = create_app(GatedLabeller().as_labeller())
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def test_a_request_is_a_line(client: TestClient, log: Kept) -> None:
    answer = client.post("/v1/label", json={"documents": [{"text": "Share"}, {"text": "Tweet it"}]})
    told = log.last()
    assert told.pop("ms") >= 0  # type: ignore[operator]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", str(told.pop("time")))
    assert told == {
        "level": "info", "event": "request", "id": answer.headers["X-Request-Id"], "method": "POST",
        "path": "/v1/label", "status": 200, "documents": 2, "characters": 13,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/v1/label", {"text": SECRET, "id": SECRET, "site": SECRET}, 200),
        ("/v1/label", {"html": f"<p>{SECRET}", "url": SECRET}, 200),
        ("/v1/clean", {"text": SECRET}, 200),
        ("/v1/label", {"text": [SECRET]}, 422),
        ("/v1/label", {SECRET: SECRET}, 422),
        (f"/v1/label?q={SECRET}", {"text": "a"}, 200),
        (f"/{SECRET}", {}, 404),
    ],
)
def test_the_log_holds_no_text(client: TestClient, log: Kept, path: str, sent: object, status: int) -> None:
    assert client.post(path, json=sent).status_code == status
    assert len(log.lines) == 1
    assert "private" not in log.lines[0]


def test_a_fault_is_told_by_its_place_and_not_by_its_words(client: TestClient, log: Kept) -> None:
    answer = client.post("/v1/label", json={"text": "fault"})
    assert answer.status_code == 500
    fault, request = map(json.loads, log.lines)
    assert (fault["event"], fault["level"], fault["error"]) == ("fault", "error", "RuntimeError")
    assert fault["at"][-1].startswith("gated.py:")
    assert fault["id"] == request["id"]
    assert fault["id"] in answer.json()["detail"]
    assert "secret words" not in "".join(log.lines) + answer.text


def test_exceptions_of_libraries_lose_their_words() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        kind, trace = type(error), error.__traceback__
        record = logging.LogRecord("asyncio", logging.ERROR, "", 0, "never retrieved", (), (kind, error, trace))
    line = JsonLines().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert SECRET not in line


def counted(client: TestClient) -> dict[str, float]:
    lines = [line for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_metrics_count(client: TestClient) -> None:
    client.post("/v1/label", json={"documents": [{"text": PAGE}] * 3})
    client.post("/v1/label", json={"text": 1})
    client.get("/no/such/path")
    client.post("/v1/clean", content=b"x" * (Settings().max_body + 1))  # refused before it comes to its route
    told = counted(client)
    assert told['nutgraf_requests_total{method="POST",path="/v1/clean",status="413"}'] == 1
    assert told['nutgraf_requests_total{method="POST",path="/v1/label",status="200"}'] == 1
    assert told['nutgraf_requests_total{method="POST",path="/v1/label",status="422"}'] == 1
    assert told['nutgraf_requests_total{method="GET",path="other",status="404"}'] == 1
    assert told['nutgraf_request_seconds_count{path="/v1/label"}'] == 2
    lines = {label: told[f'nutgraf_lines_total{{label="{label}"}}'] for label in ("body", "boilerplate", "promo")}
    assert lines == {"body": 6, "boilerplate": 3, "promo": 3}
    assert (told["nutgraf_batch_documents_count"], told["nutgraf_batch_documents_sum"]) == (1, 3)
    assert (told["nutgraf_documents_waiting"], told["nutgraf_requests_in_progress"]) == (0, 1)  # this one


def test_applications_count_for_themselves(client: TestClient) -> None:
    client.post("/v1/label", json={"text": "Share"})
    with TestClient(create_app(GatedLabeller().as_labeller()), base_url="http://localhost") as other:
        assert "nutgraf_lines_total{" not in other.get("/metrics").text
