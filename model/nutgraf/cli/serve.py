"""`nutgraf serve`: the labeller over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nutgraf.cli.finite import FiniteRange
from nutgraf.cli.options import MODEL
from nutgraf.errors import InputError, NutgrafError
from nutgraf.service.settings import MEGABYTE, Settings

if TYPE_CHECKING:
    from nutgraf.labeller import Labeller
    from nutgraf.service.store import Store

_DEFAULT = Settings()


@click.command()
@MODEL
@click.option("--rules", type=click.Path(path_type=Path), metavar="FILE", help="Your own rules, in TOML.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 is all of them.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any free one.")
@click.option("--allowed-host", "hosts", multiple=True, metavar="NAME", help="Name to answer to; * for any.")
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Ask every request for the token in this file; or set NUTGRAF_TOKEN.",
)
@click.option(
    "--max-body",
    type=click.IntRange(1),
    default=_DEFAULT.max_body // MEGABYTE,
    show_default=True,
    help="Largest request, in megabytes.",
)
@click.option(
    "--max-documents",
    type=click.IntRange(1),
    default=_DEFAULT.max_documents,
    show_default=True,
    help="Most documents in a request.",
)
@click.option(
    "--max-requests",
    type=click.IntRange(1),
    default=_DEFAULT.max_requests,
    show_default=True,
    help="Most requests at work at the same time.",
)
@click.option(
    "--time-limit",
    type=FiniteRange(0, min_open=True),
    default=_DEFAULT.time_limit,
    show_default=True,
    help="Seconds for one request.",
)
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep documents and corrections of the review page there; without it the page keeps nothing.",
)
def serve(
    model: str | None,
    rules: Path | None,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    token_file: Path | None,
    max_body: int,
    max_documents: int,
    max_requests: int,
    time_limit: float,
    database: Path | None,
) -> None:
    """Label what comes by HTTP, until Ctrl-C or SIGTERM; the log goes to standard error as JSON Lines."""
    settings = Settings(
        max_body=max_body * MEGABYTE,
        max_documents=max_documents,
        max_requests=max_requests,
        time_limit=time_limit,
        token=_token(token_file),
        allowed_hosts=tuple(name.lower() for name in hosts),
    )
    try:
        from nutgraf.service.app import create_app
        from nutgraf.service.run import run
    except ImportError as error:
        raise NutgrafError(f"the service needs {error.name}: pip install 'nutgraf[serve]'") from error
    import nutgraf

    labeller = nutgraf.load(model, rules=nutgraf.Rules.read(rules) if rules else None)
    run(create_app(labeller, settings, _store(database, labeller)), settings, host, port)


def _store(database: Path | None, labeller: Labeller) -> Store | None:
    if database is None:
        return None
    from nutgraf.service.review.judging import judge_anew
    from nutgraf.service.store import Store

    store = Store(database)
    judge_anew(store, labeller)
    return store


def _token(file: Path | None) -> str | None:
    """The token to ask for, without the white space around it that clients and editors drop or put there."""
    if file is None:
        set_to = os.environ.get("NUTGRAF_TOKEN")
        return None if set_to is None else set_to.strip()
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: no token to be read ({error}), expected one line of text in UTF-8") from error
