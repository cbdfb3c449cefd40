from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.labels import Label
from nutgraf_training.corpora.judge import Difference, judge
from nutgraf_training.corpora.run import run
from nutgraf_training.labelled import LabelledDocument, LabelledLine

FIRST = (
    "The ferry between the old harbour and the islands sails again from Monday, "
    "four months after a storm damaged its hull."
)


def test_lines_are_matched_in_order_and_counted(corpora: Path) -> None:
    hand = LabelledDocument(
        "harbour-win",
        "harbourpost.example",
        (
            LabelledLine("By Ida Brook", Label.BODY),
            LabelledLine(FIRST, Label.BODY),
            LabelledLine("Not on the page", Label.PROMO),
            LabelledLine("Share", Label.BOILERPLATE),
        ),
    )
    found = judge([hand], run(corpora, ["pages"]))
    assert found.counts == {
        (Label.BOILERPLATE, Label.BODY): 1,
        (Label.BODY, Label.BODY): 1,
        (Label.BOILERPLATE, Label.BOILERPLATE): 1,
    }
    assert (found.unmatched, found.documents, found.open_share) == (1, 1, 0.0)
    assert found.differences == [Difference("harbour-win", "By Ida Brook", Label.BOILERPLATE, Label.BODY)]
    assert found.rate(Label.BOILERPLATE, Label.BODY) == pytest.approx(0.5)


def test_residue_is_judged_by_its_own_lines(corpora: Path) -> None:
    hand = LabelledDocument("harbour-res", "harbourpost.example", (LabelledLine(FIRST, Label.BODY),))
    assert judge([hand], run(corpora, ["pages"], ["resiliparse"])).counts == {(Label.BODY, Label.BODY): 1}
