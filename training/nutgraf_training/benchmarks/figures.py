"""Rows of the benchmarks' tables, and the intervals that metrics.py has no use for elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nutgraf_training.metrics import FloatArray, Interval, bootstrap, class_f1, ece, interval, percentiles

RESAMPLES = 1000
#: Fewer documents have no interval: resamples of one or two say nothing of others.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one contender on one benchmark, with its 95 % interval over resampled documents."""

    benchmark: str
    name: str
    figure: str
    value: float
    interval: Interval | None
    documents: int


def mean_of_sums(sums: npt.ArrayLike) -> FloatArray:
    """Mean (...) of sums (..., 2) of a figure and of how many it was summed over; NaN of none."""
    columns = np.moveaxis(np.asarray(sums, dtype=np.float64), -1, 0)
    with np.errstate(invalid="ignore"):
        return np.asarray(columns[0] / columns[1])


def label_f1(code: int) -> Callable[[FloatArray], FloatArray]:
    """F1 (...) of one label, given by its code, of confusion matrices (..., 3, 3)."""
    return lambda matrices: np.asarray(class_f1(matrices)[..., code])


def mean_row(benchmark: str, name: str, figure: str, values: npt.ArrayLike) -> Row:
    """Mean of one value per document (n,); no interval where documents are few."""
    each = np.asarray(values, dtype=np.float64)
    few = len(each) < FEWEST
    spread = None if few else interval(np.column_stack([each, np.ones_like(each)]), mean_of_sums)
    return Row(benchmark, name, figure, float(each.mean()), spread, len(each))


def sums_row(
    benchmark: str, name: str, figure: str, sums: npt.ArrayLike, statistic: Callable[[FloatArray], FloatArray]
) -> Row:
    """A statistic of sums over documents: see `metrics.bootstrap`. Resamples without a value (NaN) do not count."""
    table = np.asarray(sums, dtype=np.float64)
    figures = bootstrap(table, statistic, resamples=RESAMPLES)
    known = figures[~np.isnan(figures)]
    value = float(statistic(table.sum(axis=0)[None])[0])
    return Row(benchmark, name, figure, value, percentiles(known) if len(known) else None, len(table))


def ece_row(
    benchmark: str,
    name: str,
    figure: str,
    confidences: Sequence[npt.NDArray[np.float32]],
    correct: Sequence[npt.NDArray[np.bool_]],
) -> Row:
    """Calibration error of documents' lines; it is no sum over documents, so each resample is measured anew."""
    random = np.random.default_rng(0)
    count = len(confidences)
    figures = []
    for _ in range(RESAMPLES):
        chosen = random.integers(count, size=count).tolist()
        lines = np.concatenate([confidences[i] for i in chosen])
        if len(lines):
            figures.append(ece(lines, np.concatenate([correct[i] for i in chosen])))
    value = ece(np.concatenate(confidences), np.concatenate(correct))
    return Row(benchmark, name, figure, value, percentiles(np.array(figures)), count)


def chance_row(benchmark: str, name: str, figure: str, confidences: Sequence[npt.NDArray[np.float32]]) -> Row:
    """Calibration error that these confidences (lines,) of documents would have if every one of them were true.

    Of few lines it is not 0: each bin holds more or fewer right ones by chance. Mean and 95 % range of RESAMPLES draws,
    each line for itself; lines of one document err together, which makes for more.
    """
    random = np.random.default_rng(0)
    sure = np.concatenate(confidences)
    figures = np.array([ece(sure, random.random(len(sure)) < sure) for _ in range(RESAMPLES)])
    return Row(benchmark, name, figure, float(figures.mean()), percentiles(figures), len(confidences))
