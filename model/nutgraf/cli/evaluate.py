"""`nutgraf evaluate`: the figures of a model on labelled documents."""

from __future__ import annotations

from pathlib import Path

import click

#: Stands for the model in the package where a model's folder is asked for.
DEFAULT = "default"


@click.command()
@click.argument("model", type=click.Path(), metavar="MODEL")
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DATA...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(model: str, data: tuple[Path, ...], as_json: bool) -> None:
    """Measure MODEL, a folder or "default", on labelled documents, DATA (JSON Lines, CSV or TSV)."""
    import nutgraf
    from nutgraf_training import report
    from nutgraf_training.dataset import read_many
    from nutgraf_training.evaluate import evaluate as measure

    evaluation = measure(nutgraf.load(None if model == DEFAULT else model), list(read_many(data)))
    click.echo(evaluation.to_json() if as_json else report.text(evaluation))
