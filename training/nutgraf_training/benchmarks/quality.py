"""`python -m nutgraf_training.benchmarks.quality`: the benchmarks that are never trained on.

Lines: hand-labelled documents. Pages: whole pages of the article-extraction-benchmark as plain text, one block per
line, scored with its own metric.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

import nutgraf
from nutgraf.html.blocks import blocks
from nutgraf.html.encoding import decode
from nutgraf.labeller import Labeller
from nutgraf_training.corpora.pages import Page, read_corpus
from nutgraf_training.dataset import read
from nutgraf_training.evaluate import evaluate
from nutgraf_training.metrics import Interval, interval, shingle_f1, shingle_f1_of_sums, shingle_sums

PAGES = "aeb"
LINES = ("dev", "windows")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its 95 % interval over resampled documents."""

    benchmark: str
    figure: str
    value: float
    interval: Interval | None
    documents: int


def line_rows(labeller: Labeller, name: str, path: Path) -> list[Row]:
    """Macro-F1, F1 per label and calibration error on hand-labelled documents."""
    figures = evaluate(labeller, read(path))
    rows = [Row(name, "macro-F1", figures.macro_f1, figures.macro_f1_interval, figures.documents)]
    rows += [Row(name, f"{label.label} F1", label.f1, None, figures.documents) for label in figures.classes]
    return [*rows, Row(name, "ECE", figures.ece, None, figures.documents)]


def page_text(page: Page) -> str:
    """The whole page as plain text, one block per line."""
    return "\n".join(block.text for block in blocks(decode(page.html())))


def page_row(labeller: Labeller, pages: Sequence[Page], gold: Sequence[str]) -> Row:
    """F1 of 4-token shingles of `Document.body`."""
    bodies = [document.body for document in labeller.label_many(map(page_text, pages))]
    sums = shingle_sums(gold, bodies)
    return Row(PAGES, "4-shingle F1", shingle_f1(gold, bodies), interval(sums, shingle_f1_of_sums), len(pages))


def read_benchmark(corpora: Path) -> tuple[list[Page], list[str]]:
    """Pages of the benchmark and their gold text, as its authors have it."""
    with (corpora / PAGES / "gold.jsonl").open(encoding="utf-8") as stream:
        gold = {page["id"]: page["articleBody"] for page in map(json.loads, stream)}
    pages = list(read_corpus(corpora / PAGES))
    return pages, [gold[page.id] for page in pages]


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--gold", envvar="NUTGRAF_GOLD", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Folder; default: the package's model.")
@click.option("--json", "as_json", is_flag=True)
def main(corpora: Path, gold: Path, model: Path | None, as_json: bool) -> None:
    """Print the figures of a model on the benchmarks; for reporting, never for choosing."""
    labeller = nutgraf.load(model)
    rows = [row for name in LINES for row in line_rows(labeller, name, gold / f"{name}.jsonl")]
    rows.append(page_row(labeller, *read_benchmark(corpora)))
    for row in rows:
        if as_json:
            click.echo(json.dumps(asdict(row)))
            continue
        spread = f"[{row.interval.low:.3f}, {row.interval.high:.3f}]" if row.interval else ""
        click.echo(f"{row.benchmark:<10}{row.figure:<18}{row.value:.4f}  {spread:<18}{row.documents} documents")


if __name__ == "__main__":
    main()
