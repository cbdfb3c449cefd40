"""What the review page is told of a document, and the labeller's own decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

import small
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf.model import Thresholds
from nutgraf.service.review.judging import judge

DOCUMENTS = [small.lines(document) for document in small.documents()[:3]]
DOCUMENTS += [[line for line in DOCUMENTS[0] for _ in range(2)]]


@pytest.mark.parametrize("nearness", [1e-5, -1e-5])
def test_shares_and_scores_say_what_any_threshold_makes_of_a_line(nearness: float) -> None:
    model = small.model()
    for lines in DOCUMENTS:
        judgement = judge(Labeller(model), Labeller(model).label_lines(lines))
        # The hardest threshold for a line is one next to its own share.
        for threshold in {share + nearness for share in judgement.shares}:
            settings = replace(model.settings, thresholds=Thresholds(recall=threshold))
            found = Labeller(replace(model, settings=settings)).label_lines(lines, favor="recall")
            shown = [
                Label.BODY if share >= threshold else Label.PROMO if promo > boilerplate else Label.BOILERPLATE
                for share, (_, boilerplate, promo) in zip(judgement.shares, judgement.scores, strict=True)
            ]
            for place in set(range(len(lines))) - judgement.fixed:
                assert shown[place] == found.lines[place].label
