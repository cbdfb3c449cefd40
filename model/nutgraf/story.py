"""What a whole page shows of a story: sums over its lines, once the network has spoken on all of them."""

import numpy as np
from numpy.typing import NDArray

from nutgraf.features import Prepared
from nutgraf.labels import BODY
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
    body, boilerplate, promo = np.ascontiguousarray(probabilities.T)
    prose = np.where(shape.sentence, words, np.float32(0))
    paragraphs = shape.paragraph & inside & (body > 0.5)
    related = prepared.relatedness.elsewhere(body * inside)
    values = {
        "words": words,
        "inside words": inside * words,
        "prose": prose,
        "inside prose": prose * inside,
        "body words": body * words,
        "inside body words": body * inside * words,
        "body lines": body > 0.5,
        "promo": promo,
        "boilerplate": boilerplate,
        "body prose": prose * body,
        "related prose": related * prose * inside,
        "paragraphs": paragraphs,
        "neighbours": paragraphs & (sequence.shift(paragraphs.astype(np.float32), 1) > 0),
        "inside promo words": promo * inside * words,
        "sure words": (body > 0.9) * words * inside,
        "headline": headline,
    }
    total = dict(zip(values, sequence.document_sums(np.array(list(values.values()))), strict=True))
    lines = np.maximum(sequence.sizes, 1)
    all_words, inside_words = np.maximum(total["words"], 1), np.maximum(total["inside words"], 1)
    inside_prose = np.maximum(total["inside prose"], 1)
    return np.stack(
        [
            np.log1p(region.weights),
            np.log1p(total["body words"]),
            total["body words"] / all_words,
            total["inside body words"] / inside_words,
            inside_words / all_words,
            total["body lines"] / lines,
            total["promo"] / lines,
            total["boilerplate"] / lines,
            inside_prose / inside_words,
            total["body prose"] / np.maximum(total["prose"], 1),
            total["related prose"] / inside_prose,
            np.log1p(total["paragraphs"]),
            np.log1p(total["neighbours"]),
            total["inside promo words"] / inside_words,
            total["sure words"] / inside_words,
            np.log1p(total["headline"]),
            *sequence.largest(np.array([headline, body])),
        ],
        axis=1,
    ).astype(np.float32)


def find_region(prepared: Prepared, probabilities: NDArray[np.float32]) -> Region:
    """Main region by the network's answer."""
    return main_region(probabilities[:, BODY], prepared.shape.words, prepared.sequence)
