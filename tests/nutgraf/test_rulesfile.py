"""Rules from a TOML file, and the errors that name file and rule."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf.rules import Rule, Rules

FILE = r"""
[[rule]]
label = "boilerplate"
phrases = ["Sign up for our newsletter", "All rights reserved"]

[[rule]]
name = "numbered links"
label = "promo"
patterns = ['^\d\. ']
verdict = true
strength = 1.5
sites = ["post.example"]
"""


def test_rules_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(FILE, encoding="utf-8")
    assert Rules.read(str(path)).rules == (
        Rule(Label.BOILERPLATE, ("Sign up for our newsletter", "All rights reserved")),
        Rule(Label.PROMO, (), (r"^\d\. ",), "numbered links", True, 1.5, ("post.example",)),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"rules.toml: no rules, expected tables \[\[rule\]\]"),
        (b"rule = 5", r"rules.toml: no rules"),
        (b"rule = [5]", r"rules.toml, rule 1: found 5"),
        (b"[rules]", r"rules.toml: unknown key 'rules', expected tables"),
        (b"[[rule]\n", r"rules.toml: not TOML: .*line 1"),
        (b"a = '\xff'", r"rules.toml: not UTF-8: byte 0xFF at offset 5"),
        (b"[[rule]]\nphrases = ['a']", r"rules.toml, rule 1: `label` is missing"),
        (b"[[rule]]\nlabel = 'x'\nphrases = ['a']", r"rules.toml, rule 1: `label` is 'x', expected one of"),
        (b"[[rule]]\nlabel = 'body'\nverdit = true", r"rules.toml, rule 1: unknown key 'verdit', expected label, "),
        (b"[[rule]]\nlabel = 'body'\n_finders = []", r"rules.toml, rule 1: unknown key '_finders'"),
        (
            b"[[rule]]\nlabel='body'\nphrases=['a']\n[[rule]]\nname='tags'\nlabel='promo'\npatterns=['a','[']",
            r"rules.toml, rule 2: tags: '\[' is no regular expression: unterminated",
        ),
    ],
)
def test_faulty_file_is_named_with_the_rule(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        Rules.read(path)
    assert "\n" not in str(error.value)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml: No such file"):
        Rules.read(tmp_path / "none.toml")
    with pytest.raises(InputError, match="a folder, expected a TOML file"):
        Rules.read(tmp_path)


@settings(max_examples=100)
@given(st.text(alphabet="[]rule=\"'\n.#5ab", max_size=60))
@example("[[rule]]\nlabel = 'body'\nphrases = [[]]")
@example("a=" + "[" * 5000)
def test_any_file_gives_rules_or_an_error_of_ours(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.toml"
        path.write_text(text, encoding="utf-8")
        with suppress(InputError):
            Rules.read(path)
