"""`python -m nutgraf_training.benchmarks.same_labels save|check FILE`: what labels were before a change, and after.

For changes that are to make nutgraf faster and nothing else: save before, check after.
"""

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

import nutgraf
from nutgraf_training.benchmarks.pages import held_out_pages, page_text
from nutgraf_training.benchmarks.speed_inputs import samples

#: Labels must agree on at least this share of the lines; among those, scores may differ by as much.
SHARE, SCORE = 0.999, 1e-6


def texts(corpora: Path | None) -> Iterator[str]:
    """The samples, and the pages of held-out sites where there are corpora."""
    yield from ("\n".join(line.text for line in document.lines) for document in samples())
    if corpora is not None:
        yield from map(page_text, held_out_pages(corpora))


@click.command()
@click.argument("action", type=click.Choice(["save", "check"]))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--corpora", envvar="NUTGRAF_CORPORA", type=click.Path(exists=True, path_type=Path))
def main(action: str, path: Path, corpora: Path | None) -> None:
    """Save labels and scores of the samples and of held-out pages in FILE.npz, or check that they are the same now."""
    documents = list(nutgraf.load().label_many(texts(corpora)))
    labels = np.concatenate([document.labels for document in documents])
    scores = np.concatenate([document.scores for document in documents])
    if action == "save":
        np.savez_compressed(path, labels=labels, scores=scores)
        return
    with np.load(path) as before:
        if before["labels"].shape != labels.shape:
            raise click.ClickException(f"{len(labels)} lines, {path} has {len(before['labels'])}: other texts or lines")
        same = before["labels"] == labels
        off = float(np.abs(before["scores"] - scores)[same].max(initial=0))
    click.echo(f"{same.mean():.4%} of {len(labels)} labels are the same; scores of these differ by up to {off:.1e}")
    if same.mean() < SHARE or off > SCORE:
        raise click.ClickException(f"wanted: {SHARE:.1%} the same, scores within {SCORE:.0e}")


if __name__ == "__main__":
    main()
