"""`nutgraf clean`: the story only."""

from __future__ import annotations

from pathlib import Path

import click

from nutgraf.choices import DROPS, Drop
from nutgraf.cli.filters import MIN_CONFIDENCE, ONLY_STORIES, with_stories
from nutgraf.cli.options import Job, labelling_options


@click.command()
@labelling_options
@click.option(
    "--drop", type=click.Choice(DROPS), default="both", show_default=True, help="What to take out beside the story."
)
@click.option("--headline/--no-headline", default=True, show_default=True, help="Keep the story's own headline.")
@click.option(
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a file of the same name for each input here, instead of to standard output.",
)
@MIN_CONFIDENCE
@ONLY_STORIES
@click.pass_context
def clean(
    ctx: click.Context,
    job: Job,
    drop: Drop,
    headline: bool,
    out_dir: Path | None,
    least: float | None,
    only_stories: bool,
) -> None:
    """Print the story of FILEs, or of standard input for "-".

    Text comes out as text, stories parted by a blank line; JSON Lines comes out as JSON Lines, with the story in place
    of the text, one field "nutgraf" about it, and all other fields as they were. With --min-confidence, uncertain lines
    are kept whatever their label, and reported.
    """
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import labelled
    from nutgraf.cli.stories import destination, story_of
    from nutgraf.sources import Rejected

    messages = Messages()
    with destination(job, out_dir) as stories:
        items = labelled(job, messages)
        for item in with_stories(items, messages) if only_stories else items:
            if isinstance(item, Rejected):
                stories.rejected(item)
                continue
            story = story_of(item.document, drop, headline, least)
            for warning in story.warnings():
                messages.warning(f"{item.record.id}: {warning}")
            stories.write(item.record, story)
    ctx.exit(messages.exit_code())
