"""Columns for what a page declares: which block is its title, its summary, its author, a part of its story."""

from collections.abc import Sequence as Several
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import HEAD, Ints, batch_of_lines
from nutgraf.features import Prepared
from nutgraf.hashing import BASE, mix
from nutgraf.html.declarations import Declarations
from nutgraf.shape import Columns, per_line
from nutgraf.tokens import Tokens, tokenise

TITLES = ("title_shared", "title_window", "title_linked")
SUMMARY, AUTHOR, STORY = 3, 4, 5
#: Words of JSON-LD's articleBody that are looked at, in pieces of at most HEAD characters.
MOST_PIECES = 40


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Words of the declarations of D pages: hashes that differ between pages, and the field that each stands in."""

    hashes: NDArray[np.uint64]
    pairs: NDArray[np.uint64]  # of each word with the next
    fields: Ints
    counts: Ints  # (D, STORY + 1) words of each field


def declared_columns(prepared: Prepared, pages: Several[Declarations]) -> Columns:
    """Columns of every block of the pages of a batch."""
    told = _words(pages)
    document = prepared.sequence.document
    tokens = prepared.tokens
    own = _in_page(tokens.hashes, document[tokens.lines])
    size = np.maximum(np.diff(tokens.bounds), 1).astype(np.float64)
    length = told.counts[document].T
    shared = per_line(_standing_in(own, told), tokens.bounds)
    columns: dict[str, NDArray[Any]] = {}
    contained = np.zeros(len(document))
    for field, name in enumerate(TITLES):
        columns[name] = 2 * shared[field] / (size + np.maximum(length[field], 1))
        enough = (size >= 3) & (shared[field] >= 0.35 * length[field])
        contained = np.maximum(contained, (shared[field] / size) * enough)
    best = np.maximum.reduce([columns[name] for name in TITLES]).astype(np.float32)
    top = prepared.sequence.largest(best)[document]
    for field, name in ((SUMMARY, "summary"), (AUTHOR, "author")):
        columns[f"{name}_share"] = shared[field] / size
        columns[f"{name}_covered"] = np.minimum(shared[field] / np.maximum(length[field], 1), 1)
    columns |= {
        "title_contained": contained,
        "title_best": best,
        "title_is_best": (best == top) & (best > 0.3),
        "author_known": length[AUTHOR] > 0,
        **_story_columns(prepared, told, own),
    }
    return {name: np.asarray(values, np.float32) for name, values in columns.items()}


def _standing_in(own: NDArray[np.uint64], told: _Words) -> list[NDArray[np.bool_]]:
    """For each field but the story, which of the pages' own words stand in it."""
    table, place = np.unique(told.hashes, return_inverse=True)
    fields = np.zeros(len(table), np.int64)  # a bit for each field that holds the word
    np.bitwise_or.at(fields, place, np.left_shift(1, told.fields))
    if not len(table):
        return [np.zeros(len(own), bool)] * STORY
    at = np.minimum(np.searchsorted(table, own), len(table) - 1)
    bits = np.where(table[at] == own, fields[at], 0)
    return [(bits >> field & 1) > 0 for field in range(STORY)]


def _story_columns(prepared: Prepared, told: _Words, own: NDArray[np.uint64]) -> dict[str, NDArray[np.float64]]:
    """How much of a block stands in the story that JSON-LD gives, pair of words by pair."""
    tokens, sequence = prepared.tokens, prepared.sequence
    known = told.counts[sequence.document, STORY] > 0
    if not known.any():
        return dict.fromkeys(("story_share", "story_known", "story_of_page", "story_words"), np.zeros(sequence.size))
    last = np.append(tokens.lines[1:] != tokens.lines[:-1], True)[: len(own)]
    found = np.isin(_pairs(own), told.pairs[told.fields == STORY]) & ~last
    sizes = np.diff(tokens.bounds)
    shared = per_line([found], tokens.bounds)[0]
    share = np.where(sizes > 1, shared / np.maximum(sizes - 1, 1), 0)
    of_page = sequence.total(shared) / np.maximum(told.counts[sequence.document, STORY], 1)
    return {
        "story_share": share,
        "story_known": known.astype(np.float64),
        "story_of_page": np.minimum(of_page, 2) * known,
        "story_words": np.log1p(shared),
    }


def declared_story(pages: Several[Declarations]) -> NDArray[np.float32]:
    """(D, 4) whether a page says that it is a story, that it is none, that it has a date, an author."""
    kinds = [page.meta("og:type").lower() for page in pages]
    values = [
        (bool(page.story) + (kind == "article"), kind in ("website", "product"), bool(page.date), bool(page.author))
        for page, kind in zip(pages, kinds, strict=True)
    ]
    return np.array(values, np.float32).reshape(len(pages), 4)


def _words(pages: Several[Declarations]) -> _Words:
    lines: list[str] = []
    fields: list[int] = []
    owners: list[int] = []
    for number, page in enumerate(pages):
        body = page.body[: MOST_PIECES * HEAD]
        pieces = [body[begin : begin + HEAD] for begin in range(0, len(body), HEAD)]
        for field, text in (
            *enumerate((*page.titles, page.summary, page.author)),
            *((STORY, piece) for piece in pieces),
        ):
            lines.append(text)
            fields.append(field)
            owners.append(number)
    # Each by itself: what is looked through in a document, as marks at all of its lines, is told by all of them.
    tokens: Tokens = tokenise(batch_of_lines([[line] for line in lines]))
    of_token, owner = np.array(fields, np.int64)[tokens.lines], np.array(owners, np.int64)[tokens.lines]
    counts = np.bincount(owner * (STORY + 1) + of_token, minlength=len(pages) * (STORY + 1))
    hashes = _in_page(tokens.hashes, owner)
    return _Words(hashes, _pairs(hashes), of_token, counts.reshape(len(pages), STORY + 1))


def _in_page(hashes: NDArray[np.uint64], page: Ints) -> NDArray[np.uint64]:
    return mix(hashes + page.astype(np.uint64) * np.uint64(BASE))


def _pairs(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return mix(hashes * np.uint64(BASE) + np.append(hashes[1:], np.uint64(0))[: len(hashes)])
