"""What training is told of each line, by hand-worked cases."""

from dataclasses import replace

import numpy as np

from nutgraf.labels import Label
from nutgraf.network import HEADLINE
from nutgraf_training.briefs import KIND as BRIEF
from nutgraf_training.fit import KIND_WEIGHTS
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.targets import FEWEST_LINES, LEAST_SHARE, SIZE_POWER, USUAL_LINES, Targets, line_targets

#: How much more a line counts in a document of FEWEST_LINES, or fewer.
SHORT = (USUAL_LINES / FEWEST_LINES) ** SIZE_POWER

CODES = {"b": Label.BODY, "o": Label.BOILERPLATE, "p": Label.PROMO, "?": None}


def document(labels: str, headline: int | None = None, kind: str = "page") -> LabelledDocument:
    lines = tuple(LabelledLine("One line of five words", CODES[label]) for label in labels)
    return LabelledDocument("d", "s", lines, headline, kind=kind)


def with_shares(page: LabelledDocument, place: int, *shares: float) -> LabelledDocument:
    body, boilerplate, promo = shares
    lines = list(page.lines)
    lines[place] = replace(lines[place], shares=(body, boilerplate, promo))
    return replace(page, lines=tuple(lines))


def test_labels_and_weights():
    found = line_targets(
        [document("ob?pb", 1, "hand"), document("obb", kind="residue-trafilatura"), document("op", kind="other")],
        {"hand": 3.0, "residue": 0.5},
    )
    # The second document names no headline: its first body line has the look of one.
    assert found.labels.tolist() == [1, HEADLINE, -1, 2, 0, 1, HEADLINE, 0, 1, 2]
    assert found.known.tolist() == [True, True, False] + [True] * 7
    np.testing.assert_allclose(found.weights / SHORT, [3] * 5 + [0.5] * 3 + [1] * 2, rtol=1e-6)


def test_a_line_counts_less_among_many_but_all_of_them_more():
    sizes = (1, FEWEST_LINES, USUAL_LINES, 10 * USUAL_LINES)
    weights = [line_targets([document("o" * size)], {}).weights for size in sizes]
    each = [float(of[0]) for of in weights]
    assert each[0] == each[1] > each[2] > each[3]
    assert each[2] == 1
    assert sorted(of.sum() for of in weights) == [of.sum() for of in weights]


def test_lines_of_which_nothing_is_known_do_not_make_a_document_long():
    weights = line_targets([document("o" * FEWEST_LINES + "?" * 500), document("o" * FEWEST_LINES)], {}).weights
    assert weights[0] == weights[-1]


def test_copies_of_hand_labelled_documents_weigh_less_than_these():
    weights = line_targets([document("o", kind="hand"), document("o", kind="hand-augmented")], KIND_WEIGHTS).weights
    assert weights[0] > weights[1]


def test_a_line_of_a_brief_counts_less_than_where_it_was_cut_from():
    found = line_targets([document("bop", kind=BRIEF), document("bop")], KIND_WEIGHTS)
    assert found.known.all()
    assert found.weights[0] < found.weights[3]


def test_a_line_is_taught_once_for_each_class_that_it_may_be():
    page = with_shares(document("?op", kind="residue"), 0, 0.625, 0.375 - LEAST_SHARE / 2, LEAST_SHARE / 2)
    found = line_targets([page], {"residue": 0.5})
    lines, classes, weights = found.rows(np.ones(3, bool))
    assert list(zip(lines.tolist(), classes.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1), (2, 2)]
    np.testing.assert_allclose(weights / SHORT, [0.3125, 0.175, 0.5, 0.5], rtol=1e-6)
    assert found.labels.tolist() == [0, 1, 2]
    lines, classes, _ = found.rows(np.array([False, True, False]))
    assert (lines.tolist(), classes.tolist()) == ([1], [1])


def test_what_speaks_for_body_speaks_for_the_headline():
    found = line_targets([with_shares(document("ob"), 1, 0.75, 0.25, 0)], {})
    assert found.shares[1].tolist() == [0, 0.25, 0, 0.75]
    unlabelled_but_named = line_targets([document("o?", 1)], {})
    assert unlabelled_but_named.labels.tolist() == [1, HEADLINE]


def test_certain():
    found = Targets.certain(np.array([HEADLINE, -1, 0]), np.ones(3, np.float32))
    assert found.labels.tolist() == [HEADLINE, -1, 0]
    assert found.shares.sum(1).tolist() == [1, 0, 1]
