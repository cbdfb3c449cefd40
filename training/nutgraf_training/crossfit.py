"""Networks fitted without a part of the sites, and what each says of that part: out of fold."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from nutgraf.network import CLASSES, Network, softmax
from nutgraf_training.secondstage import Matrix, NetworkSettings, Scaling, fit_networks, scaling_of
from nutgraf_training.targets import Targets

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """L lines to learn from."""

    matrix: Matrix  # (L, F)
    targets: Targets

    def scaling(self) -> Scaling:
        """That of the lines of which something is known."""
        known = self.targets.known
        return scaling_of(self.matrix[known], self.targets.weights[known])


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
    work = (delayed(fit_rows)(lines, parts != number, one, scaling) for number, one in zip(numbers, each, strict=True))
    networks = tuple(network for (network,) in Parallel(jobs, pre_dispatch="n_jobs")(work))
    found = CrossFit(networks, numbers, np.empty((0, CLASSES), np.float32))
    return replace(found, out_of_fold=found.probabilities(lines.matrix, parts))


def fit_all(lines: Lines, settings: NetworkSettings, jobs: int, progress: Progress) -> tuple[Network, ...]:
    """One network for each seed, on all lines of which something is known."""
    scaling, everything = lines.scaling(), np.ones(len(lines.matrix), np.bool_)
    progress(f"{len(settings.seeds)} networks over {lines.matrix.shape[1]} columns of {len(lines.matrix):,} lines")
    each = [replace(settings, seeds=(seed,)) for seed in settings.seeds]
    work = (delayed(fit_rows)(lines, everything, one, scaling) for one in each)
    return tuple(network for (network,) in Parallel(jobs, pre_dispatch="n_jobs")(work))


def fit_rows(lines: Lines, rows: NDArray[np.bool_], settings: NetworkSettings, scaling: Scaling) -> list[Network]:
    """Networks fitted on some of the lines; rows are taken out here, in the process that needs them."""
    places, classes, weights = lines.targets.rows(rows)
    return fit_networks(lines.matrix[places], classes, weights, settings, scaling=scaling)
