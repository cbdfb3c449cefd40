"""`nutgraf score`: the label and the probabilities of every line."""

from __future__ import annotations

import sys

import click

from nutgraf.cli.options import Job, labelling_options


@click.command()
@labelling_options
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "tsv", "jsonl", "csv"]),
    help="Form of the output.  [default: table on a terminal, else tsv]",
)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.pass_context
def score(ctx: click.Context, job: Job, format_name: str | None, color: str) -> None:
    """Label each line of FILEs, or of standard input for "-"."""
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import labelled
    from nutgraf.cli.scores import writer
    from nutgraf.sources import Rejected

    messages = Messages()
    write = writer(format_name or ("table" if sys.stdout.isatty() else "tsv"), sys.stdout, color)
    for item in labelled(job, messages):
        if not isinstance(item, Rejected):
            write(item.record, item.document)
    ctx.exit(messages.exit_code())
