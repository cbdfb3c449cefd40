"""What a model says of a document under review, and what each threshold would make of its lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from nutgraf.document import Document
from nutgraf.explain import look
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY, BOILERPLATE, PROMO, Label
from nutgraf.model import Model, Settings
from nutgraf.service.store import Store
from nutgraf.service.stored import Judgement, Page, Text
from nutgraf.story import find_belonging, find_region

if TYPE_CHECKING:
    from nutgraf.html.model import PageModel

#: Digits of scores and shares that are kept, all that single precision has: with fewer, what a threshold makes of a
#: line on the page would now and then not be what the labeller makes of it.
_PRECISION = 7
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from."""

    id: str
    source: str
    language: str = ""


def page_of(document: Document, origin: Origin, labels: Mapping[int, Label] | None = None) -> Page:
    """A document as the database keeps it."""
    lines = tuple(Text(line.number, line.text, line.tag) for line in document.lines)
    return Page(origin.id, origin.source, lines, labels or {}, origin.language)


def judge(labeller: Labeller, document: Document) -> Judgement:
    """What the labeller said of a document, with the shares at which its lines would turn."""
    settings = _settings(labeller, document)
    seen = look(labeller.model, document)
    blank = set(range(len(document.lines))) - set(seen.places.tolist())
    scores = np.ascontiguousarray(document.scores[seen.places[:: seen.step]])
    belonging = np.zeros(len(document.lines), np.float32)
    found = find_belonging(seen.prepared, scores, find_region(seen.prepared, scores))
    belonging[seen.places] = found.repeat(seen.step)
    body = document.scores[:, BODY] * settings.body_factor(belonging)
    other = np.maximum(document.scores[:, BOILERPLATE], document.scores[:, PROMO])
    headline = document.headline_index if document.headline_index >= 0 else None
    first = int(seen.places.searchsorted(document.headline_index))
    named = [] if headline is None else seen.places[first : first + seen.step].tolist()
    return Judgement(
        model=digest(labeller.model, labeller.page_model),
        labels=tuple(line.label for line in document.lines),
        scores=tuple(tuple(round(score, _PRECISION) for score in line.scores) for line in document.lines),  # type: ignore[misc]
        shares=tuple(np.round(body / (body + other + _TINY), _PRECISION).tolist()),
        fixed=frozenset({*blank, *document.notes, *named}),
        headline=headline,
        has_story=document.has_story,
        thresholds=settings.thresholds,
    )


def _settings(labeller: Labeller, document: Document) -> Settings:
    """Those by which the document was labelled: of HTML, the model for pages has its own."""
    pages = labeller.page_model if document.tags else None
    return pages.settings if pages else labeller.model.settings


@lru_cache(maxsize=4)
def digest(model: Model, pages: PageModel | None = None) -> str:
    """A name for a model and its part for pages: the same weights and settings have the same.

    Kept by the models' identity: their weights are some 15 MB, and the name is asked for with every document.
    """
    table = model.table
    found = hashlib.sha256(table.packed.tobytes())
    for array in (np.packbits(table.known), table.scales, table.bias, np.packbits(model.common_words)):
        found.update(array.tobytes())
    networks = [*model.first, *model.networks, model.headline, model.story]
    if pages is not None:
        found.update(pages.markup.weights.tobytes() + pages.markup.bias.tobytes())
        networks += [*pages.networks, pages.story]
    for network in networks:
        for array in (network.mean, network.scale, *network.weights, *network.biases):
            found.update(array.tobytes())
    found.update(repr((model.settings, pages and (pages.settings, pages.markup.scale))).encode())
    return found.hexdigest()[:16]


def judge_anew(store: Store, labeller: Labeller) -> int:
    """Ask this labeller about all documents that another one judged; returns how many they were.

    Lines of HTML pages are judged by their text: the page itself is not kept.
    """
    outdated = store.outdated(digest(labeller.model, labeller.page_model))
    for key in outdated:
        lines = [line.text for line in store.document(key).page.lines]
        store.judge(key, judge(labeller, labeller.label_lines(lines)))
    return len(outdated)
