"""An evaluation, or a comparison of two models, as one HTML file: figures, plots, documents to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from nutgraf.errors import NutgrafError
from nutgraf.labels import BODY
from nutgraf.reading.printable import escaped
from nutgraf.reading.style import FOOT, head
from nutgraf_training import report_lines
from nutgraf_training.compare import Comparison
from nutgraf_training.evaluate import Evaluation, GroupFigures, by_group
from nutgraf_training.report import extent, side_by_side, verdict
from nutgraf_training.report_findings import Findings

#: Documents shown with their lines, and rows of a table of groups, before the rest is left out.
MOST_DOCUMENTS = 20
MOST_GROUPS = 40

_STYLE = """
body{max-width:72rem}
body>p{margin:.5rem 0}.verdict{font-weight:600;font-size:1.1rem}
h1{font-size:1.6rem;margin:0 0 .2rem}h2{font-size:1.2rem;margin:2.4rem 0 .6rem}h3{font-size:1rem;margin:1.4rem 0 .4rem}
.figures{display:flex;flex-wrap:wrap;gap:.6rem;margin:1.2rem 0}
.figures div{border:1px solid var(--rule);border-radius:6px;padding:.5rem .9rem;min-width:9rem}
.figures strong{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums;line-height:1.2}
.figures span{font-size:.8rem;color:var(--faint)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:1.5rem 2rem}
figure{margin:0}figcaption{font-size:.85rem;color:var(--faint)}figure h3{margin:0 0 .2rem}
svg{width:100%;height:auto;max-width:34rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.22rem .8rem;text-align:end;border-bottom:1px solid var(--rule)}
th{font-weight:600}tbody th{font-weight:400;overflow-wrap:anywhere}
th:first-child{padding-inline-start:0}
th:first-child,.names2 :nth-child(2){text-align:start}
"""


@dataclass(frozen=True, slots=True)
class _Plot:
    title: str
    caption: str
    svg: str


def require() -> None:
    """Make sure that what draws the plots is installed.

    Raises:
        NutgrafError: it is not; says how to install it.
    """
    try:
        import matplotlib as _  # noqa: F401
    except ImportError as error:
        raise NutgrafError(
            "an HTML report needs matplotlib, which is not installed: python -m pip install 'nutgraf[report]'"
        ) from error


def page(findings: Findings, data: Sequence[str]) -> str:
    """The report of one model; `data` names the files measured on."""
    title = f"nutgraf evaluation: {findings.name}"
    parts = [head(title, _STYLE + report_lines.STYLE), _title(title, data, findings.evaluation)]
    parts += [_headline_figures(findings.evaluation), "<h2>Plots</h2>\n", _plots(findings)]
    parts += ["<h2>Labels</h2>\n", _classes(findings.evaluation), _groups(findings)]
    parts += [_worst(findings), FOOT]
    return "".join(parts)


def comparison_page(comparison: Comparison, first: Findings, second: Findings, data: Sequence[str]) -> str:
    """The report of two models on the same documents."""
    title = "nutgraf comparison"
    parts = [head(title, _STYLE + report_lines.STYLE), _title(title, data, comparison.first)]
    parts.append(f"<p>A <strong>{escaped(first.name)}</strong><br>B <strong>{escaped(second.name)}</strong></p>\n")
    parts.append(f'<p class="verdict">{escape(verdict(comparison))}</p>\n')
    parts.append(
        '<p class="faint">A paired bootstrap: both models are measured on the same 1,000 resamples of the documents.'
        " An interval that holds 0 says that other documents might turn the order round.</p>\n"
    )
    heading, *rows = side_by_side(comparison)
    parts += [_table(heading, rows), _changed(comparison, first, second)]
    for name, findings in (("A", first), ("B", second)):
        parts += [f"<h2>{name}: {escaped(findings.name)}</h2>\n", _plots(findings, name)]
    return "".join([*parts, FOOT])


def _title(title: str, data: Sequence[str], evaluation: Evaluation) -> str:
    return f'<h1>{escaped(title)}</h1>\n<p class="faint">{extent(evaluation)}: {escaped(", ".join(data))}</p>\n'


def _headline_figures(evaluation: Evaluation) -> str:
    bounds = evaluation.macro_f1_interval
    figures = [
        (f"{evaluation.macro_f1:.3f}", f"macro-F1, 95 % interval {bounds.low:.3f} to {bounds.high:.3f}"),
        (f"{evaluation.accuracy:.1%}", "of lines right"),
        (f"{evaluation.ece:.3f}", "calibration error"),
    ]
    if evaluation.headline_accuracy is not None:
        figures.append((f"{evaluation.headline_accuracy:.1%}", f"of {evaluation.headlines:,} headlines right"))
    cells = "".join(f"<div><strong>{value}</strong><span>{name}</span></div>" for value, name in figures)
    return f'<div class="figures">{cells}</div>\n'


def _plots(findings: Findings, name: str = "") -> str:
    """The plots of one model; `name` tells them from another's on the same page."""
    # Imported here: all else works without matplotlib.
    from nutgraf_training import report_plots

    drawn = [
        _Plot(
            "Confusion", "Lines, and their share of all lines with that true label.", report_plots.confusion(findings)
        ),
        _Plot(
            "Reliability",
            "How often a label of a given probability is the true one; on the diagonal, probabilities can be taken at"
            " their word. All points stand for equally many lines.",
            report_plots.reliability(findings),
        ),
    ]
    if findings.evaluation.classes[BODY].support:
        drawn += _plots_of_body(findings)
    figures = (
        f"<figure><h3>{plot.title}</h3>{report_plots.with_prefix(plot.svg, f'plot{name}{number}')}"
        f"<figcaption>{plot.caption}</figcaption></figure>\n"
        for number, plot in enumerate(drawn, start=1)
    )
    return f'<div class="plots">\n{"".join(figures)}</div>\n'


