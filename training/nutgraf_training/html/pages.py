"""Labelled pages with their layout: silver labels, and hand labels where there are any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from nutgraf.errors import InputError
from nutgraf.html.encoding import decode
from nutgraf.html.page import HtmlPage, read_page
from nutgraf_training.corpora.commands import TRAINING
from nutgraf_training.corpora.pages import Page, read_corpus
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.mending import by_page, hand_labels, relabelled


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPage:
    """A page and its labels, one per block."""

    page: HtmlPage
    document: LabelledDocument
    by_hand: NDArray[np.bool_]  # (lines,) which labels a person gave


def read_training_pages(
    corpora: Path, documents: Sequence[LabelledDocument], hand: Iterable[LabelledDocument], jobs: int = 1
) -> list[TrainingPage]:
    """The pages of these labelled documents, in their order.

    Raises:
        InputError: if a page is missing, or its blocks are not the document's lines.
    """
    files = {page.id: page for name in TRAINING.split(",") for page in read_corpus(corpora / name)}
    missing = [document.id for document in documents if document.id not in files]
    if missing:
        raise InputError(f"{missing[0]}: no page with this id in the corpora of {corpora}")
    known = by_page(hand)
    work = (delayed(_read)(files[document.id]) for document in documents)
    pages = Parallel(jobs, batch_size=16)(work)
    return [
        _labelled(page, document, known.get(document.id, ())) for page, document in zip(pages, documents, strict=True)
    ]


def _read(page: Page) -> HtmlPage:
    return read_page(decode(page.html()))


def _labelled(page: HtmlPage, document: LabelledDocument, hand: Sequence[LabelledDocument]) -> TrainingPage:
    texts = [block.text for block in page.tree.blocks]
    if texts != [line.text for line in document.lines]:
        raise InputError(f"{document.id}: the page's blocks are not the labelled lines; delete the cache of pages")
    labels = hand_labels(document, hand)
    by_hand = np.zeros(len(texts), bool)
    by_hand[list(labels)] = True
    return TrainingPage(page, relabelled(document, labels), by_hand)
