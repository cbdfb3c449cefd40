"""The options of a memory of sites: count the inputs' lines first, keep the counts, use those of another run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from nutgraf.cli.outfile import check_outfile
from nutgraf.sources import STANDARD_INPUT

SITE_OPTIONS = (
    click.option(
        "--site-field",
        metavar="NAME",
        help="Field or column that holds the site or address of each text. All inputs are read twice: lines that stand "
        "on several pages of their site are evidence against story.",
    ),
    click.option("--save-site-memory", type=click.Path(), metavar="FILE", help="Keep what --site-field counted."),
    click.option(
        "--site-memory", type=click.Path(), metavar="FILE", help="Use counts that were kept; nothing is counted."
    ),
)


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """Which field names a text's site, and the files that counts come from or go to."""

    field: str | None = None
    memory: str | None = None
    save: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the lines of the inputs are to be counted."""
        return self.field is not None and self.memory is None


def check_sites(choice: SiteChoice, site: str | None, inputs: Sequence[str], others: Sequence[str]) -> None:
    """Raise click.UsageError where the options do not go together; `others` are files in use that are no inputs."""
    if choice.save and not choice.counts:
        raise click.UsageError("--save-site-memory keeps what --site-field counts, without --site-memory")
    if choice.save:
        check_outfile(Path(choice.save), "--save-site-memory", (*inputs, *others))
    if choice.memory and not (choice.field or site):
        raise click.UsageError("--site-memory needs --site-field or --site, to know which site a text is from")
    if site and choice.field:
        raise click.UsageError("--site is that of all texts, --site-field names one for each; give one of them")
    for name in filter(_passes, inputs) if choice.counts else ():
        told = "standard input" if name == STANDARD_INPUT else name
        raise click.UsageError(f"--site-field reads the inputs twice, which {told} cannot be; use --site-memory")


def _passes(name: str) -> bool:
    """Whether an input can be read but once, as what comes through a pipe."""
    path = Path(name)
    return name == STANDARD_INPUT or path.is_fifo() or path.is_char_device() or path.is_socket()
