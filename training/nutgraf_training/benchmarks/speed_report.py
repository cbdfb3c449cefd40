"""Speed as a Markdown page and a plot."""

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from nutgraf_training.benchmarks.speed_contenders import FASTTEXT, PAGES, SKLEARN
from nutgraf_training.benchmarks.speed_stages import STAGES
from nutgraf_training.benchmarks.speed_timing import Finished, Took

PACKAGES = ("nutgraf", "numpy", "scikit-learn", "fasttext-wheel")
#: What issue and reader want to know at once: most times as long as, or least times as fast as.
LIMITS = {
    "start-up": "at most 2.5",
    "memory": "at most 1.3",
    "time": "at most 105",
    "jobs": "at least 1.7, where both cores are free",
    "one": "under 1 ms",
    FASTTEXT: "at least 2",
    SKLEARN: "at least 15",
    "trafilatura": "at least 30",
    PAGES: "at least 8",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One contender on one input; `ratio` is its time over that of nutgraf's stream, round by round."""

    inputs: str
    name: str
    takes: str
    lines: float  # per second
    documents: float  # per second
    ratio: float


@dataclass(frozen=True, slots=True)
class Whole:
    """Whole processes: start-up, `nutgraf score` over streams by their megabytes, speed-up by a second process."""

    score: Took
    numpy: Took
    by_size: Mapping[int, Finished]
    speed_up: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured in one run."""

    rates: tuple[Rate, ...]
    one_document: float  # milliseconds
    stream_stages: Mapping[str, float]  # shares of the time, streaming
    one_stages: Mapping[str, float]  # and of one document at a time
    whole: Whole


def markdown(report: Report) -> str:
    """The page."""
    parts = ["# Speed", _machine()]
    for inputs in dict.fromkeys(rate.inputs for rate in report.rates):
        parts.append(f"## {inputs[0].upper()}{inputs[1:]}")
        parts.append(_table(rate for rate in report.rates if rate.inputs == inputs))
    parts += ["## Where the time goes", _stages(report)]
    parts += ["## Limits", "\n".join(["| what | measured | wanted |", "|---|---|---|", *_limits(report)])]
    return "\n\n".join(parts) + "\n"


def _machine() -> str:
    versions = ", ".join(f"{name} {found}" for name, found in _versions())
    return (
        f"One core of {_processor()}, {platform.system()}, Python {platform.python_version()}; {versions}.\n"
        "Medians of processor time over rounds in which all contenders go through the same documents in turn; "
        "the last column is the median of the rounds' ratios."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _table(rates: Iterator[Rate]) -> str:
    rows = ["| | from | lines/s | documents/s | time, nutgraf streaming = 1 |", "|---|---|---|---|---|"]
    rows += (
        f"| {rate.name} | {rate.takes} | {rate.lines:,.0f} | {rate.documents:,.1f} | {rate.ratio:.2f} |"
        for rate in rates
    )
    return "\n".join(rows)


def _stages(report: Report) -> str:
    rows = ["| stage | streaming | one document of 30 lines |", "|---|---|---|"]
    rows += (f"| {stage} | {report.stream_stages[stage]:.1%} | {report.one_stages[stage]:.1%} |" for stage in STAGES)
    return "\n".join(rows)


def _limits(report: Report) -> Iterator[str]:
    first = report.rates[0].inputs
    for rate in report.rates:
        wanted = next((limit for name, limit in LIMITS.items() if rate.name.startswith(name)), None)
        if rate.inputs == first and wanted and rate.name != PAGES:
            yield f"| nutgraf streaming against {rate.name}, {first} | {rate.ratio:.1f} times as fast | {wanted} |"
    yield from _limit_of_pages({rate.name: rate for rate in report.rates if rate.inputs == first})
    yield f"| streaming, {first} | {report.rates[0].lines:,.0f} lines/s | at least 100,000 |"
    yield f"| one document of 30 lines, warm | {report.one_document:.2f} ms | {LIMITS['one']} |"
    whole = report.whole
    start = whole.score.over(whole.numpy)
    yield f"| `nutgraf score one.txt` against `python -c 'import numpy'` | {start:.2f} | {LIMITS['start-up']} |"
    small, large = min(whole.by_size), max(whole.by_size)
    memory = whole.by_size[large].peak / whole.by_size[small].peak
    yield f"| peak memory of `nutgraf score`, {large} MB against {small} MB | {memory:.2f} | {LIMITS['memory']} |"
    time = whole.by_size[large].cpu / whole.by_size[small].cpu
    yield f"| time of `nutgraf score`, {large} MB against {small} MB | {time:.1f} | {LIMITS['time']} |"
    yield f"| `--jobs 2` against 1, by the clock | {median(whole.speed_up):.2f} | {LIMITS['jobs']} |"


def _limit_of_pages(rates: Mapping[str, Rate]) -> Iterator[str]:
    """Both from HTML."""
    for name, rate in rates.items():
        if name.startswith("trafilatura") and PAGES in rates:
            ratio = rates[PAGES].documents / rate.documents
            yield f"| {PAGES} against {name}, {rate.inputs} | {ratio:.1f} times as fast | {LIMITS[PAGES]} |"


def draw(report: Report, path: Path) -> None:
    """Bars of documents per second, on a log scale, a panel for each input."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    panels = {rate.inputs: [r for r in report.rates if r.inputs == rate.inputs] for rate in report.rates}
    bars = [len(rates) for rates in panels.values()]
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "nutgraf", "font.size": 9}):
        figure = Figure(figsize=(7, 1.2 * len(bars) + 0.24 * sum(bars)), layout="constrained")
        rows = figure.subplots(len(panels), 1, squeeze=False, sharex=True, height_ratios=bars)[:, 0]
        for axes, (name, rates) in zip(rows, panels.items(), strict=True):
            ordered = sorted(rates, key=lambda rate: rate.documents)
            # Versions stand in the table.
            labels = [f"{rate.name.partition(' (')[0]} ({rate.takes})" for rate in ordered]
            colours = ["#1668a8" if rate.name.startswith("nutgraf") else "#999999" for rate in ordered]
            axes.barh(labels, [rate.documents for rate in ordered], color=colours)
            axes.set(xscale="log")
            axes.set_title(name, loc="left")
        rows[-1].set_xlabel("documents/s, one core")
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
