"""Stories of held-out sites with other stories' headlines glued on, of which every label is exact.

Stories are what people labelled body or a page's gold text, headlines what people labelled promo: no label comes from
a rule. The decorations of HELD_OUT_DECORATIONS never occur in training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nutgraf.labels import BODY, PROMO, Label
from nutgraf_training.benchmarks.figures import Row, label_f1, sums_row
from nutgraf_training.corpora.decorations import HELD_OUT_DECORATIONS, TRAINING_DECORATIONS, Decoration, Headline
from nutgraf_training.corpora.pages import Page
from nutgraf_training.corpora.tokens import words
from nutgraf_training.evaluate import LineLabeller, outcomes
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.metrics import IntArray

GLUED = "glued"
PLACES = ("end", "start", "middle")
#: How many headlines are glued on, the last exclusive.
COUNT = (3, 21)
#: Words of a promo line that is a headline, neither a name nor a teaser of several sentences.
HEADLINE_WORDS = (4, 28)
#: A story has at least so many lines, or it has no middle.
FEWEST_LINES = 3
#: With fewer headlines in a story's language, those of all languages are drawn.
ENOUGH_HEADLINES = 40
BARE = TRAINING_DECORATIONS[0]
#: Ways to print, of which one is drawn for a story.
DECORATIONS: Mapping[str, tuple[Decoration, ...]] = {
    "bare": (BARE,),
    "decorated as in training": TRAINING_DECORATIONS[1:],
    **{f"{decoration.name}, not in training": (decoration,) for decoration in HELD_OUT_DECORATIONS},
}


@dataclass(frozen=True, slots=True)
class Story:
    """A story's lines, all of them body."""

    id: str
    source: str
    language: str
    lines: tuple[str, ...]


def stories(pages: Sequence[Page], hand: Sequence[LabelledDocument], languages: Mapping[str, str]) -> list[Story]:
    """One story per page: its hand-labelled body where there is one, else the gold text; `languages` by page."""
    found: dict[str, Story] = {}
    for document in hand:
        name = page_of(document)
        body = tuple(line.text for line in document.lines if line.label is Label.BODY)
        found.setdefault(name, Story(name, document.source, languages.get(name, ""), body))
    for page in pages:
        paragraphs = tuple(line for paragraph in page.paragraphs for line in paragraph.splitlines() if line.strip())
        found.setdefault(page.id, Story(page.id, page.site, page.language, paragraphs))
    return [story for _, story in sorted(found.items()) if len(story.lines) >= FEWEST_LINES]


def page_of(document: LabelledDocument) -> str:
    """Id of the page that a hand-labelled document was taken from."""
    return document.id.rpartition("-")[0]


def headlines(hand: Sequence[LabelledDocument], languages: Mapping[str, str]) -> list[Headline]:
    """Promo lines that people labelled, each once per site."""
    found = {
        Headline(line.text, document.source, languages.get(page_of(document), "")): None
        for document in hand
        for line in document.lines
        if line.label is Label.PROMO and HEADLINE_WORDS[0] <= words(line.text) <= HEADLINE_WORDS[1]
    }
    return list(found)


def glue(
    story: Story, pool: Sequence[Headline], place: str, decorations: Sequence[Decoration], random: np.random.Generator
) -> LabelledDocument:
    """Glue 3 to 20 headlines of other sites to one place of a story, decorated alike."""
    elsewhere = [headline for headline in pool if headline.source != story.source]
    related = [headline for headline in elsewhere if headline.language == story.language]
    choice = related if len(related) >= ENOUGH_HEADLINES else elsewhere
    chosen = random.permutation(len(choice))[: int(random.integers(*COUNT))].tolist()
    decoration = decorations[int(random.integers(len(decorations)))]
    printed = [
        decoration.apply(Headline(choice[i].text, choice[i].source, choice[i].language, number), random)
        for number, i in enumerate(chosen, 1)
    ]
    body = [LabelledLine(text, Label.BODY) for text in story.lines]
    at = {"start": 0, "end": len(body), "middle": int(random.integers(1, len(body)))}[place]
    body[at:at] = [LabelledLine(text, Label.PROMO) for text in printed]
    return LabelledDocument(f"{story.id}-{place}", story.source, tuple(body), language=story.language, kind="glued")


def glued_rows(name: str, labeller: LineLabeller, stories: Sequence[Story], pool: Sequence[Headline]) -> list[Row]:
    """F1 of body and promo for each place and decoration; the last two rows are over all of them."""
    counts: dict[str, IntArray] = {}
    for place in PLACES:
        for kind, decorations in DECORATIONS.items():
            documents = [
                glue(story, pool, place, decorations, np.random.default_rng((number, len(counts))))
                for number, story in enumerate(stories)
            ]
            counts[f"{place}, {kind}"] = np.array([result.counts for result in outcomes(labeller, documents)])
    counts["all"] = np.sum(list(counts.values()), axis=0)
    return [
        sums_row(GLUED, f"{name}: {case}", f"{label} F1", table, label_f1(code))
        for case, table in counts.items()
        for label, code in ((Label.BODY, BODY), (Label.PROMO, PROMO))
    ]
