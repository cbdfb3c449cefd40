"""Rows on whole pages: held-out sites of the training corpora, and the article-extraction-benchmark."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from nutgraf_training.benchmarks.cleaned import CLEANED, FAVORS, cleaned_name
from nutgraf_training.benchmarks.figures import Row, mean_of_sums, mean_row, sums_row
from nutgraf_training.benchmarks.pages import FROM_BARE_HTML, FROM_HTML, FROM_TEXT, REFERENCE, PageScores
from nutgraf_training.corpora.pages import Page, read_corpus
from nutgraf_training.metrics import FloatArray, shingle_f1_of_sums, shingle_sums

HELD_OUT, LANGUAGES, AEB = "pages", "languages", "aeb"
GAIN, TO_ENGLISH = "gain", "difference to English"
#: Figures that are differences.
SIGNED = frozenset((GAIN, TO_ENGLISH))
#: What a text's figure is held against: an extractor's own text where we cleaned it, else the reference.
COMPARED: Mapping[str, str] = {
    FROM_TEXT: REFERENCE,
    FROM_HTML: REFERENCE,
    FROM_BARE_HTML: REFERENCE,
    **{cleaned_name(extractor, favor): extractor for extractor in CLEANED for favor in FAVORS},
}


def held_out_rows(scores: PageScores) -> list[Row]:
    """Mean word F1 of every text, and ours less that of what it is held against, on the same pages."""
    rows = []
    for name, found in scores.by_name.items():
        rows.append(mean_row(HELD_OUT, name, "word F1", found))
        if name in COMPARED:
            rows.append(mean_row(HELD_OUT, name, GAIN, found - scores.by_name[COMPARED[name]]))
    return rows


def language_rows(scores: PageScores, languages: frozenset[str]) -> list[Row]:
    """Mean word F1 by language, and the mean over the `languages` that are not English beside English."""
    pages = scores.languages()
    others = sorted(languages & pages.keys())
    rows = []
    for name, found in scores.by_name.items():
        rows += [
            mean_row(LANGUAGES, name, f"{language} ({len(pages[language])})", found[pages[language]])
            for language in ["en", *others]
            if language in pages
        ]
        if others and "en" in pages:
            rows += _not_english(name, found, pages, others)
    return rows


def _not_english(name: str, found: FloatArray, pages: Mapping[str, list[int]], others: Sequence[str]) -> list[Row]:
    """Rows of the mean over languages, each counting alike, and of how far it is from English."""
    order = ["en", *others]
    chosen = [(index, place) for place, language in enumerate(order) for index in pages[language]]
    sums = np.zeros((len(chosen), len(order), 2))
    for row, (index, place) in enumerate(chosen):
        sums[row, place] = found[index], 1

    def over_languages(totals: FloatArray) -> FloatArray:
        each = mean_of_sums(totals)[..., 1:]
        known = ~np.isnan(each)  # a resample may lack a language
        return np.asarray(np.where(known, each, 0).sum(axis=-1) / known.sum(axis=-1))

    def from_english(totals: FloatArray) -> FloatArray:
        return np.asarray(over_languages(totals) - mean_of_sums(totals)[..., 0])

    return [
        sums_row(LANGUAGES, name, "not English", sums, over_languages),
        sums_row(LANGUAGES, name, TO_ENGLISH, sums, from_english),
    ]


def benchmark_rows(golds: Sequence[str], texts: Mapping[str, Sequence[str]]) -> list[Row]:
    """F1 of 4-shingles and share of exact pages, as the article-extraction-benchmark has them, and the gain in F1."""
    sums = {name: shingle_sums(golds, found) for name, found in texts.items()}
    rows = []
    for name, table in sums.items():
        rows.append(sums_row(AEB, name, "4-shingle F1", table, shingle_f1_of_sums))
        rows.append(mean_row(AEB, name, "exact pages", (table[:, 0] == 1) & (table[:, 2] == 1)))
        if name in COMPARED:
            both = np.hstack([table, sums[COMPARED[name]]])
            rows.append(sums_row(AEB, name, GAIN, both, _shingle_gain))
    return rows


def _shingle_gain(totals: FloatArray) -> FloatArray:
    return shingle_f1_of_sums(totals[..., :4]) - shingle_f1_of_sums(totals[..., 4:])


def read_benchmark(corpora: Path) -> tuple[list[Page], list[str]]:
    """Pages of the benchmark and their gold text, as its authors have it."""
    with (corpora / AEB / "gold.jsonl").open(encoding="utf-8") as stream:
        gold = {page["id"]: page["articleBody"] for page in map(json.loads, stream)}
    pages = list(read_corpus(corpora / AEB))
    return pages, [gold[page.id] for page in pages]
