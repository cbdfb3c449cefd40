"""`make model`: trains the model that comes with the package, and measures its sibling.

The sibling is fitted by the same recipe without the held-out sites; every figure on training corpora is its.
"""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import nutgraf
from nutgraf import artifact
from nutgraf.errors import NutgrafError
from nutgraf.labeller import DEFAULT, Labeller
from nutgraf.model import Model
from nutgraf_training.fit import FitSettings, fit
from nutgraf_training.heldout import measure
from nutgraf_training.recipe import Sources, held_out_sites, read_sources, training_documents
from nutgraf_training.train import described

MEGABYTE = 1 << 20


@click.command()
@click.option(
    "--corpora",
    envvar="NUTGRAF_CORPORA",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of corpora (or NUTGRAF_CORPORA).",
)
@click.option(
    "--gold",
    envvar="NUTGRAF_GOLD",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of hand-labelled documents (or NUTGRAF_GOLD).",
)
@click.option("--out", default=DEFAULT, show_default=True, type=click.Path(path_type=Path), help="Folder of the model.")
@click.option("--sibling", type=click.Path(path_type=Path), help="Keep the sibling in this folder.")
@click.option("--cache", default=Path(".cache"), type=click.Path(path_type=Path), help="For labelled pages.")
@click.option("--jobs", default=2, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--sibling-only", is_flag=True, help="Measure, and leave the package's model as it is.")
def main(
    corpora: Path, gold: Path, out: Path, sibling: Path | None, cache: Path, jobs: int, seed: int, sibling_only: bool
) -> None:
    """Train the model in the package."""
    begin = time.monotonic()

    def echo(message: str) -> None:
        click.echo(f"{time.monotonic() - begin:6.0f} s  {message}")

    try:
        sources = read_sources(corpora, gold, cache, jobs)
        echo(f"{len(sources.pages)} pages, {len(sources.residue)} residue, {len(sources.hand)} hand-labelled documents")
        held_out = held_out_sites(corpora)
        how = FitSettings(seed=seed, jobs=jobs)
        kept, apart = sources.only(lambda site: site not in held_out), sources.only(lambda site: site in held_out)
        brother = fit(training_documents(kept, seed), how, echo)
        figures = measure(Labeller(brother), apart, corpora)
        for line in figures.lines():
            echo(line)
        if sibling is not None:
            artifact.save(brother, sibling)
        if not sibling_only:
            _ship(sources, how, figures.as_dict(), out, echo)
    except NutgrafError as error:
        raise click.ClickException(str(error)) from error


def _ship(sources: Sources, how: FitSettings, figures: dict[str, Any], out: Path, echo: Any) -> Model:
    documents = training_documents(sources, how.seed)
    model = described(fit(documents, how, echo), documents, {"held_out_sites": figures})
    model = replace(model, info={**model.info, "trained_by": "make model"})
    artifact.save(model, out)
    size = sum(path.stat().st_size for path in out.iterdir())
    echo(f"{out}: {size / MEGABYTE:.2f} MB")
    nutgraf.load(out)
    return model


if __name__ == "__main__":
    main()
