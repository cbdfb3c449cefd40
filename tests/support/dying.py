"""Labellers that fail once, as machines and networks do, in whichever process meets the text that tells them to."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakes import FakeLabeller
from nutgraf.document import Document

#: Texts that hold these make the process die, as if the system had killed it, or the labelling raise; once each.
KILLS, RAISES = "this line kills a worker", "this line makes a task raise"


@dataclass(frozen=True)
class Dying:
    """Makes such labellers; what happened stands in a folder, as an empty file for each."""

    folder: Path

    def __call__(self) -> DyingLabeller:
        return DyingLabeller(self.folder)


class DyingLabeller(FakeLabeller):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def label_many(self, texts: Iterable[str], **choices: Any) -> Iterator[Document]:
        for text in texts:
            if KILLS in text and self._first("killed"):
                os.kill(os.getpid(), signal.SIGKILL)
            if RAISES in text and self._first("raised"):
                raise RuntimeError("the network is down")
            choices.pop("site", None)
            yield self.label(text, **choices)

    def _first(self, what: str) -> bool:
        try:
            (self._folder / what).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True
