"""Labelled documents from other tools."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf.service.exchange import read_pages
from nutgraf.service.exchange.record import Defaults
from nutgraf.service.stored import Page

BODY, BOILERPLATE, PROMO = Label.BODY, Label.BOILERPLATE, Label.PROMO
TEXT = "Pool to close\nShare \U0001f600 on\n\nThe pool will close in May.\nLido to open -\n"
DEFAULTS = Defaults("data.json", "unknown")


def read(*records: Any) -> list[Page]:
    return list(read_pages("\n".join(map(json.dumps, records)), DEFAULTS))


def span(part: str, label: str, text: str = TEXT) -> tuple[int, int, str]:
    start = text.index(part)
    return start, start + len(part), label


def result(part: str, label: str, wide: bool = False) -> dict[str, Any]:
    """A span as Label Studio exports it; `wide` as versions did that counted UTF-16 units."""
    start, end, _ = span(part, label)
    if wide:
        start, end = (len(TEXT[:place].encode("utf-16-le")) // 2 for place in (start, end))
    value = {"start": start, "end": end, "text": part.replace("\n", "\\n"), "labels": [label]}
    return {"value": value, "from_name": "label", "to_name": "text", "type": "labels"}


def task(*results: dict[str, Any], **data: Any) -> dict[str, Any]:
    annotation = {"result": list(results), "was_cancelled": False, "updated_at": "2024-01-02T00:00:00Z"}
    return {"id": 7, "data": {"text": TEXT, **data}, "annotations": [annotation], "predictions": []}


def test_own_documents() -> None:
    (page,) = read(
        {
            "id": "a",
            "source": "post.example",
            "language": "en",
            "lines": [{"text": "x", "label": "promo"}, {"text": " "}],
        }
    )
    assert (page.id, page.source, page.language) == ("a", "post.example", "en")
    assert [line.text for line in page.lines] == ["x", " "]
    assert page.labels == {0: PROMO}


@pytest.mark.parametrize("key", ["label", "labels"])
def test_doccano_spans(key: str) -> None:
    spans = [span("Pool to close", "body"), span("Share \U0001f600 on", "boilerplate"), span("to open -", "Promo")]
    (page,) = read({"id": 3, "text": TEXT, key: spans, "url": "https://www.post.example/pool", "Comments": []})
    assert [line.text for line in page.lines] == [line for line in TEXT.split("\n") if line]
    assert page.labels == {0: BODY, 1: BOILERPLATE, 3: PROMO}
    assert (page.id, page.source) == ("data.json#3", "www.post.example")


def test_doccano_entities_and_names() -> None:
    entity = {"id": 1, "label": "promo", "start_offset": TEXT.index("Lido"), "end_offset": len(TEXT)}
    related, whole = read(
        {"id": 1, "text": TEXT, "entities": [entity], "relations": []},
        {"id": 2, "text": "Share", "label": ["boilerplate"]},
    )
    assert related.labels == {3: PROMO}
    assert whole.labels == {0: BOILERPLATE}


def test_texts_without_labels_are_documents_to_review() -> None:
    (page,) = read({"text": TEXT, "site": "post.example"}, {"text": " \n"})
    assert (len(page.lines), page.labels, page.source, page.id) == (4, {}, "post.example", "data.json#1")
    assert [line.number for line in page.lines] == [1, 2, 4, 5]


@pytest.mark.parametrize("wide", [False, True])
def test_label_studio_spans(wide: bool) -> None:
    (page,) = read([task(result("Pool to close", "body"), result("Lido to open -", "promo", wide), source="s.example")])
    assert page.labels == {0: BODY, 3: PROMO}
    assert (page.source, page.id) == ("s.example", "data.json#7")


def test_a_span_over_several_lines_labels_each() -> None:
    (page,) = read([task(result(TEXT.strip(), "body"))])
    assert set(page.labels.values()) == {BODY}
    assert len(page.labels) == 4


def test_a_line_that_is_hardly_touched_has_no_label() -> None:
    (page,) = read([task(result("Pool", "body"))])
    assert page.labels == {}


def test_of_several_annotations_the_last_that_was_not_cancelled_counts() -> None:
    found = task(result("Pool to close", "promo"))
    later = {"result": [result("Pool to close", "body")["value"] and result("Pool to close", "body")]}
    found["annotations"] += [
        later | {"was_cancelled": False, "updated_at": "2024-02-01T00:00:00Z"},
        {
            "result": [result("Pool to close", "boilerplate")],
            "was_cancelled": True,
            "updated_at": "2024-03-01T00:00:00Z",
        },
    ]
    (page,) = read([found])
    assert page.labels == {0: BODY}


def test_label_studio_minimal_form() -> None:
    start, end, _ = span("Lido to open -", "promo")
    minimal = {
        "id": 1,
        "text": TEXT,
        "label": [{"start": start, "end": end, "text": "Lido to open -", "labels": ["promo"]}],
    }
    choice = {"id": 2, "text": "Share", "kind": "boilerplate", "annotator": 1}
    spans, whole = read([minimal, choice])
    assert spans.labels == {3: PROMO}
    assert whole.labels == {0: BOILERPLATE}


def test_label_studio_paragraphs() -> None:
    dialogue = [{"author": "", "text": line} for line in ("Pool to close", "Share", "Tweet")]
    value = {"start": "1", "end": "2", "startOffset": 0, "endOffset": 5, "paragraphlabels": ["boilerplate"]}
    annotation = {"result": [{"value": value, "type": "paragraphlabels"}]}
    (page,) = read([{"id": 1, "data": {"dialogue": dialogue}, "annotations": [annotation]}])
    assert [line.text for line in page.lines] == ["Pool to close", "Share", "Tweet"]
    assert page.labels == {1: BOILERPLATE, 2: BOILERPLATE}


@pytest.mark.parametrize(
    ("start", "end"), [(-2, -1), (1, 0), (0, 1), (0, 10**12), (0, float("inf")), ("a", 0), (None, 0)]
)
def test_label_studio_paragraphs_that_are_not_there(start: object, end: object) -> None:
    value = {"start": start, "end": end, "paragraphlabels": ["boilerplate"]}
    task = {"data": {"dialogue": [{"text": "Pool to close"}]}, "annotations": [{"result": [{"value": value}]}]}
    with pytest.raises(InputError, match="task 1: paragraphs"):
        read([task])


@pytest.mark.parametrize("task", [{"annotations": 5}, {"annotations": [{"result": 5}]}, {"annotations": {"a": 1}}])
def test_label_studio_without_the_lists_that_it_has(task: dict[str, object]) -> None:
    with pytest.raises(InputError, match="expected a list"):
        read([{"data": {"text": "Share it"}, **task}])


@pytest.mark.parametrize("headline", [-1, 1, "0", 0.0, True])
def test_a_headline_that_is_no_line(headline: object) -> None:
    record = {"id": "a", "source": "s", "headline": headline, "lines": [{"text": "Pool to close"}]}
    with pytest.raises(InputError, match="`headline` is"):
        list(read_pages(json.dumps(record), Defaults("data.jsonl", "s")))


def test_label_studio_lines_as_tasks_are_joined() -> None:
    def line(text: str, label: str) -> dict[str, Any]:
        choice = {"value": {"choices": [label]}, "type": "choices"}
        return {"id": 1, "data": {"text": text, "document": "d1"}, "annotations": [{"result": [choice]}]}

    (page,) = read([line("Pool to close", "body"), line("Share", "boilerplate")])
    assert (page.id, page.labels) == ("data.json#d1", {0: BODY, 1: BOILERPLATE})


def test_tasks_without_annotations_are_documents_to_review() -> None:
    (page,) = read([{"id": 1, "data": {"text": TEXT}, "annotations": []}])
    assert (len(page.lines), page.labels) == (4, {})


@pytest.mark.parametrize(
    "own",
    [
        {"label": "news"},
        {"labels": ["politics", "sport"]},
        {"entities": ["Harbour Lane"]},
        {"label": 3},
        {"label": [[0, 1]]},
    ],
)
def test_fields_of_the_news_are_no_labels(own: dict[str, object]) -> None:
    (page,) = read_pages(json.dumps({"text": "Share\nTweet", **own}), DEFAULTS)
    assert page.labels == {}
    (page,) = read_pages(json.dumps({"text": "Share\nTweet", "labels": "Promo", **own}), DEFAULTS)
    assert len(page.labels) == (0 if "labels" in own else 2), "a field after it has labels"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "data.json:1: not JSON"),
        ('{"text": "a"}\n3', "data.json:2: found int"),
        ('{"a": 1}', "found the keys a, expected"),
        ('{"lines": []}', "no list with at least one line"),
        ('{"id": "a", "lines": [{"label": "body"}]}', r"lines\[0\] has no `text`"),
        ('{"text": 3}', "`text` is int"),
        ('{"text": "a", "label": [[0, 1, "news"]]}', "unknown label 'news', expected one of body"),
        ('{"text": "a", "label": ["body", [0, 1]]}', "expected a name or a span"),
        (
            '{"text": "a", "label": "body", "number": 1, "start": 0, "end": 1, "body_share": 1}',
            "row that `nutgraf score`",
        ),
        ("[3]", "task 1: found int"),
        ('[{"data": {"a": 1}, "annotations": []}]', "task 1: no text in `data`"),
        (json.dumps([task({"type": "hypertextlabels", "value": {}})]), "labels in HTML"),
        (json.dumps([task({"type": "labels", "value": {"start": 0, "end": 2, "labels": ["a", "b"]}})]), "expected one"),
        (json.dumps([task({"type": "labels", "value": {"labels": ["body"]}})]), "expected numbers"),
    ],
)
def test_faults_are_named_by_place_and_reason(content: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        list(read_pages(content, DEFAULTS))


def test_what_two_spans_cover_counts_once() -> None:
    text = "0123456789"
    twice, within = [(0, 3, "promo")] * 2, [(0, 4, "promo"), (1, 3, "promo"), (2, 4, "promo")]
    halves = [(3, 5, "promo"), (0, 3, "promo"), (0, 3, "promo")]
    for spans, expected in ((twice, {}), (within, {}), (halves, {0: PROMO})):
        (page,) = read({"text": text, "label": spans})
        assert page.labels == expected
    value = {"start": 0, "end": 3, "text": "012", "labels": ["promo"]}
    span = {"value": value, "from_name": "label", "to_name": "text", "type": "labels"}
    (page,) = read(task(span, span, text=text))
    assert page.labels == {}
