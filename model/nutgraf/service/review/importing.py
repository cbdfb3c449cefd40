"""Files into the review database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.labeller import Labeller
from nutgraf.service.exchange import read_pages
from nutgraf.service.exchange.record import Defaults
from nutgraf.service.review.judging import judge
from nutgraf.service.store import Store
from nutgraf.service.stored import Page


@dataclass(frozen=True, slots=True)
class Added:
    """How many documents were new, and how many the database had already."""

    new: int
    known: int


def add_pages(store: Store, labeller: Labeller, content: str, name: str, source: str) -> Added:
    """Add the documents of a file's content: all of them, or none if one is faulty.

    Raises:
        InputError: names the file, the record and what is wrong with it.
    """
    return add_all(store, labeller, list(read_pages(content, Defaults(name, source))))


def add_all(store: Store, labeller: Labeller, pages: Iterable[Page]) -> Added:
    """Judge documents and keep them."""
    new = known = 0
    for page in pages:
        judgement = judge(labeller, labeller.label_lines([line.text for line in page.lines]))
        fresh = store.add(page, judgement)[1]
        new, known = new + fresh, known + (not fresh)
    return Added(new, known)
