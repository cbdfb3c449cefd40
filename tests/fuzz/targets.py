"""What is fuzzed: each target takes any bytes, and fails by an exception that is none of ours or by a broken promise.

They run without a fuzzer, too: `test_found.py` puts every kept case before its target.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import small_pages
import stranger
from accounted import check_accounted_for
from nutgraf.errors import NutgrafError
from nutgraf.html.blocks import blocks
from nutgraf.labeller import Labeller
from nutgraf.sources.jsonl import read
from nutgraf.sources.record import Fields, Record

Target = Callable[[bytes], None]


@cache
def labeller() -> Labeller:
    """A small model: the code that runs is that of a large one."""
    model = small_pages.model()
    return Labeller(model.text, pages=model)


def text(data: bytes) -> None:
    """Any text is labelled, and every line of it is accounted for, as lines and as paragraphs."""
    given = data.decode("utf-8", "surrogateescape")
    for unit in ("line", "paragraph"):
        document = labeller().label(given, unit=unit)
        check_accounted_for(document)
        assert document.text == given


def html(data: bytes) -> None:
    """Any page is labelled or refused with an error of ours, and every block of it is accounted for."""
    try:
        document = labeller().label_html(data)
    except NutgrafError:
        return
    check_accounted_for(document)


def layout(data: bytes) -> None:
    """Blocks of a page given as text are found, and are no white space."""
    try:
        found = blocks(data.decode("utf-8", "surrogateescape"))
    except NutgrafError:
        return
    assert all(block.text.strip() for block in found)


def jsonl(data: bytes) -> None:
    """Every line that is not blank gives a record with its text, or says what is wrong with it."""
    try:
        items = list(read(io.BufferedReader(io.BytesIO(data)), "fuzz", Fields()).records)  # type: ignore[arg-type]
    except NutgrafError:
        return
    for item in items:
        assert isinstance(item.text, str) if isinstance(item, Record) else item.reason


@cache
def _saved() -> Path:
    """A model's folder, left to the system's temporary files."""
    return stranger.saved(Path(tempfile.mkdtemp(prefix="nutgraf-fuzz-")) / "model")


def model(data: bytes) -> None:
    """A folder of which one file was changed, hashes made right again, is refused or answers with probabilities.

    The first byte says which file and what is done to it; then a place in it, in four bytes; the rest are put there.
    """
    if len(data) < 6:
        return
    name, doing = stranger.FILES[data[0] % 4], data[0] // 4 % 3
    with tempfile.TemporaryDirectory(prefix="nutgraf-fuzz-") as place:
        folder = Path(shutil.copytree(_saved(), Path(place) / "model"))
        path = folder / name
        old = path.read_bytes()
        at = int.from_bytes(data[1:5], "little") % len(old)
        rest = b"" if doing == 2 else old[at + len(data[5:]) * (doing == 0) :]
        path.write_bytes(old[:at] + data[5:] + rest)
        stranger.resign(folder)
        try:
            stranger.answers(folder)
        except NutgrafError:
            return


TARGETS: dict[str, Target] = {"text": text, "html": html, "layout": layout, "jsonl": jsonl, "model": model}
