"""Puts texts before the model in batches of even size, and its answers and the rules' together into documents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import HEAD, TAIL, Batch, Ints, make_batch, to_codes
from nutgraf.choices import Favor, Unit
from nutgraf.document import Document, Spans, split
from nutgraf.errors import InputError
from nutgraf.labels import BODY, BOILERPLATE, LABELS
from nutgraf.model import Model, Prediction
from nutgraf.rules import NO_VERDICT, Opinions, Rules

#: Texts are gathered into batches of at least so many characters; measured, see training/benchmarks.
BATCH_CHARACTERS = 1 << 17
#: A document beyond either is labelled in parts, so that memory stays bounded: lines, and characters.
MOST_LINES = 1 << 14
MOST_CHARACTERS = 1 << 21

Texts = list[tuple[str, Spans]]


@dataclass(frozen=True, slots=True, eq=False)
class Labelling:
    """Who is asked and how: a model, the rules that speak on the texts' site, and which error to avoid."""

    model: Model
    rules: Rules
    favor: Favor

    def stream(self, texts: Iterable[str], unit: Unit) -> Iterator[Document]:
        """Label texts in order, holding one batch of them.

        Raises InputError if one is no string.
        """
        waiting: Texts = []
        size = 0
        for text in texts:
            if not isinstance(text, str):
                raise InputError(f"text is {type(text).__name__}, expected str: decode bytes first")
            spans = split(text, unit)
            large = len(spans) > MOST_LINES or len(text) > MOST_CHARACTERS
            if not large:
                waiting.append((text, spans))
                size += len(text)
            if large or size >= BATCH_CHARACTERS:
                yield from self._together(waiting)
                waiting, size = [], 0
            if large:
                yield self.in_parts(text, spans, np.arange(len(spans)))
        yield from self._together(waiting)

    def in_parts(self, text: str, spans: Spans, places: Ints) -> Document:
        """Label one document of any size; the lines that are not among `places` (m,) are blank: boilerplate."""
        labels = np.full(len(spans), BOILERPLATE, np.uint8)
        scores = np.zeros((len(spans), len(LABELS)), np.float32)
        scores[:, BOILERPLATE] = 1
        headline, has_story = -1, False
        opinions = self._opinions(text, spans)
        for part in _parts(spans, places):
            evidence = opinions.evidence[part] if opinions else None
            prediction = self.model.predict(_batch_of_part(text, spans, part), self.favor, evidence)
            labels[part], scores[part] = prediction.labels, prediction.scores
            has_story = has_story or bool(prediction.has_story[0])
            if headline < 0 <= prediction.headlines[0]:
                headline = int(part[prediction.headlines[0]])
        return _judged(Document(text, spans, labels, scores, headline, has_story), opinions)

    def _together(self, texts: Texts) -> Iterator[Document]:
        if not texts:
            return
        codes = to_codes("\n".join(text for text, _ in texts))
        offsets = np.cumsum([0, *(len(text) + 1 for text, _ in texts)])
        starts = np.concatenate([spans.starts + begin for (_, spans), begin in zip(texts, offsets, strict=False)])
        ends = np.concatenate([spans.ends + begin for (_, spans), begin in zip(texts, offsets, strict=False)])
        bounds = np.cumsum([0, *(len(spans) for _, spans in texts)])
        opinions = [self._opinions(text, spans) for text, spans in texts]
        heard = [opinion.evidence for opinion in opinions if opinion]
        evidence = np.concatenate(heard) if heard else None
        prediction = self.model.predict(make_batch(codes, starts, ends, bounds), self.favor, evidence)
        for place, (text, spans) in enumerate(texts):
            yield _judged(_document(text, spans, prediction, place, bounds), opinions[place])

    def _opinions(self, text: str, spans: Spans) -> Opinions | None:
        if not self.rules:
            return None
        bounds = zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
        return self.rules.opinions((text[start:end] for start, end in bounds), len(spans))


def _parts(spans: Spans, places: Ints) -> list[Ints]:
    """Consecutive lines in as few parts as the limits allow, of even size: a last one of few lines had no context."""
    if not len(places):
        return []
    characters = np.minimum(spans.ends - spans.starts, HEAD + TAIL)[places]
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
    return replace(batch, lengths=spans.ends[part] - spans.starts[part])


def _document(text: str, spans: Spans, prediction: Prediction, place: int, bounds: Ints) -> Document:
    begin, end = int(bounds[place]), int(bounds[place + 1])
    headline = int(prediction.headlines[place])
    return Document(
        text,
        spans,
        prediction.labels[begin:end],
        prediction.scores[begin:end],
        headline - begin if headline >= 0 else -1,
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
