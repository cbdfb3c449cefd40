"""Files that are whole or not there: what is interrupted, or finds the disk full, leaves what stood there before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, beside `path`, which takes its place when the block ends and is gone if it raises.

    A symbolic link stays: what it leads to is replaced. What is no file, as a named pipe or a device, cannot be
    replaced, and is itself the path to write to.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = Path(os.path.realpath(path))
    part = target.with_name(f".part-{target.name}")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
