"""What extractors give, cleaned by us: lines that the text model rejects are dropped."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from nutgraf.choices import Favor
from nutgraf.document import Document
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY

#: Extractors whose text is cleaned, and the thresholds of the model that are tried.
CLEANED = ("trafilatura", "resiliparse")
FAVORS: tuple[Favor, ...] = ("balanced", "recall")


def cleaned_name(extractor: str, favor: Favor) -> str:
    """How the cleaned text of an extractor is called in tables."""
    return f"{extractor}, cleaned by us ({favor})"


def cleaned_texts(labeller: Labeller, texts: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, list[str]]]:
    """Cleaned texts of each of `texts`' extractors that is cleaned, by each threshold."""
    for extractor in CLEANED:
        documents = list(labeller.label_many(texts[extractor]))
        for favor in FAVORS:
            threshold = float(getattr(labeller.model.settings.thresholds, favor))
            yield cleaned_name(extractor, favor), [kept(document, threshold) for document in documents]


def kept(document: Document, threshold: float) -> str:
    """The text without the lines whose share of body, of body and the likelier other label, is below a threshold.

    Not the labels: these ask more of lines outside the main region, and an extractor has chosen its region already.
    """
    body = document.scores[:, BODY]
    other = np.delete(document.scores, BODY, axis=1).max(axis=1)
    return "\n".join(document.texts(body >= threshold * (body + other)))
