"""The command `nutgraf`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from nutgraf.cli.group import LazyGroup, PipeClosedError
from nutgraf.errors import NutgrafError

_SUCCESS, _FAILED = 0, 1
# As a shell reports programs that the signals SIGINT, SIGPIPE and SIGTERM ended.
_INTERRUPTED, _PIPE_CLOSED, _TERMINATED = 130, 141, 143

COMMANDS = {
    "score": "nutgraf.cli.score:score",
    "clean": "nutgraf.cli.clean:clean",
    "view": "nutgraf.cli.view:view",
    "explain": "nutgraf.cli.explain:explain",
    "review": "nutgraf.cli.review:review",
    "serve": "nutgraf.cli.serve:serve",
    "info": "nutgraf.cli.info:info",
    "train": "nutgraf.cli.train:train",
    "evaluate": "nutgraf.cli.evaluate:evaluate",
    "completion": "nutgraf.cli.completion:completion",
}


@click.group(cls=LazyGroup, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nutgraf", message="%(prog)s %(version)s")
def group() -> None:
    """Label each line of scraped news text as body, boilerplate or promo.

    Exit codes: 0 all well, 1 some input failed, 2 wrong usage.
    """


class TerminatedError(KeyboardInterrupt):
    """SIGTERM, as schedulers send it: the command ends as by Ctrl-C, its workers with it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; an error is one line on standard error, never a traceback."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(run(arguments))


def _terminated(*_: object) -> NoReturn:
    # `timeout` sends the signal twice, to the process and to its group: the second must not disturb the ending.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise TerminatedError


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _open_closed()
    _write_utf8()
    if (sys.argv[1:] if arguments is None else list(arguments))[:1] != ["train"]:
        # Before numpy is imported: threads of its linear algebra wait for each other on matrices as small as ours, and
        # take the cores that other processes of `--jobs` are for.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        code = group.main(arguments, prog_name="nutgraf", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort as error:
        # Not its cause, which older versions of click leave out.
        return _TERMINATED if isinstance(error.__context__, TerminatedError) else _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except NutgrafError as error:
        click.echo(f"nutgraf: {error}", err=True)
        return _FAILED
    except (PipeClosedError, BrokenPipeError):
        # Whoever read our output has seen enough (`| head`).
        _drop_output()
        return _PIPE_CLOSED
    except OSError as error:
        click.echo(f"nutgraf: {error.filename or 'output'}: {error.strerror or error}", err=True)
        if error.filename is None:
            _drop_output()
        return _FAILED
    return code if isinstance(code, int) else _SUCCESS


def _drop_output() -> None:
    """What is still buffered has nowhere to go; from Python 3.13 on the interpreter would say so, too, as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed() -> None:
    """Streams that the caller closed (`>&-`) are opened so that using them fails as it would; errors go nowhere.

    Left closed, they are None in Python, and their numbers go to the next files that are opened.
    """
    for name, mode, flags in (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def _write_utf8() -> None:
    """Files and pipes get UTF-8 and bare line feeds on every system; what no coding can carry comes as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            coding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=coding, errors="backslashreplace", newline="\n")
