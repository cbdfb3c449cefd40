"""Every column can be put in words."""

import pytest

from nutgraf.evidence import GROUPS, REST, group_of
from nutgraf.saying import Group, Saying, distance, least, times, within
from nutgraf.schema import seen_names


@pytest.mark.parametrize("column", seen_names())
def test_every_column_belongs_to_a_group(column: str) -> None:
    assert group_of(column) is not REST, f"give {column} a group in nutgraf.evidence, and words"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_groups_speak_of_columns_that_are_there(group: Group) -> None:
    names = set(seen_names())
    for saying in group.sayings:
        assert names.issuperset(saying.when)
        assert not saying.number or saying.number in names
    assert any(group_of(name) is group for name in names)


@pytest.mark.parametrize("group", [*GROUPS, REST], ids=lambda group: group.name)
def test_every_group_always_has_something_to_say(group: Group) -> None:
    assert not group.sayings[-1].when
    assert all(saying.when for saying in group.sayings[:-1]), "what follows could never be said"


def test_numbers_are_those_that_people_count() -> None:
    saying = Saying("{n} line{s} below", {"closeness": within(6)}, "closeness", distance)
    assert saying.fill({"closeness": 0.25}) == "4 lines below"
    assert saying.fill({"closeness": 1.0}) == "1 line below"
    assert saying.holds({"closeness": 1 / 6})
    assert not saying.holds({"closeness": 1 / 7})


def test_ranges_of_logarithms() -> None:
    assert Saying("", {"run": least(3)}).holds({"run": 1.3863})
    assert not Saying("", {"run": least(3)}).holds({"run": 1.0986})
    assert Saying("", {"repeats": times(2)}).holds({"repeats": 0.6931})
    assert not Saying("", {"repeats": times(2)}).holds({"repeats": 0.0})
