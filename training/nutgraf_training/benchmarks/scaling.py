"""`python -m nutgraf_training.benchmarks.scaling`: what a gigabyte of text costs, and so a terabyte and a crawl.

The text of whole pages of a training corpus, again and again until there is enough, is kept as a crawl keeps it (WET,
compressed record by record) and as tables (Parquet); the command line then runs over it as a user's would. Processor
time is what is counted: it is much the same on a machine that others use too, which time on the clock is not.
"""

import gzip
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from nutgraf.columns import Column, Layout
from nutgraf.html.blocks import blocks
from nutgraf.sinks import open_writer
from nutgraf_training.corpora.pages import read_corpus

GIGABYTE = 10**9
TERABYTE = 10**12
#: December 2024 (CC-MAIN-2024-51): pages, as Common Crawl's announcement has them.
CRAWL_PAGES = 2.64e9
#: Compressed bytes of WET per page: 4.54 TiB for 1.72 billion pages, as the announcement of September 2016 has them.
WET_BYTES = 4.54 * 2**40 / 1.72e9
#: What a machine of the projections has.
CORES = 64

_WET = """\
WARC/1.0\r
WARC-Type: conversion\r
WARC-Record-ID: <urn:uuid:{number:08d}>\r
WARC-Target-URI: https://post.example/{number}\r
WARC-Date: 2026-11-22T12:00:00Z\r
Content-Type: text/plain\r
Content-Length: {length}\r
\r
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Folders with the same texts; sizes in bytes, of the text as UTF-8 and of the folder of WET as it stands."""

    wet: Path
    parquet: Path
    documents: int
    size: int
    compressed: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds on the clock, and of all its processors together."""

    name: str
    jobs: int
    seconds: float
    processor: float


def page_texts(folder: Path) -> list[str]:
    """The text of each page of a corpus, its blocks as lines, as converters of whole pages give it."""
    return ["\n".join(block.text for block in blocks(page.html())) for page in read_corpus(folder)]


def write_corpus(folder: Path, texts: list[str], size: int, shards: int) -> Corpus:
    """Write `size` bytes of text, the texts again and again, in so many shards of each format."""
    stream = itertools.cycle(text for text in texts if text)
    layout = Layout((Column("id"), Column("text")), "text")
    documents = written = 0
    for shard in range(shards):
        chosen = list(_of_size(stream, size // shards))
        written += sum(len(text.encode()) for text in chosen)
        numbers = range(documents, documents + len(chosen))
        documents += len(chosen)
        _write_wet(folder / "wet" / f"{shard}.warc.wet.gz", zip(numbers, chosen, strict=True))
        (folder / "parquet").mkdir(exist_ok=True)
        with (
            (folder / "parquet" / f"{shard}.parquet").open("wb") as out,
            open_writer(out, "parquet", layout, "zstd") as writer,
        ):
            writer.write({"id": [str(number) for number in numbers], "text": chosen})
    compressed = sum(path.stat().st_size for path in (folder / "wet").iterdir())
    return Corpus(folder / "wet", folder / "parquet", documents, written, compressed)


def _of_size(texts: Iterator[str], size: int) -> Iterator[str]:
    while size > 0:
        text = next(texts)
        size -= len(text.encode())
        yield text


def _write_wet(path: Path, texts: Iterator[tuple[int, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as out:
        for number, text in texts:
            data = text.encode()
            head = _WET.format(number=number, length=len(data)).encode()
            out.write(gzip.compress(head + data + b"\r\n\r\n", mtime=0))


def measure(name: str, jobs: int, *arguments: object) -> Cost:
    """Run the command line with so many processes."""
    # One thread a process, as with several processes; the libraries behind numpy would take all cores else.
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, "-c", "from nutgraf.cli import main; main()", *map(str, arguments), "--jobs", str(jobs)]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(name, jobs, seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measured(corpus: Corpus, folder: Path) -> Iterator[Cost]:
    """The commands that are compared, on one core and on two."""
    for jobs in (1, 2):
        for name, command, inputs in (
            ("clean, WET to JSON Lines, gzip", "clean", corpus.wet),
            ("clean, Parquet to Parquet", "clean", corpus.parquet),
            ("score, Parquet to Parquet", "score", corpus.parquet),
        ):
            form = ["--format", "parquet"] if inputs == corpus.parquet else []
            yield measure(name, jobs, command, inputs, "--out-dir", folder / f"{command}-{inputs.name}-{jobs}", *form)


def table(corpus: Corpus, costs: list[Cost]) -> Iterator[str]:
    """The costs, and what follows from those of the crawl's format on one core, as Markdown."""
    yield "| command | processes | MB of text per second on the clock | per second of processor | core-hours per GB |"
    yield "|---|---|---|---|---|"
    for cost in costs:
        rates = f"{corpus.size / 1e6 / cost.seconds:.2f} | {corpus.size / 1e6 / cost.processor:.2f}"
        yield f"| {cost.name} | {cost.jobs} | {rates} | {_per_gigabyte(cost, corpus):.3f} |"
    yield ""
    expansion = corpus.size / corpus.compressed
    crawl = CRAWL_PAGES * WET_BYTES * expansion
    per_gigabyte = _per_gigabyte(costs[0], corpus)
    yield f"| corpus | text | core-hours | hours on one machine of {CORES} cores | machines for a day |"
    yield "|---|---|---|---|---|"
    for name, size in (("1 TB of text", TERABYTE), ("one monthly Common Crawl, WET", crawl)):
        hours = size / GIGABYTE * per_gigabyte
        machine = f"{hours / CORES:,.1f} | {hours / CORES / 24:.2f}"
        yield f"| {name} | {size / TERABYTE:.1f} TB | {hours:,.0f} | {machine} |"


def _per_gigabyte(cost: Cost, corpus: Corpus) -> float:
    return cost.processor / 3600 * GIGABYTE / corpus.size


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--corpus", default="traf", show_default=True, help="Name of the corpus whose pages are taken.")
@click.option("--megabytes", default=40, show_default=True, help="Text to measure on.")
@click.option("--shards", default=4, show_default=True, help="Inputs that it is divided into.")
def main(corpora: Path, corpus: str, megabytes: int, shards: int) -> None:
    """Measure, and print the tables of scaling.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = write_corpus(folder, page_texts(corpora / corpus), megabytes * 10**6, shards)
        facts = f"{written.size / 1e6:.1f} MB of text in {written.documents:,} documents, {shards} shards"
        packed = f"{written.size / written.compressed:.2f} times its size as WET"
        click.echo(f"{facts}; {packed}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n", err=True)
        for line in table(written, list(measured(written, folder))):
            click.echo(line)


if __name__ == "__main__":
    main()
