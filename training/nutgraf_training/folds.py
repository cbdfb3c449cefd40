"""Which sites are held out together: what is told out of fold must be so for every line of a document."""

from collections.abc import Iterable

import numpy as np

#: Of the first stage.
FOLDS = 4


def site_numbers(sites: Iterable[str]) -> dict[str, int]:
    """Number each site in a fixed shuffled order: folds by `number modulo folds` are of like size and mixed."""
    names = sorted(set(sites))
    order = np.random.default_rng(0).permutation(len(names))
    return {name: int(order[place]) for place, name in enumerate(names)}
