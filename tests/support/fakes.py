"""Stand-ins for the model, so that what is around it can be tested to the letter."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nutgraf.choices import Favor, Unit
from nutgraf.document import Document
from nutgraf.errors import ModelError
from nutgraf.html.blocks import blocks
from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.sites import Sites
from nutgraf.spans import Spans, split

#: What the fake says of a text of three lines, whatever the texts: see `FakeLabeller`.
PAGE = """\
Council votes to close harbour pool
Share

The council voted six to five on Tuesday to close the pool at the end of Harbour Lane.
Lido to open on Sundays -
"""


@dataclass(frozen=True)
class FakeModel:
    info: Mapping[str, object] = field(default_factory=lambda: {"made by": "hand", "figures": {"f1": [0.5, 0.25]}})


class FakeLabeller:
    """Labels by shape: a line that ends in " -" is promo, one of at least 30 characters body, the rest boilerplate.

    The first body line is the headline. The text "warn" gives a warning, "sleep" takes a while, "die" ends the process
    as the system does when memory is out.
    """

    model = FakeModel()

    def label(self, text: str, *, favor: Favor = "balanced", unit: Unit = "line") -> Document:
        if text == "sleep":
            time.sleep(5)
        if text == "die":
            os._exit(9)
        return self._label(text, split(text, unit), favor)

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced") -> Document:
        ends = np.cumsum([len(line) + 1 for line in lines]) - 1
        spans = Spans(ends - [len(line) for line in lines], ends, np.arange(len(lines)) + 1)
        return self._label("\n".join(lines), spans, favor)

    def _label(self, text: str, spans: Spans, favor: Favor) -> Document:
        least = 10 if favor == "recall" else 30
        codes = [
            PROMO if line.endswith(" -") else BODY if len(line) >= least else BOILERPLATE
            for line in (text[start:end] for start, end in zip(spans.starts, spans.ends, strict=True))
        ]
        scores = np.full((len(codes), 3), 0.125, dtype=np.float32)
        scores[np.arange(len(codes)), codes] = 0.75
        return Document(
            text=text,
            spans=spans,
            labels=np.array(codes, dtype=np.uint8),
            scores=scores,
            headline_index=codes.index(BODY) if BODY in codes else -1,
            has_story=BODY in codes,
            remarks=("language not known",) if text == "warn" else (),
        )

    def label_html(self, html: str | bytes, url: str | None = None, *, favor: Favor = "balanced") -> Document:  # noqa: ARG002
        return self.label("\n".join(block.text for block in blocks(html)), favor=favor)

    def label_html_many(
        self,
        pages: Iterable[str | bytes],
        urls: Iterable[str | None] | None = None,  # noqa: ARG002
        *,
        favor: Favor = "balanced",
    ) -> Iterator[Document]:
        return (self.label_html(page, favor=favor) for page in pages)

    def label_many(
        self,
        texts: Iterable[str],
        *,
        favor: Favor = "balanced",
        unit: Unit = "line",
        site: Sites = None,  # noqa: ARG002
    ) -> Iterator[Document]:
        return (self.label(text, favor=favor, unit=unit) for text in texts)


def load(path: str | Path | None = None) -> FakeLabeller:
    """As `nutgraf.load`; the folder "missing" holds no model."""
    if path == "missing":
        raise ModelError("missing: no model there; expected a folder with model.json")
    return FakeLabeller()
