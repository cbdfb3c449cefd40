"""What scrapers and editors do to text, each kind by itself and always alike: for measuring, not for training.

`nutgraf_training.augment` changes what is trained on, by chance and several things at once. Kinds that it makes too are
said to be; a model that only holds where it was trained to hold shows it on the others.
"""

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.entities import codepoint2name

from nutgraf_training.augment import END_MARKS
from nutgraf_training.labelled import LabelledDocument, LabelledLine

Change = Callable[[LabelledDocument], LabelledDocument]

WIDTH = 80
#: Share of a document's lines that a truncated one keeps.
KEPT = 0.7
BULLETS = ("• ", "- ", "* ", "– ")
STRAIGHTENED = str.maketrans("“”„‘’‚«»", '"""\'\'\'""')
#: Marks without width: space, non-joiner, word joiner, soft hyphen.
NO_WIDTH = "\u200b\u200c\u2060\u00ad"
#: A mark without width stands after each so many characters.
NO_WIDTH_EACH = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    `trained` names the change of `augment.CHANGES` that makes it, or other training data that has it; empty for none.
    `gone` says what information is lost for good, so that a loss of quality is no wonder.
    """

    name: str
    change: Change
    trained: str = ""
    gone: str = ""


def _from(document: LabelledDocument, made: Iterator[tuple[int, LabelledLine]]) -> LabelledDocument:
    """The document with other lines, each given with the number of the line that it comes from."""
    lines = list(made)
    headline = next((new for new, (old, _) in enumerate(lines) if old == document.headline), None)
    return replace(document, lines=tuple(line for _, line in lines), headline=headline)


def _each(change: Callable[[str], str]) -> Change:
    """A change of each line's text; a line of which nothing would be left stays as it is."""

    def changed(document: LabelledDocument) -> LabelledDocument:
        texts = (change(line.text) for line in document.lines)
        pairs = zip(document.lines, texts, strict=True)
        return replace(document, lines=tuple(replace(line, text=text or line.text) for line, text in pairs))

    return changed


def hard_wrap(document: LabelledDocument) -> LabelledDocument:
    """Lines broken at WIDTH; the pieces inherit the label, and each counts as a line."""
    return _from(
        document,
        (
            (number, LabelledLine(piece, line.label))
            for number, line in enumerate(document.lines)
            for piece in _pieces(line.text)
        ),
    )


def _pieces(text: str) -> Iterator[str]:
    row = ""
    for word in text.split(" "):
        if row and len(row) + 1 + len(word) > WIDTH:
            yield row
            row = word
        else:
            row = f"{row} {word}" if row else word
    yield row


def bullets(document: LabelledDocument) -> LabelledDocument:
    """A bullet before every line, of one kind in each document."""
    mark = BULLETS[len(document.lines) % len(BULLETS)]
    return _each(lambda text: mark + text)(document)


def numbering(document: LabelledDocument) -> LabelledDocument:
    """Lines numbered through."""
    numbered = (replace(line, text=f"{number}. {line.text}") for number, line in enumerate(document.lines, start=1))
    return replace(document, lines=tuple(numbered))


def curly(text: str) -> str:
    """Straight quotes made curly: opening ones where a word begins."""
    made = []
    for place, character in enumerate(text):
        opens = place == 0 or text[place - 1] in " (["
        if character == '"':
            character = "“" if opens else "”"
        elif character == "'":
            character = "‘" if opens else "’"
        made.append(character)
    return "".join(made)


def no_width(text: str) -> str:
    """Marks without width between letters, as pages put them against copying."""
    parts = [text[begin : begin + NO_WIDTH_EACH] for begin in range(0, len(text), NO_WIDTH_EACH)]
    marks = (NO_WIDTH[place % len(NO_WIDTH)] for place in range(len(parts)))
    return "".join(part + mark for part, mark in zip(parts, marks, strict=True))


def doubled(document: LabelledDocument) -> LabelledDocument:
    """Every line twice; what a copy is, people would argue about: copies have no label and do not count."""
    return _from(
        document,
        (
            pair
            for number, line in enumerate(document.lines)
            for pair in ((number, line), (-1, replace(line, label=None)))
        ),
    )


def glued(document: LabelledDocument) -> LabelledDocument:
    """Two neighbours of one label glued to one line, wherever there are two."""
    return _from(document, _glued(document.lines))


def _glued(lines: tuple[LabelledLine, ...]) -> Iterator[tuple[int, LabelledLine]]:
    number = 0
    while number < len(lines):
        line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
        if below and line.label is below.label:
            yield number, replace(line, text=f"{line.text} {below.text}")
            number += 2
        else:
            yield number, line
            number += 1


def entities(text: str) -> str:
    """Characters written as HTML does, by name where they have one."""
    return "".join(
        f"&{codepoint2name[ord(mark)]};" if ord(mark) > 127 and ord(mark) in codepoint2name else mark
        for mark in html.escape(text)
    )


def mojibake(text: str) -> str:
    """UTF-8 read as Windows-1252, and the five bytes that it has no character for as Latin-1."""
    data = text.encode("utf-8", "surrogatepass")
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def truncated(document: LabelledDocument) -> LabelledDocument:
    """The end missing, and half of the line before it."""
    kept = document.lines[: max(1, int(len(document.lines) * KEPT))]
    last = replace(kept[-1], text=kept[-1].text[: -(-len(kept[-1].text) // 2)])
    return _from(document, enumerate((*kept[:-1], last)))


KINDS = (
    Kind("unchanged", lambda document: document),
    Kind(f"hard-wrapped at {WIDTH}", hard_wrap, "hard_wrap", "where a line began and ended"),
    Kind("all capitals", _each(str.upper), "other_case", "which words are names, where a sentence begins"),
    Kind("all lower case", _each(str.lower), "other_case", "which words are names, where a sentence begins"),
    Kind("trailing ` -`", _each(lambda text: f"{text} -")),
    Kind("bullets", bullets),
    Kind("numbering", numbering),
    Kind("straight quotes", _each(lambda text: text.translate(STRAIGHTENED)), "plain_quotes"),
    Kind("curly quotes", _each(curly)),
    Kind("no-break spaces", _each(lambda text: text.replace(" ", "\u00a0")), "plain_quotes"),
    Kind("zero-width marks", _each(no_width)),
    Kind("every line doubled", doubled),
    Kind("end marks missing", _each(lambda text: text.rstrip(END_MARKS)), "no_end_marks", "which lines are sentences"),
    Kind("neighbours glued", glued, "joined"),
    Kind("HTML entities", _each(entities)),
    Kind("mojibake", _each(mojibake)),
    Kind(f"last {1 - KEPT:.0%} missing", truncated, "crop", "what follows"),
)
