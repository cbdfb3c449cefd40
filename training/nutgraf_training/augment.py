"""What scrapers do to a page, simulated: each function takes a labelled document and gives another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from nutgraf.labels import Label
from nutgraf_training.labelled import LabelledDocument, LabelledLine

Change = Callable[[LabelledDocument, np.random.Generator], LabelledDocument]
Numbered = tuple[int, LabelledLine]

SHORT = 40  # characters of a line that scrapers glue to the next
WRAP_WIDTHS = (60, 100)
END_MARKS = ".!?。！？"
#: Of a line's text and its number: marks that lists, quoted text and careless scrapers leave at lines of every kind.
MARKS = (
    "• {0}",
    "- {0}",
    "* {0}",
    "– {0}",
    "> {0}",
    "» {0}",
    "{1}. {0}",
    "{1}. {0}",
    "{1}. {0}",
    "{1} {0}",
    "{0} -",
    "{0} -",
    "{0} |",
)


def _with(document: LabelledDocument, lines: Sequence[Numbered]) -> LabelledDocument:
    """The document with other lines, each given with the number of the line it came from; as it is if none is left."""
    if not lines:
        return document
    headline = next((new for new, (old, _) in enumerate(lines) if old == document.headline), None)
    return replace(document, lines=tuple(line for _, line in lines), headline=headline)


def crop(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Keep the story and a few lines before and after, as a recall-oriented extractor does."""
    body = [i for i, line in enumerate(document.lines) if line.label is Label.BODY]
    if not body:
        return window(document, random)
    begin = max(0, body[0] - int(random.integers(0, 9)))
    end = min(len(document.lines), body[-1] + 1 + int(random.integers(0, 26)))
    return _with(document, list(enumerate(document.lines))[begin:end])


