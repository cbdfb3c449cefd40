"""What the service answers with. The models describe it in OpenAPI; `labelled` and `cleaned_page` write it.

The JSON is written from a document's columns: through an object for each line it took fifteen times as long.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import orjson
from pydantic import BaseModel

from nutgraf.choices import Drop
from nutgraf.cleaning import body_share, cleaned
from nutgraf.document import Document
from nutgraf.labels import BODY, BOILERPLATE, LABELS, PROMO, Label

#: Digits of probabilities; float32 has no more to say.
PRECISION = 6
_NAMES = [label.value for label in LABELS]


class LineScores(BaseModel):
    """Probability of each label; they sum to 1."""

    body: float
    boilerplate: float
    promo: float


class LabelledLine(BaseModel):
    """A line. `number` is its number in the input, from 1; `start` and `end` are code points of the text."""

    number: int
    start: int
    end: int
    text: str
    label: Label
    scores: LineScores
    confidence: float
    headline: bool
    tag: str | None
    note: str | None


class LabelledDocument(BaseModel):
    """A document's lines, and its story: `headline` is its own headline, `body` the rest of it."""

    id: str | None
    has_story: bool
    headline: str | None
    body: str
    body_share: float
    meta: dict[str, str]
    warnings: list[str]
    lines: list[LabelledLine]


class LabelledDocuments(BaseModel):
    """Several documents, in the order in which they were sent."""

    documents: list[LabelledDocument]


class CleanDocument(BaseModel):
    """What stays of a document; `body_share` is the share of its characters that is body."""

    id: str | None
    has_story: bool
    body_share: float
    text: str


class CleanDocuments(BaseModel):
    """Several documents, in the order in which they were sent."""

    documents: list[CleanDocument]


def labelled(document: Document, id: str | None) -> bytes:
    """JSON of a `LabelledDocument`."""
    return _json(
        {
            **_opening(document, id),
            "headline": document.headline,
            "body": document.body,
            "meta": dict(document.meta),
            "warnings": list(document.warnings),
            "lines": _lines(document),
        }
    )


def cleaned_page(document: Document, id: str | None, drop: Drop, headline: bool) -> bytes:
    """JSON of a `CleanDocument`."""
    return _json({**_opening(document, id), "text": cleaned(document, drop, headline)})


def joined(documents: Sequence[bytes]) -> bytes:
    """JSON of several documents."""
    return b'{"documents":[' + b",".join(documents) + b"]}"


def _json(values: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(values)
    except TypeError:
        # Scraped text holds lone surrogates now and then. UTF-8 cannot write them, JSON's escapes can.
        return json.dumps(values).encode()


def _opening(document: Document, id: str | None) -> dict[str, Any]:
    return {"id": id, "has_story": document.has_story, "body_share": round(body_share(document), PRECISION)}


def _lines(document: Document) -> list[dict[str, Any]]:
    spans, text, notes = document.spans, document.text, dict(document.notes)
    columns = zip(
        spans.numbers.tolist(),
        spans.starts.tolist(),
        spans.ends.tolist(),
        document.labels.tolist(),
        document.scores.astype(float).round(PRECISION).tolist(),
        document.tags or repeat(None),
        strict=False,
    )
    headline = document.headline_index
    return [
        {
            "number": number,
            "start": start,
            "end": end,
            "text": text[start:end],
            "label": _NAMES[code],
            "scores": {"body": scores[BODY], "boilerplate": scores[BOILERPLATE], "promo": scores[PROMO]},
            "confidence": scores[code],
            "headline": index == headline,
            "tag": tag,
            "note": notes.get(index) if notes else None,
        }
        for index, (number, start, end, code, scores, tag) in enumerate(columns)
    ]
