"""nutgraf's own labelled documents, as `nutgraf_training.dataset` has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nutgraf.errors import InputError
from nutgraf.service.exchange.record import Defaults, label_named
from nutgraf.service.stored import Page, Text


def read(record: dict[str, Any], defaults: Defaults) -> Iterator[Page]:
    """The document of a record with `lines`; a line without a label is one to be reviewed."""
    found = record["lines"]
    if not isinstance(found, list) or not found:
        raise InputError("`lines` is no list with at least one line")
    lines, labels = [], {}
    for index, line in enumerate(found):
        if not isinstance(line, dict) or not isinstance(line.get("text"), str):
            raise InputError(f"lines[{index}] has no `text`, expected an object with `text` and, where known, `label`")
        lines.append(Text(index + 1, line["text"]))
        if line.get("label") is not None:
            labels[index] = label_named(line["label"])
    page = defaults.page(record, tuple(lines), labels)
    # Its name is its own: exported and read again, a document is the one that it was.
    identity, kind, headline = record.get("id"), record.get("kind"), record.get("headline")
    if headline is not None and type(headline) is not int:
        raise InputError(f"`headline` is {headline!r}, expected the index of a line")
    yield replace(
        page,
        id=identity if isinstance(identity, str) and identity else page.id,
        headline=headline,
        kind=kind if isinstance(kind, str) else "",
    )
