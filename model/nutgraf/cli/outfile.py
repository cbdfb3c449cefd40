"""A file that a command writes beside its output: never over an input, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from nutgraf import wholefile


def check_outfile(out: Path, option: str, inputs: Iterable[str | Path]) -> None:
    """Raise click.UsageError where a file named by this option would be written over an input, or into no folder.

    An input is whatever the command uses, a model's folder too, as the user names it: a glob is all that it stands for.
    It need not be there yet.
    """
    folder = Path(os.path.realpath(out)).parent if out.is_symlink() else out.parent
    if not folder.is_dir():
        raise click.UsageError(f"{option} {out}: {folder} is no folder")
    names = [str(name) for name in inputs]
    if any(_holds(Path(name), out) for name in names) or (out.exists() and any(map(out.samefile, _files(names)))):
        raise click.UsageError(f"{out} is an input; choose another {option}")


def check_outfolder(out: Path) -> None:
    """Raise click.UsageError where a model's folder cannot be made, or written to, before the work and not after."""
    from nutgraf.archive import CONFIG, WEIGHTS

    there = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise click.UsageError(f"--out {out}: {there} cannot be written to")
    found = [path for path in (out / CONFIG, out / WEIGHTS) if path.exists()]
    if len(found) == 1:  # a model has both
        raise click.UsageError(f"--out {out}: {found[0]} is there, and no model of nutgraf; choose another folder")


def _holds(path: Path, out: Path) -> bool:
    """Whether an input is that file, or a folder with it."""
    if path.resolve() == out.resolve():
        return True
    if not (path.exists() and out.exists()):
        return False
    return out.samefile(path) or (path.is_dir() and out.resolve().is_relative_to(path.resolve()))


def _files(names: Iterable[str]) -> Iterator[Path]:
    """The files of this machine that the names stand for, also those that links in a folder lead to."""
    from nutgraf.sources.inputs import find
    from nutgraf.sources.remote import is_address

    # Of addresses, those of this machine alone can be the file: a server is not asked for what it has.
    local = (name for name in names if name.startswith("file://") or not is_address(name))
    found = (Path(source.name.removeprefix("file://")) for source in find(local, any_file=True))
    return (path for path in found if path.exists())


@contextmanager
def replacing(out: Path) -> Iterator[TextIO]:
    """Write under another name until the file is whole: half of it must not look like all."""
    part = out
    try:
        with wholefile.replacing(out) as part, part.open("w", encoding="utf-8", newline="\n") as file:
            yield file
    except OSError as error:
        if error.filename != str(part):
            raise
        raise OSError(error.errno, error.strerror, str(out)) from error
