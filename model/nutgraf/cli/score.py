"""`nutgraf score`: the label and the probabilities of every line."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace

import click

from nutgraf.cli.filters import MIN_CONFIDENCE, ONLY_STORIES, STRICT
from nutgraf.cli.options import COLOR, Job, labelling_options
from nutgraf.cli.outputs import Outputs, output_options

_FORMATS = ("table", "tsv", "jsonl", "csv", "parquet")


@click.command()
@labelling_options
@output_options(_FORMATS, "table on a terminal, tab-separated in a pipe, JSON Lines in a folder")
@COLOR
@MIN_CONFIDENCE
@ONLY_STORIES
@STRICT
@click.pass_context
def score(
    ctx: click.Context, job: Job, outputs: Outputs, color: str, least: float | None, only_stories: bool, strict: bool
) -> None:
    """Label each line of FILEs: files, folders, globs, addresses, or "-" for standard input."""
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import sources_of, to_stream
    from nutgraf.rows import LineRows
    from nutgraf.runs.desk import Policy
    from nutgraf.sinks import open_writer

    messages = Messages()
    policy = Policy(LineRows(least), only_stories, strict)
    # One line a row, whatever the text holds.
    format_name = "escaped" if outputs.format == "tsv" else outputs.format
    if outputs.folder:
        from nutgraf.cli.folder import to_folder

        to_folder(job, policy, replace(outputs, format=format_name or "jsonl"), messages)
        ctx.exit(messages.exit_code())
    sources = sources_of(job)
    format_name = format_name or ("table" if sys.stdout.isatty() else "escaped")
    if format_name == "table":
        from nutgraf.cli.scores import Documents, Table

        policy = replace(policy, rendering=Documents())
        counts = to_stream(job, sources, policy, lambda *_: nullcontext(Table(sys.stdout, color, least)), messages)
    else:
        counts = to_stream(job, sources, policy, lambda out, layout: open_writer(out, format_name, layout), messages)
    if only_stories:
        messages.left_out(counts)
    ctx.exit(messages.exit_code())
