"""What the review page is told of a document, and the labeller's own decisions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import small
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf.model import Thresholds
from nutgraf.service.review.judging import digest, judge

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


def test_a_model_s_name_is_that_of_its_weights_and_settings() -> None:
    model = small.model()
    same = replace(model, common_words=model.common_words.copy(), info={"figures": "others"})
    assert same is not model
    assert digest(same) == digest(model)
    moved = np.roll(model.table.rows, 1)  # the same weights, of other n-grams
    others = [
        replace(model, common_words=~model.common_words),
        replace(model, table=replace(model.table, rows=moved)),
        replace(model, table=replace(model.table, packed=model.table.packed + 1)),
        replace(model, settings=replace(model.settings, outside=0.5)),
        replace(model, table=replace(model.table, bias=model.table.bias + 1)),
        replace(model, networks=model.networks[::-1] + model.networks),
        replace(model, headline=model.story),
    ]
    assert len({digest(other) for other in (model, *others)}) == 1 + len(others)
