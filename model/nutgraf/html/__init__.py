"""Pages as blocks of text in reading order, with the layout that plain text loses."""

from nutgraf.html.blocks import Block, blocks

__all__ = ["Block", "blocks"]
