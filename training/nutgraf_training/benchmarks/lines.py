"""Figures on hand-labelled lines."""

from collections.abc import Sequence

import numpy as np

from nutgraf.choices import FAVORS
from nutgraf.labels import BODY, LABELS
from nutgraf_training.benchmarks.figures import Row, chance_row, ece_row, label_f1, sums_row
from nutgraf_training.evaluate import LineLabeller, Outcome, outcomes
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.metrics import FloatArray, macro_f1

DEV, WINDOWS, HAND, FAVOR = "dev", "windows", "hand", "favor"


def line_rows(
    benchmark: str,
    name: str,
    labeller: LineLabeller,
    documents: Sequence[LabelledDocument],
    *,
    has_probabilities: bool = True,
) -> list[Row]:
    """Macro-F1, F1 per label and, where there are probabilities, the calibration error, overall and per label."""
    results = list(outcomes(labeller, documents))
    counts = np.array([result.counts for result in results])
    rows = [sums_row(benchmark, name, "macro-F1", counts, macro_f1)]
    rows += [sums_row(benchmark, name, f"{label} F1", counts, label_f1(code)) for code, label in enumerate(LABELS)]
    return rows + (ece_rows(benchmark, name, results) if has_probabilities else [])


def ece_rows(benchmark: str, name: str, results: Sequence[Outcome]) -> list[Row]:
    """Calibration error of the labels given, and of each label's probability."""
    known = [result.true >= 0 for result in results]
    true = [result.true[mask] for result, mask in zip(results, known, strict=True)]
    given = [result.labels[mask] for result, mask in zip(results, known, strict=True)]
    scores = [result.scores[mask] for result, mask in zip(results, known, strict=True)]
    sure = [table[np.arange(len(codes)), codes] for table, codes in zip(scores, given, strict=True)]
    right = [a == b for a, b in zip(true, given, strict=True)]
    rows = [ece_row(benchmark, name, "ECE", sure, right), chance_row(benchmark, name, "ECE by chance alone", sure)]
    for code, label in enumerate(LABELS):
        so = [codes == code for codes in true]
        rows.append(ece_row(benchmark, name, f"{label} ECE", [table[:, code] for table in scores], so))
    return rows


def favor_rows(labeller: LineLabeller, documents: Sequence[LabelledDocument]) -> list[Row]:
    """Precision and recall of body for each choice of `favor`."""
    rows = []
    for favor in FAVORS:
        counts = np.array([result.counts for result in outcomes(labeller, documents, favor=favor)])
        rows.append(sums_row(FAVOR, favor, "precision of body", counts, lambda sums: _body_share(sums, axis=-2)))
        rows.append(sums_row(FAVOR, favor, "recall of body", counts, lambda sums: _body_share(sums, axis=-1)))
    return rows


def _body_share(sums: FloatArray, axis: int) -> FloatArray:
    """Share (...) that is right of the lines given as body (axis -2) or truly body (axis -1)."""
    return np.asarray(sums[..., BODY, BODY] / np.take(sums.sum(axis=axis), BODY, axis=-1))
