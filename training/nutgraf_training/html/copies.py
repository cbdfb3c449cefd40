"""Copies of pages with another layout, and what the text model's stages say of their lines out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf_training.fit import PARTS, FitSettings, Foundation, line_parts
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.html.reshape import reshaped
from nutgraf_training.tables import featurise


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """D copies with L lines."""

    pages: tuple[TrainingPage, ...]
    groups: NDArray[np.int64]  # (D,) as of the pages they were made from
    matrix: NDArray[np.float32]  # (L, F) columns of the text
    text: NDArray[np.float32]  # (L, 4) probabilities by the text's first look, which saw nothing of the site


def make_copies(base: Foundation, pages: Sequence[TrainingPage], share: float, how: FitSettings) -> Copies:
    """Copies of a share of these pages, which are the first documents of `base`."""
    random = np.random.default_rng(how.seed)
    chosen = np.flatnonzero(random.random(len(pages)) < share)
    copies = tuple(reshaped(pages[place], random) for place in chosen.tolist())
    groups = base.groups[chosen]
    documents = [copy.document for copy in copies]
    own = featurise(documents, base.common_words, base.tables, groups, how.folds, how.jobs)
    text = base.first.probabilities(own.matrix, line_parts(groups, own.offsets, how.folds, PARTS))
    return Copies(copies, groups, own.matrix, text)
