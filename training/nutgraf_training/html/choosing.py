"""Chooses what turns the scores of pages into decisions, on blocks labelled by hand of sites that were held out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, batch_of_lines
from nutgraf.html.model import PageModel
from nutgraf.model import Settings
from nutgraf_training.choosing import FOUND_IN_PAGES, Asked, chosen
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.labelled import label_codes


def choose_for_pages(model: PageModel, pages: Sequence[TrainingPage], stories: Sequence[TrainingPage]) -> Settings:
    """Settings for pages; of their lines, only those count that a person has labelled. `stories` as for `choose`.

    The text model's do not hold: with layout the networks are surer.
    """
    seen = [page for page in pages if page.by_hand.any()]
    batches = [_batch(page) for page in seen]
    true = np.concatenate([np.where(page.by_hand, label_codes(page.document.lines), -1) for page in seen])

    def ask(settings: Settings) -> Asked:
        asked = replace(model, settings=settings)
        answers = (asked.answers(batch, [page.page]) for batch, page in zip(batches, seen, strict=True))
        return Asked(settings, list(answers), true)

    def story_odds(settings: Settings) -> NDArray[np.float32]:
        asked = replace(model, settings=settings)
        return np.concatenate([asked.answers(_batch(page), [page.page]).story_odds for page in stories])

    return chosen(model.settings, ask, story_odds, FOUND_IN_PAGES)


def _batch(page: TrainingPage) -> Batch:
    return batch_of_lines([[block.text for block in page.page.tree.blocks]])
