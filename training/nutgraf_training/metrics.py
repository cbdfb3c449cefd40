"""Figures: how well lines are labelled, how honest the probabilities are, how much of a story is kept.

Everything that a bootstrap resamples is a sum over documents (a confusion matrix, a page's precision), so that a
resample costs one product of a weight vector and a table instead of a pass over the lines.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nutgraf.labels import LABELS, Label

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Precision, recall and F1 of one label (0 to 1), how many lines truly have it, and its calibration error."""

    label: Label
    precision: float
    recall: float
    f1: float
    support: int
    ece: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends of a confidence interval."""

    low: float
    high: float


# --- lines -----------------------------------------------------------------------------------------------------------


def confusion(true: npt.ArrayLike, given: npt.ArrayLike) -> IntArray:
    """Counts (3, 3): rows are the true labels, columns the given ones, both as codes in the order of `LABELS`."""
    size = len(LABELS)
    cells = np.asarray(true, dtype=np.int64) * size + np.asarray(given, dtype=np.int64)
    return np.bincount(cells, minlength=size * size).reshape(size, size).astype(np.int64)


def class_f1(matrices: npt.ArrayLike) -> FloatArray:
    """F1 per label (..., 3) of confusion matrices (..., 3, 3); NaN for a label neither true nor given anywhere."""
    counts = np.asarray(matrices, dtype=np.float64)
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    either = counts.sum(axis=-1) + counts.sum(axis=-2)
    return _ratio(2 * right, either, undefined=np.nan)


def macro_f1(matrices: npt.ArrayLike) -> FloatArray:
    """Mean F1 (...) over the labels that occur, as scikit-learn's default has it; 0 where there are no lines at all."""
    scores = class_f1(matrices)
    occurs = ~np.isnan(scores)
    total = np.where(occurs, scores, 0.0).sum(axis=-1)
    return np.asarray(total / np.maximum(occurs.sum(axis=-1), 1), dtype=np.float64)


def _ratio(part: FloatArray, whole: FloatArray, undefined: float) -> FloatArray:
    result: FloatArray = np.full(np.shape(whole), undefined)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def class_figures(matrix: npt.ArrayLike) -> tuple[ClassFigures, ...]:
    """One entry per label, in the order of `LABELS`; 0 where a share is undefined."""
    counts = np.asarray(matrix, dtype=np.float64)
    right, true, given = np.diagonal(counts), counts.sum(axis=1), counts.sum(axis=0)
    f1 = np.nan_to_num(class_f1(counts))
    return tuple(
        ClassFigures(
            label=label,
            precision=float(right[code] / max(given[code], 1)),
            recall=float(right[code] / max(true[code], 1)),
            f1=float(f1[code]),
            support=int(true[code]),
        )
        for code, label in enumerate(LABELS)
    )


def ece(confidence: npt.ArrayLike, correct: npt.ArrayLike, bins: int = 15) -> float:
    """Expected calibration error, 0 to 1, over bins that hold equally many lines.

    Equal mass and not equal width: most lines are labelled with a confidence above .95, where bins of equal width would
    average everything into one.
    Source: Nixon et al. 2019, "Measuring Calibration in Deep Learning" (adaptive binning).

    Raises:
        ValueError: there are no lines.
    """
    sure = np.asarray(confidence, dtype=np.float64)
    if not sure.size:
        raise ValueError("calibration error of no lines")
    order = np.argsort(sure, kind="stable")
    gap = (sure - np.asarray(correct, dtype=np.float64))[order]
    edges = np.unique(np.arange(bins) * sure.size // bins)
    return float(np.abs(np.add.reduceat(gap, edges)).sum() / sure.size)


# --- stories ---------------------------------------------------------------------------------------------------------


def shingle_sums(golds: Sequence[str], predicted: Sequence[str]) -> FloatArray:
    """Per page (pages, 4): precision of its 4-token shingles, whether it counts, recall, whether it counts.

    To be summed over pages. Source: scrapinghub/article-extraction-benchmark, `evaluate.py`.
    """
    pages = [_shingle_page(gold, text) for gold, text in zip(golds, predicted, strict=True)]
    return np.array(pages, dtype=np.float64).reshape(-1, 4)


def shingle_f1_of_sums(sums: npt.ArrayLike) -> FloatArray:
    """F1 (...) of sums (..., 4) over pages: the statistic that `interval` wants."""
    columns = np.moveaxis(np.asarray(sums, dtype=np.float64), -1, 0)
    precision = columns[0] / np.maximum(columns[1], 1)
    recall = columns[2] / np.maximum(columns[3], 1)
    return _ratio(2 * precision * recall, precision + recall, undefined=0.0)


def _shingle_page(gold: str, predicted: str) -> tuple[float, float, float, float]:
    expected, found = _shingles(gold), _shingles(predicted)
    right = (expected & found).total()
    missed, extra = expected.total() - right, found.total() - right
    if not missed and not extra:
        return 1.0, 1.0, 1.0, 1.0
    # A page where nothing was found has no precision, unless there was nothing to find; recall likewise.
    return (
        right / max(right + extra, 1),
        float(right + extra > 0 or not missed),
        right / max(right + missed, 1),
        float(right + missed > 0 or not extra),
    )


def _shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    tokens = _WORD.findall(text)
    return Counter(tuple(tokens[i : i + size]) for i in range(max(1, len(tokens) - size + 1)) if tokens)


def word_f1(gold: str, predicted: str) -> float:
    """F1 of the bags of lower-case words of one page. Source: WCXB, its evaluation of articles."""
    expected, found = (Counter(_WORD.findall(text.lower())) for text in (gold, predicted))
    if not expected:
        return float(not found)
    both = (expected & found).total()
    return 2 * both / (expected.total() + found.total())


# --- intervals -------------------------------------------------------------------------------------------------------


def interval(
    sums: npt.ArrayLike,
    statistic: Callable[[FloatArray], FloatArray],
    *,
    groups: Sequence[str] | None = None,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Percentile bootstrap over documents, or over `groups` of them such as sites: see `bootstrap`."""
    figures = bootstrap(sums, statistic, groups=groups, resamples=resamples, seed=seed)
    return percentiles(figures, level)


def percentiles(figures: FloatArray, level: float = 0.95) -> Interval:
    """The middle `level` of figures of resamples (resamples,)."""
    low, high = np.quantile(figures, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def bootstrap(
    sums: npt.ArrayLike,
    statistic: Callable[[FloatArray], FloatArray],
    *,
    groups: Sequence[str] | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> FloatArray:
    """The statistic of resamples (resamples,) of documents, or of `groups` of them such as sites.

    Lines of a document are alike, and documents of a site are: resampling lines would give intervals far too narrow.

    Args:
        sums: (documents, ...) what each document adds.
        statistic: total (resamples, ...) -> figure (resamples,).
        groups: the group of each document.
    """
    table = np.asarray(sums, dtype=np.float64)
    if groups is not None:
        _, index = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
        grouped = np.zeros((int(index.max()) + 1, *table.shape[1:]))
        np.add.at(grouped, index, table)
        table = grouped
    flat = table.reshape(len(table), -1)
    generator = np.random.default_rng(seed)
    even = np.full(len(table), 1 / len(table))
    totals = np.stack([generator.multinomial(len(table), even) @ flat for _ in range(resamples)])
    return statistic(totals.reshape(resamples, *table.shape[1:]))
