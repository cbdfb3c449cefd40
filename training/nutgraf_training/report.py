"""An evaluation as a short table for the terminal."""

from collections.abc import Sequence

from nutgraf.labels import LABELS
from nutgraf_training.evaluate import Evaluation


def text(evaluation: Evaluation, *, most_sources: int = 10) -> str:
    """Figures per label, the confusion matrix and the weakest sources; plain text, no trailing line end."""
    parts = [_summary(evaluation), _classes(evaluation), _confusion(evaluation), _sources(evaluation, most_sources)]
    return "\n\n".join(part for part in parts if part)


def _summary(evaluation: Evaluation) -> str:
    bounds = evaluation.macro_f1_interval
    lines = [
        f"{_count(evaluation.lines, 'labelled line')} in {_count(evaluation.documents, 'document')}"
        f" from {_count(len(evaluation.sources), 'source')}",
        f"macro-F1 {evaluation.macro_f1:.3f} (95 % interval {bounds.low:.3f} to {bounds.high:.3f}),"
        f" right {evaluation.accuracy:.1%}, calibration error {evaluation.ece:.3f}",
    ]
    if evaluation.headline_accuracy is not None:
        lines.append(f"headline right {evaluation.headline_accuracy:.1%} of {evaluation.headlines}")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _classes(evaluation: Evaluation) -> str:
    rows = [["label", "precision", "recall", "F1", "calib. err.", "lines"]]
    for figures in evaluation.classes:
        shares = [figures.precision, figures.recall, figures.f1]
        error = "" if figures.ece is None else f"{figures.ece:.3f}"
        rows.append([figures.label, *(f"{share:.3f}" for share in shares), error, f"{figures.support:,}"])
    return _table(rows)


def _confusion(evaluation: Evaluation) -> str:
    rows = [["true \\ given", *LABELS]]
    rows += [[label, *(f"{count:,}" for count in row)] for label, row in zip(LABELS, evaluation.confusion, strict=True)]
    return _table(rows)


def _sources(evaluation: Evaluation, most: int) -> str:
    """The sources with most lines labelled wrong: where looking pays, unlike a site of three lines with one wrong."""
    if len(evaluation.sources) < 2:
        return ""
    ranked = sorted(evaluation.sources, key=lambda figures: -figures.lines * (1 - figures.accuracy))
    rows = [["source", "documents", "lines", "right", "macro-F1"]]
    for figures in ranked[:most]:
        shares = [f"{figures.accuracy:.1%}", f"{figures.macro_f1:.3f}"]
        rows.append([figures.source, f"{figures.documents:,}", f"{figures.lines:,}", *shares])
    return f"sources, most wrong lines first ({min(most, len(ranked))} of {len(ranked)})\n{_table(rows)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """First column to the left, figures to the right, two blanks between."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
