"""`make bench-quality`: every figure of the model's quality, with intervals, beside the baselines in the same run.

On sites of the training corpora it is the sibling that is measured, which was fitted without the held-out ones; on the
benchmarks, which nothing is trained on, the model in the package. For reporting: choices are made on held-out sites.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from nutgraf.errors import NutgrafError
from nutgraf.labeller import DEFAULT
from nutgraf_training import ship
from nutgraf_training.benchmarks.baselines import C4, NGRAMS, C4Lines
from nutgraf_training.benchmarks.bench import Bench
from nutgraf_training.benchmarks.figures import Row
from nutgraf_training.benchmarks.glued_stories import glued_rows
from nutgraf_training.benchmarks.lines import DEV, HAND, WINDOWS, favor_rows, line_rows
from nutgraf_training.benchmarks.page_rows import benchmark_rows, held_out_rows, language_rows, read_benchmark
from nutgraf_training.benchmarks.pages import held_out_scores, measured_languages, page_texts
from nutgraf_training.benchmarks.tables import SIZE, around_marks, put_into_card, tables
from nutgraf_training.dataset import read
from nutgraf_training.evaluate import LineLabeller, outcomes
from nutgraf_training.report_findings import known_lines

NUTGRAF = "nutgraf"
MEGABYTE = 1 << 20


def pages_part(bench: Bench) -> list[Row]:
    """Whole pages of held-out sites, and the same by language."""
    scores = held_out_scores(bench.sibling, bench.corpora, bench.cache)
    return held_out_rows(scores) + language_rows(scores, measured_languages(bench.corpora))


def hand_part(bench: Bench) -> list[Row]:
    """Hand-labelled lines of held-out sites."""
    return [
        *line_rows(HAND, NUTGRAF, bench.sibling, bench.hand),
        *line_rows(HAND, NGRAMS, bench.ngrams_for_held_out, bench.hand),
        *line_rows(HAND, C4, C4Lines(), bench.hand, has_probabilities=False),
        *favor_rows(bench.sibling, bench.hand),
    ]


def glued_part(bench: Bench) -> list[Row]:
    """Stories of held-out sites with headlines glued on."""
    baselines: dict[str, LineLabeller] = {NGRAMS: bench.ngrams_for_held_out, C4: C4Lines()}
    return [
        *glued_rows(NUTGRAF, bench.sibling, bench.stories, bench.headlines),
        *(
            row
            for name, labeller in baselines.items()
            for row in glued_rows(name, labeller, bench.stories, bench.headlines)[-2:]
        ),
    ]


def benchmarks_part(bench: Bench) -> list[Row]:
    """What is never trained on, neither the package's model nor anything else here."""
    rows = []
    for name in (DEV, WINDOWS):
        documents = list(read(bench.gold / f"{name}.jsonl"))
        rows += line_rows(name, NUTGRAF, bench.shipped, documents)
        rows += line_rows(name, NGRAMS, bench.ngrams_for_benchmarks, documents)
        rows += line_rows(name, C4, C4Lines(), documents, has_probabilities=False)
    pages, golds = read_benchmark(bench.corpora)
    return rows + benchmark_rows(golds, page_texts(bench.shipped, pages, bench.cache))


def size_part(bench: Bench) -> list[Row]:
    """Megabytes of each model that is installed, or of the one given."""
    folders = [bench.model] if bench.model else sorted(path.parent for path in DEFAULT.parent.glob("*/model.json"))
    sizes = {folder.name: sum(path.stat().st_size for path in folder.iterdir()) for folder in folders}
    return [Row(SIZE, name, "MB", size / MEGABYTE, None, 1) for name, size in sizes.items()]


#: What can be asked for by itself.
PARTS: Mapping[str, Callable[[Bench], list[Row]]] = {
    "pages": pages_part,
    "hand": hand_part,
    "glued": glued_part,
    "benchmarks": benchmarks_part,
    "size": size_part,
}


def make_sibling(folder: Path, echo: Callable[[str], None]) -> None:
    """Fit the sibling where there is none; warn of one that is older than the model in the package."""
    if not (folder / "model.json").exists():
        echo(f"{folder} holds no model: fitting the sibling")
        ship.main.main(["--sibling", str(folder), "--sibling-only"], standalone_mode=False)
    elif (folder / "model.json").stat().st_mtime < (DEFAULT / "model.json").stat().st_mtime:
        echo(
            f"the sibling in {folder} is older than the package's model: delete it, and it is fitted by today's recipe"
        )


def update_card(card: Path, bench: Bench, rows: Sequence[Row]) -> None:
    """Put the tables into the model card, and the plots beside it."""
    from nutgraf_training.benchmarks.plots import BODY_PLOT, PAGES_PLOT, plot_body, plot_pages

    plot_pages(rows, card.parent / PAGES_PLOT)
    plot_body(known_lines(list(outcomes(bench.sibling, bench.hand))), rows, card.parent / BODY_PLOT)
    put_into_card(card, f"\n![pages]({PAGES_PLOT})\n\n{tables(rows)}\n![body]({BODY_PLOT})\n")


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--gold", envvar="NUTGRAF_GOLD", required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--sibling",
    default=Path(".cache/sibling"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of the model that has not seen the held-out sites; fitted if there is none.",
)
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Folder; default: the package's model.")
@click.option(
    "--cache", default=Path(".cache"), type=click.Path(path_type=Path), help="For pages and extractors' text."
)
@click.option("--jobs", default=2, show_default=True)
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="Some parts; can be repeated.")
@click.option("--card", type=click.Path(exists=True, path_type=Path), help="Model card to put tables and plots into.")
@click.option("--json", "as_json", is_flag=True, help="One figure per line.")
def main(
    corpora: Path,
    gold: Path,
    sibling: Path,
    model: Path | None,
    cache: Path,
    jobs: int,
    only: tuple[str, ...],
    card: Path | None,
    as_json: bool,
) -> None:
    """Print the figures of a model and of what it is compared with; for reporting, never for choosing."""
    if card and only:
        raise click.UsageError("--card needs all parts: leave --only out")
    begin = time.monotonic()

    def echo(message: str) -> None:
        click.echo(f"{time.monotonic() - begin:6.0f} s  {message}", err=True)

    try:
        if card:
            around_marks(card)  # else an hour of measuring would end in an error
        make_sibling(sibling, echo)
        bench = Bench(corpora, gold, cache, sibling, model, jobs, echo)
        rows = []
        for name in only or PARTS:
            echo(name)
            rows += PARTS[name](bench)
        if card:
            update_card(card, bench, rows)
    except NutgrafError as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(json.dumps(asdict(row)) for row in rows) if as_json else tables(rows))


if __name__ == "__main__":
    main()
