"""What the review page asks the service for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import small_pages
from nutgraf.choices import FAVORS
from nutgraf.labeller import Labeller
from nutgraf.model import Thresholds
from nutgraf.service.app import create_app
from nutgraf.service.review.judging import digest, judge, judge_anew
from nutgraf.service.review.page import POLICY
from nutgraf.service.settings import Settings
from nutgraf.service.store import Store
from reviewed import TEXT
from reviewing import judgement, page
from tiny import tiny_labeller

LINES = [line for line in TEXT.split("\n") if line]
ANA = {"reviewer": "Ana", "step": "step-1"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "review.sqlite")


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_labeller(), store=store), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def looking() -> Iterator[TestClient]:
    with TestClient(create_app(tiny_labeller()), base_url="http://localhost") as client:
        yield client


def add(client: TestClient, text: str = TEXT) -> int:
    key = client.post("/review/documents", json={"text": text, "name": "a page"}).json()["key"]
    assert isinstance(key, int)
    return key


def correct(client: TestClient, key: int, *changes: dict[str, Any], **who: str) -> Any:
    return client.post(f"/review/documents/{key}/corrections", json={**ANA, **who, "changes": list(changes)})


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/static/style.css", "/static/index.html"])
def test_the_page_may_do_nothing_but_what_it_needs(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy == POLICY
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert not any("unsafe" in value or "*" in value or ":" in value for value in policy.values())
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_scripts_never_make_markup_of_text() -> None:
    folder = Path(create_app.__code__.co_filename).parent / "static"
    for script in folder.glob("*.js"):
        code = script.read_text(encoding="utf-8")
        for way in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "DOMParser",
            "new Function",
        ):
            assert way not in code, f"{script.name}: {way}"
        assert "http:" not in code
        assert "https:" not in code
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert "style=" not in html
    assert " on" not in html.replace(" on the", "").replace(" only", "").replace(" one", "")


def test_looking_keeps_nothing(looking: TestClient) -> None:
    found = looking.post("/review/look", json={"text": TEXT}).json()
    assert found["key"] is None
    assert [line["text"] for line in found["lines"]] == LINES
    assert looking.get("/review/state").json()["database"] is False
    for path in ("/review/documents", "/review/export", "/review/documents/1"):
        refused = looking.get(path)
        assert refused.status_code == 404
        assert "--database" in refused.json()["detail"]


@pytest.mark.parametrize("kind", ["text", "html"])
def test_labels_at_the_thresholds_are_the_labellers(kind: str) -> None:
    model = small_pages.model()
    page_settings = replace(model.settings, thresholds=Thresholds(precision=0.97, balanced=0.45, recall=0.03))
    labeller = Labeller(model.text, pages=replace(model, settings=page_settings))
    content = TEXT if kind == "text" else small_pages.source("harbour")
    with TestClient(create_app(labeller), base_url="http://localhost") as client:
        found = client.post("/review/look", json={kind: content}).json()
    label = labeller.label if kind == "text" else labeller.label_html
    for favor in FAVORS:
        for line, own in zip(found["lines"], label(content, favor=favor).lines, strict=True):
            rest = max(("boilerplate", "promo"), key=lambda name, line=line: line["scores"][name])
            share_needed = found["thresholds"][favor]
            shown = line["label"] if line["fixed"] else "body" if line["share"] >= share_needed else rest
            assert shown == own.label


def test_a_document_its_corrections_and_undo(client: TestClient) -> None:
    key = add(client)
    (written,) = correct(client, key, {"line": 1, "label": "promo"}).json()
    assert (written["line"], written["label"], written["reviewer"]) == (1, "promo", "Ana")
    found = client.get(f"/review/documents/{key}").json()
    assert found["corrections"] == [written]
    assert client.get("/review/documents").json()[0]["reviewed"] == 1
    undone = client.post(f"/review/documents/{key}/undo", json={"reviewer": "Ana", "step": "step-2"}).json()
    assert [(one["line"], one["label"], one["kind"]) for one in undone] == [(1, None, "undo")]
    assert len(client.get(f"/review/documents/{key}/history?after={written['number']}").json()) == 1


def test_a_conflict_tells_what_the_other_said(client: TestClient) -> None:
    key = add(client)
    (written,) = correct(client, key, {"line": 1, "label": "promo"}).json()
    refused = correct(client, key, {"line": 1, "label": "body"}, reviewer="Ben", step="step-2")
    assert refused.status_code == 409
    assert refused.json()["corrections"] == [written]
    assert "Ana" in refused.json()["detail"]
    seen = {"line": 1, "label": "body", "seen": written["number"]}
    assert correct(client, key, seen, reviewer="Ben", step="step-3").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({**ANA, "changes": [{"line": 99, "label": "body"}]}, 404),
        ({**ANA, "changes": [{"line": -1, "label": "body"}]}, 404),
        ({**ANA, "changes": [{"line": 0, "label": "news"}]}, 422),
        ({**ANA, "changes": []}, 422),
        ({**ANA, "reviewer": "", "changes": [{"line": 0, "label": "body"}]}, 422),
        ({"changes": [{"line": 0, "label": "body"}]}, 422),
    ],
)
def test_corrections_that_cannot_be(client: TestClient, asked: dict[str, Any], status: int) -> None:
    key = add(client)
    refused = client.post(f"/review/documents/{key}/corrections", json=asked)
    assert refused.status_code == status
    assert refused.json()["detail"]
    assert client.get(f"/review/documents/{key}/history").json() == []


def test_what_is_not_there(client: TestClient) -> None:
    for path in ("/review/documents/7", "/review/documents/7/history", "/review/documents/7/reasons/0"):
        assert client.get(path).status_code == 404
    key = add(client)
    assert client.get(f"/review/documents/{key}/reasons/99").status_code == 404


@pytest.mark.parametrize("asked", [{}, {"text": "a", "html": "b"}, {"text": " \n"}, {"text": 3}])
def test_texts_that_are_none(client: TestClient, asked: dict[str, Any]) -> None:
    refused = client.post("/review/documents", json=asked)
    assert refused.status_code == 422
    assert refused.json()["detail"]


def test_reasons_with_and_without_a_database(client: TestClient) -> None:
    key = add(client)
    kept = client.get(f"/review/documents/{key}/reasons/1").json()
    assert kept == client.post("/review/reasons", json={"lines": LINES, "line": 1}).json()
    assert kept["label"] in ("body", "boilerplate", "promo")
    assert all(reason["weight"] > 0 for reason in kept["for"])


def test_import_and_export(client: TestClient) -> None:
    record = {"id": "one", "source": "s.example", "lines": [{"text": "A line.", "label": "body"}, {"text": "Share"}]}
    content = json.dumps(record)
    assert client.post("/review/import", json={"name": "a.jsonl", "content": content}).json() == {
        "added": 1,
        "known": 0,
    }
    assert client.post("/review/import", json={"name": "a.jsonl", "content": content}).json() == {
        "added": 0,
        "known": 1,
    }
    exported = client.get("/review/export")
    assert "reviewed.jsonl" in exported.headers["content-disposition"]
    (line,) = exported.text.splitlines()
    assert json.loads(line)["lines"] == [{"label": "body", "text": "A line."}, {"text": "Share"}]
    refused = client.post("/review/import", json={"name": "b.jsonl", "content": content + "\n{}"})
    assert refused.status_code == 422
    assert "b.jsonl:2" in refused.json()["detail"]


def test_odd_text_comes_back_as_it_was(client: TestClient) -> None:
    odd = "odd \\ud800 text"  # a lone surrogate, as JSON files of scrapers have them
    content = f'{{"id": "odd", "source": "s", "lines": [{{"text": "{odd}"}}]}}'
    client.post("/review/import", json={"name": "a.jsonl", "content": content})
    (waiting,) = client.get("/review/documents").json()
    found = client.get(f"/review/documents/{waiting['key']}")
    assert odd in found.text
    assert client.get(f"/review/documents/{waiting['key']}/reasons/0").status_code == 200


def test_the_token_guards_texts_and_not_the_page(store: Store) -> None:
    with TestClient(
        create_app(tiny_labeller(), Settings(token="secret"), store), base_url="http://localhost"
    ) as client:
        assert client.get("/").status_code == 200
        assert client.get("/static/main.js").status_code == 200
        assert client.get("/review/documents").status_code == 401
        assert client.get("/review/documents", headers={"Authorization": "Bearer secret"}).status_code == 200


def test_the_page_s_routes_are_not_in_the_public_description(client: TestClient) -> None:
    assert not [path for path in client.get("/openapi.json").json()["paths"] if path.startswith("/review")]


def test_documents_of_another_model_are_judged_anew(store: Store) -> None:
    labeller = tiny_labeller()
    key, _ = store.add(page(*LINES), judgement(*[0.5] * len(LINES), model="another"))
    assert judge_anew(store, labeller) == 1
    kept = store.document(key).judgement
    assert kept == judge(labeller, labeller.label_lines(LINES))
    assert kept.model == digest(labeller.model)
    assert judge_anew(store, labeller) == 0
