"""`nutgraf review`: look at labels in the browser and correct them."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nutgraf.cli.messages import documents
from nutgraf.cli.options import MODEL
from nutgraf.cli.outfile import check_outfile, replacing
from nutgraf.errors import NutgrafError

if TYPE_CHECKING:
    from nutgraf.cli.messages import Messages
    from nutgraf.labeller import Labeller
    from nutgraf.service.store import Store


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@MODEL
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("nutgraf-review.sqlite"),
    show_default=True,
    help="File that keeps documents and corrections; made if it is not there.",
)
@click.option("--source", default="unknown", show_default=True, help="Site of documents that name none.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the page.  [default: any free one]")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@click.option(
    "--export", "out", type=click.Path(path_type=Path), help="Write what is reviewed as labelled JSON Lines, and end."
)
@click.option("--everything", is_flag=True, help="Export the model's labels too, where nobody has reviewed a line.")
@click.pass_context
def review(
    ctx: click.Context,
    files: tuple[str, ...],
    model: str | None,
    database: Path,
    source: str,
    port: int,
    no_browser: bool,
    out: Path | None,
    everything: bool,
) -> None:
    """Open a page in the browser on which the lines of FILEs are shown with their labels and corrected.

    Takes what `score` takes, labelled JSON Lines, and exports of Label Studio (JSON) and Doccano (JSONL). Documents and
    corrections are kept in the database: without FILEs, the review goes on with what is there.
    """
    import nutgraf
    from nutgraf.cli.messages import Messages
    from nutgraf.service.store import Store

    if everything and out is None:
        raise click.UsageError("--everything is for --export")
    if out is not None:
        check_outfile(out, "--export", (*files, database, *([model] if model else ())))
        if not files and not database.exists():
            raise click.UsageError(f"there is no {database}, and no FILE to review: name the --database to export")
    messages = Messages()
    labeller, store = nutgraf.load(model), Store(database)
    _add(store, labeller, files, source, messages)
    if out is not None:
        _export(store, out, everything, messages)
    elif not store.queue() and messages.failures:
        messages.notice("nothing to review")
    else:
        _serve(store, labeller, port, no_browser)
    ctx.exit(messages.exit_code())


def _add(store: Store, labeller: Labeller, files: tuple[str, ...], source: str, messages: Messages) -> None:
    from nutgraf.service.review.files import add_files
    from nutgraf.service.review.judging import judge_anew

    if changed := judge_anew(store, labeller):
        messages.notice(f"{documents(changed)} labelled anew: another model had labelled them")
    for outcome in add_files(store, labeller, files, source):
        for failure in outcome.failures:
            messages.failure(failure)
        if outcome.added.new or outcome.added.known:
            messages.notice(
                f"{outcome.name}: {documents(outcome.added.new)} added, {outcome.added.known} known already"
            )


def _export(store: Store, out: Path, everything: bool, messages: Messages) -> None:
    from nutgraf.service.exchange import exported

    lines = list(exported(store, everything))
    if not lines:
        hint = f"{store.path} holds no document" if everything else "--everything takes all labels"
        messages.failure(f"nothing is reviewed in {store.path}: {out} is not written; {hint}")
        return
    with replacing(out) as file:
        file.writelines(lines)
    messages.notice(f"{documents(len(lines))} written to {out}")


def _serve(store: Store, labeller: Labeller, port: int, no_browser: bool) -> None:
    try:
        from nutgraf.service.app import create_app
        from nutgraf.service.journal import LOG
        from nutgraf.service.run import run
    except ImportError as error:
        raise NutgrafError(f"the review page needs {error.name}: pip install 'nutgraf[serve]'") from error
    from nutgraf.service.settings import MEGABYTE, Settings

    # Other people's programs on this computer can reach the port too: the address that is opened has a key in it.
    settings = Settings(token=secrets.token_urlsafe(16), max_body=64 * MEGABYTE)

    def listening(url: str) -> None:
        LOG.addFilter(lambda record: record.levelno >= logging.WARNING)  # each press of a key would be a line
        address = f"{url}/#token={settings.token}"
        click.echo(f"{address}\nCorrections are kept in {store.path}. Ctrl-C ends the review.")
        if not no_browser:
            click.launch(address)

    try:
        run(create_app(labeller, settings, store), settings, "127.0.0.1", port, listening)
    except KeyboardInterrupt:
        click.echo()
