"""A labeller that tests hold back, and a server around an application in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from fastapi import FastAPI

from fakes import FakeLabeller
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.service.run import listen

#: Seconds to wait for what must happen soon.
PATIENCE = 60


class GatedLabeller(FakeLabeller):
    """Labels when its gate is open, and keeps the batches that it was given. The text "bad" is refused."""

    def __init__(self, is_open: bool = True) -> None:
        self.batches: list[list[str]] = []
        self.options: list[dict[str, object]] = []
        self.gate = threading.Event()
        self.waiting = threading.Event()
        if is_open:
            self.gate.set()

    def label_many(self, texts: Iterable[str], **options: Any) -> Iterator[Document]:
        batch = list(texts)
        self.batches.append(batch)
        self.options.append(options)
        self.waiting.set()
        assert self.gate.wait(PATIENCE)
        if "bad" in batch:
            raise InputError("a bad text")
        if "fault" in batch:
            raise RuntimeError("secret words of fault")
        return (self.label(text, favor=options["favor"], unit=options["unit"]) for text in batch)

    def as_labeller(self) -> Labeller:
        return cast(Labeller, self)


@contextmanager
def local(app: FastAPI) -> Iterator[int]:
    """Serve the application in a thread; gives the port."""
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listener.close()
