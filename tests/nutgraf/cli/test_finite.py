from __future__ import annotations

import click
import pytest

from nutgraf.cli.finite import FiniteRange


def test_finite_numbers_in_the_range_are_taken() -> None:
    assert FiniteRange(0, 1).convert("0.5", None, None) == 0.5
    assert FiniteRange(0).convert("1e300", None, None) == 1e300


@pytest.mark.parametrize("value", ["nan", "-nan", "inf", "1e999", "-1", "one"])
def test_others_are_refused(value: str) -> None:
    with pytest.raises(click.BadParameter):
        FiniteRange(0).convert(value, None, None)
