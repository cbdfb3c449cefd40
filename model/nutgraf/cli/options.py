"""Options that several commands share, gathered into one value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import click

from nutgraf.choices import FAVORS, UNITS, Favor, Unit
from nutgraf.cli.sites import SITE_OPTIONS, SiteChoice, check_sites
from nutgraf.sources import FORMATS, Fields

MODEL = click.option(
    "--model", type=click.Path(), metavar="FOLDER", help="Saved model to use instead of the one in the package."
)
COLOR = click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)

_OPTIONS = (
    click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE..."),
    MODEL,
    click.option(
        "--favor",
        type=click.Choice(FAVORS),
        default="balanced",
        show_default=True,
        help="Error to avoid: furniture taken for story (precision), or story lost (recall).",
    ),
    click.option("--unit", type=click.Choice(UNITS), default="line", show_default=True, help="What a label speaks of."),
    click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that label."),
    click.option(
        "--input-format",
        type=click.Choice([known.name for known in FORMATS]),
        help="What the input is, whatever its name says.",
    ),
    click.option("--text-field", default="text", show_default=True, help="Field or column that holds the text."),
    click.option("--rules", type=click.Path(), metavar="FILE", help="Your own rules: phrases and patterns, in TOML."),
    click.option("--site", metavar="NAME", help="Host the texts come from, for rules of that site and a site memory."),
    *SITE_OPTIONS,
    click.option("--id-field", default="id", show_default=True, help="Field or column that holds the identifier."),
)


@dataclass(frozen=True, slots=True)
class Job:
    """What to label, and how."""

    inputs: tuple[str, ...]
    input_format: str | None
    fields: Fields
    model: str | None
    favor: Favor
    unit: Unit
    processes: int
    rules: str | None = None
    site: str | None = None
    sites: SiteChoice = field(default_factory=SiteChoice)

    @property
    def used(self) -> tuple[str, ...]:
        """All files and folders that the job names: inputs, the model, rules, a memory of sites."""
        return (*self.inputs, *filter(None, (self.model, self.rules, self.sites.memory, self.sites.save)))


def labelling_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the files to label and the options of labelling; it receives them as `job`."""

    @functools.wraps(command)
    def with_job(
        files: tuple[str, ...],
        input_format: str | None,
        text_field: str,
        id_field: str,
        model: str | None,
        favor: Favor,
        unit: Unit,
        jobs: int,
        rules: str | None,
        site: str | None,
        site_field: str | None,
        site_memory: str | None,
        save_site_memory: str | None,
        **others: Any,
    ) -> Any:
        sites = SiteChoice(site_field, site_memory, save_site_memory)
        if site and not rules and not site_memory:
            raise click.UsageError("--site is for --rules or --site-memory, and none are given")
        check_sites(sites, site, files, tuple(filter(None, (rules, model))))
        fields = Fields(text=text_field, id=id_field)
        return command(job=Job(files, input_format, fields, model, favor, unit, jobs, rules, site, sites), **others)

    for option in reversed(_OPTIONS):
        with_job = option(with_job)
    return with_job
