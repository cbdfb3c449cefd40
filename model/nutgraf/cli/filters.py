"""Options that tell what the model is unsure of, or leave out documents without a story."""

from __future__ import annotations

import click

from nutgraf.cli.finite import FiniteRange

MIN_CONFIDENCE = click.option(
    "--min-confidence",
    "least",
    type=FiniteRange(0, 1),
    metavar="X",
    help="Mark lines as uncertain whose label has a probability below X.",
)
ONLY_STORIES = click.option("--only-stories", is_flag=True, help="Leave out documents without a story, and count them.")
STRICT = click.option("--strict", is_flag=True, help="Stop at the first record that cannot be read.")
