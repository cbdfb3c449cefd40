"""Words of lines, against regular expressions and by hand."""

import numpy as np
import pytest
from hypothesis import given

from nutgraf.batch import Batch, batch_of_lines
from nutgraf.characters import CharacterClass as C
from nutgraf.tokens import DENSE_WEIGHT, KIND, Tokens, tokenise
from small import DOCUMENTS


def words(batch: Batch, tokens: Tokens) -> list[list[str]]:
    found = ["".join(map(chr, batch.codes[a:b].tolist())) for a, b in zip(tokens.starts, tokens.ends, strict=True)]
    return [found[a:b] for a, b in zip(tokens.bounds[:-1], tokens.bounds[1:], strict=True)]


def plain_words(batch: Batch, line: int) -> list[str]:
    """Words of a line by a loop over its characters."""
    found, inside = [], False
    for at in range(batch.starts[line], batch.ends[line]):
        kind, character = KIND[batch.classes[at]], chr(batch.codes[at])
        if kind == 1 and inside:
            found[-1] += character
        elif kind:
            found.append(character)
        inside = kind == 1
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The Council's 2nd vote – 12:45", ["the", "council", "s", "2nd", "vote", "12", "45"]),
        ("नई दिल्ली", ["नई", "दिल्ली"]),
        ("cafe\u0301 ok", ["cafe\u0301", "ok"]),
        ("東京で3人", ["東", "京", "で", "3", "人"]),
        ("NATO軍", ["nato", "軍"]),
        ("zero\u200bwidth", ["zerowidth"]),
        ("- | …", []),
        ("", []),
    ],
)
def test_words(line: str, expected: list[str]):
    batch = batch_of_lines([["first", line, "last"]])
    assert words(batch, tokenise(batch)) == [["first"], expected, ["last"]]


@given(DOCUMENTS)
def test_same_as_a_loop_over_characters(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    tokens = tokenise(batch)
    assert words(batch, tokens) == [plain_words(batch, line) for line in range(len(batch))]
    assert tokens.lines.tolist() == [i for i, size in enumerate(np.diff(tokens.bounds)) for _ in range(size)]


@given(DOCUMENTS)
def test_hashes_do_not_depend_on_the_batch(documents: list[list[str]]):
    together = tokenise(batch_of_lines(documents))
    alone = [tokenise(batch_of_lines([document])) for document in documents]
    assert together.hashes.tolist() == [h for tokens in alone for h in tokens.hashes.tolist()]
    assert together.weights.tolist() == [w for tokens in alone for w in tokens.weights.tolist()]


def test_same_word_same_hash_other_word_another():
    tokens = tokenise(batch_of_lines([["Pool, pool", "x"], ["The POOL!", "pools"]]))
    pool, again, _, _, shouted, pools = tokens.hashes.tolist()
    assert pool == again == shouted != pools


def test_dense_characters_hash_with_the_next_and_weigh_half():
    tokens = tokenise(batch_of_lines([["東京と東京", "東北", "東"]]))
    first, second, _, again, last, north, _, alone = tokens.hashes.tolist()
    assert first == again
    assert len({first, north, alone}) == 3  # 東 before 京, before 北, before nothing
    assert second != last  # 京 before と, at the end
    assert set(tokens.weights.tolist()) == {DENSE_WEIGHT}


def test_class_of_the_first_character():
    tokens = tokenise(batch_of_lines([["Éa b 7x 中 ش"]]))
    assert tokens.first.tolist() == [C.UPPER, C.LOWER, C.DIGIT, C.DENSE, C.LETTER]
