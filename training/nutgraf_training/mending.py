"""Silver labels mended by the hand labels of the same page.

A page of which a part was labelled by hand would else teach both: what its rules say, and what a person says of the
very same lines, with whom they differ on one line in fourteen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nutgraf.labels import Label
from nutgraf_training.corpora.matching import same_lines
from nutgraf_training.labelled import LabelledDocument, LabelledLine

#: How identifiers of hand-labelled windows of a whole page end.
WINDOW = "-win"


def page_of(document: LabelledDocument) -> str:
    """The identifier of the page that a document was taken from; all but whole pages add to it how that was done."""
    return document.id if document.kind == "page" else document.id.rpartition("-")[0]


def by_page(hand: Iterable[LabelledDocument]) -> dict[str, list[LabelledDocument]]:
    """Hand-labelled documents by their page."""
    found: dict[str, list[LabelledDocument]] = defaultdict(list)
    for document in hand:
        found[page_of(document)].append(document)
    return found


def hand_labels(document: LabelledDocument, hand: Sequence[LabelledDocument]) -> dict[int, Label]:
    """Labels, by the place of their line in a document, that were given by hand to the same lines of its page."""
    found: dict[int, Label] = {}
    # Windows of the whole page last: what an extractor left of it may stand twice on the page.
    for part in sorted(hand, key=lambda part: part.id.endswith(WINDOW)):
        for i, j in same_lines(part, document):
            label = part.lines[i].label
            if label is not None:
                found[j] = label
    return found


def relabelled(document: LabelledDocument, labels: dict[int, Label]) -> LabelledDocument:
    """A document with other labels of some lines, by their place."""
    lines = list(document.lines)
    for place, label in labels.items():
        lines[place] = replace(lines[place], label=label, shares=None)
    return with_lines(document, lines)


def with_lines(document: LabelledDocument, lines: Sequence[LabelledLine]) -> LabelledDocument:
    """A document with other labels of its lines; a headline that is no body is none."""
    headline = document.headline
    if headline is not None and lines[headline].label not in (Label.BODY, None):
        headline = None
    return replace(document, lines=tuple(lines), headline=headline)


def mended(silver: Iterable[LabelledDocument], hand: Iterable[LabelledDocument]) -> Iterator[LabelledDocument]:
    """Pages, and what extractors left of them, with the hand labels of lines that stand in both."""
    known = by_page(hand)
    for document in silver:
        yield relabelled(document, hand_labels(document, known.get(page_of(document), ())))
