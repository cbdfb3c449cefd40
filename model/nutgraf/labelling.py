"""Puts texts before the model in batches of even size, and its answers and the rules' together into documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import HEAD, TAIL, Batch, Ints, batch_of_texts, make_batch, to_codes
from nutgraf.choices import Favor, Unit
from nutgraf.document import Document
from nutgraf.doubled import step_of
from nutgraf.labels import BODY, BOILERPLATE, LABELS
from nutgraf.model import Prediction
from nutgraf.rules import NO_VERDICT, Opinions, Rules
from nutgraf.sitememory import SiteMemory
from nutgraf.sites import TextOfSite, host_of
from nutgraf.spans import Spans, split

#: Texts are gathered into batches of at least so many characters; measured, see training/benchmarks.
BATCH_CHARACTERS = 1 << 17
#: A text counts as so many at least: an endless stream of empty ones is to be answered, too.
FEWEST_CHARACTERS = 256
#: A document beyond either is labelled in parts, so that memory stays bounded: lines, and characters.
MOST_LINES = 1 << 14
MOST_CHARACTERS = 1 << 21


class Waiting(NamedTuple):
    """A text, its site and its lines; each `step`-th of them is looked at, and the others are labelled like it."""

    text: str
    site: str | None
    spans: Spans
    step: int = 1

    @property
    def seen(self) -> Spans:
        """The lines that are looked at."""
        return self.spans if self.step == 1 else self.spans.only(slice(None, None, self.step))


class Predicts(Protocol):
    """What says of every line of a batch what it is: a `nutgraf.model.Model`."""

    def predict(
        self, batch: Batch, favor: Favor = "balanced", evidence: NDArray[np.float32] | None = None
    ) -> Prediction:
        """See `Model.predict`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Labelling:
    """Who is asked and how: a model, rules and a memory of sites, which speak after it, and which error to avoid."""

    model: Predicts
    rules: Rules
    favor: Favor
    memory: SiteMemory | None = None
    site: str | None = None  # of a document that is labelled by itself

    def stream(self, texts: Iterable[TextOfSite], unit: Unit) -> Iterator[Document]:
        """Label texts in order, holding one batch of them."""
        waiting: list[Waiting] = []
        size = 0
        for text, site in texts:
            spans = split(text, unit)
            large = len(spans) > MOST_LINES or len(text) > MOST_CHARACTERS
            if not large:
                waiting.append(Waiting(text, site, spans, step_of(text, spans)))
                size += max(len(text), FEWEST_CHARACTERS)
            if large or size >= BATCH_CHARACTERS:
                yield from self.together(waiting)
                waiting, size = [], 0
            if large:
                yield replace(self, site=site).in_parts(text, spans, np.arange(len(spans)))
        yield from self.together(waiting)

    def in_parts(self, text: str, spans: Spans, places: Ints) -> Document:
        """Label one document of any size; the lines that are not among `places` (m,) are blank: boilerplate."""
        labels = np.full(len(spans), BOILERPLATE, np.uint8)
        scores = np.zeros((len(spans), len(LABELS)), np.float32)
        scores[:, BOILERPLATE] = 1
        headline, has_story = -1, False
        opinions = self._opinions(Waiting(text, self.site, spans))
        step = step_of(text, spans.only(places))
        for part in _parts(spans, places[::step]):
            batch = _batch_of_part(text, spans, part)
            heard = opinions.evidence[part] if opinions else None
            prediction = self.model.predict(batch, self.favor, self._evidence(heard, batch, [self.site]))
            labels[part], scores[part] = prediction.labels, prediction.scores
            has_story = has_story or bool(prediction.has_story[0])
            if headline < 0 <= prediction.headlines[0]:
                headline = int(part[prediction.headlines[0]])
        for again in range(1, step):
            labels[places[again::step]], scores[places[again::step]] = labels[places[::step]], scores[places[::step]]
        return _judged(Document(text, spans, labels, scores, headline, has_story), opinions)

    def together(self, texts: list[Waiting]) -> Iterator[Document]:
        """Label texts in one batch."""
        if not texts:
            return
        batch = batch_of_texts([item.text for item in texts], [item.seen for item in texts])
        opinions = [self._opinions(item) for item in texts]
        heard = [opinion.evidence[:: item.step] for item, opinion in zip(texts, opinions, strict=True) if opinion]
        evidence = self._evidence(np.concatenate(heard) if heard else None, batch, [item.site for item in texts])
        prediction = self.model.predict(batch, self.favor, evidence)
        for place, item in enumerate(texts):
            yield _judged(_document(item, prediction, place, batch.bounds), opinions[place])

    def _opinions(self, item: Waiting) -> Opinions | None:
        if not self.rules:
            return None
        bounds = zip(item.spans.starts.tolist(), item.spans.ends.tolist(), strict=True)
        speaking = self.rules.speaking(host_of(item.site))
        return speaking.opinions((item.text[start:end] for start, end in bounds), len(item.spans))

    def _evidence(
        self, heard: NDArray[np.float32] | None, batch: Batch, sites: list[str | None]
    ) -> NDArray[np.float32] | None:
        """(L, 3) what rules and memory say together."""
        if self.memory is None:
            return heard
        remembered = self.memory.evidence(batch, sites)
        return remembered if heard is None else heard + remembered


