"""What a caller can choose in labelling; apart from the code that does it, so that `--help` need not import numpy."""

from collections.abc import Sequence
from typing import Literal, get_args

from nutgraf.errors import InputError

#: What a label speaks of. A paragraph is a line, or several that were hard-wrapped.
Unit = Literal["line", "paragraph"]
UNITS: tuple[Unit, ...] = get_args(Unit)

#: Which error to avoid: calling something the story that is not (precision), or losing a part of the story (recall).
Favor = Literal["balanced", "precision", "recall"]
FAVORS: tuple[Favor, ...] = get_args(Favor)

#: What `clean` leaves out of a text beside the story.
Drop = Literal["both", "promo", "boilerplate"]
DROPS: tuple[Drop, ...] = get_args(Drop)


def check_choice(name: str, value: str, known: Sequence[str]) -> None:
    """Raise InputError where the value of an argument of this name is none of those that are known."""
    if value not in known:
        raise InputError(f"{name} is {value!r}, expected one of {', '.join(known)}")
