"""Which words of a line its n-grams take for the mark of a label."""

import re

import numpy as np

from nutgraf.batch import batch_of_lines
from nutgraf.ngrams import NgramTable
from nutgraf.tokens import tokenise

#: Words of a line's begin that are tried, as many as the n-grams look at; words that are named together.
FIRST_WORDS, MOST_TOGETHER = 32, 3
#: A longer "word" is a line in a script without spaces, or no word.
LONGEST_WORD = 40
#: Letters without which a word tells a reader nothing; marks that are not named with the words.
LEAST_LETTERS = 2
_AROUND = " .,:;!?|<>-–—·•\"'“”‘’()[]"
#: Of the evidence that the best words carry, the share from which on fewer words are named in their place.
ENOUGH = 0.8


def telling_words(table: NgramTable, line: str, label: int) -> str:
    """The words, next to each other, without which the line looks least like the label; "" if it has no such words.

    `label` is a code. Found by leaving words out, up to three at a time.
    """
    words = [match.span() for match in re.finditer(r"\S+", line)][:FIRST_WORDS]
    runs = [
        (words[first][0], words[first + more][1])
        for more in range(MOST_TOGETHER)
        for first in range(len(words) - more)
        if words[first + more][1] - words[first][0] <= LONGEST_WORD
    ]
    if not runs:
        return ""
    batch = batch_of_lines([[line, *(line[:start] + line[end:] for start, end in runs)]])
    odds = table.evidence(batch, tokenise(batch))[:, label]
    lost = odds[0] - odds[1:]
    if lost.max() <= 0:
        return ""
    # Runs come shortest first, so that the first one that carries enough is the shortest.
    start, end = runs[int(np.argmax(lost >= ENOUGH * lost.max()))]
    found = line[start:end].strip(_AROUND)
    return found if sum(map(str.isalpha, found)) >= LEAST_LETTERS else ""
