"""The second look: what is said of other lines, never of the line itself."""

import numpy as np
from hypothesis import given, settings

import small
from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.features import Prepared, prepare
from nutgraf.looks import look_columns
from nutgraf.network import CLASSES, HEADLINE
from nutgraf.schema import column_names, seen_names

PAGE = ["Menu", "Council votes to close pool", "The harbour pool will close, the council said on Tuesday.", "Share"]


def prepared(*documents: list[str]) -> Prepared:
    return prepare(batch_of_lines(documents), nothing_common())


def classes(lines: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet(np.ones(CLASSES), lines).astype(np.float32)


def test_names_follow_those_of_the_first_look():
    names = list(look_columns(prepared(PAGE), classes(4)))
    assert [*column_names(), *names] == seen_names()


def test_the_line_s_own_label_is_not_seen():
    """Another word on one line changes what the others see at a distance of one, and not what it sees there itself."""
    before = classes(4)
    after = before.copy()
    after[2] = [0.01, 0.97, 0.01, 0.01]
    one, other = (look_columns(prepared(PAGE), given) for given in (before, after))
    for name in one:
        if "_odds@" in name:
            assert one[name][2] == other[name][2]
    assert one["seen_body_odds@-1"][3] != other["seen_body_odds@-1"][3]
    assert not {"seen_body_odds", "seen_boilerplate_odds", "seen_promo_odds"} & set(one)


def test_the_headline_and_what_shares_its_words():
    given = np.full((4, CLASSES), 0.25, np.float32)
    given[:, HEADLINE] = [0.1, 0.6, 0.3, 0.1]
    found = look_columns(prepared(PAGE), given)
    assert found["seen_up_to_headline"].tolist() == [0, 0, 1, 0.5]
    assert found["seen_down_to_headline"].tolist() == [1, 0, 0, 0]
    assert found["seen_below_headline"].tolist() == [0, 0, 1, 1]
    assert found["seen_overlap_headline"][2] > 0
    assert found["seen_overlap_headline"][3] == 0


def test_no_headline_is_sure_enough():
    given = np.full((4, CLASSES), 0.25, np.float32)
    given[:, HEADLINE] = 0.1
    assert not look_columns(prepared(PAGE), given)["seen_below_headline"].any()


def test_shares():
    given = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], np.float32)
    found = look_columns(prepared(PAGE), given)
    assert found["seen_body_share"].tolist() == [0.5] * 4
    assert found["seen_promo_share"].tolist() == [0.25] * 4
    np.testing.assert_allclose(found["seen_body_above"], np.log1p([0, 0, 1, 2]), rtol=1e-6)
    np.testing.assert_allclose(found["seen_body_below"], np.log1p([2, 1, 0, 0]), rtol=1e-6)
    np.testing.assert_allclose(found["seen_words_below"], np.log1p([15, 10, 0, 0]), rtol=1e-6)


@settings(max_examples=30)
@given(small.DOCUMENTS)
def test_other_documents_do_not_matter(documents: list[list[str]]):
    given = classes(sum(map(len, documents)))
    together, begin = look_columns(prepared(*documents), given), 0
    for document in documents:
        part = slice(begin, begin + len(document))
        alone = look_columns(prepared(document), given[part])
        for name, values in alone.items():
            np.testing.assert_array_equal(values, together[name][part], err_msg=name)
        begin += len(document)
