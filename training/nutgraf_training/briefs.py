"""Short stories and pages without one, cut from longer pages: what tells them apart must not be their length."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from nutgraf.labels import Label
from nutgraf_training.labelled import LabelledDocument, has_body

KIND = "brief"
#: Lines of a brief's body beside the headline; of a page without a story; and how far around it furniture is taken.
BODY_LINES, BARE_LINES, REACH = (1, 5), (3, 60), (1, 13)
#: Share of briefs with furniture around them, and of pages without a story that are other stories' headlines alone.
FURNISHED, HEADLINES_ALONE = 0.5, 0.4
#: Pages without a story are few: each is cut so often.
BARE_COPIES = 3


def briefs(documents: Iterable[LabelledDocument], seed: int) -> Iterator[LabelledDocument]:
    """Of each page with a story its opening alone, and its furniture alone; of others, stretches of them."""
    random = np.random.default_rng(seed)
    for document in documents:
        if has_body(document.lines):
            cuts = [_opening(document, random), _bare(document, random)]
        else:
            cuts = [_bare(document, random) for _ in range(BARE_COPIES)]
        for kept in cuts:
            if kept:
                headline = next((new for new, old in enumerate(kept) if old == document.headline), None)
                lines = tuple(document.lines[i] for i in kept)
                yield replace(document, lines=lines, headline=headline, kind=KIND)


def _opening(document: LabelledDocument, random: np.random.Generator) -> list[int]:
    """Headline and first lines of the story, with or without some furniture around."""
    rest = [i for i, line in enumerate(document.lines) if line.label is Label.BODY and i != document.headline]
    story = {*rest[: int(random.integers(*BODY_LINES))]}
    if document.headline is not None:
        story.add(document.headline)
    if random.random() >= FURNISHED:
        return sorted(story)
    reach, share = int(random.integers(*REACH)), random.uniform(0.2, 1)
    around = range(max(0, min(story) - reach), min(len(document.lines), max(story) + reach))
    furniture = (i for i in around if document.lines[i].label is Label.BOILERPLATE)
    return sorted(story.union(i for i in furniture if random.random() < share))


def _bare(document: LabelledDocument, random: np.random.Generator) -> list[int]:
    """A stretch of what is not story, or of other stories' headlines."""
    rest = [i for i, line in enumerate(document.lines) if line.label in (Label.BOILERPLATE, Label.PROMO)]
    if random.random() < HEADLINES_ALONE:
        rest = [i for i in rest if document.lines[i].label is Label.PROMO] or rest
    size = int(random.integers(*BARE_LINES))
    begin = int(random.integers(0, max(1, len(rest) - size)))
    return rest[begin : begin + size]
