"""The command line of the corpora: parses and prints."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from nutgraf.errors import NutgrafError
from nutgraf.labels import LABELS
from nutgraf_training.corpora.from_html import convert
from nutgraf_training.corpora.judge import Difference, Judgement, judge
from nutgraf_training.corpora.report import CorpusFigures, count, left_out_reason, sample, sample_page
from nutgraf_training.corpora.residue import EXTRACTORS
from nutgraf_training.corpora.run import Outcome, run
from nutgraf_training.dataset import read, write
from nutgraf_training.labelled import LabelledDocument

#: Corpora to train on; the benchmark is never among them.
TRAINING = "aed,wcxb,fundus,traf,storyless"

_corpora = click.option(
    "--corpora",
    envvar="NUTGRAF_CORPORA",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of corpora (or NUTGRAF_CORPORA).",
)
_only = click.option("--only", default=TRAINING, show_default=True, help="Names of corpora, comma-separated.")
_jobs = click.option("--jobs", default=1, show_default=True, help="Processes.")


class _Group(click.Group):
    """Turns the project's errors into one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NutgrafError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group)
def main() -> None:
    """Pages with gold story text to labelled documents."""


@main.command()
@_corpora
@_only
@_jobs
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.jsonl[.gz]")
@click.option("--residue", is_flag=True, help="Write what extractors leave of the pages instead of the pages.")
def build(corpora: Path, only: str, jobs: int, out: Path, residue: bool) -> None:
    """Label the blocks of pages and write them as documents."""
    outcomes = run(corpora, only.split(","), tuple(EXTRACTORS) if residue else (), jobs)
    count = write(out, _documents(outcomes, residue))
    click.echo(f"{out}: {count} documents", err=True)


def _documents(outcomes: Iterator[Outcome], residue: bool) -> Iterator[LabelledDocument]:
    left_out = failed = 0
    for outcome in outcomes:
        page, labelled = outcome.labelled.page, outcome.labelled
        if not labelled.usable:
            left_out += 1
            click.echo(f"left out: {page.corpus} {page.id}: {left_out_reason(outcome)}", err=True)
            continue
        for failure in outcome.failures:
            failed += 1
            click.echo(f"failed: {page.corpus} {page.id}: {failure}", err=True)
        if residue:
            yield from outcome.residue
        else:
            yield labelled.document()
    click.echo(f"{left_out} pages left out, {failed} failures of extractors", err=True)


@main.command("judge")
@_corpora
@_only
@_jobs
@click.option("--gold", required=True, type=click.Path(exists=True, path_type=Path), help="Hand-labelled documents.")
@click.option("--differences", type=click.File("w", encoding="utf-8"), help="Write the lines that differ to this file.")
def judge_command(corpora: Path, only: str, jobs: int, gold: Path, differences: TextIO | None) -> None:
    """Compare the silver labels with hand labels of the same pages."""
    hand = list(read(gold))
    wanted = frozenset(document.id.rpartition("-")[0] for document in hand)
    outcomes = run(corpora, only.split(","), tuple(EXTRACTORS), jobs, wanted)
    judgement = judge(hand, outcomes)
    _print_matrix(judgement)
    if differences is not None:
        for difference in judgement.differences:
            click.echo(_row(difference), file=differences)


def _row(difference: Difference) -> str:
    return f"{difference.silver or 'open'}\t{difference.hand}\t{difference.document}\t{difference.text}"


def _print_matrix(judgement: Judgement) -> None:
    click.echo("silver \\ hand   " + "".join(f"{label:>20}" for label in LABELS))
    for silver in (*LABELS, None):
        cells = "".join(
            f"{judgement.counts[silver, hand]:>12}"
            + (f" ({judgement.rate(silver, hand):.1%})" if silver else "").rjust(8)
            for hand in LABELS
        )
        click.echo(f"{silver or 'open':<15}{cells}")
    click.echo(
        f"{sum(judgement.counts.values())} lines of {judgement.documents} documents, {judgement.unmatched} not matched,"
        f" {judgement.open_share:.1%} left open"
    )


@main.command()
@_corpora
@_only
@_jobs
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write sampled documents to this page.")
@click.option("--size", default=40, show_default=True, help="Documents to sample.")
@click.option("--seed", default=0, show_default=True, help="Seed of the sample.")
@click.option("--residue", is_flag=True, help="Sample what extractors leave, not the pages.")
def report(corpora: Path, only: str, jobs: int, html: Path | None, size: int, seed: int, residue: bool) -> None:
    """Count pages, sites, languages, labels and coverage per corpus."""
    outcomes = list(run(corpora, only.split(","), tuple(EXTRACTORS) if residue else (), jobs))
    for figures in count(outcomes):
        _print_figures(figures)
    if html is not None:
        usable = [outcome for outcome in outcomes if outcome.labelled.usable]
        documents = [outcome.labelled.document() for outcome in usable]
        if residue:
            documents = [document for outcome in usable for document in outcome.residue]
        html.write_text(sample_page(sample(documents, size, seed)), encoding="utf-8")
        click.echo(f"{html}: {min(size, len(documents))} documents", err=True)


def _print_figures(figures: CorpusFigures) -> None:
    languages = ", ".join(f"{language} {number}" for language, number in figures.languages.most_common(8))
    lines = ", ".join(f"{figures.lines[label]} {label or 'open'}" for label in (*LABELS, None))
    click.echo(
        f"{figures.corpus}: {figures.pages} pages of {len(figures.sites)} sites ({languages})\n"
        f"  coverage median {figures.median_coverage:.3f}, mean {figures.mean_coverage:.3f};"
        f" headlines {figures.headlines} of {figures.stories} stories\n"
        f"  lines: {lines}\n"
        f"  left out: {len(figures.left_out)} {' '.join(figures.left_out)}"
    )


@main.command("from-html")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Corpus folder to write.")
@click.option("--site", default="", help="Site of all pages; without it, the host that each page names as its own.")
@click.option("--storyless", is_flag=True, help="Pages without a .txt have no story.")
def from_html(folder: Path, out: Path, site: str, storyless: bool) -> None:
    """Turn pages (a.html) and their stories' texts (a.txt, one paragraph per line) into a corpus folder."""
    number = convert(folder, out, site, storyless)
    click.echo(f"{out}: {number} pages; build with --corpora {out.parent} --only {out.name}", err=True)
