"""What speed is measured on: whole pages, stories with headlines glued on, a synthetic stream of any size."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from nutgraf.html.encoding import decode
from nutgraf.labels import Label
from nutgraf_training.benchmarks.page_rows import read_benchmark
from nutgraf_training.benchmarks.pages import page_text
from nutgraf_training.dataset import read_many
from nutgraf_training.labelled import LabelledDocument

#: Sample documents that come with the project.
SAMPLES = Path(__file__).parents[3] / "datasets" / "samples"
#: Headlines of other stories at the end of a residue document.
GLUED = 16
#: Lines of the one document of a request handler.
ONE_DOCUMENT = 30


@dataclass(frozen=True, slots=True)
class Inputs:
    """The same documents as text, and as HTML where they are pages."""

    name: str
    texts: tuple[str, ...]
    pages: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """Lines that are not blank."""
        return sum(bool(line.strip()) for text in self.texts for line in text.split("\n"))


def whole_pages(corpora: Path, most: int) -> Inputs:
    """Pages of the benchmark, evenly picked, as text with one block a line."""
    pages = list(read_benchmark(corpora)[0])
    chosen = pages[:: max(1, len(pages) // most)][:most]
    return Inputs("whole pages (aeb)", tuple(map(page_text, chosen)), tuple(decode(page.html()) for page in chosen))


def residue(repeats: int) -> Inputs:
    """Stories of the samples with headlines of other samples glued to their ends, as sloppy extractors leave them."""
    documents = list(samples())
    headlines = [line.text for document in documents for line in document.lines if line.label is Label.PROMO]
    random = np.random.default_rng(0)
    texts = []
    for document in documents * repeats:
        story = [line.text for line in document.lines if line.label is Label.BODY]
        if story:
            texts.append("\n".join([*story, *random.choice(headlines, GLUED)]))
    return Inputs("stories with headlines glued on", tuple(texts))


def one_document(inputs: Inputs) -> list[str]:
    """Pieces of `ONE_DOCUMENT` lines from the middle of documents that have as many."""
    pieces = []
    for text in inputs.texts:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) >= ONE_DOCUMENT:
            begin = (len(lines) - ONE_DOCUMENT) // 2
            pieces.append("\n".join(lines[begin : begin + ONE_DOCUMENT]))
    return pieces


def samples() -> Iterable[LabelledDocument]:
    """The labelled documents of the project."""
    return read_many(sorted(SAMPLES.glob("*.jsonl")))


def write_stream(path: Path, size: int) -> None:
    """JSON Lines of about `size` bytes: documents of shuffled lines of the samples, none like another."""
    lines = [line.text for document in samples() for line in document.lines]
    random = np.random.default_rng(0)
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        while written < size:
            text = "\n".join(chosen(lines, random))
            written += stream.write(json.dumps({"id": str(written), "text": text}) + "\n")


def chosen(lines: Sequence[str], random: np.random.Generator) -> Iterator[str]:
    """Some lines, each with a number, so that no two documents are the same."""
    places = random.integers(len(lines), size=int(random.integers(20, 300))).tolist()
    numbers = random.integers(10**6, size=len(places)).tolist()
    return chain(f"{lines[place]} {number}" for place, number in zip(places, numbers, strict=True))
