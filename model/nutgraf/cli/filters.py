"""Options that tell what the model is unsure of, or leave out documents without a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nutgraf.cli.messages import Messages
    from nutgraf.pipeline import Labelled
    from nutgraf.sources import Rejected

MIN_CONFIDENCE = click.option(
    "--min-confidence",
    "least",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Mark lines as uncertain whose label has a probability below X.",
)
ONLY_STORIES = click.option("--only-stories", is_flag=True, help="Leave out documents without a story, and count them.")


def with_stories(items: Iterable[Labelled | Rejected], messages: Messages) -> Iterator[Labelled | Rejected]:
    """The items but documents without a story, which are counted on standard error at the end."""
    from nutgraf.sources import Rejected

    documents = left_out = 0
    for item in items:
        if not isinstance(item, Rejected):
            documents += 1
            if not item.document.has_story:
                left_out += 1
                continue
        yield item
    messages.notice(f"{left_out} of {documents} documents left out: no story")
