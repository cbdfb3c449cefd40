"""Shape of single lines, by hand."""

import numpy as np
import pytest
from hypothesis import given

from nutgraf.batch import batch_of_lines
from nutgraf.characters import CharacterClass as C
from nutgraf.commonwords import nothing_common, places
from nutgraf.shape import Shape, class_counts, describe
from nutgraf.tokens import tokenise
from small import DOCUMENTS


def common(*words: str) -> np.ndarray:
    """The set of these words."""
    found = nothing_common()
    found[places(tokenise(batch_of_lines([words])).hashes)] = True
    return found


def shape(*lines: str, common_words: np.ndarray | None = None) -> Shape:
    batch = batch_of_lines([lines])
    return describe(batch, tokenise(batch), common_words if common_words is not None else common())


def column(name: str, *lines: str, common_words: np.ndarray | None = None) -> list[float]:
    return shape(*lines, common_words=common_words).columns[name].tolist()


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("They voted.", True),
        ("They voted.”", True),
        ("(They voted!)", True),
        ("Did they? ", True),
        ("彼らは言った。」", True),
        ("وقال نعم؟", True),
        ("उन्होंने कहा।", True),
        ("They voted", False),
        ("They voted:", False),
        ("”", False),
        ("", False),
        ("U.S. vote", False),
    ],
)
def test_ends_of_sentences(line: str, ends: bool):
    # The line before ends as a sentence: the next must not be taken for it.
    assert column("ends_sentence", "So it ends.", line) == [1, ends]


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("ends_question", "Why?", "Why."),
        ("ends_dots", "And then...", "And then."),
        ("ends_colon", "Related：", "Related: x"),
        ("ends_comma", "First,", "First, x"),
        ("first_dash", "– item", "item –"),
        ("last_dash", "item -", "- item"),
        ("first_quote", "“Yes”, they said", "They said “yes”"),
        ("last_separator", "Next »", "« Next x"),
        ("first_digit", "1. first", "First 1"),
        ("first_caseless", "街の声", "Voice 街 x"),
        ("first_lower", "and so on", "And so on"),
        ("last_value_sign", "up 5%", "5% up"),
    ],
)
def test_borders(name: str, yes: str, no: str):
    assert column(name, yes, no, "") == [1, 0, 0]


@pytest.mark.parametrize(
    ("name", "line", "count"),
    [
        ("inner_ends", "One. Two! Three.", 2),
        ("inner_ends", "v1.2 is out.", 0),
        ("inner_ends", "一。二。", 1),
        ("clock_times", "12:45 and 1:30, x: y", 2),
        ("at_signs", "a@b.example, @ c", 1),
        ("addresses", "www.site.example", 2),
        ("years", "2019 to 2024, 12345, 24", 2),
        ("digit_count", "12 and 3", 3),
        ("comma_count", "a, b, c", 2),
        ("separator_count", "a | b / c", 2),
    ],
)
def test_counts(name: str, line: str, count: int):
    np.testing.assert_allclose(column(name, "12:45. x, 2024 a@b.cd | 1.", line)[1], np.log1p(count), rtol=1e-6)


def test_shares():
    found = shape("The BIG Vote of 12", "").columns
    expected = {
        "capital_share": 3 / 5,
        "shouted_share": 1 / 5,
        "digit_word_share": 1 / 5,
        "long_capital_share": 1,  # Vote is the only word longer than three
        "mean_word_length": (3 + 3 + 4 + 2 + 2) / 5,
        "upper_share": 5 / 12,
        "digit_share": 2 / 18,
        "log_words": np.log1p(5),
        "log_characters": np.log1p(18),
    }
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], [value, 0], rtol=1e-6, err_msg=name)


def test_common_words():
    table = common("the", "of")
    line, other = "The end of days", "Days end"
    assert column("common_share", line, other, common_words=table) == [0.5, 0]
    assert column("plain_share", line, "Days", common_words=table) == [1, 0]  # neither a rare name nor a capital
    assert column("common_first", line, "", common_words=table) == [1, 0]
    assert column("common_last", line, "Days of", common_words=table) == [0, 1]


def test_kinds_of_lines():
    paragraph = "it was said by all of them " * 4 + "today."
    lines = [paragraph, "they all voted on it today.", "Council Votes to Close the Old Pool", "Share", "It ends now."]
    found = shape(*lines)
    assert found.sentence.tolist() == [True, True, False, False, False]
    assert found.paragraph.tolist() == [True, False, False, False, False]
    assert found.headline.tolist() == [False, False, True, False, False]
    assert found.short.tolist() == [False, False, False, True, True]
    assert found.words.tolist() == [29, 6, 7, 1, 3]


def test_names_alone_are_no_sentence():
    assert shape("Anna Berg Carl Dahl Eva Falk.").sentence.tolist() == [False]
    assert shape("Anna Berg and Carl Dahl went.").sentence.tolist() == [False]  # 2 of 6 words are plain
    assert shape("Anna Berg and carl Dahl went.").sentence.tolist() == [True]


def test_signature_tells_looks_apart():
    one, same, ended, long, digits = shape(
        "Read Me", "Eat That", "Read Me.", "read it all now please", "12 34"
    ).signature
    assert one == same
    assert len({one, ended, long, digits}) == 4


@given(DOCUMENTS)
def test_every_character_is_counted_once(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    counts = class_counts(batch)
    assert counts.shape == (len(batch), len(C))
    assert (counts >= 0).all()
    assert counts.sum(1).tolist() == (batch.ends - batch.starts).tolist()


@given(DOCUMENTS)
def test_columns_are_finite_and_shares_are_shares(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    for name, values in describe(batch, tokenise(batch), common("the")).columns.items():
        assert values.shape == (len(batch),), name
        assert values.dtype == np.float32, name
        assert np.isfinite(values).all(), name
        assert not name.endswith("_share") or ((values >= 0) & (values <= 1)).all(), name
