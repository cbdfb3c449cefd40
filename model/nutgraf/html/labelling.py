"""Puts pages before the model: blocks in, documents with tag paths out."""

from dataclasses import replace

import numpy as np

from nutgraf.document import Document
from nutgraf.html.blocks import blocks
from nutgraf.html.sheet import make_sheet
from nutgraf.labelling import Labelling


def label_page(html: str | bytes, labelling: Labelling) -> Document:
    """Label the blocks of a page."""
    sheet = make_sheet(blocks(html))
    document = labelling.in_parts(sheet.text, sheet.spans, np.arange(len(sheet.spans)))
    return replace(document, tags=sheet.tags)
