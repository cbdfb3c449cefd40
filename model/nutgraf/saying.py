"""What can be said of a line, given its columns: words with the ranges in which they are true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import log, log1p

MOST = float("inf")
Range = tuple[float, float]  # from, to; both ends are in it

YES: Range = (0.5, MOST)
NO: Range = (-MOST, 0.5)
#: Log-odds of an answer that is more likely than not; from which on a line may well announce something, which few do.
LIKELY: Range = (0.0, MOST)
HERALD: Range = (-2.0, MOST)


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that are true of a line where `when` holds.

    "{n}" stands for the number that a column carries, "{s}" for the s of a plural.
    """

    words: str
    when: Mapping[str, Range] = field(default_factory=dict)
    number: str = ""  # the column
    unscale: Callable[[float], float] = float  # from the column's scale to the number that people count

    def holds(self, values: Mapping[str, float]) -> bool:
        """Whether this can be said of a line with these columns."""
        return all(low <= values[column] <= high for column, (low, high) in self.when.items())

    def fill(self, values: Mapping[str, float]) -> str:
        """The words with their number in its place."""
        if not self.number:
            return self.words
        count = round(self.unscale(values[self.number]))
        return self.words.format(n=count, s="" if count == 1 else "s")


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that say one thing together."""

    name: str
    patterns: tuple[str, ...]  # of column names, as in file names: * and [0-9]
    sayings: tuple[Saying, ...]

    def say(self, values: Mapping[str, float]) -> str:
        """What the group has to say of a line, in words."""
        return next(saying.fill(values) for saying in self.sayings if saying.holds(values))


def least(count: float) -> Range:
    """A column that holds log(1 + count), from a count on."""
    return (log1p(count) - 0.01, MOST)


def most(count: float) -> Range:
    """A column that holds log(1 + count), up to a count."""
    return (-MOST, log1p(count) + 0.01)


def times(count: float) -> Range:
    """A column that holds log(count), from a count on."""
    return (log(count) - 0.01, MOST)


def within(lines: int) -> Range:
    """A column that holds 1 / distance, up to a distance."""
    return (1 / lines - 0.001, MOST)


def distance(closeness: float) -> float:
    """Lines, from their closeness."""
    return 1 / closeness


def percent(share: float) -> float:
    """Percent, from a share."""
    return 100 * share
