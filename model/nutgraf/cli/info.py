"""`nutgraf info`: which model is in use, and what was measured of it."""

from __future__ import annotations

import json
from typing import Any

import click

from nutgraf.cli.options import MODEL


@click.command()
@MODEL
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(model: str | None, as_json: bool) -> None:
    """Print the versions, the origin and the figures of the model."""
    import nutgraf

    facts = {"nutgraf": _version(), **nutgraf.load(model).model.info}
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str) if as_json else "\n".join(_lines(facts)))


def _version() -> str:
    from importlib.metadata import version

    return version("nutgraf")


def _lines(facts: dict[str, Any], indent: str = "") -> list[str]:
    """One fact a line; facts within facts are indented below their name."""
    lines = []
    for name, value in facts.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}:", *_lines(value, indent + "  ")]
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
            lines.append(f"{indent}{name}: {shown}")
    return lines
