"""`nutgraf clean`: the story only."""

from __future__ import annotations

import click

from nutgraf.choices import DROPS, Drop
from nutgraf.cli.filters import MIN_CONFIDENCE, ONLY_STORIES, STRICT
from nutgraf.cli.options import Job, labelling_options
from nutgraf.cli.outputs import Outputs, output_options
from nutgraf.errors import InputError
from nutgraf.sources import format_of

_FORMATS = ("text", "jsonl", "csv", "tsv", "parquet")


@click.command()
@labelling_options
@click.option(
    "--drop", type=click.Choice(DROPS), default="both", show_default=True, help="What to take out beside the story."
)
@click.option("--headline/--no-headline", default=True, show_default=True, help="Keep the story's own headline.")
@click.option("--story-field", metavar="NAME", help="Put the story beside the text, in a field of this name.")
@click.option("--annotate", is_flag=True, help="Keep the text, and tell the label and the scores of each line.")
@click.option("--markdown", is_flag=True, help="Stories of pages as Markdown: headings, lists, links, emphasis.")
@output_options(_FORMATS, "as the input")
@MIN_CONFIDENCE
@ONLY_STORIES
@STRICT
@click.pass_context
def clean(
    ctx: click.Context,
    job: Job,
    outputs: Outputs,
    drop: Drop,
    headline: bool,
    story_field: str | None,
    annotate: bool,
    markdown: bool,
    least: float | None,
    only_stories: bool,
    strict: bool,
) -> None:
    """Print the story of FILEs: files, folders, globs, addresses, or "-" for standard input.

    Text and HTML come out as text, stories parted by a blank line; what has records comes out in its own format, with
    the story in place of the text, one field "nutgraf" about it, and all other fields as they were. With
    --min-confidence, uncertain lines are kept whatever their label, and reported.
    """
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import to_stream
    from nutgraf.rows import REPORT, StoryRows
    from nutgraf.runs.desk import Policy
    from nutgraf.sinks import open_writer

    if story_field in (job.fields.text, REPORT):
        raise click.UsageError(f"--story-field {story_field} is taken: choose a name beside the text's")
    rows = StoryRows(drop, headline, least, job.fields.text, story_field, annotate, markdown)
    messages, policy = Messages(), Policy(rows, only_stories, strict)
    if outputs.folder:
        from nutgraf.cli.folder import to_folder

        to_folder(job, policy, outputs, messages)
        ctx.exit(messages.exit_code())
    format_name = outputs.format or _common_format(job)
    _check_records(format_name, annotate or story_field is not None)
    one_table = format_name in ("csv", "tsv")
    counts = to_stream(job, policy, lambda out, layout: open_writer(out, format_name, layout), messages, one_table)
    if only_stories:
        messages.left_out(counts)
    ctx.exit(messages.exit_code())


def _check_records(format_name: str, wanted: bool) -> None:
    if wanted and format_name == "text":
        raise click.UsageError(
            "--annotate and --story-field are for records, and this comes out as text: --format jsonl"
        )


def _common_format(job: Job) -> str:
    """The format of all inputs together on standard output: JSON Lines where they differ, or are no text."""
    found = set()
    for name in job.inputs:
        try:
            found.add(format_of(name, job.input_format).output)
        except InputError:  # told when it is read
            continue
    return found.pop() if len(found) == 1 and "parquet" not in found else "jsonl" if found else "text"
