"""Options that several commands share, gathered into one value."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

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
        check_sites(sites, site, files)
        fields = Fields(text=text_field, id=id_field)
        return command(job=Job(files, input_format, fields, model, favor, unit, jobs, rules, site, sites), **others)

    for option in reversed(_OPTIONS):
        with_job = option(with_job)
    return with_job


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the output goes, and what it is; without a folder, to standard output."""

    folder: Path | None
    format: str | None
    compression: Literal["none", "gzip", "zstd"] | None
    engine: Literal["local", "ray"] = "local"
    address: str | None = None


def output_options(formats: Sequence[str], default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of its output, in one of these formats; it receives them as `outputs`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_outputs(
            out_dir: Path | None,
            format_name: str | None,
            compression: Literal["none", "gzip", "zstd"] | None,
            engine: Literal["local", "ray"],
            address: str | None,
            **others: Any,
        ) -> Any:
            if engine == "ray" and out_dir is None:
                raise click.UsageError("--engine ray needs --out-dir, which every machine of the cluster can reach")
            if address is not None and engine != "ray":
                raise click.UsageError("--address is that of a Ray cluster: give --engine ray, too")
            if out_dir is not None and ":/" in out_dir.as_posix():  # a Path has one slash of an address's two
                raise click.UsageError("--out-dir is a folder of this machine; copy it from there to an address")
            if out_dir is None and compression is not None:
                raise click.UsageError("--compression is for --out-dir; standard output can be piped to gzip or zstd")
            if out_dir is None and format_name == "parquet":
                raise click.UsageError("--format parquet needs --out-dir")
            if out_dir is not None and format_name == "table":
                raise click.UsageError("--format table is for a terminal, not for --out-dir")
            return command(outputs=Outputs(out_dir, format_name, compression, engine, address), **others)

        options = (
            click.option(
                "--out-dir",
                type=click.Path(file_okay=False, path_type=Path),
                help="Write one output for each input here; started again, go on where an earlier run was stopped.",
            ),
            click.option(
                "--format",
                "format_name",
                type=click.Choice(formats),
                help=f"Form of the output.  [default: {default}]",
            ),
            click.option(
                "--compression",
                type=click.Choice(["none", "gzip", "zstd"]),
                help="Compression of the files in --out-dir.  [default: as the input; zstd inside of Parquet]",
            ),
            click.option(
                "--engine",
                type=click.Choice(["local", "ray"]),
                default="local",
                show_default=True,
                help="What labels: processes of this machine, or workers of a Ray cluster; --jobs says how many.",
            ),
            click.option(
                "--address", metavar="ADDRESS", help="Ray cluster for --engine ray.  [default: one is started here]"
            ),
        )
        for option in reversed(options):
            with_outputs = option(with_outputs)
        return with_outputs

    return decorate
