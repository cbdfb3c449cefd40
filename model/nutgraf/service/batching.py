"""Micro-batches: texts that come while others are being labelled are labelled together.

One text alone costs several times what it costs among many, and no request waits for company: a batch is what has
come in while the one before was at work. Labelling runs in a thread of its own, so that the event loop stays free.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from nutgraf.choices import Favor, Unit
from nutgraf.document import Document
from nutgraf.labeller import Labeller
from nutgraf.labelling import BATCH_CHARACTERS

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be labelled: text of a site, or HTML with the address it came from."""

    content: str
    is_html: bool = False
    url: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """How it is to be labelled; only what shares a choice is labelled together. `unit` is for text."""

    favor: Favor = "balanced"
    unit: Unit = "line"


class Watch(Protocol):
    """Hears of each batch, in the thread: its documents, and the seconds that labelling them took."""

    def __call__(self, documents: Sequence[Document], seconds: float) -> None:
        """Take note."""
        ...


@dataclass(slots=True)
class _Waiting:
    """A document in the queue; `make` turns the labelled document into what the caller wants, in the thread."""

    source: Source
    choice: Choice
    make: Callable[[Document], Any]
    result: asyncio.Future[Any]


class Batcher:
    """Labels documents of many requests in one thread. Belongs to one event loop."""

    def __init__(self, labeller: Labeller, watch: Watch | None = None) -> None:
        self._labeller = labeller
        self._watch = watch
        self._queue: deque[_Waiting] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="nutgraf-label")
        self._at_work: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """Documents that wait."""
        return len(self._queue)

    async def documents(self, sources: Sequence[Source], choice: Choice) -> list[Document]:
        """Label documents, in order. Raises as `label` does."""
        return await self.label(sources, choice, [_itself] * len(sources))

    async def label(
        self, sources: Sequence[Source], choice: Choice, makes: Sequence[Callable[[Document], Result]]
    ) -> list[Result]:
        """Label documents and give what its one of `makes` makes of each, in order; they are called in the thread.

        Whoever is cancelled while waiting leaves the queue. Raises what labelling or one of `makes` raised.
        """
        loop = asyncio.get_running_loop()
        waiting = [
            _Waiting(source, choice, make, loop.create_future()) for source, make in zip(sources, makes, strict=True)
        ]
        self._queue.extend(waiting)
        if self._at_work is None and waiting:
            self._at_work = loop.create_task(self._work())
        return await asyncio.gather(*(item.result for item in waiting))

    async def close(self) -> None:
        """Finish what is at work and end the thread."""
        if self._at_work is not None:
            await self._at_work
        self._thread.shutdown()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while batch := self._next_batch():
                results = await loop.run_in_executor(self._thread, self._label, batch)
                for item, result in zip(batch, results, strict=True):
                    _settle(item.result, result)
        finally:
            self._at_work = None

    def _next_batch(self) -> list[_Waiting]:
        """The longest waiting and those after it with the same choice, up to a good size for a batch."""
        batch: list[_Waiting] = []
        characters = 0
        while self._queue and characters < BATCH_CHARACTERS:
            item = self._queue[0]
            if batch and (item.choice, item.source.is_html) != (batch[0].choice, batch[0].source.is_html):
                break
            self._queue.popleft()
            if not item.result.done():  # else its request was cancelled
                batch.append(item)
                characters += len(item.source.content)
        return batch

    def _label(self, batch: list[_Waiting]) -> list[Any]:
        """In the thread: a result or an exception for each of a batch that shares a choice."""
        try:
            documents = self._documents([item.source for item in batch], batch[0].choice)
            return [item.make(document) for item, document in zip(batch, documents, strict=True)]
        except Exception as error:
            if len(batch) == 1:
                return [error]
        # One document must not spoil the answer to the others'.
        return [result for item in batch for result in self._label([item])]

    def _documents(self, sources: Sequence[Source], choice: Choice) -> list[Document]:
        begun = time.perf_counter()
        if sources[0].is_html:
            label = self._labeller.label_html
            documents = [label(source.content, source.url, favor=choice.favor) for source in sources]
        else:
            texts, sites = [source.content for source in sources], [source.site for source in sources]
            documents = list(self._labeller.label_many(texts, favor=choice.favor, unit=choice.unit, site=sites))
        if self._watch:
            self._watch(documents, time.perf_counter() - begun)
        return documents


def _itself(document: Document) -> Document:
    return document


def _settle(future: asyncio.Future[Any], result: Any) -> None:
    if future.done():  # cancelled meanwhile
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
