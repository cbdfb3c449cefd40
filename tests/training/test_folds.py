"""Sites are numbered alike wherever they are asked for."""

from hypothesis import given
from hypothesis import strategies as st

from nutgraf_training.folds import site_numbers


@given(st.lists(st.text(max_size=8)))
def test_every_site_has_a_number_of_its_own(sites: list[str]):
    numbers = site_numbers(sites)
    assert sorted(numbers.values()) == list(range(len(set(sites))))
    assert numbers == site_numbers(reversed(sites))
