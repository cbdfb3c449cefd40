"""What all formats share: names of labels, marked stretches of text, where a document comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nutgraf.errors import InputError
from nutgraf.labels import LABELS, Label
from nutgraf.service.stored import Page, Text
from nutgraf.sites import host
from nutgraf.spans import split

#: Fields that may name the site, the first that is there; an address names it by its host.
_SOURCES = ("source", "site")
_ADDRESSES = ("url", "link")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a document is called where it does not say so itself: by its file and its number there."""

    name: str
    source: str
    number: int = 1

    def of_record(self, number: int) -> Defaults:
        """Those of one record of the file."""
        return replace(self, number=number)

    def page(
        self, fields: Mapping[str, Any], lines: tuple[Text, ...], labels: Mapping[int, Label], identity: object = None
    ) -> Page:
        """A document with what its fields tell of its origin."""
        found = fields.get("id", identity) if identity is None else identity
        identity = f"{self.name}#{self.number if found is None else found}"
        return Page(identity, source_named(fields) or self.source, lines, labels, _text(fields, "language"))


def source_named(fields: Mapping[str, Any]) -> str | None:
    """The site that a document's fields name; None where they name none."""
    named = (_text(fields, key) for key in _SOURCES)
    hosts = (host(_text(fields, key)) for key in _ADDRESSES)
    return next(filter(None, (*named, *hosts)), None)


def _text(fields: Mapping[str, Any], key: str) -> str:
    found = fields.get(key)
    return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of a text, in code points."""

    start: int
    end: int
    label: Label


def label_named(found: object) -> Label:
    """The label of this name, in any case.

    Raises:
        InputError: for a name that is no label.
    """
    try:
        return Label(str(found).strip().lower())
    except ValueError:
        raise InputError(f"unknown label {found!r}, expected one of {', '.join(LABELS)}") from None


def lines_of(text: str) -> tuple[Text, ...]:
    """The lines of a text that are not blank."""
    spans = split(text)
    bounds = zip(spans.numbers.tolist(), spans.starts.tolist(), spans.ends.tolist(), strict=True)
    return tuple(Text(number, text[start:end]) for number, start, end in bounds)


def labels_of_lines(text: str, marks: Iterable[Mark]) -> dict[int, Label]:
    """Label of each line of which marks of one label cover at least half, by index of the line.

    What several marks of a label cover counts once.
    """
    spans, found = split(text), _apart(marks)
    labels: dict[int, Label] = {}
    for index, (start, end) in enumerate(zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)):
        covered = dict.fromkeys(LABELS, 0)
        for mark in found:
            covered[mark.label] += max(0, min(end, mark.end) - max(start, mark.start))
        best = max(covered, key=lambda label: covered[label])
        if 2 * covered[best] >= end - start:
            labels[index] = best
    return labels


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """The same cover by marks of which no two of one label overlap."""
    ends = dict.fromkeys(LABELS, 0)
    apart = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        apart.append(replace(mark, start=max(mark.start, ends[mark.label])))
        ends[mark.label] = max(ends[mark.label], mark.end)
    return apart
