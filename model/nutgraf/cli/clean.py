"""`nutgraf clean`: the story only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from nutgraf.choices import DROPS, Drop
from nutgraf.cli.filters import MIN_CONFIDENCE, ONLY_STORIES, STRICT
from nutgraf.cli.options import Job, labelling_options
from nutgraf.cli.outputs import Outputs, output_options
from nutgraf.errors import InputError
from nutgraf.sources import format_of

if TYPE_CHECKING:
    from nutgraf.cli.messages import Messages
    from nutgraf.runs.desk import Policy
    from nutgraf.sources.inputs import Source

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
    from nutgraf.rows import StoryRows
    from nutgraf.runs.desk import Policy

    _check_names(job, story_field)
    if annotate and story_field is None and (markdown or not headline):
        raise click.UsageError("--markdown and --no-headline shape a story, and --annotate writes none: --story-field")
    rows = StoryRows(drop, headline, least, job.fields.text, story_field, annotate, markdown)
    messages, policy = Messages(), Policy(rows, only_stories, strict)
    if outputs.folder:
        from nutgraf.cli.folder import to_folder

        to_folder(job, policy, outputs, messages)
    else:
        _to_stream(job, policy, outputs.format, annotate or story_field is not None, messages)
    ctx.exit(messages.exit_code())


def _check_names(job: Job, story_field: str | None) -> None:
    from nutgraf.rows import is_report

    if is_report(job.fields.text):
        raise click.UsageError(f"--text-field {job.fields.text}: what nutgraf tells of the text would take its place")
    taken = (job.fields.text, job.fields.id, job.sites.field)
    if story_field is not None and (story_field in taken or is_report(story_field)):
        raise click.UsageError(f"--story-field {story_field} is taken: choose a name that no other field has")


def _to_stream(job: Job, policy: Policy, format_name: str | None, for_records: bool, messages: Messages) -> None:
    from nutgraf.cli.run import sources_of, to_stream
    from nutgraf.sinks import open_writer

    sources = sources_of(job)
    chosen = format_name or _common_format(sources, job.input_format)
    _check_records(chosen, for_records)
    one_table = chosen in ("csv", "tsv")
    counts = to_stream(job, sources, policy, lambda out, layout: open_writer(out, chosen, layout), messages, one_table)
    if policy.only_stories:
        messages.left_out(counts)


def _check_records(format_name: str, wanted: bool) -> None:
    if wanted and format_name == "text":
        raise click.UsageError(
            "--annotate and --story-field are for records, and this comes out as text: --format jsonl"
        )


def _common_format(sources: Sequence[Source], input_format: str | None) -> str:
    """The format of all inputs together on standard output: JSON Lines where they differ, or are no text."""
    found = set()
    for source in sources:
        try:
            found.add(format_of(source.place, input_format).output)
        except InputError:  # told when it is read
            continue
    return found.pop() if len(found) == 1 and "parquet" not in found else "jsonl" if found else "text"
