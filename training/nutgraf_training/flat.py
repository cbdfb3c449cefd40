"""Documents in one line, or a few: what scrapers leave that lose a page's line breaks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from nutgraf.labels import Label
from nutgraf_training.labelled import LabelledDocument, LabelledLine, has_body

KIND = "flat"
MOST_LINES = 4
#: Share of a line's words, of those whose label is known, that must have one label; else nobody knows the line's.
MAJORITY = 0.6


def flat(documents: Sequence[LabelledDocument], seed: int, share: float) -> Iterator[LabelledDocument]:
    """Copies of a share of the documents, each in 1 to MOST_LINES lines of about as many lines each.

    None is given of a story that drowns in what is around it: of such a copy nobody could say that it has one.
    """
    random = np.random.default_rng(seed)
    for document in documents:
        if random.random() < share:
            parts = np.array_split(np.arange(len(document.lines)), int(random.integers(1, MOST_LINES + 1)))
            lines = tuple(_one([document.lines[place] for place in part]) for part in parts if len(part))
            if has_body(lines) == has_body(document.lines):
                yield replace(document, lines=lines, headline=None, kind=KIND)


def _one(lines: Sequence[LabelledLine]) -> LabelledLine:
    """The lines in one, which is what most of its words are; nobody has said what many headlines in one line are."""
    words: Counter[Label] = Counter()
    for line in lines:
        if line.label is not None:
            words[line.label] += len(line.text.split())
    label, count = max(words.items(), key=lambda item: item[1], default=(None, 0))
    sure = label in (Label.BODY, Label.BOILERPLATE) and count >= MAJORITY * words.total()
    return LabelledLine(" ".join(line.text for line in lines), label if sure else None)
