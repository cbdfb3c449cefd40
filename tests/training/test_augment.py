"""Simulated scrapers: labels stay with their text, the headline is followed."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pytest

import small
from nutgraf.labels import Label
from nutgraf_training import augment as module
from nutgraf_training.augment import CHANGES, SHORT, augment
from nutgraf_training.labelled import LabelledDocument, LabelledLine

BODY, BOILERPLATE, PROMO = Label.BODY, Label.BOILERPLATE, Label.PROMO
SEEDS = range(4)
NAMES = [change.__name__ for change, _ in CHANGES]


def document(*lines: tuple[str, Label | None], headline: int | None = None) -> LabelledDocument:
    return LabelledDocument("d", "s.example", tuple(LabelledLine(*line) for line in lines), headline, "en", "page")


def words(lines: Iterable[LabelledLine], label: Label) -> Counter[str]:
    """Letters with a label: not what the changes may alter, as case, quotes, marks, numbers, spaces and glue."""
    return Counter(
        "".join(re.findall(r"[^\W\d_]", "".join(line.text for line in lines if line.label is label).casefold()))
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_laws_of_every_change(name: str, seed: int):
    for page in small.documents()[::3]:
        changed = getattr(module, name)(page, np.random.default_rng(seed))
        assert (changed.id, changed.source, changed.language) == (page.id, page.source, page.language)
        assert not words(changed.lines, BODY) - words(page.lines, BODY), "body was invented"
        if name != "doubled":
            for label in (BOILERPLATE, PROMO):
                assert not words(changed.lines, label) - words(page.lines, label)
        if changed.headline is not None:
            assert page.headline is not None
            one, other = (d.lines[d.headline or 0].text.casefold() for d in (changed, page))
            one, other = ("".join(re.findall(r"[^\W\d_]", text)) for text in (one, other))
            assert other.startswith(one)
        elif page.headline is not None:
            assert name in {"window", "furniture_only"}
        again = getattr(module, name)(page, np.random.default_rng(seed))
        assert again == changed


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "name",
    ["crop", "story_only", "thin", "merge_short", "hard_wrap", "plain_quotes", "doubled", "marked", "joined"],
)
def test_changes_that_keep_the_whole_story(name: str, seed: int):
    for page in small.documents()[::3]:
        changed = getattr(module, name)(page, np.random.default_rng(seed))
        assert words(changed.lines, BODY) == words(page.lines, BODY)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("label", list(Label))
def test_a_page_of_one_label_keeps_a_line(name: str, label: Label):
    page = document(("Only line of the page", label))
    for seed in range(10):
        assert getattr(module, name)(page, np.random.default_rng(seed)).lines


def test_furniture_only():
    page = document(("Title", BODY), ("Share", BOILERPLATE), ("Other story", PROMO), headline=0)
    changed = module.furniture_only(page, np.random.default_rng(0))
    assert [line.text for line in changed.lines] == ["Share", "Other story"]
    assert changed.headline is None


def test_merge_short_glues_furniture_alone():
    long = "x" * (SHORT + 1)
    page = document(
        ("Home", BOILERPLATE), ("News", BOILERPLATE), ("Title", BODY), ("One", PROMO), ("Two", PROMO),
        (long, BOILERPLATE), ("Lone", BOILERPLATE), headline=2,
    )  # fmt: skip
    changed = module.merge_short(page, np.random.default_rng(0))
    assert re.fullmatch(r"Home( | \| | · |)News", changed.lines[0].text)
    assert [line.text for line in changed.lines[1:]] == ["Title", "One", "Two", long, "Lone"]
    assert changed.headline == 1


def test_hard_wrap_breaks_between_words():
    text = "word " * 60 + "end"
    changed = module.hard_wrap(document(("Share", BOILERPLATE), (text, BODY), headline=1), np.random.default_rng(0))
    pieces = [line.text for line in changed.lines[1:]]
    assert len(pieces) > 2
    assert " ".join(pieces) == text
    assert max(map(len, pieces)) <= max(module.WRAP_WIDTHS)
    assert {line.label for line in changed.lines[1:]} == {BODY}
    assert changed.headline == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_doubled_body_is_no_second_story(seed: int):
    lines = [(f"Line {i} " + "long " * (10 * (i % 2)), BODY) for i in range(200)]
    changed = module.doubled(document(*lines), np.random.default_rng(seed))
    if len(changed.lines) == 2 * len(lines):
        assert [line.label for line in changed.lines] == [BODY, None] * len(lines)
        return
    seen: Counter[str] = Counter()
    for line in changed.lines:
        seen[line.text] += 1
        second = BOILERPLATE if len(line.text) < SHORT else None
        assert line.label is (BODY if seen[line.text] == 1 else second)
    assert max(seen.values()) == 2


def test_marks_stand_at_lines_of_every_label():
    page = document(("Title", BODY), ("x" * SHORT * 3, BODY), ("Share", BOILERPLATE), ("Other", PROMO), headline=0)
    forms = {
        tuple(line.text.replace(old.text, "") for line, old in zip(changed.lines, page.lines, strict=True))
        for changed in (module.marked(page, np.random.default_rng(seed)) for seed in range(60))
    }
    assert {("• ",) * 4, ("• ", "", "• ", "• "), ("1. ", "2. ", "3. ", "4. "), (" -",) * 4} <= forms


def test_joined_lines_are_neighbours_of_one_label():
    page = document(("Title", BODY), ("One.", BODY), ("Two.", BODY), ("A", PROMO), ("B", PROMO), headline=0)
    changed = module.joined(page, np.random.default_rng(0))
    assert changed.lines == document(("Title", BODY), ("One. Two.", BODY), ("A B", PROMO)).lines
    assert changed.headline == 0


def test_augment_is_the_same_for_a_seed():
    pages = small.documents()
    one, again, other = (list(augment(pages, seed, each=1.5)) for seed in (1, 1, 2))
    assert one == again != other
    assert {copy.kind for copy in one} == {"augmented"}
    assert len(one) == pytest.approx(1.5 * len(pages), rel=0.3)
    assert not list(augment(pages, 1, each=0))


@pytest.mark.parametrize("name", ["hard_wrap", "doubled", "marked", "other_case", "no_end_marks", "joined"])
def test_what_a_teacher_said_of_a_line_stays_with_it(name: str):
    said = (0.1, 0.2, 0.7)
    page = LabelledDocument(
        "d", "s", tuple(LabelledLine("A council votes on the pool " * 3, PROMO, said) for _ in "ab")
    )
    for seed in SEEDS:
        changed = getattr(module, name)(page, np.random.default_rng(seed))
        assert {line.shares for line in changed.lines if line.label is PROMO} == {said}
