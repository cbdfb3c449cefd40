"""Puts pages before the model: HTML in, documents with tag paths and metadata out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch
from nutgraf.choices import Favor
from nutgraf.document import Document
from nutgraf.html.metadata import metadata
from nutgraf.html.model import PageModel
from nutgraf.html.page import HtmlPage, read_page
from nutgraf.html.sheet import Sheet, make_sheet
from nutgraf.labelling import BATCH_CHARACTERS, FEWEST_CHARACTERS, MOST_LINES, Labelling, Waiting
from nutgraf.model import Prediction
from nutgraf.spans import Spans

#: What a document says that no model of layout has seen.
BY_TEXT_ALONE = "labelled by its text alone: the model has no part that was trained on pages (a folder html)"


@dataclass(frozen=True, slots=True, eq=False)
class _OfPages:
    """A model with the pages whose blocks are the lines of the next batch."""

    model: PageModel
    pages: Sequence[HtmlPage]

    def predict(
        self, batch: Batch, favor: Favor = "balanced", evidence: NDArray[np.float32] | None = None
    ) -> Prediction:
        return self.model.predict(batch, self.pages, favor, evidence)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A page, or a piece of one that is too large for one batch."""

    page: HtmlPage
    sheet: Sheet
    site: str | None
    is_last: bool


def label_pages(
    pages: Iterable[tuple[str | bytes, str | None]], labelling: Labelling, model: PageModel | None
) -> Iterator[Document]:
    """Label pages, each with its address if that is known, in order; holds one batch of them."""
    waiting: list[_Part] = []
    size = 0
    for html, url in pages:
        for part in _parts(read_page(html), url):
            waiting.append(part)
            # Elements without text take room, too.
            size += max(len(part.sheet.text), FEWEST_CHARACTERS) + len(part.page.tree.tags)
            if size >= BATCH_CHARACTERS and part.is_last:
                yield from _whole(waiting, labelling, model)
                waiting, size = [], 0
    yield from _whole(waiting, labelling, model)


def _parts(page: HtmlPage, url: str | None) -> Iterator[_Part]:
    """A page in as few parts of even size as the limit allows."""
    blocks = page.tree.blocks
    count = -(-len(blocks) // MOST_LINES) or 1
    step = -(-len(blocks) // count) or 1
    site = url or page.declared.address or None
    for number in range(count):
        piece = blocks[number * step : (number + 1) * step]
        tree = page.tree if count == 1 else replace(page.tree, blocks=piece)
        yield _Part(replace(page, tree=tree), make_sheet(piece), site, number == count - 1)


def _whole(parts: list[_Part], labelling: Labelling, model: PageModel | None) -> Iterator[Document]:
    """Documents of the pages, their parts put together again."""
    pieces: list[Document] = []
    for part, document in zip(parts, _labelled(parts, labelling, model), strict=True):
        pieces.append(document)
        if part.is_last:
            told = metadata(part.page.declared)
            remarks = () if model else (BY_TEXT_ALONE,)
            yield replace(joined(pieces), meta=told, remarks=remarks)
            pieces = []


def _labelled(parts: list[_Part], labelling: Labelling, model: PageModel | None) -> Iterator[Document]:
    batch: list[_Part] = []
    for place, part in enumerate(parts):
        batch.append(part)
        lines = sum(len(each.sheet.spans) for each in batch)
        if lines >= MOST_LINES // 2 or place == len(parts) - 1:
            asked = replace(labelling, model=_OfPages(model, [each.page for each in batch])) if model else labelling
            waiting = [Waiting(each.sheet.text, each.site, each.sheet.spans) for each in batch]
            for each, document in zip(batch, asked.together(waiting), strict=True):
                yield replace(document, tags=each.sheet.tags)
            batch = []


def joined(pieces: Sequence[Document]) -> Document:
    """One document of the parts of a page, each on lines of its own."""
    if len(pieces) == 1:
        return pieces[0]
    begins = np.cumsum([0, *(len(piece.text) + 1 for piece in pieces)])
    lines = np.cumsum([0, *(piece.spans.numbers[-1] for piece in pieces)])
    blocks = np.cumsum([0, *(len(piece.spans) for piece in pieces)])
    headlines = (int(at) + piece.headline_index for at, piece in zip(blocks, pieces, strict=False) if piece.headline)
    each = list(zip(pieces, begins, lines, strict=False))
    return replace(
        pieces[0],
        text="\n".join(piece.text for piece in pieces),
        spans=Spans(
            np.concatenate([piece.spans.starts + begin for piece, begin, _ in each]),
            np.concatenate([piece.spans.ends + begin for piece, begin, _ in each]),
            np.concatenate([piece.spans.numbers + line for piece, _, line in each]),
        ),
        labels=np.concatenate([piece.labels for piece in pieces]),
        scores=np.concatenate([piece.scores for piece in pieces]),
        headline_index=next(headlines, -1),
        has_story=any(piece.has_story for piece in pieces),
        tags=tuple(tag for piece in pieces for tag in piece.tags),
        notes={int(at) + i: note for at, piece in zip(blocks, pieces, strict=False) for i, note in piece.notes.items()},
    )
