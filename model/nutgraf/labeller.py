"""The labeller: texts in, labelled documents out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nutgraf import artifact
from nutgraf.batch import Ints, make_batch, to_codes
from nutgraf.choices import FAVORS, Favor, Unit
from nutgraf.document import Document, Spans, split
from nutgraf.errors import InputError
from nutgraf.labels import BOILERPLATE, LABELS
from nutgraf.model import Model, Prediction

DEFAULT = Path(__file__).parent / "data" / "default"
#: Texts are gathered into batches of at least so many characters; measured, see training/benchmarks.
BATCH_CHARACTERS = 1 << 17
#: A longer document is labelled in parts of this many lines, so that memory stays bounded.
MOST_LINES = 1 << 14

Texts = list[tuple[str, Spans]]


class Labeller:
    """Labels lines with a model. Immutable: threads may share one."""

    __slots__ = ("_model",)

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def model(self) -> Model:
        """The model that this labeller asks."""
        return self._model

    def label(self, text: str, *, favor: Favor = "balanced", unit: Unit = "line") -> Document:
        """Label one text.

        `favor="precision"` calls less text body, `"recall"` more. `unit="paragraph"` labels hard-wrapped lines as
        one. Raises InputError if `text` is no string or a choice is unknown.
        """
        return next(iter(self.label_many([text], favor=favor, unit=unit)))

    def label_many(self, texts: Iterable[str], *, favor: Favor = "balanced", unit: Unit = "line") -> Iterator[Document]:
        """Label a stream of texts, in order; holds one batch of them in memory.

        Raises InputError as `label` does.
        """
        _check_favor(favor)
        waiting: Texts = []
        size = 0
        for text in texts:
            if not isinstance(text, str):
                raise InputError(f"text is {type(text).__name__}, expected str: decode bytes first")
            spans = split(text, unit)
            if len(spans) > MOST_LINES:
                yield from self._label_batch(waiting, favor)
                waiting, size = [], 0
                yield self._label_long(text, spans, favor)
                continue
            waiting.append((text, spans))
            size += len(text)
            if size >= BATCH_CHARACTERS:
                yield from self._label_batch(waiting, favor)
                waiting, size = [], 0
        yield from self._label_batch(waiting, favor)

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced") -> Document:
        """Label a document that is split into lines already: one `Line` per item, empty items included.

        The document's text is the items joined by newlines. Items of white space alone are boilerplate.
        """
        _check_favor(favor)
        for number, line in enumerate(lines, start=1):
            if not isinstance(line, str):
                raise InputError(f"line {number} is {type(line).__name__}, expected str")
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        ends = np.cumsum(lengths + 1) - 1
        spans = Spans(ends - lengths, ends, np.arange(1, len(lines) + 1))
        text = "\n".join(lines)
        filled = np.array([bool(line) and not line.isspace() for line in lines], bool)
        return self._label_long(text, spans, favor, filled)

    def _label_batch(self, texts: Texts, favor: Favor) -> Iterator[Document]:
        if not texts:
            return
        codes = to_codes("".join(text for text, _ in texts))
        offsets = np.cumsum([0, *(len(text) for text, _ in texts)])
        starts = np.concatenate([spans.starts + begin for (_, spans), begin in zip(texts, offsets, strict=False)])
        ends = np.concatenate([spans.ends + begin for (_, spans), begin in zip(texts, offsets, strict=False)])
        bounds = np.cumsum([0, *(len(spans) for _, spans in texts)])
        prediction = self._model.predict(make_batch(codes, starts, ends, bounds), favor)
        for place, (text, spans) in enumerate(texts):
            yield _document(text, spans, prediction, place, bounds)

    def _label_long(self, text: str, spans: Spans, favor: Favor, filled: NDArray[np.bool_] | None = None) -> Document:
        """Label one document in parts of at most MOST_LINES lines, leaving out those that are not `filled`."""
        places = np.arange(len(spans)) if filled is None else np.flatnonzero(filled)
        labels = np.full(len(spans), BOILERPLATE, np.uint8)
        scores = np.zeros((len(spans), len(LABELS)), np.float32)
        scores[:, BOILERPLATE] = 1
        headline, has_story = -1, False
        codes = to_codes(text)
        for begin in range(0, len(places), MOST_LINES):
            part = places[begin : begin + MOST_LINES]
            low, high = int(spans.starts[part[0]]), int(spans.ends[part[-1]])
            batch = make_batch(
                codes[low:high], spans.starts[part] - low, spans.ends[part] - low, np.array([0, len(part)])
            )
            prediction = self._model.predict(batch, favor)
            labels[part], scores[part] = prediction.labels, prediction.scores
            has_story = has_story or bool(prediction.has_story[0])
            if headline < 0 <= prediction.headlines[0]:
                headline = int(part[prediction.headlines[0]])
        return Document(text, spans, labels, scores, headline, has_story)


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


def _check_favor(favor: str) -> None:
    if favor not in FAVORS:
        raise InputError(f"favor is {favor!r}, expected one of {', '.join(FAVORS)}")


def load(path: str | Path | None = None) -> Labeller:
    """Load a model folder, or the model that comes with the package.

    Raises ModelError if the folder is missing or damaged.
    """
    return Labeller(artifact.load(Path(path) if path is not None else DEFAULT))
