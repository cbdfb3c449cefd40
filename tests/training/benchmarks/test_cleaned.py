"""Lines that the text model rejects are dropped from other tools' text."""

import numpy as np
import pytest

from nutgraf.document import Document
from nutgraf.spans import split
from nutgraf_training.benchmarks.cleaned import cleaned_texts, kept
from stories import PageLabeller

TEXT = "first\nsecond\n\nthird"


@pytest.mark.parametrize(
    ("threshold", "text"),
    [(0.0, "first\nsecond\nthird"), (0.3, "first\nsecond"), (0.5, "first\nsecond"), (0.51, "first"), (1.0, "")],
)
def test_share_of_body_and_the_likelier_other(threshold: float, text: str):
    scores = np.array([[0.8, 0.1, 0.1], [0.4, 0.4, 0.2], [0.2, 0.1, 0.7]], np.float32)
    # Labels say otherwise, and do not count.
    assert kept(Document(TEXT, split(TEXT), np.ones(3, np.uint8), scores), threshold) == text


def test_by_extractor_and_threshold():
    story = "The council voted six to five to close the pool."
    texts = {name: [f"{story}\nShare"] for name in ("trafilatura", "resiliparse", "another")}
    found = dict(cleaned_texts(PageLabeller(), texts))  # type: ignore[arg-type]
    # To the fake, the share of body in a short line is 1/7: above its threshold for recall.
    assert found == {
        f"{name}, cleaned by us ({favor})": [text]
        for name in ("trafilatura", "resiliparse")
        for favor, text in (("balanced", story), ("recall", f"{story}\nShare"))
    }
