"""Doccano's JSONL exports, and JSON Lines of texts without labels.

Sequence labelling has spans, `[[0, 12, "body"], …]` as `label` or, from older versions, `labels`; with relations it has
`entities` of `start_offset`, `end_offset` and `label`. Text classification has names, `["body"]`, for the whole text.
Offsets are code points. Fields of its own that a text was imported with stand beside these, or, where nothing in them
is a span or one of our labels, under these names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nutgraf.errors import InputError
from nutgraf.labels import LABELS
from nutgraf.service.exchange.record import Defaults, Mark, label_named, labels_of_lines, lines_of
from nutgraf.service.stored import Page


def read(record: dict[str, Any], defaults: Defaults) -> Iterator[Page]:
    """The document of a record with a `text`; a text without lines is none."""
    text = record["text"]
    if not isinstance(text, str):
        raise InputError(f"`text` is {type(text).__name__}, expected a string")
    lines = lines_of(text)
    if lines:
        yield defaults.page(record, lines, labels_of_lines(text, _marks(record, text)))


def _marks(record: dict[str, Any], text: str) -> list[Mark]:
    for key in ("entities", "label", "labels"):
        found: Any = record.get(key)
        items = found if isinstance(found, list) else [found]
        if any(map(_is_mark, items)):
            return [_mark(item, text) for item in items]
    return []


def _is_mark(item: object) -> bool:
    """Whether it is a span, or a label's name: news has labels and entities of its own, such as its section."""
    match item:
        case str():
            return item.strip().lower() in LABELS
        case [int(), int(), str()] | {"start_offset": int(), "end_offset": int(), "label": str()}:
            return True
    return False


def _mark(item: object, text: str) -> Mark:
    match item:
        case str():
            return Mark(0, len(text), label_named(item))
        case [int(start), int(end), str(name)]:
            return Mark(start, end, label_named(name))
        case {"start_offset": int(start), "end_offset": int(end), "label": str(name)}:
            return Mark(start, end, label_named(name))
    raise InputError(f"label {item!r}, expected a name or a span [start, end, name]")
