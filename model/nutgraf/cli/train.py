"""`nutgraf train`: a model from labelled documents of one's own."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DATA...")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the model.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed and data give the same model.")
@click.option(
    "--held-out-share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.2,
    show_default=True,
    help="Share of the sources that is kept out of training and measured on.",
)
def train(data: tuple[Path, ...], out: Path, seed: int, held_out_share: float) -> None:
    """Train a model on labelled documents, DATA (JSON Lines, CSV or TSV), and save it in a folder.

    Prints the figures on sources that were kept out of the training.
    """
    # Here alone does nutgraf import its training: it takes scikit-learn's seconds to do so.
    from nutgraf_training.train import train_model

    train_model(data, out, seed=seed, held_out=held_out_share, echo=click.echo)
