"""The network's columns in groups that can be put in words, as data: which columns, and what to say of them.

Every column belongs to one group, the first whose patterns match its name. Of a group's sayings the first one that is
true of a line is said; the last of each group always is.
"""

from fnmatch import fnmatchcase

from nutgraf.evidence_around import AROUND
from nutgraf.evidence_line import OF_THE_LINE, OWN_WORDS
from nutgraf.saying import Group, Saying

__all__ = ["GROUPS", "OWN_WORDS", "REST", "group_of"]

#: Those of the surroundings first: a neighbour's look has the name of the line's own with a distance behind it.
GROUPS: tuple[Group, ...] = (*AROUND, *OF_THE_LINE)
#: Columns that no group claims; a test sees to it that there are none.
REST = Group("rest", ("*",), (Saying("other signs"),))


def group_of(column: str) -> Group:
    """The group that a column belongs to; `REST` if none claims it."""
    return next((group for group in GROUPS if any(fnmatchcase(column, pattern) for pattern in group.patterns)), REST)
