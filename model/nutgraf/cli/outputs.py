"""Options of where the output goes and what it is, gathered into one value."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

_OUT_DIR = click.option(
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write one output for each input here; started again, go on where an earlier run was stopped.",
)
_OPTIONS = (
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
    click.option("--address", metavar="ADDRESS", help="Ray cluster for --engine ray.  [default: one is started here]"),
)

# A Path has one slash of an address's two; one letter is a drive of Windows.
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]+:/")
# A run that was stopped goes on from what stands under temporary names; object stores cannot rename.
_NO_ADDRESS = (
    "expected a folder of this machine, for inputs alone may be addresses; copy the folder there when it is done"
)


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the output goes, and what it is; without a folder, to standard output.

    Raises:
        click.UsageError: if the choices do not go together.
    """

    folder: Path | None
    format: str | None
    compression: Literal["none", "gzip", "zstd"] | None
    engine: Literal["local", "ray"] = "local"
    address: str | None = None

    def __post_init__(self) -> None:
        if self.engine == "ray" and self.folder is None:
            raise click.UsageError("--engine ray needs --out-dir, which every machine of the cluster can reach")
        if self.address is not None and self.engine != "ray":
            raise click.UsageError("--address is that of a Ray cluster: give --engine ray, too")
        if self.folder is None:
            self._check_stream()
        elif _ADDRESS.match(self.folder.as_posix()):
            raise click.UsageError(f"--out-dir {self.folder.as_posix().replace(':/', '://', 1)}: {_NO_ADDRESS}")
        elif self.format == "table":
            raise click.UsageError("--format table is for a terminal, not for --out-dir")

    def _check_stream(self) -> None:
        if self.compression is not None:
            raise click.UsageError("--compression is for --out-dir; standard output can be piped to gzip or zstd")
        if self.format == "parquet":
            raise click.UsageError("--format parquet needs --out-dir")


def output_options(formats: Sequence[str], default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of its output, in one of these formats; it receives them as `outputs`."""
    form = click.option(
        "--format", "format_name", type=click.Choice(formats), help=f"Form of the output.  [default: {default}]"
    )

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
            return command(outputs=Outputs(out_dir, format_name, compression, engine, address), **others)

        for option in reversed((_OUT_DIR, form, *_OPTIONS)):
            with_outputs = option(with_outputs)
        return with_outputs

    return decorate
