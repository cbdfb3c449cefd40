"""Processes that do the work: started so that Ctrl-C and the end of the main process end them too."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from nutgraf.errors import NutgrafError

# The libraries behind numpy start a thread for each core in every process; several processes then get in each other's
# way.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Submit = Callable[..., Future[Any]]


@contextmanager
def workers(jobs: int, start: Callable[..., None], arguments: tuple[Any, ...]) -> Iterator[Submit]:
    """A function that has a function called with arguments by one of `jobs` processes; each calls `start` first.

    Whatever ends the context but its own end, Ctrl-C above all, ends the processes at once.

    Raises:
        NutgrafError: if a process died.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    # Spawned, not forked: a fork while numpy's threads run can hang, and other systems only know spawning.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, context, _start, (start, arguments))

    def submit(work: Callable[..., Any], *given: Any) -> Future[Any]:
        with _interrupts_held():
            return pool.submit(work, *given)

    try:
        yield submit
    except BaseException as error:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        if isinstance(error, BrokenProcessPool):
            raise NutgrafError("a worker process died, perhaps for want of memory; try fewer --jobs") from error
        raise
    finally:
        # Waits for the pool's own thread, too: while the program ends, the library writes to it through a pipe that the
        # thread may be closing, and a traceback follows the last message.
        pool.shutdown(cancel_futures=True)


def _start(start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start(*arguments)


def _end_with_parent() -> None:
    """A main process that is killed cannot end its workers, which would go on writing beside those of the next run."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


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
