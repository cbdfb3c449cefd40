"""An evaluation, or a comparison of two models, as short tables for the terminal."""

from collections.abc import Sequence

from nutgraf.labels import LABELS
from nutgraf.reading.printable import printable
from nutgraf_training.compare import Comparison
from nutgraf_training.evaluate import Evaluation


def text(evaluation: Evaluation, *, most_sources: int = 10) -> str:
    """Figures per label, the confusion matrix and the weakest sources; plain text, no trailing line end."""
    parts = [_summary(evaluation), _classes(evaluation), _confusion(evaluation), _sources(evaluation, most_sources)]
    return "\n\n".join(part for part in parts if part)


def comparison_text(comparison: Comparison, first: str, second: str, *, most_changes: int = 10) -> str:
    """Figures of two models side by side and the documents that changed most; plain text, no trailing line end."""
    parts = [
        f"A {printable(first)}\nB {printable(second)}",
        extent(comparison.first),
        verdict(comparison),
        _table(side_by_side(comparison)),
        _changes(comparison, most_changes),
    ]
    return "\n\n".join(part for part in parts if part)


def side_by_side(comparison: Comparison) -> list[list[str]]:
    """Rows of figures of two models and their difference, under a heading."""
    first, second = comparison.first, comparison.second
    pairs = [("macro-F1", first.macro_f1, second.macro_f1), ("lines right", first.accuracy, second.accuracy)]
    for one, other in zip(first.classes, second.classes, strict=True):
        pairs.append((f"{one.label} precision", one.precision, other.precision))
        pairs.append((f"{one.label} recall", one.recall, other.recall))
        pairs.append((f"{one.label} F1", one.f1, other.f1))
    if first.headline_accuracy is not None and second.headline_accuracy is not None:
        pairs.append(("headline right", first.headline_accuracy, second.headline_accuracy))
    pairs.append(("calibration error", first.ece, second.ece))
    rows = [[name, f"{one:.3f}", f"{other:.3f}", f"{other - one:+.3f}"] for name, one, other in pairs]
    return [["", "A", "B", "B - A"], *rows]


def verdict(comparison: Comparison) -> str:
    """The difference in one sentence."""
    bounds = comparison.interval
    told = "B is better" if bounds.low > 0 else "A is better" if bounds.high < 0 else "no clear difference"
    return (
        f"{told}: macro-F1 of B minus A {comparison.difference:+.3f}"
        f" (95 % interval {bounds.low:+.3f} to {bounds.high:+.3f}; B ahead in {comparison.better:.1%} of resamples)"
    )


def _changes(comparison: Comparison, most: int) -> str:
    found = comparison.changes
    if not found:
        return "both label every line alike"
    rows = [["document", "source", "lines", "changed", "right A", "right B", "gain"]]
    for change in found[:most]:
        counts = [change.lines, change.changed, change.right_first, change.right_second]
        cells = [printable(change.id), printable(change.source)]
        rows.append([*cells, *(f"{count:,}" for count in counts), f"{change.gain:+,}"])
    return f"documents, most changed first ({min(most, len(found))} of {len(found)})\n{_table(rows, names=2)}"


def _summary(evaluation: Evaluation) -> str:
    bounds = evaluation.macro_f1_interval
    lines = [
        extent(evaluation),
        f"macro-F1 {evaluation.macro_f1:.3f} (95 % interval {bounds.low:.3f} to {bounds.high:.3f}),"
        f" right {evaluation.accuracy:.1%}, calibration error {evaluation.ece:.3f}",
    ]
    if evaluation.headline_accuracy is not None:
        lines.append(f"headline right {evaluation.headline_accuracy:.1%} of {evaluation.headlines}")
    return "\n".join(lines)


def extent(evaluation: Evaluation) -> str:
    """What was measured on."""
    return (
        f"{_count(evaluation.lines, 'labelled line')} in {_count(evaluation.documents, 'document')}"
        f" from {_count(len(evaluation.sources), 'source')}"
    )


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
        rows.append([printable(figures.name), f"{figures.documents:,}", f"{figures.lines:,}", *shares])
    return f"sources, most wrong lines first ({min(most, len(ranked))} of {len(ranked)})\n{_table(rows)}"


def _table(rows: Sequence[Sequence[str]], names: int = 1) -> str:
    """The first columns, `names` of them, to the left, figures to the right, two blanks between."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < names else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
