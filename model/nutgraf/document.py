"""The labelled document and its lines.

A document holds columns (offsets, labels, scores) because a million lines as objects cost seconds and gigabytes; `Line`
objects are made when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from nutgraf.labels import BODY, LABELS, Label
from nutgraf.spans import Spans, read_only


class Scores(NamedTuple):
    """Probability of each label for one line; the three sum to 1."""

    body: float
    boilerplate: float
    promo: float


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line (or paragraph) of a document.

    `number` is the 1-based line of the input at which it begins; `start` and `end` are code points of the document's
    text. `confidence` is the score of `label`. `tag` is the tag path of a line that came from HTML. `note` names the
    caller's rules that spoke on the line; `scores` stay the model's.
    """

    number: int
    start: int
    end: int
    text: str
    label: Label
    scores: Scores
    confidence: float
    tag: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A labelled text: its lines, its story and its headline.

    `labels` (n,) holds codes, indices of `nutgraf.labels.LABELS`; `scores` (n, 3) the probabilities in the same order.
    `headline_index` is the line that is the story's own headline, -1 for none. `remarks` are what was noticed while
    labelling. `tags` is empty or has one entry per line; `notes` has an entry for each line on which a rule of the
    caller's spoke.

    Raises:
        ValueError: if the columns do not fit together.
    """

    text: str
    spans: Spans
    labels: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float32]
    headline_index: int = -1
    has_story: bool = False
    meta: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    tags: tuple[str | None, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", read_only(self.labels, np.uint8))
        object.__setattr__(self, "scores", read_only(self.scores, np.float32))
        object.__setattr__(self, "meta", MappingProxyType(dict(self.meta)))
        object.__setattr__(self, "notes", MappingProxyType(dict(self.notes)))
        n = len(self.spans)
        if self.labels.shape != (n,) or self.scores.shape != (n, len(LABELS)):
            raise ValueError(f"{n} spans need labels ({n},) and scores ({n}, {len(LABELS)})")
        if n and self.labels.max() >= len(LABELS):
            raise ValueError(f"a label's code must be below {len(LABELS)}")
        if not -1 <= self.headline_index < n:
            raise ValueError(f"headline_index must be -1 or one of {n} lines")
        if len(self.tags) not in (0, n):
            raise ValueError(f"tags must be empty or have one entry for each of {n} lines")

    @property
    def lines(self) -> Lines:
        """The labelled lines in order, made on access."""
        return Lines(self)

    @property
    def story(self) -> str:
        """All lines labelled body, joined by newlines; cells of a page's table row by tabs."""
        return self.joined(self.labels == BODY)

    @property
    def headline(self) -> str | None:
        """The story's own headline, or None."""
        return None if self.headline_index < 0 else self.lines[self.headline_index].text

    @property
    def body(self) -> str:
        """The story without its headline."""
        return self.joined((self.labels == BODY) & ~self.headline_lines())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the caller should know: the remarks, and whether this is no text that the model was trained for.

        Looked for when asked for: it takes time that labelling in bulk need not spend.
        """
        from nutgraf.depth import depth_warnings

        return (*self.remarks, *depth_warnings(self.text, self.texts(), self.scores))

    def headline_lines(self) -> npt.NDArray[np.bool_]:
        """(n,) which lines are the headline: one, or two where it stands twice, as some pages print every line."""
        found = np.zeros(len(self.spans), np.bool_)
        headline = self.headline
        if headline is None:
            return found
        found[self.headline_index] = True
        for place in range(self.headline_index + 1, len(self.spans)):
            text = self.text[self.spans.starts[place] : self.spans.ends[place]]
            if text and not text.isspace():
                found[place] = text == headline
                break
        return found

    def texts(self, mask: npt.NDArray[np.bool_] | None = None) -> list[str]:
        """Texts of the lines for which `mask` (n,) is true, of all lines without one."""
        starts, ends = self.spans.starts, self.spans.ends
        if mask is not None:
            starts, ends = starts[mask], ends[mask]
        return [self.text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

    def joined(self, mask: npt.NDArray[np.bool_]) -> str:
        """Texts of the lines for which `mask` (n,) is true, by newlines.

        Those on one line of the text, cells of a page's table row, by tabs.
        """
        numbers = self.spans.numbers[mask]
        if (np.diff(numbers) > 0).all():
            return "\n".join(self.texts(mask))
        marks = ["", *np.where(np.diff(numbers) > 0, "\n", "\t").tolist()]
        return "".join(part for pair in zip(marks, self.texts(mask), strict=False) for part in pair)

    def __reduce__(self) -> tuple[Any, ...]:
        columns = (self.text, self.spans, self.labels, self.scores, self.headline_index, self.has_story)
        return Document, (*columns, dict(self.meta), self.remarks, self.tags, dict(self.notes))


class Lines(Sequence[Line]):
    """The lines of a document as `Line` objects, each made when it is asked for."""

    __slots__ = ("_document",)

    def __init__(self, document: Document) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document.spans)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        chosen = range(len(self))[index]
        return self._line(chosen) if isinstance(chosen, int) else [self._line(i) for i in chosen]

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, range(len(self)))

    def __repr__(self) -> str:
        return f"<{len(self)} lines>"

    def _line(self, index: int) -> Line:
        document = self._document
        start, end = int(document.spans.starts[index]), int(document.spans.ends[index])
        scores = document.scores[index].tolist()
        code = int(document.labels[index])
        return Line(
            number=int(document.spans.numbers[index]),
            start=start,
            end=end,
            text=document.text[start:end],
            label=LABELS[code],
            scores=Scores(*scores),
            confidence=scores[code],
            tag=document.tags[index] if document.tags else None,
            note=document.notes.get(index),
        )
