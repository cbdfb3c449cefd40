"""Rules from a TOML file: one table `[[rule]]` a rule, every fault named by file and rule."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from nutgraf.errors import InputError
from nutgraf.rules import Rule

_KEYS = tuple(known.name for known in fields(Rule) if known.init)
_EXPECTED = "expected tables [[rule]]"


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of a file, in order.

    Raises:
        InputError: names the file, the rule by number and name, and what is wrong with it.
    """
    tables = _content(path)
    unknown = [key for key in tables if key != "rule"]
    if unknown:
        raise InputError(f"{path}: unknown key {unknown[0]!r}, {_EXPECTED}")
    found = tables.get("rule", [])
    if not isinstance(found, list) or not found:
        raise InputError(f"{path}: no rules, {_EXPECTED}")
    return tuple(_rule(path, number, table) for number, table in enumerate(found, start=1))


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except IsADirectoryError as error:
        raise InputError(f"{path}: a folder, expected a TOML file of rules") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        byte = f"byte 0x{error.object[error.start]:02X} at offset {error.start}"
        raise InputError(f"{path}: not UTF-8: {byte}, expected a TOML file of rules") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path}: not TOML: {error}") from error


def _rule(path: Path, number: int, table: Any) -> Rule:
    try:
        if not isinstance(table, dict):
            raise InputError(f"found {table!r}, {_EXPECTED}")
        unknown = [key for key in table if key not in _KEYS]
        if unknown:
            raise InputError(f"unknown key {unknown[0]!r}, expected {', '.join(_KEYS)}")
        if "label" not in table:
            raise InputError("`label` is missing")
        return Rule(**table)
    except InputError as error:
        raise InputError(f"{path}, rule {number}: {error}") from error
