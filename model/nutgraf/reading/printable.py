"""Scraped text made safe to show: it must not command a terminal, nor turn what stands around it."""

from __future__ import annotations

from html import escape

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Format characters (joiners, marks and embeddings of direction) belong to many scripts' text and stay.
_TABLE = {
    **dict.fromkeys(range(0x20), _REPLACEMENT),  # C0 controls; escape begins a terminal's commands
    **dict.fromkeys(
        range(0x7F, 0xA0), _REPLACEMENT
    ),  # delete, C1 controls; 0x9B is an escape sequence in one character
    **dict.fromkeys((*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0x2028, 0x2029), " "),  # blanks and line ends
    **dict.fromkeys((0x202D, 0x202E), _REPLACEMENT),  # overrides of direction: letters would show in another order
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),  # lone surrogates, which no coding can carry
}
_TABLE_WITH_LINES = _TABLE | {0x0A: "\n", 0x0D: "\n"}


def printable(text: str) -> str:
    """The text on one line: controls as a replacement character, blanks and line ends of any kind as spaces."""
    return text.translate(_TABLE)


def printable_lines(text: str) -> str:
    r"""As `printable`, but with its line ends, each as \n."""
    return text.replace("\r\n", "\n").translate(_TABLE_WITH_LINES)


def escaped(text: str) -> str:
    """The text, printable and with its line ends, for the content of an HTML element or a quoted attribute."""
    return escape(printable_lines(text))
