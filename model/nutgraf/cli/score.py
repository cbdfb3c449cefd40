"""`nutgraf score`: the label and the probabilities of every line."""

from __future__ import annotations

import sys

import click

from nutgraf.cli.filters import MIN_CONFIDENCE, ONLY_STORIES, with_stories
from nutgraf.cli.options import COLOR, Job, labelling_options


@click.command()
@labelling_options
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "tsv", "jsonl", "csv"]),
    help="Form of the output.  [default: table on a terminal, else tsv]",
)
@COLOR
@MIN_CONFIDENCE
@ONLY_STORIES
@click.pass_context
def score(
    ctx: click.Context, job: Job, format_name: str | None, color: str, least: float | None, only_stories: bool
) -> None:
    """Label each line of FILEs, or of standard input for "-"."""
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import labelled
    from nutgraf.cli.scores import writer
    from nutgraf.sources import Rejected

    messages = Messages()
    write = writer(format_name or ("table" if sys.stdout.isatty() else "tsv"), sys.stdout, color, least)
    items = labelled(job, messages)
    for item in with_stories(items, messages) if only_stories else items:
        if not isinstance(item, Rejected):
            write(item.record, item.document)
    ctx.exit(messages.exit_code())
