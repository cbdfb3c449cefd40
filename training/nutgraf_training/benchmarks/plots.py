"""Plots of the model card, as SVG: stories beside extractors, and what `favor` chooses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nutgraf_training.benchmarks.figures import Row
from nutgraf_training.benchmarks.lines import FAVOR
from nutgraf_training.benchmarks.page_rows import AEB, HELD_OUT
from nutgraf_training.report_findings import KnownLines
from nutgraf_training.report_plots import body_curve

#: Files beside the model card.
PAGES_PLOT, BODY_PLOT = "quality-pages.svg", "quality-body.svg"
_OURS, _THEIRS, _CLEANED = "#1668a8", "#777777", "#b35c00"
_PANELS = {HELD_OUT: ("word F1", "held-out sites, word F1"), AEB: ("4-shingle F1", "aeb, 4-shingle F1")}
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "nutgraf",
    "font.family": ["sans-serif"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}


def plot_pages(rows: Sequence[Row], path: Path) -> None:
    """A panel for each benchmark of whole pages: figures with their intervals, best first."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(9, 3.6), layout="constrained")
        for axes, (benchmark, (name, title)) in zip(figure.subplots(1, 2), _PANELS.items(), strict=True):
            _panel(axes, [row for row in rows if (row.benchmark, row.figure) == (benchmark, name)])
            axes.set_title(title)
        _save(figure, path)


def _panel(axes: Axes, rows: Sequence[Row]) -> None:
    ordered = sorted(rows, key=lambda row: row.value)
    for place, row in enumerate(ordered):
        colour = _OURS if row.name.startswith("nutgraf") else _CLEANED if "cleaned" in row.name else _THEIRS
        if row.interval is not None:
            axes.plot([row.interval.low, row.interval.high], [place, place], color=colour, linewidth=1.2)
        axes.plot(row.value, place, "o", color=colour, markersize=4)
    axes.set_yticks(range(len(ordered)), [f"{row.name}  {row.value:.3f}" for row in ordered])
    axes.grid(axis="x", alpha=0.3)


def plot_body(lines: KnownLines, rows: Sequence[Row], path: Path) -> None:
    """Precision against recall of body on hand-labelled lines, with the points that `favor` chooses."""
    curve = body_curve(lines)
    values = {(row.name, row.figure): row.value for row in rows if row.benchmark == FAVOR}
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(4.6, 3.8), layout="constrained")
        axes = figure.add_subplot()
        axes.plot(curve.recall, curve.precision, color=_OURS, label="all thresholds")
        for name, marker in (("precision", "^"), ("balanced", "o"), ("recall", "v")):
            point = [values[name, f"{figure_} of body"] for figure_ in ("recall", "precision")]
            axes.plot(*point, marker, color="black", label=f"{name}: {point[1]:.3f}, {point[0]:.3f}")
        low = float(np.floor(10 * min(0.9, *values.values())) / 10)
        axes.set(xlim=(low, 1.005), ylim=(low, 1.005), xlabel="recall of body", ylabel="precision of body")
        axes.legend(loc="lower left")
        _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
