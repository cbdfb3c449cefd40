"""What is left of a labelled document when its furniture, its promos or both are taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nutgraf.choices import DROPS, check_choice
from nutgraf.labels import BODY, BOILERPLATE, PROMO

if TYPE_CHECKING:
    import numpy.typing as npt

    from nutgraf.choices import Drop
    from nutgraf.document import Document


def cleaned(document: Document, drop: Drop = "both", headline: bool = True, least: float | None = None) -> str:
    """The lines that stay, joined by newlines; without `headline` the story's own headline goes as well.

    Nothing is taken out for a label of which the model is less sure than `least`: what is doubtful is for a person to
    decide.
    """
    return document.joined(kept(document, drop, headline, least))


def kept(
    document: Document, drop: Drop = "both", headline: bool = True, least: float | None = None
) -> npt.NDArray[np.bool_]:
    """Which lines `cleaned` keeps: shape (n,)."""
    keep = ~_leaving(document, drop, least)
    return keep if headline else keep & ~document.headline_lines()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Numbers of lines that are taken out, by label."""

    boilerplate: int
    promo: int


def dropped(document: Document, drop: Drop = "both", least: float | None = None) -> Dropped:
    """What `cleaned` takes out, but for the headline, which is part of the story."""
    leaving = document.labels[_leaving(document, drop, least)]
    return Dropped(int((leaving == BOILERPLATE).sum()), int((leaving == PROMO).sum()))


def _leaving(document: Document, drop: Drop, least: float | None) -> npt.NDArray[np.bool_]:
    check_choice("drop", drop, DROPS)
    leaving = np.zeros(len(document.labels), dtype=bool)
    if drop in ("both", "promo"):
        leaving |= document.labels == PROMO
    if drop in ("both", "boilerplate"):
        leaving |= document.labels == BOILERPLATE
    return leaving & ~uncertain(document, least)


def uncertain(document: Document, least: float | None) -> npt.NDArray[np.bool_]:
    """Whether the confidence of each line is below `least`: shape (n,); no line's is without one.

    A line on which one of the caller's rules spoke is not uncertain: its author has spoken, whatever the model thinks.
    """
    if least is None:
        return np.zeros(len(document.labels), dtype=bool)
    confidence = document.scores[np.arange(len(document.labels)), document.labels]
    # Compared as the output shows it: a float32 of 0.7 is a little less than 0.7.
    doubted: npt.NDArray[np.bool_] = np.round(confidence.astype(np.float64), 6) < least
    doubted[list(document.notes)] = False
    return doubted


def body_share(document: Document) -> float:
    """Share of the characters in lines labelled body among those in all lines, 0 to 1; 0 without lines."""
    lengths = document.spans.ends - document.spans.starts
    return float(lengths[document.labels == BODY].sum() / max(int(lengths.sum()), 1))
