"""Documents in a report: their lines coloured by true label, the wrong ones marked."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from nutgraf.labels import LABELS, Label
from nutgraf.reading.printable import escaped
from nutgraf.reading.style import scores_bar, scores_text
from nutgraf_training.evaluate import Outcome

#: Right lines kept in view on either side of a wrong one; longer runs fold.
CONTEXT = 2
#: Lines of a document shown at most: a report is to be read.
MOST_LINES = 500

STYLE = """
.document{margin:.5rem 0 1rem;border:1px solid var(--rule);border-radius:6px;padding:.4rem .8rem}
.document>summary{font-weight:600;overflow-wrap:anywhere}
.lines{margin:.6rem 0}
.row{display:grid;grid-template-columns:2.5rem 12.5rem 5rem minmax(0,1fr);gap:0 .6rem;align-items:baseline;
padding:.1rem .4rem;border-inline-start:5px solid var(--rule);margin:2px 0;font-size:.9rem}
.row.body{border-color:var(--body);background:var(--body-tint)}
.row.boilerplate{border-color:var(--boilerplate);background:var(--boilerplate-tint)}
.row.promo{border-color:var(--promo);background:var(--promo-tint)}
.row.open{border-style:dotted}
.row.marked{outline:1px solid var(--mark);outline-offset:0}
.row .number{text-align:end;color:var(--faint);font-size:.75rem}
.row.headline .text{font-weight:700}
.fold{margin:2px 0}.fold>summary{font-size:.78rem;color:var(--faint);padding-inline-start:.6rem}
@media (max-width:45rem){.row{grid-template-columns:2rem minmax(0,1fr)}.row .text{grid-column:1/-1}
.row .bar{display:none}}
"""


def worst(results: Sequence[Outcome], most: int) -> list[Outcome]:
    """Documents with most lines labelled wrong, at least one, most first."""
    ranked = sorted((-int(_wrong(result).sum()), place) for place, result in enumerate(results))
    return [results[place] for wrong, place in ranked[:most] if wrong]


def worst_document(result: Outcome) -> str:
    """One document with its true labels, those given and their probabilities; wrong lines are marked."""
    true, wrong = result.true, _wrong(result)

    def told(index: int) -> str:
        given = tag(LABELS[result.labels[index]])
        if wrong[index]:
            given = f"{tag(LABELS[true[index]])} → {given}"
        return f"{given} {result.scores[index, result.labels[index]]:.2f}"

    return _document(result, f"{wrong.sum():,} of {(true >= 0).sum():,} lines wrong", wrong, told)


def changed_document(first: Outcome, second: Outcome) -> str:
    """One document with the labels that two models gave; lines on which they differ are marked."""
    true, changed = first.true, first.labels != second.labels
    gain = int((second.labels == true).sum()) - int((first.labels == true).sum())

    def told(index: int) -> str:
        one, other = (tag(LABELS[result.labels[index]]) for result in (first, second))
        return f"A {one} · B {other}" if changed[index] else other

    return _document(second, f"{changed.sum():,} of {len(true):,} lines changed, {gain:+,} right", changed, told)


def tag(label: Label) -> str:
    """The name of a label in its colour."""
    return f'<span class="tag {label.value}">{label.value}</span>'


def _wrong(result: Outcome) -> npt.NDArray[np.bool_]:
    true = result.true
    wrong: npt.NDArray[np.bool_] = (true >= 0) & (true != result.labels)
    return wrong


def _document(result: Outcome, facts: str, marked: npt.NDArray[np.bool_], told: Callable[[int], str]) -> str:
    document, count = result.document, min(len(marked), MOST_LINES)
    about = " · ".join(escaped(part) for part in (document.source, document.kind, document.language) if part)
    shown = np.convolve(marked, np.ones(2 * CONTEXT + 1), "full")[CONTEXT:][: len(marked)] > 0
    rows = [_row(result, index, bool(marked[index]), told(index)) for index in range(count)]
    left = len(marked) - count
    more = f'<p class="faint">and {left:,} lines more</p>' if left else ""
    return (
        f'<details class="document"><summary><bdi>{escaped(document.id)}</bdi>'
        f' <span class="faint"><bdi>{about}</bdi> · {facts}</span></summary>\n'
        f'<div class="lines">\n{"".join(_folded(rows, shown[:count].tolist()))}{more}</div></details>\n'
    )


def _row(result: Outcome, index: int, marked: bool, told: str) -> str:
    line, scores = result.document.lines[index], tuple(result.scores[index].tolist())
    classes = ["row", line.label.value if line.label else "open"]
    classes += ["marked"] if marked else []
    classes += ["headline"] if index == result.headline_index else []
    return (
        f'<div class="{" ".join(classes)}" title="{scores_text(scores)}"><span class="number">{index + 1}</span>'
        f'<span class="told">{told}</span>{scores_bar(scores)}'
        f'<span class="text" dir="auto">{escaped(line.text.strip())}</span></div>\n'
    )


def _folded(rows: Sequence[str], shown: Sequence[bool]) -> Iterator[str]:
    """The rows, each run of those that are not `shown` behind one line that opens it."""
    for in_view, run in groupby(zip(rows, shown, strict=True), key=lambda pair: pair[1]):
        held = [row for row, _ in run]
        if in_view or len(held) == 1:
            yield from held
        else:
            yield f'<details class="fold"><summary>{len(held):,} lines</summary>\n{"".join(held)}</details>\n'
