"""Labelled documents as one HTML file to read: the story in front, furniture dimmed, promos marked."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.cleaning import uncertain
from nutgraf.document import Document, Line
from nutgraf.labels import Label
from nutgraf.reading.printable import escaped
from nutgraf.reading.style import FOOT, head, scores_bar, scores_text
from nutgraf.reading.terminal import summary

_STYLE = """
body{max-width:52rem}
article{margin-bottom:3rem}
article>h2{font-size:.95rem;margin:1rem 0 0;font-weight:600}
article>.faint{font-size:.85rem;margin-bottom:1rem}
.controls{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;padding:.5rem 0;
background:var(--page);border-bottom:1px solid var(--rule);font-size:.85rem}
.controls label{cursor:pointer}
.line{display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:0 1rem;padding:.12rem 0;align-items:baseline}
.line .tag{text-align:end}
.line.gap{margin-top:.6rem}
.line.body .text{font-family:Charter,"Bitstream Charter",Georgia,"Noto Serif",serif;font-size:1.1rem;margin:.25rem 0}
.line.headline .text{font-size:1.6rem;line-height:1.2;font-weight:700}
.line.boilerplate .text{color:var(--boilerplate);font-size:.85rem}
.line.promo .text{background:var(--promo-tint);border-inline-start:4px solid var(--promo);padding:.15rem .6rem}
.line.uncertain .text{text-decoration:underline dotted var(--mark);text-underline-offset:.2em}
.line .doubt{color:var(--mark)}
.line .scores{display:none;grid-column:2;font-size:.75rem;color:var(--faint)}
body:has(#scores:checked) .scores{display:block}
body:has(#story:checked) .line:not(.body):not(.uncertain){display:none}
@media (max-width:40rem){.line{grid-template-columns:minmax(0,1fr)}.line .tag{text-align:start}
.line .scores{grid-column:1}}
"""

_CONTROLS = """<div class="controls">
<label><input type="checkbox" id="scores"> Probabilities</label>
<label><input type="checkbox" id="story"> Story only</label>
<span class="faint">Point at a line for its probabilities.</span>
</div>
"""


def opening(title: str, scores: bool = False) -> str:
    """Begin a page, the probabilities shown or not; `article` for each document and `closing` follow."""
    controls = _CONTROLS.replace('id="scores"', 'id="scores" checked') if scores else _CONTROLS
    return head(title, _STYLE) + controls + "<main>\n"


def closing() -> str:
    """End a page."""
    return "</main>\n" + FOOT


def article(title: str, document: Document, least: float | None = None) -> Iterator[str]:
    """One document of a page, in pieces; lines below a confidence of `least` are marked uncertain."""
    yield f'<article>\n<h2 dir="auto">{escaped(title)}</h2>\n<p class="faint">{escaped(summary(document))}</p>\n'
    doubted = uncertain(document, least)
    last = 0
    for index, line in enumerate(document.lines):
        classes = [line.label.value]
        classes += ["headline"] if index == document.headline_index else []
        classes += ["uncertain"] if doubted[index] else []
        classes += ["gap"] if index and line.number > last + 1 else []
        last = line.number
        yield _line(line, classes)
    yield "</article>\n"


def _line(line: Line, classes: list[str]) -> str:
    scores = scores_text(line.scores)
    element = "h1" if "headline" in classes else "p"
    note = f" · {escaped(line.note)}" if line.note else ""
    return (
        f'<div class="line {" ".join(classes)}" title="line {line.number}: {scores}">{_tag(line, classes)}'
        f'<{element} class="text" dir="auto">{escaped(line.text.strip())}</{element}>'
        f'<span class="scores">{scores_bar(line.scores)} {scores}{note}</span></div>\n'
    )


def _tag(line: Line, classes: list[str]) -> str:
    # The words of the story need no tag: they are what the page is for.
    name = "headline" if "headline" in classes else "" if line.label is Label.BODY else line.label.value
    doubt = '<span class="doubt">uncertain</span> ' if "uncertain" in classes else ""
    return f'<span class="tag {line.label.value}">{doubt}{name}</span>'
