"""Text of one block as Markdown (CommonMark): emphasis, code and links, none of which reaches beyond its block."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urljoin

#: Around what stands inside these elements.
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "code": "`", "kbd": "`", "samp": "`"}
#: What CommonMark takes for a mark, or for a character's name, anywhere.
_SPECIAL = re.compile(r"([\\`*_\[\]<]|&(?=#?\w+;))")
#: What browsers leave out of a link's target, and what in it could end it or be read as a mark.
_BREAKS = re.compile(r"[\t\n\r]")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f()<>\\]")
_TICKS = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text inside a block that is all of one kind."""

    text: str
    marks: tuple[str, ...]
    link: str


def inline(pieces: Sequence[Piece], is_heading: bool) -> str:
    """Markdown of a block's pieces; a heading is bold by itself."""
    if not any(piece.marks or piece.link for piece in pieces):  # most blocks, and much faster
        return " ".join(_plain("".join(piece.text for piece in pieces), False).split())
    text = _Text(pieces, is_heading)
    parts: list[str] = []
    for link, run in groupby(range(len(text.chars)), lambda place: text.of[place].link):
        part = _linked(text.emphasised(list(run)), link)
        if part.startswith("[") and parts and parts[-1].endswith("!"):
            parts[-1] = parts[-1][:-1] + "\\!"  # or the link would be an image
        parts.append(part)
    return " ".join("".join(parts).split())


class _Text:
    """A block's characters, and for each the stars around it.

    Emphasis ends where other emphasis begins, also inside it: of nested stars beside letters CommonMark makes others.
    """

    def __init__(self, pieces: Sequence[Piece], is_heading: bool) -> None:
        self.chars = "".join(piece.text for piece in pieces)
        self.of = [piece for piece in pieces for _ in piece.text]
        self.stars = [""] * len(self.of)
        unmeant = {"`", "**"} if is_heading else {"`"}
        kinds = [(piece.link, "".join(mark for mark in piece.marks if mark not in unmeant)) for piece in pieces]
        meant = [kind for kind, piece in zip(kinds, pieces, strict=True) for _ in piece.text]
        for (_, stars), run in groupby(range(len(meant)), meant.__getitem__):
            if not stars:
                continue
            places = list(run)
            begin, end = self.core(places[0], places[-1] + 1)
            # Three stars between two and one, with nothing else there, would be read as other stars.
            is_between = any(self.stars[begin - 1 : begin]) and any(kind[1] for kind in meant[end : end + 1])
            self.stars[begin:end] = ["**" if is_between and stars == "***" else stars] * (end - begin)

    def core(self, begin: int, end: int) -> tuple[int, int]:
        """What stars can stand around: blanks are outside, and so is punctuation that a letter follows or precedes.

        CommonMark takes no star that stands between punctuation inside and a letter outside.
        """
        first, last = begin, end
        while begin < end and self.chars[begin].isspace():
            begin += 1
        while begin < end and self.chars[end - 1].isspace():
            end -= 1
        if begin == first and self.is_letter_of(begin - 1, self.of[begin].link):
            while begin < end and not self.is_letter(begin):
                begin += 1
        if end == last and self.is_letter_of(end, self.of[end - 1].link):
            while begin < end and not self.is_letter(end - 1):
                end -= 1
        return begin, end

    def is_letter_of(self, place: int, link: str) -> bool:
        """Tell whether a place is a letter of the same link; at the ends of others are brackets."""
        return 0 <= place < len(self.of) and self.is_letter(place) and self.of[place].link == link

    def is_letter(self, place: int) -> bool:
        """Tell whether a character is neither blank nor punctuation nor a symbol; code begins and ends with one."""
        char = self.chars[place]
        return not char.isspace() and unicodedata.category(char)[0] not in "PS" and "`" not in self.of[place].marks

    def emphasised(self, places: Sequence[int]) -> str:
        """Markdown of characters that stand side by side."""
        parts: list[str] = []
        for stars, run in groupby(places, self.stars.__getitem__):
            parts.append(stars)
            for is_code, alike in groupby(run, lambda place: "`" in self.of[place].marks):
                parts.append(_plain("".join(self.chars[place] for place in alike), is_code))
            parts.append(stars)
        return "".join(parts)


def _plain(text: str, is_code: bool) -> str:
    if not is_code:
        return _SPECIAL.sub(r"\\\1", text)
    return f"{_begin(text)}{_code_span(text.strip())}{_end(text)}" if text.strip() else text


def _code_span(text: str) -> str:
    ticks = fence((text,), 1)
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{blank}{text}{blank}{ticks}"


def fence(texts: Iterable[str], least: int) -> str:
    """More backticks than stand together in the texts."""
    longest = max((len(ticks) for text in texts for ticks in _TICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)


def target(link: str, address: str) -> str:
    """Where a link leads from an address; "" for nowhere that a reader of the text could go."""
    whole = resolved(link, address) if link else ""
    return "" if whole.lower().startswith("javascript:") else whole


def resolved(link: str, address: str) -> str:
    """A link as it is from an address, without line ends and tabs, as browsers read it."""
    link = _BREAKS.sub("", link.strip())
    try:
        return urljoin(address, link)
    except ValueError:  # no address that anything could be reached by
        return link


def _linked(text: str, link: str) -> str:
    if not link or not text.strip():
        return text
    encoded = _UNSAFE.sub(lambda found: quote(found[0]), link)
    return f"{_begin(text)}[{text.strip()}]({encoded}){_end(text)}"


def _begin(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _end(text: str) -> str:
    return text[len(text.rstrip()) :]
