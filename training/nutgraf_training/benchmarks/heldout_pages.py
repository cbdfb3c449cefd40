"""`python -m nutgraf_training.benchmarks.heldout_pages --sibling FOLDER`: whole pages of held-out sites, in a minute.

For whoever works on a model: word F1 beside extractors, by corpus and language, and the pages where it loses most.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import click

import nutgraf
from nutgraf_training.benchmarks.pages import (
    FROM_TEXT,
    PageScores,
    held_out_scores,
    losses,
    measured_languages,
)
from nutgraf_training.heldout import PAGE_CORPORA


def groups(scores: PageScores) -> dict[str, list[int]]:
    """Pages by corpus, and those of the corpus of many languages by language."""
    found = {name: [i for i, page in enumerate(scores.pages) if page.corpus == name] for name in PAGE_CORPORA}
    return found | dict(sorted(scores.languages().items()))


def table(scores: PageScores, languages: frozenset[str]) -> Iterator[str]:
    """One line for each text that is compared."""
    parts = {name: chosen for name, chosen in groups(scores).items() if chosen}
    others = [chosen for name, chosen in parts.items() if name in languages]
    yield f"{'word F1':<40}{'all':>8}" + "".join(f"{name}:{len(c)}".rjust(11) for name, c in parts.items()) + " not en"
    for name in scores.by_name:
        each = "".join(f"{scores.mean(name, chosen):>11.4f}" for chosen in parts.values())
        mean = sum(scores.mean(name, chosen) for chosen in others) / max(1, len(others))
        yield f"{name:<40}{scores.mean(name):>8.4f}{each}{mean:>7.4f}"


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--sibling", required=True, type=click.Path(exists=True, path_type=Path), help="Folder of the model.")
@click.option("--cache", default=Path(".cache"), type=click.Path(path_type=Path), help="For what extractors give.")
@click.option("--worst", default=15, show_default=True, help="So many pages where the model loses most.")
@click.option("--ours", default=FROM_TEXT, show_default=True, help="Whose losses to list.")
@click.option("--json", "as_json", is_flag=True, help="Every page with the word F1 of every text, one per line.")
def main(corpora: Path, sibling: Path, cache: Path, worst: int, ours: str, as_json: bool) -> None:
    """Word F1 of a model and of extractors on pages of sites that it has not seen."""
    scores = held_out_scores(nutgraf.load(sibling), corpora, cache)
    if as_json:
        for index, page in enumerate(scores.pages):
            each = {name: round(float(found[index]), 4) for name, found in scores.by_name.items()}
            click.echo(json.dumps({"id": page.id, "site": page.site, "language": page.language, **each}))
        return
    for line in table(scores, measured_languages(corpora)):
        click.echo(line)
    click.echo(f"\nPages where {ours} loses most against trafilatura:")
    for loss in losses(scores, ours)[:worst]:
        click.echo(f"{loss.page.id:<40}{loss.page.language:<4}{loss.ours:.3f} {loss.theirs:.3f}  {loss.page.site}")


if __name__ == "__main__":
    main()
