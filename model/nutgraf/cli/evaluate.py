"""`nutgraf evaluate`: the figures of a model on labelled documents, or of two."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nutgraf.cli.outfile import check_outfile

if TYPE_CHECKING:
    from nutgraf_training.report_findings import Findings

#: Stands for the model in the package where a model's folder is asked for.
DEFAULT = "default"
MOST_MODELS = 2


@click.command()
@click.argument("model", type=click.Path(), metavar="MODEL [MODEL]")
@click.argument("data", nargs=-1, required=True, type=click.Path(), metavar="DATA...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--html", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write a report with plots, too.")
def evaluate(model: str, data: tuple[str, ...], as_json: bool, out: Path | None) -> None:
    """Measure MODEL, a folder or "default", on labelled documents, DATA (JSON Lines, CSV or TSV).

    With two models, compare them: how much better the second is, how sure that is, and which documents changed.
    """
    models = [model, *takewhile(_is_model, data)]
    files = [Path(name) for name in data[len(models) - 1 :]]
    if len(models) > MOST_MODELS:
        raise click.UsageError(f"{len(models)} models, expected one or two")
    if not files:
        raise click.UsageError("Missing argument 'DATA...'.")
    from nutgraf_training import report, report_html
    from nutgraf_training.compare import compare

    if out is not None:
        folders = (name for name in models if name != DEFAULT)
        check_outfile(out, "--html", (*files, *folders))  # before minutes of work, not after them
        report_html.require()
    found = _find(models, files, choices=out is not None)
    names = [str(path) for path in files]
    if len(found) == 1:
        evaluation = found[0].evaluation
        click.echo(evaluation.to_json() if as_json else report.text(evaluation))
        page = report_html.page(found[0], names) if out else ""
    else:
        comparison = compare(found[0].results, found[1].results)
        click.echo(comparison.to_json() if as_json else report.comparison_text(comparison, *models))
        page = report_html.comparison_page(comparison, found[0], found[1], names) if out else ""
    if out is not None:
        out.write_text(page, encoding="utf-8", newline="\n")


def _is_model(name: str) -> bool:
    return name == DEFAULT or Path(name).is_dir()


def _find(models: list[str], files: list[Path], *, choices: bool) -> list[Findings]:
    import nutgraf
    from nutgraf_training.dataset import read_many
    from nutgraf_training.report_findings import find

    # All models first: a missing one is told at once.
    labellers = [nutgraf.load(None if name == DEFAULT else name) for name in models]
    documents = list(read_many(files))
    return [find(name, labeller, documents, choices=choices) for name, labeller in zip(models, labellers, strict=True)]
