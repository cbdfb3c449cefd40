"""Which words are common in labelled documents, counted language by language."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common, places
from nutgraf.tokens import tokenise
from nutgraf_training.labelled import LabelledDocument

#: A word is common where this share of a language's documents hold it, and so many of them.
SHARE, FEWEST = 0.15, 2
#: Documents that a language's shares are smoothed with, so that those of few documents do not call names common.
SMOOTHING = 8

Set = NDArray[np.bool_]


def common_words(documents: Iterable[LabelledDocument]) -> Set:
    """(PLACES,) words that are common in a language of the documents."""
    by_language: dict[str, list[LabelledDocument]] = defaultdict(list)
    for document in documents:
        by_language[document.language].append(document)
    found = nothing_common()
    for members in by_language.values():
        found |= counted(members)
    return found


def counted(documents: Iterable[LabelledDocument], fewest: int = FEWEST) -> Set:
    """(PLACES,) words that enough of the documents hold, which are taken to be of one language."""
    held = [_words(document) for document in documents]
    found = nothing_common()
    if held:
        words, counts = np.unique(np.concatenate(held), return_counts=True)
        found[words[counts >= max(fewest, SHARE * (len(held) + SMOOTHING))]] = True
    return found


def _words(document: LabelledDocument) -> NDArray[np.int64]:
    """Places of the words of a document, each once."""
    return np.unique(places(tokenise(batch_of_lines([[line.text for line in document.lines]])).hashes))
