"""The plots of a report, as SVG that stands in an HTML page and takes its colours from it."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_curve

from nutgraf.labels import BODY, LABELS, Label
from nutgraf_training.report_findings import Choice, Findings, KnownLines, known_lines

# Drawn in stand-in colours, which are then replaced by the page's own: a plot follows light and dark as the text does.
_INK, _FAINT, _PAGE = "#010101", "#020202", "#030303"
_COLOURS = {Label.BODY: "#040404", Label.BOILERPLATE: "#050505", Label.PROMO: "#060606"}
_VARIABLES = {_INK: "ink", _FAINT: "faint", _PAGE: "page"} | {code: label.value for label, code in _COLOURS.items()}
# Told apart without colour, too.
_DASHES = {Label.BODY: "-", Label.BOILERPLATE: "--", Label.PROMO: ":"}
_MARKERS = {"precision": "^", "balanced": "o", "recall": "v"}
BINS = 15
#: Points of a curve that are drawn: more cannot be seen, and a corpus has a million.
MOST_POINTS = 400

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "nutgraf",
    "font.family": ["sans-serif"],
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color", "axes.edgecolor"), _INK),
}


def confusion(findings: Findings) -> str:
    """Counts and shares of each true label's lines by the label given."""
    counts = np.array(findings.evaluation.confusion)

    def draw(axes: Axes) -> None:
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        for (row, column), share in np.ndenumerate(shares):
            axes.add_patch(
                Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=_COLOURS[Label.BODY], alpha=share, linewidth=0)
            )
            ink = _PAGE if share > 0.6 else _INK
            axes.text(column, row - 0.08, f"{counts[row, column]:,}", ha="center", va="center", color=ink, size=11)
            axes.text(column, row + 0.2, f"{share:.1%}", ha="center", va="center", color=ink, size=8)
        axes.set(xlim=(-0.5, 2.5), ylim=(2.5, -0.5), xlabel="given", ylabel="true", aspect="equal")
        axes.set_xticks(range(len(LABELS)), [label.value for label in LABELS])
        axes.set_yticks(range(len(LABELS)), [label.value for label in LABELS])
        axes.tick_params(length=0)

    return _svg("confusion", draw)


def reliability(findings: Findings) -> str:
    """How often lines of a given probability truly have the label, in bins of equally many lines."""
    lines = known_lines(findings.results)

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_FAINT, linewidth=0.8)
        given = lines.scores[np.arange(len(lines.given)), lines.given]
        _reliability(axes, given, lines.true == lines.given, _INK, "label given", "-")
        for code, label in enumerate(LABELS):
            _reliability(axes, lines.scores[:, code], lines.true == code, _COLOURS[label], label.value, _DASHES[label])
        axes.set(xlim=(0, 1.01), ylim=(0, 1.01), xlabel="probability", ylabel="share that is so", aspect="equal")
        axes.legend(loc="upper left")

    return _svg("reliability", draw)


def _reliability(
    axes: Axes, scores: npt.NDArray[np.float32], right: npt.NDArray[np.bool_], colour: str, name: str, dash: str
) -> None:
    inside = np.clip(scores, 0, 1)  # a float32 may sum to a little above 1
    share, mean = calibration_curve(right, inside, pos_label=True, n_bins=BINS, strategy="quantile")
    axes.plot(mean, share, dash, color=colour, label=name, marker="o", markersize=3, linewidth=1.3)


def precision_recall(findings: Findings) -> str:
    """Precision against recall of body, with the points that the choices of `favor` give."""
    curve = body_curve(known_lines(findings.results))

    def draw(axes: Axes) -> None:
        axes.plot(curve.recall, curve.precision, color=_COLOURS[Label.BODY], linewidth=1.5, label="all thresholds")
        for choice in findings.choices:
            axes.plot(
                choice.recall,
                choice.precision,
                _MARKERS[choice.favor],
                color=_INK,
                linestyle="none",
                markersize=7,
                label=f"favor {choice.favor}: {choice.precision:.3f}, {choice.recall:.3f}",
            )
        low = min([0.9, *(min(choice.precision, choice.recall) - 0.05 for choice in findings.choices)])
        low = max(0.0, np.floor(low * 10) / 10)
        axes.set(xlim=(low, 1.005), ylim=(low, 1.005), xlabel="recall of body", ylabel="precision of body")
        axes.legend(loc="lower left")

    return _svg("recall", draw)


def thresholds(findings: Findings) -> str:
    """Precision, recall and F1 of body by the threshold on body's share, with the thresholds of the model."""
    curve = body_curve(known_lines(findings.results))

    def draw(axes: Axes) -> None:
        f1 = 2 * curve.precision * curve.recall / np.maximum(curve.precision + curve.recall, 1e-9)
        axes.plot(curve.threshold, curve.precision, "-", color=_COLOURS[Label.BODY], label="precision")
        axes.plot(curve.threshold, curve.recall, "--", color=_COLOURS[Label.PROMO], label="recall")
        axes.plot(curve.threshold, f1, ":", color=_INK, label="F1")
        for choice in findings.choices:
            _threshold(axes, choice)
        axes.set(xlim=(0, 1), ylim=(min(0.5, float(f1.max()) - 0.1), 1.005), xlabel="threshold on body's share")
        axes.legend(loc="lower center")

    return _svg("threshold", draw)


def _threshold(axes: Axes, choice: Choice) -> None:
    if choice.threshold is not None:
        axes.axvline(choice.threshold, color=_FAINT, linewidth=0.8)
        place = (choice.threshold, 1.0)
        axes.annotate(
            choice.favor,
            place,
            (0, 3),
            "data",
            "offset points",
            ha="center",
            va="bottom",
            size=8,
            annotation_clip=False,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Precision and recall of body at rising thresholds on its share: three arrays (n,)."""

    threshold: npt.NDArray[np.float64]
    precision: npt.NDArray[np.float64]
    recall: npt.NDArray[np.float64]


def body_curve(lines: KnownLines) -> Curve:
    """The curve of body, thinned to what can be drawn."""
    precision, recall, threshold = precision_recall_curve(lines.true == BODY, lines.body_shares)
    chosen = np.unique(np.linspace(0, len(threshold) - 1, MOST_POINTS).astype(int))
    return Curve(threshold[chosen], precision[chosen], recall[chosen])


def _svg(name: str, draw: Callable[[Axes], None]) -> str:
    """Draw a figure; the same figure gives the same text."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(4.6, 4.0), layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    drawing = out.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    for code, variable in _VARIABLES.items():
        drawing = drawing.replace(code, f"var(--{variable})")
    return drawing.replace("<svg", f'<svg role="img" aria-label="{name}"', 1)


def with_prefix(drawing: str, prefix: str) -> str:
    """A drawing whose identifiers no other one on the page has."""
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}-", drawing)
