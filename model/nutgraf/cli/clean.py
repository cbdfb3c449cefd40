"""`nutgraf clean`: the story only."""

from __future__ import annotations

from pathlib import Path

import click

from nutgraf.choices import DROPS, Drop
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
@click.pass_context
def clean(ctx: click.Context, job: Job, drop: Drop, headline: bool, out_dir: Path | None) -> None:
    """Print the story of FILEs, or of standard input for "-".

    Text comes out as text, stories parted by a blank line; JSON Lines comes out as JSON Lines, with the story in place
    of the text and all other fields as they were.
    """
    from nutgraf.cleaning import cleaned
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import labelled
    from nutgraf.cli.stories import destination
    from nutgraf.sources import Rejected

    messages = Messages()
    with destination(job, out_dir) as stories:
        for item in labelled(job, messages):
            if isinstance(item, Rejected):
                stories.rejected(item)
                continue
            if not item.document.has_story:
                messages.warning(f"{item.record.id}: probably a page without a story")
            stories.write(item.record, cleaned(item.document, drop, headline))
    ctx.exit(messages.exit_code())
