"""Rules' labels weighed against a teacher's."""

from dataclasses import replace

import numpy as np
import pytest

from nutgraf.labels import LABELS, Label
from nutgraf_training.labelled import HAND_LABELLED, LabelledDocument, LabelledLine, label_codes
from nutgraf_training.recipe import Sources
from nutgraf_training.teaching import Belief, learn_belief, taught

CODES = {"b": Label.BODY, "o": Label.BOILERPLATE, "p": Label.PROMO, "?": None}
LINES = 40


def document(id: str, labels: str, kind: str = "page", headline: int | None = None) -> LabelledDocument:
    lines = tuple(LabelledLine(f"line {place} of it", CODES[label]) for place, label in enumerate(labels))
    return LabelledDocument(id, "lido.example", lines, headline, kind=kind)


def answers(labels: str, sure: float = 0.9) -> np.ndarray:
    rest = (1 - sure) / 2
    return np.array([[sure if CODES[code] is label else rest for label in LABELS] for code in labels], np.float32)


def sources(*pages: LabelledDocument, hand: tuple[LabelledDocument, ...] = (), residue=()) -> Sources:
    return Sources(pages, residue, hand, silver={page.id: label_codes(page.lines) for page in pages})


@pytest.fixture(scope="module")
def belief() -> Belief:
    """Learned where the rules are right of body alone, and the teacher of all else."""
    random = np.random.default_rng(0)
    true = "".join(random.choice(list("bop"), LINES * 20))
    rules = "".join(code if code == "b" or random.random() < 0.3 else "o" for code in true)
    teacher = "".join(code if random.random() < 0.95 else "p" for code in true)
    pages = [document(str(n), rules[n * LINES :][:LINES]) for n in range(20)]
    hand = tuple(document(f"{n}-win", true[n * LINES :][:LINES], HAND_LABELLED) for n in range(20))
    said = {str(n): answers(teacher[n * LINES :][:LINES]) for n in range(20)}
    return learn_belief(sources(*pages, hand=hand), said)


def test_each_is_believed_where_it_was_right(belief: Belief):
    silver = np.array([0, 1, -1, 1])
    shares = belief.shares(silver, answers("pppo"))
    np.testing.assert_allclose(shares.sum(1), 1)
    assert shares.argmax(1).tolist() == [0, 2, 2, 1]
    assert shares[3, 1] > 0.9


def test_lines_say_how_likely_each_label_is(belief: Belief):
    page = document("1", "boo?", headline=0)
    (found,) = taught(sources(page), {"1": answers("bpoo")}, belief).pages
    assert [line.label for line in found.lines] == [Label.BODY, Label.PROMO, Label.BOILERPLATE, Label.BOILERPLATE]
    expected = belief.shares(np.array([0, 1, 1, -1]), answers("bpoo"))
    np.testing.assert_allclose([line.shares for line in found.lines], expected)
    assert [line.text for line in found.lines] == [line.text for line in page.lines]
    assert found.headline == 0


def test_where_no_other_label_is_clear_it_stays(belief: Belief):
    found = taught(sources(document("1", "b?o")), {"1": answers("bpp", sure=0.34)}, belief).pages[0].lines
    assert [line.label for line in found] == [Label.BODY, None, Label.BOILERPLATE]
    assert found[1].shares is not None
    assert max(found[1].shares) < 0.6


def test_what_a_person_said_stays(belief: Belief):
    page = document("1", "bpo")
    hand = replace(document("1-win", "bpo", HAND_LABELLED), lines=(page.lines[1],))
    (found,) = taught(sources(page, hand=(hand,)), {"1": answers("bob")}, belief).pages
    assert found.lines[1] == page.lines[1]
    assert found.lines[2].shares is not None


def test_what_an_extractor_left_is_told_of_its_page(belief: Belief):
    page = document("1", "boo")
    left = replace(document("1-res", "?o", "residue-resiliparse"), lines=(page.lines[2], LabelledLine("more", None)))
    found = taught(sources(page, residue=(left,)), {"1": answers("bop")}, belief).residue[0]
    same = taught(sources(page), {"1": answers("bop")}, belief).pages[0].lines[2]
    assert found.lines[0].label is same.label is Label.PROMO
    assert found.lines[0].shares == pytest.approx(same.shares)
    assert found.lines[1] == left.lines[1]


def test_of_a_page_without_a_story_no_line_is_one_of_a_story(belief: Belief):
    (found,) = taught(sources(document("1", "oo?")), {"1": answers("bob")}, belief).pages
    assert all(line.label is not Label.BODY for line in found.lines)
    assert all(line.shares is not None and line.shares[0] == 0 for line in found.lines)
    np.testing.assert_allclose([sum(line.shares or ()) for line in found.lines], 1)