def window(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """A stretch of the page, with or without its story."""
    size = int(random.integers(8, 60))
    begin = int(random.integers(0, max(1, len(document.lines) - size)))
    return _with(document, list(enumerate(document.lines))[begin : begin + size])


def furniture_only(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """The page without its story, as after a failed extraction."""
    rest = [(i, line) for i, line in enumerate(document.lines) if line.label is not Label.BODY]
    size = int(random.integers(5, 80))
    begin = int(random.integers(0, max(1, len(rest) - size)))
    return _with(document, rest[begin : begin + size])


def story_only(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """The story with next to nothing around it, as after a good extraction."""
    keep = random.random(len(document.lines)) < random.choice([0.0, 0.05, 0.2])
    lines = [(i, line) for i, line in enumerate(document.lines) if line.label is Label.BODY or keep[i]]
    return _with(document, lines)


def thin(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Some of the furniture left out."""
    keep = random.random(len(document.lines)) < random.uniform(0.3, 0.9)
    lines = [(i, line) for i, line in enumerate(document.lines) if line.label is Label.BODY or keep[i]]
    return _with(document, lines)


def merge_short(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Short neighbours of one label glued into one line: menus, bylines with dates."""
    joint = str(random.choice([" ", " | ", " · ", ""]))
    merged: list[Numbered] = []
    numbered = enumerate(document.lines)
    for (label, short), group in groupby(numbered, key=lambda item: (item[1].label, len(item[1].text) <= SHORT)):
        members = list(group)
        if short and label is Label.BOILERPLATE and len(members) > 1:
            size = int(random.integers(2, 9))
            for begin in range(0, len(members), size):
                part = members[begin : begin + size]
                text = joint.join(line.text for _, line in part)
                merged.append((part[0][0], LabelledLine(text, label)))
        else:
            merged.extend(members)
    return _with(document, merged)


def hard_wrap(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Lines broken at a fixed width."""
    width = int(random.integers(*WRAP_WIDTHS))
    wrapped: list[Numbered] = []
    for number, line in enumerate(document.lines):
        words, row = line.text.split(" "), ""
        for word in words:
            if row and len(row) + 1 + len(word) > width:
                wrapped.append((number, replace(line, text=row)))
                row = word
            else:
                row = f"{row} {word}" if row else word
        wrapped.append((number, replace(line, text=row)))
    return _with(document, wrapped)


def other_case(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """All lower case, or all capitals."""
    change = str.lower if random.random() < 0.6 else str.upper
    return _each(document, lambda line: change(line.text))


def no_end_marks(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Full stops at the end of lines lost, in some or all lines."""
    share = random.choice([0.3, 1.0])
    return _each(document, lambda line: line.text.rstrip(END_MARKS) if random.random() < share else line.text)


def plain_quotes(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Curly quotes straightened, spaces made non-breaking."""
    table = str.maketrans("“”‘’«»", '""\'\'""')
    space = " " if random.random() < 0.5 else "\u00a0"
    return _each(document, lambda line: line.text.translate(table).replace(" ", space))


def doubled(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Some lines twice, as responsive pages hold them; the second standing of a body line is boilerplate.

    A document in which every line stands twice is read as if each stood once (`nutgraf.doubled`).
    """
    lines: list[Numbered] = []
    for number, line in enumerate(document.lines):
        lines.append((number, line))
        if random.random() < 0.1:
            lines.append((number, _second_standing(line)))
    return _with(document, lines)


def _second_standing(line: LabelledLine) -> LabelledLine:
    """A line that the page shows a second time: of a long one nobody knows what it is."""
    if len(line.text) >= SHORT:
        return LabelledLine(line.text, None)
    return LabelledLine(line.text, Label.BOILERPLATE) if line.label is Label.BODY else line


def marked(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """One mark or a number at every short line, whatever its label: a mark alone makes no promo.

    A mark at every line of a document is not looked at (`nutgraf.marks`).
    """
    mark = MARKS[int(random.integers(len(MARKS)))]
    longest = int(random.choice([SHORT, SHORT * 2, SHORT * 4]))
    lines = [
        line if len(line.text) > longest else replace(line, text=mark.format(line.text, number))
        for number, line in enumerate(document.lines, 1)
    ]
    return replace(document, lines=tuple(lines))


def joined(document: LabelledDocument, random: np.random.Generator) -> LabelledDocument:
    """Two or three neighbours of one label in one line, wherever there are; the headline stays by itself."""
    size = int(random.integers(2, 4))
    lines: list[Numbered] = []
    for _, group in groupby(enumerate(document.lines), key=lambda item: (item[1].label, item[0] == document.headline)):
        members = list(group)
        for begin in range(0, len(members), size):
            part = members[begin : begin + size]
            number, first = part[0]
            lines.append((number, replace(first, text=" ".join(line.text for _, line in part))))
    return _with(document, lines)


def _each(document: LabelledDocument, change: Callable[[LabelledLine], str]) -> LabelledDocument:
    lines = [replace(line, text=change(line) or line.text) for line in document.lines]
    return replace(document, lines=tuple(lines))


#: Each change and how often it is drawn.
CHANGES: tuple[tuple[Change, float], ...] = (
    (crop, 3.0),
    (window, 2.0),
    (furniture_only, 1.0),
    (story_only, 2.0),
    (thin, 1.5),
    (merge_short, 1.0),
    (hard_wrap, 0.7),
    (other_case, 0.7),
    (no_end_marks, 0.8),
    (plain_quotes, 0.5),
    (doubled, 1.0),
    (marked, 1.5),
    (joined, 1.0),
)


def augment(documents: Sequence[LabelledDocument], seed: int, *, each: float = 1.0) -> Iterator[LabelledDocument]:
    """Changed copies of the documents: `each` of them per document on average, with one or two changes each.

    The kind of a copy is "augmented"; identifier, source and language stay.
    """
    random = np.random.default_rng(seed)
    changes = [change for change, _ in CHANGES]
    odds = np.array([weight for _, weight in CHANGES])
    for document in documents:
        for _ in range(int(random.poisson(each))):
            copy = document
            for place in random.choice(len(changes), int(random.integers(1, 3)), replace=False, p=odds / odds.sum()):
                copy = changes[place](copy, random)
            if copy.lines:
                yield replace(copy, kind="augmented")
