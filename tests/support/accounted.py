"""What holds of every labelled document, whatever was labelled."""

from itertools import pairwise

import numpy as np

from nutgraf.document import Document


def check_accounted_for(document: Document) -> None:
    """The spans are in order and disjoint, and what lies between and around them is white space."""
    bounds = [0, *(place for line in document.lines for place in (line.start, line.end)), len(document.text)]
    assert bounds == sorted(bounds)
    pieces = [document.text[start:end] for start, end in pairwise(bounds)]
    assert "".join(pieces) == document.text
    assert not "".join(pieces[::2]).strip()
    assert pieces[1::2] == [line.text for line in document.lines]
    assert np.isfinite(document.scores).all()
    assert np.allclose(document.scores.sum(1), 1, atol=1e-5)
