"""Documents under review, without a model."""

from __future__ import annotations

from nutgraf.labels import LABELS, Label
from nutgraf.model import Thresholds
from nutgraf.service.stored import Judgement, Page, Text


def page(*lines: str, id: str = "page", source: str = "post.example", labels: dict[int, Label] | None = None) -> Page:
    texts = tuple(Text(number, line) for number, line in enumerate(lines, start=1))
    return Page(id, source, texts, labels or {})


def judgement(*bodies: float, model: str = "one") -> Judgement:
    """Of lines that are body with these probabilities, and else boilerplate."""
    scores = tuple((body, 1 - body, 0.0) for body in bodies)
    labels = tuple(LABELS[body < 0.5] for body in bodies)
    return Judgement(model, labels, scores, tuple(bodies), frozenset(), None, True, Thresholds())
