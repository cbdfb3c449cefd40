"""What a whole page shows of a story: sums over its lines, once the network has spoken on all of them."""

import numpy as np
from numpy.typing import NDArray

from nutgraf.features import Prepared
from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.region import Region, main_region

STORY_COLUMNS = 18


def story_columns(
    prepared: Prepared, probabilities: NDArray[np.float32], headline: NDArray[np.float32], region: Region
) -> NDArray[np.float32]:
    """(D, STORY_COLUMNS) what each document as a whole shows of a story; never its length alone.

    Paragraphs of a story share names and subjects, stand together and stand below one headline; the teasers of a
    section front do none of this.
    """
    sequence, shape = prepared.sequence, prepared.shape
    words = np.minimum(shape.words, 60)
    inside = region.inside(sequence)
    body, promo = probabilities[:, BODY], probabilities[:, PROMO]
    prose = np.where(shape.sentence, words, 0)
    lines = np.maximum(np.diff(sequence.bounds), 1)
    total = sequence.document_sums
    all_words, inside_words = np.maximum(total(words), 1), np.maximum(total(inside * words), 1)
    inside_prose = np.maximum(total(prose * inside), 1)
    related = prepared.relatedness.elsewhere(body * inside)
    paragraphs = shape.paragraph & inside & (body > 0.5)
    neighbours = paragraphs & (sequence.shift(paragraphs.astype(np.float32), 1) > 0)
    return np.stack(
        [
            np.log1p(region.weights),
            np.log1p(total(body * words)),
            total(body * words) / all_words,
            total(body * inside * words) / inside_words,
            inside_words / all_words,
            total(body > 0.5) / lines,
            total(promo) / lines,
            total(probabilities[:, BOILERPLATE]) / lines,
            inside_prose / inside_words,
            total(prose * body) / np.maximum(total(prose), 1),
            total(related * prose * inside) / inside_prose,
            np.log1p(total(paragraphs)),
            np.log1p(total(neighbours)),
            total(promo * inside * words) / inside_words,
            total((body > 0.9) * words * inside) / inside_words,
            np.log1p(total(headline)),
            sequence.largest(headline),
            sequence.largest(body),
        ],
        axis=1,
    ).astype(np.float32)


def find_region(prepared: Prepared, probabilities: NDArray[np.float32]) -> Region:
    """Main region by the network's answer."""
    return main_region(probabilities[:, BODY], prepared.shape.words, prepared.sequence)
