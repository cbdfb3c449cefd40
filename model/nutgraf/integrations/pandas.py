"""A frame of texts to a frame of labelled lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nutgraf.choices import Favor, Unit
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller, load
from nutgraf.labels import LABELS

#: Columns that the lines bring, in their order; the column of texts becomes that of the lines' texts.
COLUMNS = ("number", "start", "end", "label", *(label.value for label in LABELS), "headline", "note")


def label_frame(
    df: pd.DataFrame,
    text: str = "text",
    *,
    labeller: Labeller | None = None,
    favor: Favor = "balanced",
    unit: Unit = "line",
    site: str | None = None,
) -> pd.DataFrame:
    """One row for each line of the texts in column `text`, in order; a text without lines has none.

    The index is that of the text's row, repeated, and so is every other column. In place of the text stands the line's
    text; added are `number`, `start`, `end`, `label` (categorical), `body`, `boilerplate`, `promo` (float32
    probabilities), `headline` (bool) and `note` (the rules that spoke, else missing). Missing texts have no lines.
    Without a `labeller`, the model of the package is asked.

    Raises:
        InputError: if there is no such column, it holds something that is no text, or another column has a name that
            the lines bring.
    """
    _check(df, text)
    given = df[text]
    asked = labeller or load()
    documents = list(asked.label_many(_texts(given), favor=favor, unit=unit, site=site))
    rows = np.repeat(np.arange(len(df)), [len(document.spans) for document in documents])
    frame = df.iloc[rows].copy()
    # Text of a categorical column would be lost: a line is none of its categories.
    kind = given.dtype if isinstance(given.dtype, pd.StringDtype) else object
    lines = [line for document in documents for line in document.texts()]
    frame[text] = pd.Series(lines, index=frame.index, dtype=kind)
    for name, values in _columns(documents).items():
        frame[name] = values
    return frame


def _check(df: pd.DataFrame, text: str) -> None:
    names = df.columns.tolist()
    if names.count(text) != 1:
        raise InputError(f"{names.count(text)} columns {text!r} among {names}, expected one, with the texts")
    taken = [name for name in COLUMNS if name in names]
    if taken:
        raise InputError(f"a column {taken[0]!r} is there already, and the lines bring one: rename it")


def _texts(given: pd.Series[Any]) -> Iterator[str]:
    for place, (text, missing) in enumerate(zip(given, given.isna(), strict=True)):
        if not missing and not isinstance(text, str):
            raise InputError(f"row {place} (from 0) of {given.name!r} holds {type(text).__name__}, expected str")
        yield "" if missing else text


def _columns(documents: list[Document]) -> dict[str, Any]:
    """The columns of COLUMNS for the lines of all documents; no `Line` is made, for that takes most of the time."""
    notes = [document.notes.get(line) for document in documents for line in range(len(document.spans))]
    headlines = [np.arange(len(document.spans)) == document.headline_index for document in documents]
    scores = _joined([document.scores for document in documents], np.empty((0, len(LABELS)), np.float32))
    codes = _joined([document.labels for document in documents], np.empty(0, np.uint8))
    none = np.empty(0, np.int64)
    return {
        "number": _joined([document.spans.numbers for document in documents], none),
        "start": _joined([document.spans.starts for document in documents], none),
        "end": _joined([document.spans.ends for document in documents], none),
        "label": pd.Categorical.from_codes(
            codes.astype(np.int8), categories=pd.Index([label.value for label in LABELS])
        ),
        **{label.value: scores[:, code] for code, label in enumerate(LABELS)},
        "headline": _joined(headlines, np.empty(0, bool)),
        "note": np.array(notes, dtype=object),
    }


def _joined(arrays: list[NDArray[Any]], empty: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([empty, *arrays])
