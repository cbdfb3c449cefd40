"""Ways to label lines that need neither nutgraf nor HTML: rules of a well-known filter, and the obvious pipeline."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from nutgraf.choices import Favor
from nutgraf.document import Document
from nutgraf.labels import BODY, BOILERPLATE, LABELS
from nutgraf.spans import Spans
from nutgraf_training.labelled import LabelledDocument

C4, NGRAMS = "C4 line rules", "hashed n-grams, line alone"

_CITATION = re.compile(r"\[\d*]|\[edit]|\[citation needed]")
_END = (".", "?", "!", '"', "'")
_POLICY = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")
_FEWEST_WORDS, _LONGEST_WORD = 3, 1000


def c4_keeps(line: str) -> bool:
    """Whether the line rules of C4 (Raffel et al. 2020) keep a line; its rules on whole documents are left out.

    Source: huggingface/datatrove, `C4QualityFilter`, with its defaults.
    """
    words = line.split()
    text = _CITATION.sub("", line.strip())
    if any(len(word) > _LONGEST_WORD for word in words) or len(words) < _FEWEST_WORDS:
        return False
    if not text.endswith(_END) or text.endswith("..."):
        return False
    return not any(phrase in text.lower() for phrase in ("javascript", *_POLICY))


class C4Lines:
    """Kept lines are body, dropped ones boilerplate: the rules know neither promo nor probabilities."""

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced") -> Document:  # noqa: ARG002 - a protocol
        """Label each line by the rules alone."""
        codes = np.array([BODY if c4_keeps(line) else BOILERPLATE for line in lines], dtype=np.int64)
        return _document(lines, np.eye(len(LABELS), dtype=np.float32)[codes])


class NgramLines:
    """Hashed n-grams of letters and a linear model, each line by itself: what most would try first."""

    def __init__(self, documents: Iterable[LabelledDocument], seed: int = 0) -> None:
        """Fit on all labelled lines; the same line of the same site with the same label counts once."""
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.linear_model import SGDClassifier

        known = {
            (document.source, line.text, line.label): None
            for document in documents
            for line in document.lines
            if line.label is not None
        }
        self._vectorizer = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), dtype=np.float32)
        # The best of alpha 1e-4, 1e-5 and 1e-6, balanced or not, on the hand-labelled lines of the held-out sites.
        self._model = SGDClassifier(loss="log_loss", alpha=1e-5, class_weight="balanced", random_state=seed)
        self._model.fit(self._vectorizer.transform(text for _, text, _ in known), [label.value for *_, label in known])
        order = list(self._model.classes_)
        self._columns = [order.index(label.value) if label.value in order else None for label in LABELS]

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced") -> Document:  # noqa: ARG002 - a protocol
        """Label each line by itself."""
        if not lines:
            return _document(lines, np.empty((0, len(LABELS)), np.float32))
        given = self._model.predict_proba(self._vectorizer.transform(lines))
        never = np.zeros(len(given))
        scores = np.stack([never if column is None else given[:, column] for column in self._columns], axis=1)
        return _document(lines, scores.astype(np.float32))


def _document(lines: Sequence[str], scores: npt.NDArray[np.float32]) -> Document:
    lengths = np.array([len(line) for line in lines], dtype=np.int64)
    ends = np.cumsum(lengths + 1) - 1
    spans = Spans(ends - lengths, ends, np.arange(1, len(lines) + 1))
    labels = scores.argmax(axis=1).astype(np.uint8)
    return Document("\n".join(lines), spans, labels, scores)
