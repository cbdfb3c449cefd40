"""The bar on standard error: documents done, documents per second, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

    from nutgraf.runs.gauge import Gauge


def progress(gauge: Gauge, size: int | None, to_folder: bool = False) -> AbstractContextManager[object]:
    """Show how far a run over `size` bytes is, if standard error is a terminal and the results go elsewhere.

    Without a `size` the time left is not told.
    """
    if not sys.stderr.isatty() or (sys.stdout.isatty() and not to_folder):
        return nullcontext()
    return _bar(gauge, size)


def _bar(gauge: Gauge, size: int | None) -> AbstractContextManager[object]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    begun = time.monotonic()

    class Bar(Progress):
        """Asks the gauge whenever it is drawn: the work need not know of the bar."""

        def get_renderables(self) -> Iterable[RenderableType]:
            rate = gauge.documents / max(time.monotonic() - begun, 1e-9)
            for task in self.tasks:
                self.update(task.id, completed=gauge.size, documents=gauge.documents, rate=rate)
            yield from super().get_renderables()

    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.fields[documents]:,} documents, {task.fields[rate]:,.0f}/s,"),
        TimeElapsedColumn(),
        *((TextColumn("gone,"), TimeRemainingColumn(), TextColumn("left")) if size else (TextColumn("gone"),)),
    )
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("", total=size, documents=0, rate=0.0)
    return bar
