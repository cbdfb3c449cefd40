"""Copies of pages with another layout, and what the text model's stages say of their lines out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf_training.fit import FitSettings, Foundation, Progress, cross_fit
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.html.reshape import reshaped
from nutgraf_training.tables import Features, featurise


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """D copies with L lines."""

    pages: tuple[TrainingPage, ...]
    groups: NDArray[np.int64]  # (D,) as of the pages they were made from
    matrix: NDArray[np.float32]  # (L, F) columns of the text
    text: NDArray[np.float32]  # (L, 4) probabilities by the text, from a network that saw nothing of the site


def make_copies(
    base: Foundation, pages: Sequence[TrainingPage], share: float, how: FitSettings, progress: Progress
) -> Copies:
    """Copies of a share of these pages, which are the first documents of `base`."""
    random = np.random.default_rng(how.seed)
    chosen = np.flatnonzero(random.random(len(pages)) < share)
    copies = tuple(reshaped(pages[place], random) for place in chosen.tolist())
    groups = base.groups[chosen]
    documents = [copy.document for copy in copies]
    own = featurise(documents, base.commonness, base.tables, groups, how.folds, how.jobs)
    # Lines without a label are answered for, and nothing is learned from them.
    lines = base.features.offsets[len(pages)]
    labels = np.append(base.labels[:lines], np.full(len(own.matrix), -1))
    weights = np.append(base.weights[:lines], np.zeros(len(own.matrix), np.float32))
    offsets = np.append(base.features.offsets[: len(pages)], lines + own.offsets)
    both = Features(np.vstack([base.features.matrix[:lines], own.matrix]), base.features.names, offsets)
    text = cross_fit(both, labels, weights, np.append(base.groups[: len(pages)], groups), how, progress)
    return Copies(copies, groups, own.matrix, text[lines:])