def _plots_of_body(findings: Findings) -> list[_Plot]:
    from nutgraf_training import report_plots

    return [
        _Plot(
            "Precision and recall of body",
            "Each choice of favor gives the point that is marked; the legend has its precision and recall. A point lies"
            " off the curve where the model weighs more than the threshold: the place of a line, the headline.",
            report_plots.precision_recall(findings),
        ),
        _Plot(
            "Thresholds",
            "A line is body from some share of its best two probabilities on. Upright: the thresholds of the model.",
            report_plots.thresholds(findings),
        ),
    ]


def _classes(evaluation: Evaluation) -> str:
    rows = []
    for figures in evaluation.classes:
        shares = [f"{share:.3f}" for share in (figures.precision, figures.recall, figures.f1)]
        error = "" if figures.ece is None else f"{figures.ece:.3f}"
        rows.append([figures.label.value, *shares, error, f"{figures.support:,}"])
    return _table(["label", "precision", "recall", "F1", "calibration error", "lines"], rows)


def _groups(findings: Findings) -> str:
    kinds = by_group(findings.results, lambda document: document.kind)
    languages = by_group(findings.results, lambda document: document.language)
    named = (("Sources", findings.evaluation.sources), ("Kinds", kinds), ("Languages", languages))
    return "".join(_group(name, figures) for name, figures in named)


def _group(name: str, figures: Sequence[GroupFigures]) -> str:
    """A table of groups, most wrong lines first; nothing if no group has a name."""
    if not any(group.name for group in figures):
        return ""
    ranked = sorted(figures, key=lambda group: -group.lines * (1 - group.accuracy))
    rows = [
        [
            group.name or "not told",
            f"{group.documents:,}",
            f"{group.lines:,}",
            f"{round(group.lines * (1 - group.accuracy)):,}",
            f"{group.accuracy:.1%}",
            f"{group.macro_f1:.3f}",
        ]
        for group in ranked[:MOST_GROUPS]
    ]
    left = len(ranked) - len(rows)
    more = f'<p class="faint">and {left:,} more with fewer wrong lines</p>\n' if left else ""
    heading = [name[:-1].lower(), "documents", "lines", "wrong", "right", "macro-F1"]
    return f"<h2>{name}</h2>\n{_table(heading, rows)}{more}"


def _worst(findings: Findings) -> str:
    found = report_lines.worst(findings.results, MOST_DOCUMENTS)
    if not found:
        return "<h2>Worst documents</h2>\n<p>Every line is labelled right.</p>\n"
    return (
        "<h2>Worst documents</h2>\n"
        '<p class="faint">The colour is that of the true label; a framed line is wrong, with its true label → the label'
        " given, and the probability of the latter. The bar has all three probabilities.</p>\n"
        + "".join(map(report_lines.worst_document, found))
    )


def _changed(comparison: Comparison, first: Findings, second: Findings) -> str:
    if not comparison.changes:
        return "<h2>Documents that changed</h2>\n<p>Both label every line alike.</p>\n"
    shown = comparison.changes[:MOST_DOCUMENTS]
    rows = [
        [change.id, change.source, *(f"{count:,}" for count in counts), f"{change.gain:+,}"]
        for change in shown
        for counts in [(change.lines, change.changed, change.right_first, change.right_second)]
    ]
    documents = (
        report_lines.changed_document(first.results[change.place], second.results[change.place]) for change in shown
    )
    return (
        f"<h2>Documents that changed</h2>\n"
        f'<p class="faint">Most changed lines first, {len(shown):,} of {len(comparison.changes):,}.</p>\n'
        + _table(["document", "source", "lines", "changed", "right A", "right B", "gain"], rows, names=2)
        + '<p class="faint">The colour is that of the true label; framed lines got another label from B than from A.'
        " The bar has B's probabilities.</p>\n" + "".join(documents)
    )


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]], names: int = 1) -> str:
    """A table of figures whose first columns, one or two, are names."""
    columns = "".join(f'<th scope="col">{escaped(name)}</th>' for name in heading)
    body = "".join(
        f'<tr><th scope="row"><bdi>{escaped(first)}</bdi></th>'
        + "".join(f"<td><bdi>{escaped(cell)}</bdi></td>" for cell in rest)
        + "</tr>\n"
        for first, *rest in rows
    )
    return (
        f'<div class="scroll"><table class="names{names}">\n<thead><tr>{columns}</tr></thead>\n'
        f"<tbody>\n{body}</tbody></table></div>\n"
    )
