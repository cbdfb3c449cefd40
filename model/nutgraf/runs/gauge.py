"""How far a run is: bytes read and documents done, over all its processes."""

from __future__ import annotations

from collections.abc import MutableSequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast


class Gauge:
    """Two counts; `shared` ones can be given to the processes of `nutgraf.workers` when they start."""

    def __init__(self, shared: bool = False) -> None:
        self._lock: AbstractContextManager[Any] = nullcontext()
        self._counts: MutableSequence[int] = [0, 0]
        if shared:
            import multiprocessing  # not for a run in one process

            counts = multiprocessing.get_context("spawn").Array("q", 2)
            self._counts, self._lock = cast("MutableSequence[int]", counts), counts.get_lock()

    @property
    def size(self) -> int:
        """Bytes of the inputs that were read."""
        return self._counts[0]

    @property
    def documents(self) -> int:
        """Documents that were done."""
        return self._counts[1]

    def read(self, size: int) -> None:
        """More bytes were read."""
        with self._lock:
            self._counts[0] += size

    def done(self, documents: int = 1) -> None:
        """More documents were done."""
        with self._lock:
            self._counts[1] += documents
