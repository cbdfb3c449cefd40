"""A caller's own rules: phrases and regular expressions that speak for a label.

By default a rule is evidence: it shifts the odds of a line it speaks on, and the model may still know better. A rule
marked as a verdict decides. Either changes that line alone: rules speak after the model, so no neighbour follows, and
the model's own answer stays in the scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nutgraf.characters import CharacterClass, classify
from nutgraf.errors import InputError
from nutgraf.labels import LABELS, Label
from nutgraf.patterns import is_endless
from nutgraf.sites import host_of

#: Log-odds that a rule's evidence adds for its label: odds times 20, which turns a line of whose label the model is up
#: to 95 % sure.
STRENGTH = 3.0
MOST_STRENGTH = 20.0
#: Code points of a line that rules look at; a longer line is matched as if it ended there. A pattern's worst case
#: grows with some power of this length.
MOST_CHARACTERS = 1000
#: Stands in `Opinions.verdicts` where no verdict was given.
NO_VERDICT = -1


@dataclass(frozen=True, slots=True)
class Rule:
    r"""Speaks for `label` on every line that holds one of the phrases or matches one of the patterns.

    A phrase is found in any case, with any white space between its words, and not inside a longer word. A pattern is a
    regular expression of Python's `re`, found anywhere in the line. `strength` is what evidence adds to the label's
    log-odds (0 to 20); a `verdict` needs none. With `sites`, the rule speaks only on texts of these sites and their
    subdomains.

    Raises:
        InputError: names the rule and what is wrong with it.
    """

    label: Label
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    name: str = ""
    verdict: bool = False
    strength: float = STRENGTH
    sites: tuple[str, ...] = ()
    _finders: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", _label(self.label))
        for key in ("phrases", "patterns", "sites"):
            object.__setattr__(self, key, _texts(key, getattr(self, key)))
        if not isinstance(self.name, str):
            raise InputError(f"`name` is {self.name!r}, expected text")
        if not isinstance(self.verdict, bool):
            raise _fault(self, f"`verdict` is {self.verdict!r}, expected true or false")
        object.__setattr__(self, "strength", _strength(self))
        wrong = [site for site in self.sites if host_of(site) != site.lower() or "*" in site]
        if wrong:
            raise _fault(
                self,
                f"`sites` holds {wrong[0]!r}, expected a host such as post.example, which stands for its "
                "subdomains, too",
            )
        if not self.phrases and not self.patterns:
            raise _fault(self, "neither phrases nor patterns, expected at least one")
        object.__setattr__(self, "_finders", _finders(self))

    def __str__(self) -> str:
        if self.name:
            return self.name
        given = (*self.phrases, *self.patterns)
        return repr(given[0]) if given else f"a rule for {self.label}"

    @property
    def note(self) -> str:
        """What a line's note says of this rule: its name and label, and the strength of evidence."""
        return f"{self}: {self.label}" if self.verdict else f"{self}: {self.label} +{self.strength:g}"

    def speaks_on_site(self, site: str | None) -> bool:
        """Whether the rule is for texts of this site; None is a site that no rule knows."""
        if not self.sites:
            return True
        host = host_of(site) or ""
        return any(host == known or host.endswith(f".{known}") for known in map(str.lower, self.sites))

    def speaks_on(self, line: str) -> bool:
        """Whether a phrase or a pattern is found in the line."""
        return any(finder.search(line, 0, MOST_CHARACTERS) for finder in self._finders)


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """What rules say of n lines: log-odds (n, 3), codes of verdicts (n,) or NO_VERDICT, notes by line."""

    evidence: NDArray[np.float32]
    verdicts: NDArray[np.int8]
    notes: dict[int, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in order of rank: of two verdicts on a line the first counts, and a verdict silences evidence.

    Evidence of several rules on a line adds up.
    """

    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", tuple(self.rules))
        for number, rule in enumerate(self.rules, start=1):
            if not isinstance(rule, Rule):
                raise InputError(f"rule {number} is {type(rule).__name__}, expected nutgraf.rules.Rule")

    @staticmethod
    def read(path: str | Path) -> Rules:
        """The rules of a TOML file, whose tables `[[rule]]` have the fields of `Rule`.

        Raises:
            InputError: names the file, the rule and what is wrong with it.
        """
        from nutgraf.rulesfile import read_rules

        return Rules(read_rules(Path(path)))

    def __len__(self) -> int:
        return len(self.rules)

    def speaking(self, site: str | None) -> Rules:
        """The rules that speak on texts of a site; without one, those that speak on all."""
        return Rules(tuple(rule for rule in self.rules if rule.speaks_on_site(site)))

    def for_site(self, site: str | None) -> Rules:
        """The rules that speak on texts of a site, from now on whatever site is named."""
        chosen = self.speaking(site).rules
        return Rules(tuple(replace(rule, sites=()) if rule.sites else rule for rule in chosen))

    def opinions(self, lines: Iterable[str], count: int) -> Opinions:
        """What the rules, whatever their sites, say of each of `count` lines; nothing of blank ones."""
        evidence = np.zeros((count, len(LABELS)), np.float32)
        verdicts = np.full(count, NO_VERDICT, np.int8)
        notes: dict[int, str] = {}
        for index, line in enumerate(lines):
            heard = [rule for rule in self.rules if rule.speaks_on(line)]
            if not heard or line.isspace() or not line:
                continue
            verdict = next((rule for rule in heard if rule.verdict), None)
            if verdict:
                verdicts[index] = LABELS.index(verdict.label)
                notes[index] = verdict.note
                continue
            for rule in heard:
                evidence[index, LABELS.index(rule.label)] += rule.strength
            notes[index] = "; ".join(rule.note for rule in heard)
        return Opinions(evidence, verdicts, notes)


def _fault(rule: Rule, problem: str) -> InputError:
    return InputError(f"{rule.name}: {problem}" if rule.name else problem)


def _label(found: object) -> Label:
    try:
        return Label(found)  # type: ignore[arg-type]
    except ValueError:
        raise InputError(f"`label` is {found!r}, expected one of {', '.join(LABELS)}") from None


def _texts(key: str, found: object) -> tuple[str, ...]:
    if isinstance(found, str) or not isinstance(found, list | tuple):
        raise InputError(f"`{key}` is {found!r}, expected a list of texts")
    for text in found:
        if not isinstance(text, str) or not text.strip():
            raise InputError(f"`{key}` holds {text!r}, expected text that is not blank")
    return tuple(found)


def _strength(rule: Rule) -> float:
    found = rule.strength
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= MOST_STRENGTH:
        raise _fault(rule, f"`strength` is {found!r}, expected a number above 0, up to {MOST_STRENGTH:g}")
    return float(found)


def _finders(rule: Rule) -> tuple[re.Pattern[str], ...]:
    phrases = "|".join(map(_phrase_pattern, rule.phrases))
    found = [re.compile(phrases, re.IGNORECASE)] if phrases else []
    for pattern in rule.patterns:
        try:
            found.append(re.compile(pattern))
            endless = is_endless(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise _fault(rule, f"{pattern!r} is no regular expression: {error}") from error
        if endless:
            raise _fault(rule, f"the pattern {pattern!r} repeats a repetition, which can take for ever")
    return tuple(found)


def _phrase_pattern(phrase: str) -> str:
    words = phrase.split()
    inner = r"\s+".join(map(re.escape, words))
    before = r"(?<!\w)" if _parts_words(words[0][0]) else ""
    after = r"(?!\w)" if _parts_words(words[-1][-1]) else ""
    return f"{before}{inner}{after}"


def _parts_words(char: str) -> bool:
    """Whether a word with this character at its end has an end: not so in scripts written without spaces."""
    dense = classify(np.array([ord(char)], np.uint32))[0] == CharacterClass.DENSE
    return bool(re.match(r"\w", char)) and not dense
