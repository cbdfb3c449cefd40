"""What a whole page shows of a story: sums over its lines, once the network has spoken on all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.features import Prepared
from nutgraf.labels import BODY
from nutgraf.region import Region, belonging, main_region
from nutgraf.sequence import Floats

STORY_COLUMNS = 33
#: So many lines of one look are a list: teasers, products, results of a search.
ALIKE = 8
#: A story's headline stands at most so many lines above its first line, or below.
HEADLINE_REACH = (6, 2)
MOST_WORDS = 60
Flags = NDArray[np.bool_]
#: (D,) each.
Answers = list[NDArray[np.float64]]


def story_columns(prepared: Prepared, probabilities: Floats, headline: Floats, region: Region) -> Floats:
    """(D, STORY_COLUMNS) what each document as a whole shows of a story; never its length alone.

    Paragraphs of a story share names and subjects, stand together and stand below one headline; the teasers of a
    section front do none of this. `probabilities` is (L, 3), `headline` (L,).
    """
    inside = region.inside(prepared.sequence)
    related = prepared.relatedness.elsewhere(probabilities[:, BODY] * inside)
    paragraphs = (prepared.shape.paragraph & inside & (probabilities[:, BODY] > 0.5)).astype(np.float32)
    columns = [
        np.log1p(region.weights),
        *_word_shares(prepared, probabilities, inside, related),
        *_line_shares(prepared, probabilities, headline, inside),
        *_paragraph_sums(prepared, paragraphs, related),
        *_furniture_shares(prepared),
        *_largest(prepared, probabilities, headline, region, related, paragraphs),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _sums(prepared: Prepared, *values: Flags | Floats) -> NDArray[np.float64]:
    """(len(values), D) sum over each document of each of the (L,) values."""
    return prepared.sequence.document_sums(np.array(values, np.float32))


def _word_shares(prepared: Prepared, probabilities: Floats, inside: Flags, related: Floats) -> Answers:
    """How many of the page's words, of its main region's and of its prose are body, and on one subject."""
    words = np.minimum(prepared.shape.words, MOST_WORDS)
    prose = np.where(prepared.shape.sentence, words, np.float32(0))
    body, _, promo = np.ascontiguousarray(probabilities.T)
    all_words, all_prose, body_words, body_prose = _sums(prepared, words, prose, words * body, prose * body)
    in_words, in_prose, in_body, in_promo, sure, one_subject = _sums(
        prepared,
        *(inside * part for part in (words, prose, words * body, words * promo, words * (body > 0.9))),
        inside * prose * related,
    )
    region_words, region_prose = np.maximum(in_words, 1), np.maximum(in_prose, 1)
    all_words = np.maximum(all_words, 1)
    return [
        np.log1p(body_words),
        body_words / all_words,
        in_body / region_words,
        region_words / all_words,
        region_prose / region_words,
        body_prose / np.maximum(all_prose, 1),
        one_subject / region_prose,
        in_promo / region_words,
        sure / region_words,
        np.log1p(region_words / np.maximum(_sums(prepared, inside)[0], 1)),
    ]


def _line_shares(prepared: Prepared, probabilities: Floats, headline: Floats, inside: Flags) -> Answers:
    """How many lines get which label, how sure the model is of them, where the sentences stand."""
    body, boilerplate, promo = np.ascontiguousarray(probabilities.T)
    doubt = -(probabilities * np.log(probabilities + np.float32(1e-7))).sum(1)
    sentence = prepared.shape.sentence
    sums = _sums(prepared, body > 0.5, promo, boilerplate, doubt, headline, sentence, sentence & inside)
    *of_lines, headlines, sentences, in_region = sums
    lines = np.maximum(prepared.sequence.sizes, 1)
    return [
        *(count / lines for count in of_lines),
        np.log1p(headlines),
        np.log1p(in_region),
        in_region / np.maximum(sentences, 1),
    ]


def _paragraph_sums(prepared: Prepared, paragraphs: Floats, related: Floats) -> Answers:
    """Paragraphs of body in the main region: how many, how many below another, how many on its subject."""
    below_another = paragraphs * prepared.sequence.shift(paragraphs, 1)
    count, neighbours, on_subject = _sums(prepared, paragraphs, below_another, paragraphs * related)
    return [np.log1p(count), np.log1p(neighbours), on_subject / np.maximum(count, 0.5)]


def _furniture_shares(prepared: Prepared) -> Answers:
    """Lines as grids and lists hold them: prices, headlines, short lines, many lines of one look."""
    shape, document = prepared.shape, prepared.sequence.document
    looks, of_line = np.unique(document << 32 | shape.signature, return_inverse=True)
    alike = np.bincount(of_line, minlength=len(looks))[of_line] >= ALIKE
    prices = shape.columns["value_sign_count"] > 0
    sums = _sums(prepared, prices, shape.headline, shape.short, alike)
    return [np.log1p(sums[0]), *(sums / np.maximum(prepared.sequence.sizes, 1))]


def _largest(
    prepared: Prepared, probabilities: Floats, headline: Floats, region: Region, related: Floats, paragraphs: Floats
) -> Answers:
    """The best headline, also where a headline would stand and on the region's subject; the best paragraph."""
    sequence, body = prepared.sequence, np.ascontiguousarray(probabilities[:, BODY])
    words = np.minimum(prepared.shape.words, MOST_WORDS) / MOST_WORDS
    above, below = HEADLINE_REACH
    from_start = sequence.index - region.starts[sequence.document]
    above_region = (from_start >= -above) & (from_start <= below)
    values = (
        headline,
        headline * above_region,
        headline * related,
        body,
        body * words,
        paragraphs * words,
        paragraphs * related,
    )
    return list(sequence.largest(np.array(values, np.float32)))


def find_region(prepared: Prepared, probabilities: Floats) -> Region:
    """Main region by the network's answer."""
    return main_region(probabilities[:, BODY], prepared.shape.words, prepared.sequence)


def find_belonging(prepared: Prepared, probabilities: Floats, region: Region) -> Floats:
    """(L,) how far each line belongs to the story around the main region, by the network's answer."""
    return belonging(probabilities[:, BODY], prepared.shape.words, prepared.sequence, region)
