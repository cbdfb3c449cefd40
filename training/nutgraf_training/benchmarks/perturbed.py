"""`make bench-robustness`: how well lines are labelled after each kind of thing that scrapers do to text.

For reporting: nothing is chosen by it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np

import nutgraf
from nutgraf.errors import NutgrafError
from nutgraf_training.benchmarks.figures import Row, sums_row
from nutgraf_training.benchmarks.perturbations import KINDS
from nutgraf_training.benchmarks.tables import cell, put_into_card
from nutgraf_training.dataset import read_many
from nutgraf_training.evaluate import LineLabeller, outcomes
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.metrics import FloatArray, macro_f1

BENCHMARK, FIGURE, CHANGE = "robustness", "macro-F1", "change"
#: The model card holds the table between these.
BEGIN, END = "<!-- bench-robustness: begin -->", "<!-- bench-robustness: end -->"


def perturbed_rows(labeller: LineLabeller, documents: Sequence[LabelledDocument]) -> list[Row]:
    """Macro-F1 of each kind, and its difference to the unchanged documents on the same resamples."""
    rows = []
    plain = _counts(labeller, documents)
    for kind in KINDS:
        counts = _counts(labeller, [kind.change(document) for document in documents])
        rows.append(sums_row(BENCHMARK, kind.name, FIGURE, counts, macro_f1))
        rows.append(sums_row(BENCHMARK, kind.name, CHANGE, np.stack([plain, counts], axis=1), _difference))
    return rows


def _counts(labeller: LineLabeller, documents: Sequence[LabelledDocument]) -> FloatArray:
    """Confusion matrices (D, 3, 3)."""
    return np.array([result.counts for result in outcomes(labeller, documents)], np.float64)


def _difference(pairs: FloatArray) -> FloatArray:
    """Macro-F1 (...) of the second of two confusion matrices (..., 2, 3, 3) minus that of the first."""
    return macro_f1(pairs[..., 1, :, :]) - macro_f1(pairs[..., 0, :, :])


def table(rows: Sequence[Row]) -> str:
    """A Markdown table: a line for each kind, with what training has of it and what is lost for good."""
    cells = {(row.name, row.figure): cell(row) for row in rows}
    lines = ["| kind | macro-F1 | change | in training | information gone |", "|---|---|---|---|---|"]
    for kind in KINDS:
        change = "" if kind is KINDS[0] else cells[kind.name, CHANGE]
        trained = "" if kind is KINDS[0] else kind.trained.replace("_", " ") or "no"
        lines.append(f"| {kind.name} | {cells[kind.name, FIGURE]} | {change} | {trained} | {kind.gone} |")
    return "\n".join(lines)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Folder; default: the package's model.")
@click.option("--card", type=click.Path(exists=True, path_type=Path), help="Model card to put the table into.")
@click.option("--json", "as_json", is_flag=True, help="One figure per line.")
def main(files: tuple[Path, ...], model: Path | None, card: Path | None, as_json: bool) -> None:
    """Label the documents of FILES (labelled JSON Lines, CSV, TSV) after each kind of change, and print the figures."""
    try:
        documents = list(read_many(files))
        rows = perturbed_rows(nutgraf.load(model), documents)
        if card:
            names = ", ".join(f"`{path.name}`" for path in files) if len(files) < 4 else f"{len(files)} files"
            put_into_card(card, f"{len(documents)} documents of {names}.\n\n{table(rows)}", BEGIN, END)
    except NutgrafError as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(json.dumps(asdict(row)) for row in rows) if as_json else table(rows))


if __name__ == "__main__":
    main()
