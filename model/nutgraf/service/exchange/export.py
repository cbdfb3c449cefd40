"""Reviewed documents as labelled JSON Lines, to train on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nutgraf.labels import Label
from nutgraf.service.store import Store
from nutgraf.service.stored import Kept

#: How a document came about of which a person has labelled a line, or which does not say it itself.
KIND = "hand"


def exported(store: Store, everything: bool = False) -> Iterator[str]:
    """A line of JSON for each document, with the labels that reviewers gave or accepted.

    Other lines have no label: training takes them for unknown, and learns nothing from the model's own guesses. With
    `everything` they have the model's label, and documents that nobody has reviewed come too.
    """
    for kept in store.documents():
        if everything or any(correction.label for correction in kept.corrections.values()):
            yield json.dumps(_record(kept, everything)) + "\n"


def _record(kept: Kept, everything: bool) -> dict[str, object]:
    labels = [_label(kept, index, everything) for index in range(len(kept.page.lines))]
    record: dict[str, object] = {"id": kept.page.id, "source": kept.page.source}
    if kept.page.language:
        record["language"] = kept.page.language
    by_person = any(correction.label and correction.kind != "import" for correction in kept.corrections.values())
    record["kind"] = KIND if by_person else kept.page.kind or KIND
    headline = kept.judgement.headline if kept.page.headline is None else kept.page.headline
    if headline is not None and labels[headline] == Label.BODY:
        record["headline"] = headline
    record["lines"] = [
        {"text": line.text} if label is None else {"label": label.value, "text": line.text}
        for line, label in zip(kept.page.lines, labels, strict=True)
    ]
    return record


def _label(kept: Kept, index: int, everything: bool) -> Label | None:
    correction = kept.corrections.get(index)
    if correction and correction.label:
        return correction.label
    return kept.judgement.labels[index] if everything else None
