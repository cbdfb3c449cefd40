"""Lists of stop words, for languages of which there are too few pages to count which words are common."""

from collections import Counter
from collections.abc import Iterable

import stopwordsiso

from nutgraf.batch import batch_of_lines, differences
from nutgraf.commonwords import nothing_common, places
from nutgraf.tokens import tokenise
from nutgraf_training.commonwords import Set
from nutgraf_training.labelled import LabelledDocument

#: Documents of a language from which on they tell its common words by themselves.
ENOUGH = 20


def stop_words_elsewhere(documents: Iterable[LabelledDocument]) -> Set:
    """(PLACES,) the stop words of all languages of which the documents are few, or none."""
    documents_of = Counter(document.language for document in documents)
    found = nothing_common()
    for language in sorted(stopwordsiso.langs()):
        if documents_of[language] < ENOUGH:
            found |= stop_words(language)
    return found


def stop_words(language: str) -> Set:
    """(PLACES,) the stop words of a language, by its code of two letters (ISO 639-1); phrases are left out."""
    tokens = tokenise(batch_of_lines([sorted(stopwordsiso.stopwords(language))]))
    single = differences(tokens.bounds) == 1
    found = nothing_common()
    found[places(tokens.hashes[tokens.bounds[:-1][single]])] = True
    return found
