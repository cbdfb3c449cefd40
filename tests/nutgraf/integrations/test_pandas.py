"""Frames of texts to frames of lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fakes import PAGE
from nutgraf.document import Lines
from nutgraf.errors import InputError
from nutgraf.integrations.pandas import COLUMNS, label_frame
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf.rules import Rule, Rules
from tiny import tiny_labeller

TEXTS = [PAGE, "", None, "Share\r\n\nlone\u200b"]


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({"site": list("abcd"), "text": TEXTS, "size": [1, 2, 3, 4]}, index=[7, 7, 9, 3])


def test_a_row_for_each_line(frame: pd.DataFrame) -> None:
    lines = label_frame(frame, labeller=tiny_labeller())
    documents = [tiny_labeller().label(text or "") for text in TEXTS]
    expected = [line for document in documents for line in document.lines]
    assert lines.columns.tolist() == ["site", "text", "size", *COLUMNS]
    for column in ("text", "number", "start", "end", "label"):
        assert lines[column].tolist() == [getattr(line, column) for line in expected]
    assert lines[["body", "boilerplate", "promo"]].to_numpy().tolist() == [list(line.scores) for line in expected]
    assert lines["note"].isna().all()
    assert lines["headline"].sum() == sum(document.headline is not None for document in documents)


def test_index_and_other_columns_are_carried(frame: pd.DataFrame) -> None:
    lines = label_frame(frame, labeller=tiny_labeller())
    assert lines.index.tolist() == [7, 7, 7, 7, 3, 3]
    assert lines["site"].tolist() == list("aaaadd")
    assert lines["size"].dtype == frame["size"].dtype
    assert frame.columns.tolist() == ["site", "text", "size"], "the frame given must stay as it is"


def test_types(frame: pd.DataFrame) -> None:
    types = label_frame(frame, labeller=tiny_labeller()).dtypes
    assert types["label"] == pd.CategoricalDtype([label.value for label in Label])
    assert (types["number"], types["body"], types["headline"]) == (np.int64, np.float32, np.bool_)


@pytest.mark.parametrize("texts", [[], ["", " \n"]])
def test_frame_without_lines_has_all_columns(texts: list[str]) -> None:
    lines = label_frame(pd.DataFrame({"text": texts}), labeller=tiny_labeller())
    assert (len(lines), lines.columns.tolist()) == (0, ["text", *COLUMNS])
    assert lines["label"].dtype == "category"


def test_text_of_any_type_of_column_is_kept() -> None:
    for kind in ("string", "category", object):
        frame = pd.DataFrame({"page": pd.Series(["Share\nTweet", "Tweet"], dtype=kind)})
        assert label_frame(frame, "page", labeller=tiny_labeller())["page"].tolist() == ["Share", "Tweet", "Tweet"]


def test_rules_of_the_labeller_speak() -> None:
    ruled = tiny_labeller().with_rules(
        Rules((Rule(Label.PROMO, ("share",), name="x", verdict=True, sites=("a.example",)),))
    )
    frame = pd.DataFrame({"text": ["Share\nOther"]})
    notes = label_frame(frame, labeller=ruled, site="a.example")["note"]
    assert (notes.iloc[0], notes.isna().tolist()) == ("x: promo", [False, True])
    assert label_frame(frame, labeller=ruled)["note"].isna().all()


def test_no_line_is_made(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a Line was made")

    monkeypatch.setattr(Lines, "_line", refuse)
    assert len(label_frame(frame, labeller=tiny_labeller())) == 6


def test_model_of_the_package_is_asked_without_a_labeller(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> Labeller:
        return tiny_labeller()

    monkeypatch.setattr("nutgraf.integrations.pandas.load", load)
    assert len(label_frame(pd.DataFrame({"text": ["Share"]}))) == 1


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"page": ["a"]}, r"0 columns 'text' among \['page'\]"),
        ({"text": [5]}, r"row 0 \(from 0\) of 'text' holds int, expected str"),
        ({"text": [b"a"]}, "holds bytes, expected str"),
        ({"text": ["a"], "label": ["b"]}, "a column 'label' is there already"),
    ],
)
def test_frame_that_cannot_be_used_is_told_why(columns: dict[str, list[object]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        label_frame(pd.DataFrame(columns), labeller=tiny_labeller())
