"""A caller's own rules: what they find, how far they go, and what a faulty one is told."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nutgraf
from fakes import PAGE
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labels import BODY, BOILERPLATE, LABELS, PROMO, Label
from nutgraf.rules import MOST_CHARACTERS, MOST_STRENGTH, STRENGTH, Rule, Rules
from tiny import sample_documents, tiny_labeller

LINES = [line for line in PAGE.split("\n") if line]
TEXTS = ["\n".join(line.text for line in document.lines) for document in sample_documents()[:20]]


def verdict(label: str, *phrases: str, **fields: object) -> Rules:
    return Rules((Rule(Label(label), phrases, verdict=True, **fields),))  # type: ignore[arg-type]


def label(text: str, rules: Rules, site: str | None = None) -> Document:
    return tiny_labeller().with_rules(rules).label(text, site=site)


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "line", "found"),
    [
        ("sign up", "SIGN  Up\xa0now", True),
        ("sign up", "sign\xa0up", True),
        ("sign up", "Design upgrade", False),
        ("ad", "had", False),
        ("ad", "ad: had", True),
        ("$5 off", "Now $5 off!", True),
        ("c++", "Learn C++ now", True),
        ("a.b", "axb", False),
        ("関連記事", "■関連記事はこちら", True),
        ("straße", "DIE STRASSE", False),
        ("اقرأ أيضا", "اقرأ أيضا: الخبر", True),
    ],
)
def test_phrases(phrase: str, line: str, found: bool) -> None:
    assert Rule(Label.PROMO, (phrase,)).speaks_on(line) is found


def test_patterns_are_regular_expressions_anywhere_in_the_line() -> None:
    rule = Rule(Label.BOILERPLATE, patterns=(r"\d{2}:\d{2}$", r"^(?i:by) [A-Z]"))
    assert [rule.speaks_on(line) for line in ("at 10:30", "10:30 today", "BY Ines", "by ines")] == [
        True,
        False,
        True,
        False,
    ]


def test_rules_look_at_so_many_characters_of_a_line() -> None:
    rule = Rule(Label.PROMO, ("x",))
    assert rule.speaks_on(" " * (MOST_CHARACTERS - 1) + "x")
    assert not rule.speaks_on(" " * MOST_CHARACTERS + "x")


def test_subdomains_are_of_the_site() -> None:
    rule = Rule(Label.PROMO, ("x",), sites=("Post.example",))
    sites = ["post.example", "www.POST.example", "outpost.example", "example", "", None]
    assert [rule.speaks_on_site(site) for site in sites] == [True, True, False, False, False, False]


# --- verdicts --------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.sampled_from(TEXTS), st.integers(0, 10_000), st.sampled_from(LABELS))
def test_verdict_changes_its_line_alone(text: str, place: int, given_label: Label) -> None:
    plain = tiny_labeller().label(text)
    index = place % len(plain.lines)
    ruled = label(text, verdict(given_label, plain.lines[index].text))
    noted = np.isin(np.arange(len(plain.lines)), list(ruled.notes))
    assert noted[index]
    assert (ruled.labels[noted] == LABELS.index(given_label)).all()
    assert ruled.labels[~noted].tolist() == plain.labels[~noted].tolist()
    assert ruled.scores.tolist() == plain.scores.tolist()
    if plain.headline_index not in ruled.notes or given_label is Label.BODY:
        assert ruled.headline_index == plain.headline_index
    else:
        assert ruled.headline_index == -1


def test_note_names_the_rule_and_confidence_is_the_models() -> None:
    plain = tiny_labeller().label(PAGE).lines
    document = label(PAGE, verdict("promo", "the council", name="council"))
    assert [line.note for line in document.lines] == [None, None, "council: promo", None]
    line = document.lines[2]
    assert (line.label, line.scores) == (Label.PROMO, plain[2].scores)
    assert line.confidence == line.scores.promo


def test_rule_without_a_name_is_called_by_its_first_phrase() -> None:
    assert label(PAGE, verdict("promo", "the council")).lines[2].note == "'the council': promo"


def test_first_verdict_counts_and_silences_evidence() -> None:
    rules = Rules(
        (
            Rule(Label.BODY, ("share",), name="evidence", strength=20),
            Rule(Label.PROMO, ("share",), name="first", verdict=True),
            Rule(Label.BODY, ("share",), name="second", verdict=True),
        )
    )
    line = label(PAGE, rules).lines[1]
    assert (line.label, line.note) == (Label.PROMO, "first: promo")


def test_verdict_on_the_headline_leaves_no_headline() -> None:
    text = next(text for text in TEXTS if tiny_labeller().label(text).headline)
    plain = tiny_labeller().label(text)
    assert plain.headline
    ruled = label(text, verdict("boilerplate", plain.headline))
    assert ruled.headline is None
    assert plain.headline not in ruled.story.split("\n")


# --- evidence --------------------------------------------------------------------------------------------------------


def test_evidence_is_added_to_the_log_odds() -> None:
    """A line's label turns where the strength outweighs the model's odds, and not before."""
    plain = tiny_labeller().label(PAGE)
    index = 1
    assert plain.labels[index] == BOILERPLATE
    scores = plain.scores[index]
    needed = float(np.log(scores[BOILERPLATE] / scores[PROMO]))
    assert 0.2 < needed < MOST_STRENGTH - 0.2, "the sample line is of no use here"
    for strength, expected in ((needed - 0.1, Label.BOILERPLATE), (needed + 0.1, Label.PROMO)):
        line = label(PAGE, Rules((Rule(Label.PROMO, ("share",), strength=strength),))).lines[index]
        assert line.label is expected
        assert line.scores == plain.lines[index].scores
        assert line.note == f"'share': promo +{strength:g}"


def test_evidence_adds_up() -> None:
    half = float(np.log(np.divide(*tiny_labeller().label(PAGE).scores[1, [BOILERPLATE, PROMO]]))) / 2 + 0.1
    one = Rule(Label.PROMO, ("share",), name="one", strength=half)
    other = Rule(Label.PROMO, patterns=("^Sh",), name="other", strength=half)
    assert label(PAGE, Rules((one,))).labels[1] == BOILERPLATE
    line = label(PAGE, Rules((one, other))).lines[1]
    assert (line.label, line.note) == (Label.PROMO, f"one: promo +{half:g}; other: promo +{half:g}")


@settings(max_examples=25)
@given(st.sampled_from(TEXTS), st.integers(0, 10_000), st.sampled_from(LABELS), st.sampled_from([0.5, 3.0, 20.0]))
def test_evidence_changes_no_other_line(text: str, place: int, given_label: Label, strength: float) -> None:
    plain = tiny_labeller().label(text)
    rule = Rule(given_label, (plain.lines[place % len(plain.lines)].text,), strength=strength)
    ruled = label(text, Rules((rule,)))
    noted = np.isin(np.arange(len(plain.lines)), list(ruled.notes))
    assert ruled.labels[~noted].tolist() == plain.labels[~noted].tolist()
    assert ruled.scores.tolist() == plain.scores.tolist()
    assert ruled.headline_index in (plain.headline_index, -1)
    changed = ruled.labels != plain.labels
    assert (ruled.labels[changed] == LABELS.index(given_label)).all() or plain.headline_index in np.flatnonzero(changed)


def test_strong_evidence_takes_the_headline_and_weak_does_not() -> None:
    text = next(text for text in TEXTS if tiny_labeller().label(text).headline)
    headline = tiny_labeller().label(text).headline
    assert headline
    strong = label(text, Rules((Rule(Label.PROMO, (headline,), strength=20),)))
    weak = label(text, Rules((Rule(Label.PROMO, (headline,), strength=0.001),)))
    assert (strong.headline, weak.headline) == (None, headline)
    assert strong.labels[next(iter(strong.notes))] == PROMO


# --- with the labeller -----------------------------------------------------------------------------------------------


def test_rules_of_a_site_speak_there_alone() -> None:
    labeller = tiny_labeller().with_rules(verdict("promo", "share", sites=("post.example",)))
    assert labeller.label(PAGE, site="www.post.example").labels[1] == PROMO
    assert labeller.label(PAGE, site="other.example").labels[1] == BOILERPLATE
    assert labeller.label(PAGE).labels[1] == BOILERPLATE
    assert labeller.label_lines(LINES, site="post.example").labels[1] == PROMO
    assert [document.labels[1] for document in labeller.label_many([PAGE, PAGE], site="post.example")] == [PROMO] * 2
    bound = labeller.rules.for_site("post.example")
    assert label(PAGE, bound).labels[1] == PROMO
    assert len(labeller.rules.for_site(None)) == 0


def test_rules_change_only_the_texts_they_speak_on() -> None:
    labeller = tiny_labeller().with_rules(verdict("promo", "share"))
    first, second, third = labeller.label_many(["Nothing here", PAGE, "Share"])
    assert (dict(first.notes), list(second.notes), list(third.notes)) == ({}, [1], [0])


def test_blank_items_are_not_asked_about() -> None:
    document = (
        tiny_labeller()
        .with_rules(Rules((Rule(Label.BODY, patterns=("^",), verdict=True),)))
        .label_lines(["Share", "", " "])
    )
    assert document.labels.tolist() == [BODY, BOILERPLATE, BOILERPLATE]
    assert list(document.notes) == [0]


def test_labeller_with_rules_leaves_the_first_alone() -> None:
    labeller = tiny_labeller()
    assert len(labeller.with_rules(verdict("promo", "share")).rules) == 1
    assert len(labeller.rules) == 0
    assert nutgraf.Rules is Rules


def test_rules_survive_pickling() -> None:
    rules = verdict("promo", "share", sites=("post.example",))
    copy = pickle.loads(pickle.dumps(rules))
    assert copy == rules
    assert copy.rules[0].speaks_on("Share")


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"label": "advert"}, "`label` is 'advert', expected one of body, boilerplate, promo"),
        ({"phrases": ()}, "neither phrases nor patterns"),
        ({"phrases": "share"}, "`phrases` is 'share', expected a list"),
        ({"phrases": (" ",)}, "`phrases` holds ' ', expected text that is not blank"),
        ({"patterns": (5,)}, "`patterns` holds 5"),
        ({"sites": ("https://post.example/",)}, "`sites` holds 'https://post.example/', expected a host"),
        ({"sites": ("a.example", "*.post.example")}, r"`sites` holds '\*.post.example'"),
        ({"sites": ("post.example:80",)}, "`sites` holds 'post.example:80'"),
        ({"patterns": ("(",), "name": "x"}, r"^x: '\(' is no regular expression: .*position 0"),
        ({"patterns": ("a{99999999999}",)}, "is no regular expression"),
        ({"strength": 0}, "`strength` is 0, expected a number above 0, up to 20"),
        ({"strength": float("nan")}, "`strength` is nan"),
        ({"strength": True}, "`strength` is True"),
        ({"verdict": "yes"}, "`verdict` is 'yes', expected true or false"),
        ({"name": 5}, "`name` is 5, expected text"),
    ],
)
def test_faulty_rule_is_told_what_is_wrong(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Rule(**({"label": "promo", "phrases": ("share",)} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a+)+$", "(a*)*b", r"^(\w+\s?)*$", r"(?:\s*\w+)+:", "(?P<x>[a-z]+){2,}", "(.*)+"),
        *(r"^((\w+)\s?)*$", r"(?i:\w+\s?)*$", r"(\w+|\d+)*$", r"(?:(?:\w+)\s?)+!", r"(\w+\s?){1,99}$"),
        *(r"(\d{1,3}\s?)+", r"(?=(a+)+$)", r"x(?:y|(?:(a+)?)*)", r"(?:a+?)+b"),
        # What must stand beside the repetition, it can match itself, or it goes on behind it.
        *(r"^(\w+\s?\w+)*$", r"(?:[a-z]+[a-z]+)+\d", r"([a-z]+[a-z]+,)*", r"(\w*,\w*)*!", r"(\w+\d)*!"),
        *(r"(\w?\w?)*!", r"(x\w+x)*", "(?i)(?:[A-Z][a-z]+ ?)+!", "(?:(?i:[A-Z][a-z]+) ?)+!"),
    ],
)
def test_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="repeats a repetition"):
        Rule(Label.PROMO, patterns=(pattern,))


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(\s\w+)*", "(ab)+", r"\(a+\)+", "([+*])+", "(a+)?", "(a+b)+", r"(\d+,)*\d", "(?>a+)+", r"(\d{3}\s?)+"),
        *("(?:very |so )*good", r"(\w+\s+)*", r"(?:\s*\|\s*\w+)+", r"(?:\w+\s*[,|]\s*)+", r"(?:-?\d)+", "(?:[^,]+,)+"),
        *(r"(?:\w+ \w+,)*", r"(?:(?:foo)+,)*", "(?:[A-Z][a-z]+ ?)+", r"(?:,? ?\w)+", r"(a)(?:\1,)+"),
    ],
)
def test_pattern_that_only_looks_like_it_is_taken(pattern: str) -> None:
    Rule(Label.PROMO, patterns=(pattern,))


def test_rules_hold_rules() -> None:
    with pytest.raises(InputError, match=r"rule 2 is str, expected nutgraf\.rules\.Rule"):
        Rules((Rule(Label.PROMO, ("a",)), "b"))  # type: ignore[arg-type]


def test_default_strength_outweighs_odds_of_twenty() -> None:
    assert np.exp(STRENGTH) == pytest.approx(20, rel=0.01)
