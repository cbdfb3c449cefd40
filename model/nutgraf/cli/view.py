"""`nutgraf view`: documents laid out to be read."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nutgraf.cli.filters import MIN_CONFIDENCE
from nutgraf.cli.options import COLOR, Job, labelling_options
from nutgraf.cli.outfile import check_outfile, replacing
from nutgraf.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from nutgraf.cli.messages import Messages


@click.command()
@labelling_options
@click.option("--html", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write one HTML file instead.")
@click.option("--scores", is_flag=True, help="Show the probabilities of each line; an HTML file has a box for it.")
@COLOR
@MIN_CONFIDENCE
@click.pass_context
def view(ctx: click.Context, job: Job, out: Path | None, scores: bool, color: str, least: float | None) -> None:
    """Show FILEs, or standard input for "-", to be read: furniture dimmed, promos and the headline marked."""
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import labelled
    from nutgraf.sources import Rejected

    messages = Messages()
    if out is not None:
        _write_page(job, out, messages, _Look(scores, least))
        ctx.exit(messages.exit_code())
    from nutgraf.reading.terminal import console, show

    terminal = console(sys.stdout, color)
    begun = False
    for item in labelled(job, messages):
        if not isinstance(item, Rejected):
            if begun:
                terminal.print()
            show(terminal, item.record.id, item.document, scores=scores, least=least)
            begun = True
    ctx.exit(messages.exit_code())


@dataclass(frozen=True, slots=True)
class _Look:
    """What a page shows beside the text."""

    scores: bool
    least: float | None


def _write_page(job: Job, out: Path, messages: Messages, look: _Look) -> None:
    from nutgraf.cli.run import labelled
    from nutgraf.reading import page
    from nutgraf.sources import Rejected

    check_outfile(out, "--html", job.used)
    names = ["standard input" if name == STANDARD_INPUT else Path(name).name for name in job.inputs]
    items = (item for item in labelled(job, messages) if not isinstance(item, Rejected))
    first = next(items, None)
    if first is None:  # nothing could be read: a page that stands there is worth more than an empty one
        return
    with replacing(out) as file:
        file.write(page.opening(", ".join(names), look.scores))
        for item in chain([first], items):
            file.writelines(page.article(item.record.id, item.document, look.least))
        file.write(page.closing())
