"""Records in, labelled documents out: in order, a part at a time, on one core or several."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nutgraf.errors import NutgrafError
from nutgraf.sources import Record, Rejected

if TYPE_CHECKING:
    from nutgraf.choices import Favor, Unit
    from nutgraf.document import Document

#: Records and code points after which a part is labelled: enough to work in bulk, little enough to hold in memory.
PART_RECORDS = 64
PART_LENGTH = 1 << 18

Part = list[Record | Rejected]


class LabelsMany(Protocol):
    """What labels texts in a stream: a `nutgraf.Labeller`."""

    def label_many(self, texts: Iterable[str], *, favor: Favor, unit: Unit) -> Iterator[Document]:
        """Label every text, in order."""
        ...


#: Makes the labeller; called once in each process, so it must survive pickling.
Load = Callable[[], LabelsMany]


@dataclass(frozen=True, slots=True)
class Request:
    """How the records are to be labelled."""

    favor: Favor = "balanced"
    unit: Unit = "line"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record and its labels."""

    record: Record
    document: Document


def label_records(
    items: Iterable[Record | Rejected], load: Load, request: Request, jobs: int = 1
) -> Iterator[Labelled | Rejected]:
    """Label the records, in order; what could not be read stays in its place.

    Raises:
        NutgrafError: if the model cannot be loaded, or a worker process died.
    """
    # Here too when workers do the work: a damaged model is told once, as what it is.
    labeller = load()
    if jobs > 1:
        yield from _on_workers(_parts(items), load, request, jobs)
        return
    for part in _parts(items):
        yield from _merge(part, _documents(labeller, part, request))


def _parts(items: Iterable[Record | Rejected]) -> Iterator[Part]:
    part: Part = []
    length = 0
    for item in items:
        part.append(item)
        length += len(item.text) if isinstance(item, Record) else 0
        if len(part) >= PART_RECORDS or length >= PART_LENGTH:
            yield part
            part, length = [], 0
    if part:
        yield part


def _documents(labeller: LabelsMany, part: Part, request: Request) -> list[Document]:
    texts = [item.text for item in part if isinstance(item, Record)]
    return list(labeller.label_many(texts, favor=request.favor, unit=request.unit))


def _merge(part: Part, documents: list[Document]) -> Iterator[Labelled | Rejected]:
    ready = iter(documents)
    for item in part:
        yield Labelled(item, next(ready)) if isinstance(item, Record) else item


def _on_workers(parts: Iterable[Part], load: Load, request: Request, jobs: int) -> Iterator[Labelled | Rejected]:
    pending: deque[tuple[Part, Future[list[Document]]]] = deque()
    # Spawned, not forked: a fork while numpy's threads run can hang, and other systems only know spawning.
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _start_worker, (load, request))
    try:
        for part in parts:
            with _interrupts_held():
                pending.append((part, pool.submit(_work, part)))
            if len(pending) > 2 * jobs:
                first, future = pending.popleft()
                yield from _merge(first, future.result())
        while pending:
            first, future = pending.popleft()
            yield from _merge(first, future.result())
    except BrokenProcessPool as error:
        raise NutgrafError("a worker process died, perhaps for want of memory; try fewer --jobs") from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; a worker started in here holds it off, from its first moment on.

    The main process alone decides what to do, and gets its interrupt right after.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows: a worker may complain if it is interrupted while it starts
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# The labeller of a worker process, loaded once: a model for every part would cost more than the labelling.
_worker: tuple[LabelsMany, Request] | None = None


def _start_worker(load: Load, request: Request) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = load(), request


def _work(part: Part) -> list[Document]:
    if _worker is None:
        raise RuntimeError("the worker was not started by _start_worker")
    labeller, request = _worker
    return _documents(labeller, part, request)
