"""The saved model for pages, and the text model that it belongs to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import nutgraf
import small
import small_pages
from nutgraf import artifact
from nutgraf.errors import ModelError
from nutgraf.html import artifact as html_artifact


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = small_pages.model()
    artifact.save(model.text, tmp_path / "model")
    html_artifact.save(replace(model, info={"made": "here"}), tmp_path / "model")
    return tmp_path / "model"


def test_round_trip(folder: Path) -> None:
    from nutgraf.labeller import Labeller

    model = small_pages.model()
    html = small_pages.source("harbour")
    given, read = Labeller(model.text, pages=model).label_html(html), nutgraf.load(folder).label_html(html)
    assert np.array_equal(given.scores, read.scores)
    assert read.warnings == ()
    loaded = html_artifact.load(folder, model.text)
    assert loaded is not None
    assert loaded.info == {"made": "here"}
    assert loaded.settings == model.settings


def test_it_is_found_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    labeller = nutgraf.load(folder.name)
    monkeypatch.chdir(folder)
    assert labeller.label_html(small_pages.source("harbour")).remarks == ()


def test_a_folder_without_one(tmp_path: Path) -> None:
    artifact.save(small.model(), tmp_path)
    assert html_artifact.load(tmp_path, small.model()) is None


def test_it_fits_no_other_text_model(folder: Path) -> None:
    other = folder.parent / "other"
    artifact.save(replace(small_pages.model().text, info={"made": "anew"}), other)
    for path in other.iterdir():
        path.replace(folder / path.name)
    labeller = nutgraf.load(folder)
    with pytest.raises(ModelError, match="text_model_sha256"):
        labeller.label_html("<p>One</p>")
    assert len(labeller.label("One").lines) == 1


@pytest.mark.parametrize("others", [(), ("page.html",)])
def test_another_text_model_takes_its_place(folder: Path, others: tuple[str, ...]) -> None:
    for name in others:
        (folder / "html" / name).write_text("<p>One</p>", encoding="utf-8")
    artifact.save(replace(small_pages.model().text, info={"made": "anew"}), folder)
    assert html_artifact.load(folder, small.model()) is None
    assert sorted(path.name for path in folder.rglob("*.*")) == sorted(("model.json", *others, "weights.npz"))


@pytest.mark.parametrize("name", ["weights.npz", "model.json"])
@pytest.mark.parametrize("damage", ["missing", "cut", "changed"])
def test_damage_is_told(folder: Path, name: str, damage: str) -> None:
    path = folder / "html" / name
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        path.write_bytes(data.replace(b"0", b"1"))
    with pytest.raises(ModelError):
        nutgraf.load(folder).label_html("<p>One</p>")


@pytest.mark.parametrize(("key", "value"), [("networks", []), ("story", [3]), ("columns", ["one"]), ("settings", {})])
def test_a_config_that_makes_no_sense(folder: Path, key: str, value: object) -> None:
    path = folder / "html" / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(ModelError):
        nutgraf.load(folder).label_html("<p>One</p>")
