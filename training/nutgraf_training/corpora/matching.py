"""Which lines of two documents are the same."""

from collections.abc import Iterator

from rapidfuzz.distance import LCSseq

from nutgraf_training.corpora.tokens import tokens
from nutgraf_training.labelled import LabelledDocument


def same_lines(left: LabelledDocument, right: LabelledDocument) -> Iterator[tuple[int, int]]:
    """Places of lines of the same words, in the order of both (longest common subsequence)."""
    ids: dict[tuple[str, ...], int] = {}
    one, other = ([ids.setdefault(words, len(ids)) for words in _words(document)] for document in (left, right))
    for step in LCSseq.opcodes(one, other):
        if step.tag == "equal":
            yield from zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)


def _words(document: LabelledDocument) -> Iterator[tuple[str, ...]]:
    """A line's words, or its text where it has none."""
    return (tuple(tokens(line.text)) or (line.text.strip(),) for line in document.lines)
