"""Reviewed documents as training reads them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nutgraf.labels import Label
from nutgraf.service.exchange import exported, read_pages
from nutgraf.service.exchange.record import Defaults
from nutgraf.service.store import Store
from nutgraf.service.stored import Change
from nutgraf_training import dataset
from reviewing import judgement, page


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(tmp_path / "review.sqlite")
    key, _ = found.add(page("Pool to close", f"Share {chr(0xD800)}", "Lido -", id="a"), judgement(0.9, 0.2, 0.6))
    found.correct(key, [Change(2, Label.PROMO), Change(0, Label.BODY)], "Ana", "1")
    found.add(page("Untouched", id="b"), judgement(0.9))
    return found


def written(store: Store, folder: Path, everything: bool) -> list[dataset.LabelledDocument]:
    path = folder / "out.jsonl"
    path.write_text("".join(exported(store, everything)), encoding="utf-8")
    return list(dataset.read(path))


def test_only_what_was_reviewed_has_labels(store: Store, tmp_path: Path) -> None:
    (document,) = written(store, tmp_path, everything=False)
    assert (document.id, document.source, document.kind) == ("a", "post.example", "hand")
    assert [line.label for line in document.lines] == [Label.BODY, None, Label.PROMO]
    assert document.lines[1].text == f"Share {chr(0xD800)}"


def test_everything(store: Store, tmp_path: Path) -> None:
    first, second = written(store, tmp_path, everything=True)
    assert [line.label for line in first.lines] == [Label.BODY, Label.BOILERPLATE, Label.PROMO]
    assert [line.label for line in second.lines] == [Label.BODY]


def test_what_was_taken_back_has_no_label(store: Store, tmp_path: Path) -> None:
    store.undo(1, "Ana", "2")
    assert "".join(exported(store)) == ""
    assert len(written(store, tmp_path, everything=True)) == 2


def test_what_a_labelled_document_says_of_itself_is_kept(tmp_path: Path) -> None:
    lines = [{"text": "Pool to close", "label": "body"}, {"text": "The council voted.", "label": "body"}]
    record = {"id": "a", "source": "s.example", "kind": "residue-x", "headline": 1, "lines": lines}
    (given,) = read_pages(json.dumps(record), Defaults("in.jsonl", "unknown"))
    store = Store(tmp_path / "given.sqlite")
    key, _ = store.add(given, replace(judgement(0.9, 0.9), headline=0))
    assert json.loads("".join(exported(store))) == record
    store.correct(key, [Change(0, Label.PROMO, store.history(key)[0].number)], "Ana", "1")
    (document,) = written(store, tmp_path, everything=False)
    assert (document.kind, document.headline) == ("hand", 1)


def test_an_export_can_be_read_again(store: Store, tmp_path: Path) -> None:
    content = "".join(exported(store))
    (again,) = read_pages(content, Defaults("out.jsonl", "unknown"))
    other = Store(tmp_path / "other.sqlite")
    other.add(again, judgement(0.9, 0.2, 0.6))
    assert "".join(exported(other)) == content
