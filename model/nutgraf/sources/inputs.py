"""Files, folders, globs and addresses that a user names, to inputs one by one."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nutgraf.errors import InputError
from nutgraf.sources import STANDARD_INPUT, known_format, remote

#: Name of what came from standard input, where it needs one.
STANDARD_INPUT_NAME = "stdin"


@dataclass(frozen=True, slots=True)
class Source:
    """An input: its name as it is opened, its path below what the user named, and what tells it from a changed one.

    `size` is in bytes, compressed or not; None where it is not known. Without a `version`, nothing was found there.
    """

    name: str
    place: str
    size: int | None = None
    version: str = ""

    @property
    def is_there(self) -> bool:
        """Whether there was something to read when it was looked for."""
        return bool(self.version) or self.name == STANDARD_INPUT

    @property
    def whole_name(self) -> str:
        """Its name from wherever it is named: absolute, with the links of its folder followed.

        A link that is the file itself is not: where it leads elsewhere some day, the input has changed.
        """
        if self.name == STANDARD_INPUT or remote.is_address(self.name):
            return self.name
        path = Path(self.name)
        return str(path.parent.resolve() / path.name)


def find(names: Iterable[str], any_file: bool = False) -> list[Source]:
    """The inputs that the names stand for, in the order of the names and, within folders and globs, of the paths.

    A folder stands for the files in it, however deep, whose names tell a format that is read (with `any_file`, for all)
    but for those that begin with a dot or an underscore, which are notes of the programs that wrote the folder. Links
    to folders are followed. A name that leads nowhere, or a folder that cannot be listed, is an input all the same:
    reading it will tell why.

    Raises:
        InputError: for an address whose file system cannot be asked.
    """
    return [source for name in names for source in _found(name, lambda path: any_file or bool(known_format(path)))]


def total_size(sources: Iterable[Source]) -> int | None:
    """Bytes of all inputs together; None where one is not known."""
    sizes = [source.size for source in sources]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def _found(name: str, wanted: Callable[[str], bool]) -> Iterator[Source]:
    if name == STANDARD_INPUT:
        yield Source(name, STANDARD_INPUT_NAME)
    elif remote.is_address(name):
        yield from _remote(name, wanted)
    else:
        yield from _local(Path(name), wanted)


def _local(path: Path, wanted: Callable[[str], bool]) -> Iterator[Source]:
    if path.exists() or not glob.has_magic(str(path)):
        below, files = path.parent, [path]
        if path.is_dir():
            below, files = path, _within(path, wanted)
    else:
        below = Path(_fixed(path.parts))
        # Not Path.glob, for which a star stands for hidden files too.
        files = [Path(found) for found in sorted(glob.glob(str(path), recursive=True)) if Path(found).is_file()]  # noqa: PTH207
    if files in ([], [path]):
        below, files = path.parent, [path]
    for file in files:
        yield _local_source(file, below)


def _local_source(file: Path, below: Path) -> Source:
    place = file.relative_to(below).as_posix()
    try:
        about = file.stat()
    except OSError:
        return Source(str(file), place)
    if stat.S_ISDIR(about.st_mode):  # nothing of it can be read
        return Source(str(file), place)
    return Source(str(file), place, about.st_size, f"{about.st_size} {about.st_mtime_ns}")


def _within(folder: Path, wanted: Callable[[str], bool]) -> list[Path]:
    """The files in a folder, and folders that cannot be listed, which nobody shall take for empty.

    A folder that links lead to as well as its own path, or that holds a link to itself, is gone through once: by its
    own path, if that is in the folder.
    """
    found: list[Path] = []
    seen: set[Path] = set()
    linked = [folder]

    def refused(error: OSError) -> None:
        found.append(Path(error.filename))

    for start in linked:  # it grows
        for root, folders, files in os.walk(start, onerror=refused):
            real = Path(root).resolve()
            folders[:] = [] if real in seen else sorted(name for name in folders if not _is_note(name))
            if real not in seen:
                seen.add(real)
                found += [Path(root, name) for name in files if not _is_note(name) and wanted(name)]
                linked += [path for path in (Path(root, name) for name in folders) if path.is_symlink()]
    return sorted(found)


def _is_note(name: str) -> bool:
    return name.startswith((".", "_"))


def _fixed(parts: tuple[str, ...]) -> str:
    """The folders of a glob before the first that stands for several."""
    first = next(place for place, part in enumerate(parts) if glob.has_magic(part))
    return str(Path(*parts[: min(first, len(parts) - 1)]))


def _remote(address: str, wanted: Callable[[str], bool]) -> Iterator[Source]:
    system, path = remote.file_system(address)
    try:
        if glob.has_magic(path) and not system.exists(path):
            below = _fixed(PurePosixPath(path).parts)
            paths = sorted(system.glob(path))
        elif system.isdir(path):
            below, paths = path, [found for found in sorted(system.find(path)) if _is_wanted(found, path, wanted)]
        else:
            below, paths = str(PurePosixPath(path).parent), [path]
        sources = [_remote_source(system, found, below) for found in paths]
    except FileNotFoundError:
        sources = []
    except Exception as error:
        raise InputError(f"{address}: {type(error).__name__}: {error}") from error
    yield from sources or [Source(address, PurePosixPath(path).name)]


def _is_wanted(path: str, below: str, wanted: Callable[[str], bool]) -> bool:
    parts = PurePosixPath(path).relative_to(below).parts
    return not any(map(_is_note, parts)) and wanted(parts[-1])


def _remote_source(system: Any, path: str, below: str) -> Source:
    about = system.info(path)
    # What is told of a file differs with the file system; where its contents change, something of it does.
    version = hashlib.sha256(repr(sorted((key, str(value)) for key, value in about.items())).encode()).hexdigest()
    place = PurePosixPath(path).relative_to(below).as_posix()
    return Source(remote.whole(system, path), place, about.get("size"), version)
