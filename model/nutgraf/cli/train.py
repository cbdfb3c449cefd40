"""`nutgraf train`: a model from labelled documents of one's own."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from nutgraf.cli.finite import FiniteRange
from nutgraf.cli.outfile import check_outfolder


@click.command()
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DATA...")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the model.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),  # what scikit-learn takes
    default=0,
    show_default=True,
    help="The same seed and data give the same model.",
)
@click.option(
    "--base",
    metavar="MODEL",
    help='Adapt this model, a folder or "default", in place of training a new one: 5 documents are enough to start.',
)
@click.option(
    "--held-out-share",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    default=0.2,
    show_default=True,
    help="Share of the sources that is kept out of training and measured on.",
)
@click.pass_context
def train(
    context: click.Context, data: tuple[Path, ...], out: Path, seed: int, base: str | None, held_out_share: float
) -> None:
    """Train a model on labelled documents, DATA (JSON Lines, CSV or TSV), and save it in a folder.

    Prints the figures on sources that were kept out of the training; with --base, those on your documents before and
    after, each labelled by a model that was adapted to others.
    """
    check_outfolder(out)
    if base is not None:
        if context.get_parameter_source("held_out_share") is not ParameterSource.DEFAULT:
            raise click.UsageError("--held-out-share is for training without --base, which measures on every document")
        from nutgraf_training.adapt import adapt_model

        adapt_model(data, base, out, seed=seed, echo=click.echo)
        return
    # Training is imported here and above alone: it takes scikit-learn's seconds to do so.
    from nutgraf_training.train import train_model

    train_model(data, out, seed=seed, held_out=held_out_share, echo=click.echo)