def _parts(spans: Spans, places: Ints) -> list[Ints]:
    """Consecutive lines in as few parts as the limits allow, of even size: a last one of few lines had no context."""
    if not len(places):
        return []
    characters = np.minimum(spans.ends - spans.starts, HEAD + TAIL)[places]
    if len(places) <= MOST_LINES and characters.sum() <= MOST_CHARACTERS:
        return [places]
    filled = np.cumsum(np.maximum(1 / MOST_LINES, characters / MOST_CHARACTERS))
    parts = np.ceil(filled[-1])
    number = np.ceil(filled / filled[-1] * parts)
    return np.split(places, np.flatnonzero(np.diff(number)) + 1)


def _batch_of_part(text: str, spans: Spans, part: Ints) -> Batch:
    """Batch of some lines of a document; of long ones, only what the model looks at is taken up."""
    bounds = zip(spans.starts[part].tolist(), spans.ends[part].tolist(), strict=True)
    seen = [
        text[start:end] if end - start <= HEAD + TAIL else text[start : start + HEAD] + text[end - TAIL : end]
        for start, end in bounds
    ]
    lengths = np.fromiter(map(len, seen), np.int64, len(seen))
    ends = np.cumsum(lengths + 1) - 1
    batch = make_batch(to_codes("\n".join(seen)), ends - lengths, ends, np.array([0, len(part)]))
    return replace(batch, lengths=batch.lengths + (spans.ends[part] - spans.starts[part] - lengths))


def _document(item: Waiting, prediction: Prediction, place: int, bounds: Ints) -> Document:
    begin, end = int(bounds[place]), int(bounds[place + 1])
    headline = int(prediction.headlines[place])
    return Document(
        item.text,
        item.spans,
        prediction.labels[begin:end].repeat(item.step),
        prediction.scores[begin:end].repeat(item.step, axis=0),
        (headline - begin) * item.step if headline >= 0 else -1,
        bool(prediction.has_story[place]),
    )


def _judged(document: Document, opinions: Opinions | None) -> Document:
    """The document after the rules' verdicts; the model does not hear of them, or it would relabel their neighbours."""
    if opinions is None:
        return document
    labels: NDArray[np.uint8] = np.where(opinions.verdicts == NO_VERDICT, document.labels, opinions.verdicts)
    headline = document.headline_index
    if headline >= 0 and labels[headline] != BODY:
        headline = -1
    return replace(document, labels=labels, headline_index=headline, notes=opinions.notes)
