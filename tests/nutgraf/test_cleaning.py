"""What the options of cleaning leave; the commands have tests of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fakes import PAGE, FakeLabeller
from nutgraf.cleaning import body_share, cleaned, uncertain
from nutgraf.errors import InputError

DOCUMENT = FakeLabeller().label(PAGE)


def test_nothing_is_uncertain_unless_asked() -> None:
    assert uncertain(DOCUMENT, None).tolist() == [False] * 4
    assert uncertain(FakeLabeller().label(""), 1.0).shape == (0,)


def test_a_rule_makes_its_line_certain() -> None:
    ruled = replace(DOCUMENT, notes={1: "a rule"})
    assert uncertain(ruled, 0.9).tolist() == [True, False, True, True]
    assert "Share" not in cleaned(ruled, least=0.9)


def test_confidence_is_that_of_the_label_not_the_best() -> None:
    other = replace(DOCUMENT, labels=np.array([0, 0, 0, 2], dtype=np.uint8))
    assert uncertain(other, 0.5).tolist() == [False, True, False, False]


def test_confidence_is_compared_as_it_is_printed() -> None:
    scores = np.full((4, 3), 0.7, dtype=np.float32)  # a float32 of 0.7 is 0.699999988
    assert not uncertain(replace(DOCUMENT, scores=scores), 0.7).any()


@pytest.mark.parametrize(("text", "share"), [("", 0.0), ("Share", 0.0), ("x" * 30 + "\n" + "y" * 10, 0.75)])
def test_body_share_is_of_characters(text: str, share: float) -> None:
    assert body_share(FakeLabeller().label(text)) == share


def test_what_cannot_be_dropped_is_told() -> None:
    with pytest.raises(InputError, match="drop is 'promos', expected one of both, promo, boilerplate"):
        cleaned(DOCUMENT, "promos")  # type: ignore[arg-type]
