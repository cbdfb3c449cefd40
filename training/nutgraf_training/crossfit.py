"""Networks fitted without a part of the sites, and what each says of that part: out of fold."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from nutgraf.network import CLASSES, Network, softmax
from nutgraf_training.secondstage import Matrix, NetworkSettings, Scaling, fit_networks, scaling_of

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """L lines to learn from."""

    matrix: Matrix  # (L, F)
    labels: NDArray[np.int64]  # (L,) classes, -1 for unlabelled lines
    weights: Matrix  # (L,) how far each line counts

    @property
    def known(self) -> NDArray[np.bool_]:
        """(L,) which lines have a label."""
        return self.labels >= 0

    def scaling(self) -> Scaling:
        """That of the lines that have a label."""
        return scaling_of(self.matrix[self.known], self.weights[self.known])


@dataclass(frozen=True, slots=True, eq=False)
class CrossFit:
    """Networks by part, and (L, CLASSES) probabilities of every line from the network that saw nothing of its part."""

    networks: tuple[Network, ...]
    parts: tuple[int, ...]  # the part that each network did not see
    out_of_fold: Matrix

    def probabilities(self, matrix: Matrix, parts: NDArray[np.int64]) -> Matrix:
        """(l, CLASSES) of other lines (l, F) of the same sites, whose parts are (l,)."""
        result = np.zeros((len(matrix), CLASSES), np.float32)
        for network, part in zip(self.networks, self.parts, strict=True):
            inside = parts == part
            result[inside] = softmax(network.odds(matrix[inside]))
        return result


def cross_fit(
    lines: Lines, parts: NDArray[np.int64], settings: NetworkSettings, jobs: int, progress: Progress
) -> CrossFit:
    """One network for each part (L,) of the lines; all look at columns of the same scale."""
    scaling = lines.scaling()
    numbers = tuple(np.unique(parts).tolist())
    each = [replace(settings, seeds=(settings.seeds[0] + number,)) for number in numbers]
    progress(f"{len(numbers)} parts, held out in turn")
    work = (
        delayed(fit_rows)(lines, lines.known & (parts != number), one, scaling)
        for number, one in zip(numbers, each, strict=True)
    )
    networks = tuple(network for (network,) in Parallel(jobs, pre_dispatch="n_jobs")(work))
    found = CrossFit(networks, numbers, np.empty((0, CLASSES), np.float32))
    return replace(found, out_of_fold=found.probabilities(lines.matrix, parts))


def fit_all(lines: Lines, settings: NetworkSettings, jobs: int, progress: Progress) -> tuple[Network, ...]:
    """One network for each seed, on all lines that have a label."""
    scaling = lines.scaling()
    progress(f"{len(settings.seeds)} networks over {lines.matrix.shape[1]} columns of {len(lines.matrix):,} lines")
    each = [replace(settings, seeds=(seed,)) for seed in settings.seeds]
    work = (delayed(fit_rows)(lines, lines.known, one, scaling) for one in each)
    return tuple(network for (network,) in Parallel(jobs, pre_dispatch="n_jobs")(work))


def fit_rows(lines: Lines, rows: NDArray[np.bool_], settings: NetworkSettings, scaling: Scaling) -> list[Network]:
    """Networks fitted on some of the lines; rows are taken out here, in the process that needs them."""
    return fit_networks(lines.matrix[rows], lines.labels[rows], lines.weights[rows], settings, scaling=scaling)
