"""`make model`: trains the model that comes with the package, and measures its sibling.

The sibling is fitted by the same recipe without the held-out sites; every figure on training corpora is its.
"""

import time
from dataclasses import replace
from pathlib import Path

import click

import nutgraf
from nutgraf import artifact
from nutgraf.errors import NutgrafError
from nutgraf.html import artifact as html_artifact
from nutgraf.html.model import PageModel
from nutgraf.labeller import DEFAULT, Labeller
from nutgraf_training.choosing import choose
from nutgraf_training.crossfit import Progress
from nutgraf_training.fit import FitSettings, fit_on
from nutgraf_training.heldout import HeldOut, measure, read_gold
from nutgraf_training.html.choosing import choose_for_pages
from nutgraf_training.html.pages import read_training_pages
from nutgraf_training.html.ship import HtmlFigures, fit_for, measure_pages
from nutgraf_training.html.teacher import teacher_answers
from nutgraf_training.recipe import Sources, foundation, held_out_sites, read_sources
from nutgraf_training.teaching import learn_belief, taught
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
        answers = teacher_answers(kept, apart, corpora, cache, how, echo)
        told = taught(sources, answers, learn_belief(kept, answers))
        brother = _fit(told.only(lambda site: site not in held_out), corpora, how, echo)
        brother = choose_settings(brother, apart, corpora, jobs)
        echo(f"chosen on held-out sites: {brother.text.settings}; for pages: {brother.settings}")
        figures = measure(Labeller(brother.text), apart, corpora)
        page_figures = measure_pages(Labeller(brother.text, pages=brother), apart, corpora)
        for line in (*figures.lines(), *page_figures.lines()):
            echo(line)
        if sibling is not None:
            artifact.save(brother.text, sibling)
            html_artifact.save(brother, sibling)
        if not sibling_only:
            model = _fit(told, corpora, how, echo)
            model = replace(model, text=replace(model.text, settings=brother.text.settings), settings=brother.settings)
            _ship(model, figures, page_figures, out, echo)
    except NutgrafError as error:
        raise click.ClickException(str(error)) from error


def _fit(sources: Sources, corpora: Path, how: FitSettings, echo: Progress) -> PageModel:
    """The text model, and the model for pages that stands on it."""
    documents, base = foundation(sources, how, echo)
    text = fit_on(base, documents, how, echo)
    return fit_for(described(text, documents, {}), base, sources, corpora, how.seed, how.jobs, echo)


def choose_settings(brother: PageModel, apart: Sources, corpora: Path, jobs: int) -> PageModel:
    """The sibling with settings chosen on the sites held out from it."""
    pages = read_training_pages(corpora, apart.pages, apart.hand, jobs)
    # Of the other corpora nobody has said which pages have a story.
    gold = read_gold(corpora)
    with_story = [page for page in pages if page.document.id in gold]
    settings = choose(brother.text, apart.hand, [page.document for page in with_story])
    brother = replace(brother, text=replace(brother.text, settings=settings))
    return replace(brother, settings=choose_for_pages(brother, pages, with_story))


def _ship(model: PageModel, figures: HeldOut, page_figures: HtmlFigures, out: Path, echo: Progress) -> None:
    """Save both models with their sibling's figures; the text model first, for the other names it by its digest."""
    made = {**model.text.info, "trained_by": "make model"}
    text = replace(model.text, info={**made, "figures": {"held_out_sites": figures.as_dict()}})
    pages = replace(model, info={**made, "figures": {"held_out_sites": page_figures.as_dict()}})
    artifact.save(text, out)
    html_artifact.save(pages, out)
    for folder in (out, out / html_artifact.FOLDER):
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        echo(f"{folder}: {size / MEGABYTE:.2f} MB")
    nutgraf.load(out).label_html("<p>It can be read.</p>")


if __name__ == "__main__":
    main()
