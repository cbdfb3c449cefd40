"""The model that sees layout too: it hears what the text model says of each line, and looks at the page's tree.

It is a second look by itself, so what it hears is the text model's first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch
from nutgraf.choices import Favor
from nutgraf.features import Prepared, as_features, feature_columns, line_evidence, prepare
from nutgraf.html.columns import layout_columns
from nutgraf.html.declared import declared_columns, declared_story
from nutgraf.html.layout import make_layout
from nutgraf.html.markup import MarkupTable
from nutgraf.html.page import HtmlPage
from nutgraf.model import Answers, Finding, Model, Prediction, Settings, conclude, find
from nutgraf.network import Network, mean_probabilities
from nutgraf.shape import Columns
from nutgraf.story import story_columns


@dataclass(frozen=True, slots=True, eq=False)
class PageModel:
    """Labels the blocks of pages; made for one text model, whose columns and probabilities it takes in."""

    text: Model
    markup: MarkupTable
    networks: tuple[Network, ...]  # over the text model's columns and then those of the layout
    story: Network
    settings: Settings
    info: dict[str, Any] = field(default_factory=dict)

    def predict(
        self,
        batch: Batch,
        pages: Sequence[HtmlPage],
        favor: Favor = "balanced",
        evidence: NDArray[np.float32] | None = None,
    ) -> Prediction:
        """Label every block of the pages, whose texts are the batch's lines; `evidence` as in `Model.predict`."""
        return conclude(self.answers(batch, pages), self.settings, favor, evidence)

    def answers(self, batch: Batch, pages: Sequence[HtmlPage]) -> Answers:
        """What the networks say of the blocks, as `Model.answers`."""
        prepared = prepare(batch, self.text.common_words)
        columns = feature_columns(prepared, line_evidence(prepared, self.text.table))
        texts = self.text.first_look(as_features(columns))
        # The names differ; the order is that of training: the text's columns, then the layout's.
        features = as_features({**columns, **page_columns(prepared, pages, texts, self.markup)})
        found = find(prepared, self.settings.calibrated(mean_probabilities(self.networks, features)))
        story_odds = self.story.odds(page_story_columns(found, pages))
        return Answers(found, headline_odds(found.headline), story_odds)


def page_columns(
    prepared: Prepared, pages: Sequence[HtmlPage], text: NDArray[np.float32], markup: MarkupTable
) -> Columns:
    """Columns of layout of every block; `text` (L, 4) are the probabilities of the text model's first look."""
    layout = make_layout([page.tree for page in pages])
    return {
        **layout_columns(layout, prepared, text, markup.evidence(layout)),
        **declared_columns(prepared, [page.declared for page in pages]),
    }


def page_story_columns(found: Finding, pages: Sequence[HtmlPage]) -> NDArray[np.float32]:
    """(D, S) what each page shows and says of a story."""
    shown = story_columns(found.prepared, found.scores, found.headline, found.region)
    return np.hstack([shown, declared_story([page.declared for page in pages])])


def headline_odds(headline: NDArray[np.float32]) -> NDArray[np.float32]:
    """(L, 2) log-odds of the headline's probability: with layout the networks tell it without further help."""
    chance = np.clip(headline, 1e-6, 1 - 1e-6)
    return np.stack([np.zeros_like(chance), np.log(chance / (1 - chance))], axis=1)
