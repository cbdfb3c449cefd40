"""`/v1/label` and `/v1/clean` answer what the labeller says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

import nutgraf
from fakes import PAGE
from gated import GatedLabeller
from nutgraf.cleaning import body_share
from nutgraf.errors import NutgrafError
from nutgraf.service.answers import CleanDocument, LabelledDocument, LabelledDocuments
from nutgraf.service.app import create_app
from nutgraf.service.settings import Settings

STORY = """\
Council votes to close harbour pool after 94 years
Share on Facebook
The council voted six to five on Tuesday to close the swimming pool at the end of Harbour Lane, open since 1931.
Seal pup found in supermarket car park returned to the sea -
"""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(nutgraf.load(), Settings(max_documents=4)), base_url="http://localhost") as client:
        yield client


def test_a_text_is_labelled_as_by_the_labeller(client: TestClient) -> None:
    answer = client.post("/v1/label", json={"text": STORY, "id": "pool"}).json()
    document = nutgraf.load().label(STORY)
    assert LabelledDocument.model_validate_json(json.dumps(answer), strict=True).id == "pool"
    assert (answer["headline"], answer["body"]) == (document.headline, document.body)
    assert (answer["has_story"], answer["warnings"], answer["meta"]) == (document.has_story, [], {})
    assert answer["body_share"] == pytest.approx(body_share(document), abs=1e-6)
    for told, line in zip(answer["lines"], document.lines, strict=True):
        for name in ("number", "start", "end", "text", "label", "tag", "note"):
            assert told[name] == getattr(line, name)
        assert told["scores"] == pytest.approx(line.scores._asdict(), abs=1e-5)
        assert told["confidence"] == pytest.approx(line.confidence, abs=1e-5)
        assert told["headline"] is (line.text == document.headline)


def test_several_come_back_in_order_with_their_ids(client: TestClient) -> None:
    sent = [{"text": STORY, "id": "a"}, {"text": ""}, {"html": "<h1>Pool</h1><p>Share</p>", "id": "c"}]
    answer = client.post("/v1/label", json={"documents": sent}).json()
    told = LabelledDocuments.model_validate_json(json.dumps(answer)).documents
    assert [document.id for document in told] == ["a", None, "c"]
    assert [len(document.lines) for document in told] == [4, 0, 2]
    assert told[2].lines[1].tag


def test_html_is_labelled_as_by_the_labeller(client: TestClient) -> None:
    html = f"<html><body><nav>Share</nav><article><p>{STORY}</p></article></body></html>"
    answer = client.post("/v1/label", json={"html": html, "url": "https://post.example/pool"}).json()
    document = nutgraf.load().label_html(html, "https://post.example/pool")
    assert [(line["text"], line["tag"]) for line in answer["lines"]] == [(x.text, x.tag) for x in document.lines]


@pytest.mark.parametrize("favor", ["balanced", "precision", "recall"])
@pytest.mark.parametrize("unit", ["line", "paragraph"])
def test_options_are_those_of_the_labeller(client: TestClient, favor: Any, unit: Any) -> None:
    text = "The council voted on Tuesday evening to close\nthe pool at Harbour Lane, they say.\n\nShare"
    answer = client.post("/v1/label", json={"text": text, "favor": favor, "unit": unit}).json()
    document = nutgraf.load().label(text, favor=favor, unit=unit)
    assert [line["label"] for line in answer["lines"]] == [line.label for line in document.lines]


def test_the_site_of_each_text_decides_which_rules_speak() -> None:
    rule = nutgraf.rules.Rule("promo", phrases=["share"], verdict=True, sites=["post.example"], name="own")
    labeller = nutgraf.load(rules=nutgraf.Rules([rule]))
    sent = [{"text": "Share", "site": "post.example"}, {"text": "Share"}]
    with TestClient(create_app(labeller), base_url="http://localhost") as client:
        told = client.post("/v1/label", json={"documents": sent}).json()["documents"]
    assert [document["lines"][0]["note"] for document in told] == ["own: promo", None]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({}, [0, 2]),
        ({"headline": False}, [2]),
        ({"drop": "promo"}, [0, 1, 2]),
        ({"drop": "boilerplate", "headline": False}, [2, 3]),
    ],
)
def test_clean_leaves_out_what_it_is_told_to(options: dict[str, object], kept: list[int]) -> None:
    lines = PAGE.replace("\n\n", "\n").splitlines()
    with TestClient(create_app(GatedLabeller().as_labeller()), base_url="http://localhost") as client:
        answer = client.post("/v1/clean", json={"text": PAGE, "id": "x", **options})
    told = CleanDocument.model_validate_json(answer.content, strict=True)
    assert told.text.splitlines() == [lines[place] for place in kept]
    assert (told.id, told.has_story) == ("x", True)


def test_a_lone_surrogate_comes_back_as_it_was(client: TestClient) -> None:
    answer = client.post(
        "/v1/label", content=b'{"text": "\\ud800 Share"}', headers={"Content-Type": "application/json"}
    )
    assert answer.json()["lines"][0]["text"] == "\ud800 Share"


def test_more_documents_than_are_taken(client: TestClient) -> None:
    answer = client.post("/v1/label", json={"documents": [{"text": "Share"}] * 5})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "5 documents in one request, at most 4 are taken; send fewer"


def test_html_without_the_library_that_reads_it() -> None:
    labeller = GatedLabeller()

    def missing(*_: object, **__: object) -> Any:
        raise NutgrafError("reading HTML needs selectolax: pip install 'nutgraf[html]'")

    labeller.label_html = missing  # type: ignore[method-assign]
    with TestClient(create_app(labeller.as_labeller()), base_url="http://localhost") as client:
        answer = client.post("/v1/label", json={"html": "<p>Share</p>"})
        assert client.post("/v1/label", json={"text": "Share"}).status_code == 200
    assert (answer.status_code, answer.json()["detail"]) == (
        501, "reading HTML needs selectolax: pip install 'nutgraf[html]'",
    )  # fmt: skip
