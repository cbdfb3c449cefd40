"""The same pages as extractors leave them: the story and whatever leaked, lines labelled from the page's blocks."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from nutgraf.html.blocks import blocks, parse
from nutgraf.labels import Label
from nutgraf_training.corpora.build import LabelledPage
from nutgraf_training.corpora.tokens import tokens
from nutgraf_training.labelled import LabelledDocument, LabelledLine

#: Share of a line's tokens that must be found in the page's blocks, and that must agree on the label.
_FOUND = 0.6
_AGREED = 0.85


@dataclass(frozen=True, slots=True)
class Extractor:
    """A tool that takes the main text out of a page: its name, the suffix of its documents' ids, and the call."""

    name: str
    suffix: str
    extract: Callable[[str], str]


def _resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


def _trafilatura(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, favor_recall=True, include_comments=True, include_tables=True) or ""


def _readability(html: str) -> str:
    from readability import Document

    # It logs a traceback for what it raises anyway.
    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    return "\n".join(block.text for block in blocks(Document(html).summary()))


EXTRACTORS: Mapping[str, Extractor] = {
    "resiliparse": Extractor("resiliparse", "res", _resiliparse),
    "trafilatura": Extractor("trafilatura", "tra", _trafilatura),
    "readability": Extractor("readability", "rea", _readability),
}


def residue(labelled: LabelledPage, html: str, extractor: Extractor) -> LabelledDocument | None:
    """Label what an extractor leaves of a page; None where it leaves nothing that the page's blocks explain.

    Raises whatever the extractor raises: single pages break them.
    """
    lines = [line.strip() for line in extractor.extract(html).splitlines() if line.strip()]
    labels, headline = label_lines(labelled, lines, _alternatives(html))
    if not any(labels):
        return None
    return LabelledDocument(
        id=f"{labelled.page.id}-{extractor.suffix}",
        source=labelled.page.site,
        lines=tuple(LabelledLine(text, label) for text, label in zip(lines, labels, strict=True)),
        headline=headline,
        language=labelled.page.language,
        kind=f"residue-{extractor.name}",
    )


def label_lines(
    labelled: LabelledPage, lines: Sequence[str], alternatives: frozenset[str] = frozenset()
) -> tuple[list[Label | None], int | None]:
    """Give each line the label of the blocks that its tokens come from, and find the headline's line.

    A line of several blocks takes their common label, or that of the clear majority of its tokens, else None.
    `alternatives` are the texts that stand for the page's images; some extractors leave them, they are boilerplate.
    """
    split = [tokens(line) for line in lines]
    owners = _owners([tokens(block.text) for block in labelled.blocks], split)
    labels = [_vote(labelled, owner) for owner in owners]
    headline = _headline_line(labelled, split)
    if headline is not None:
        labels[headline] = Label.BODY
    _label_unmatched(labelled, labels, split)
    for number, line in enumerate(lines):
        if labels[number] is None and line in alternatives:
            labels[number] = Label.BOILERPLATE
    return labels, headline


def _alternatives(html: str) -> frozenset[str]:
    images = parse(html).css("img[alt]")
    return frozenset(" ".join((image.attributes["alt"] or "").split()) for image in images)


def _owners(page: list[list[str]], lines: list[list[str]]) -> list[list[int]]:
    """For each line the blocks that its tokens are aligned with, -1 where with none."""
    ids: dict[str, int] = {}
    owner = [number for number, block in enumerate(page) for _ in block]
    source = [ids.setdefault(token, len(ids)) for block in page for token in block]
    target = [ids.setdefault(token, len(ids)) for line in lines for token in line]
    found = [-1] * len(target)
    for op in LCSseq.opcodes(source, target):
        if op.tag == "equal":
            found[op.dest_start : op.dest_end] = owner[op.src_start : op.src_end]
    owners, start = [], 0
    for line in lines:
        owners.append(found[start : start + len(line)])
        start += len(line)
    return owners


def _vote(labelled: LabelledPage, owner: list[int]) -> Label | None:
    found = [number for number in owner if number >= 0]
    if not found or len(found) < _FOUND * len(owner):
        return None
    votes = Counter(labelled.silver.labels[number] for number in found)
    label, count = votes.most_common(1)[0]
    return label if count >= _AGREED * len(found) else None


def _headline_line(labelled: LabelledPage, split: list[list[str]]) -> int | None:
    """Find the first line with the words of the page's headline."""
    if labelled.silver.headline is None:
        return None
    wanted = tokens(labelled.blocks[labelled.silver.headline].text)
    return next((number for number, line in enumerate(split) if line == wanted), None)


def _label_unmatched(labelled: LabelledPage, labels: list[Label | None], split: list[list[str]]) -> None:
    """Label lines that stand in another order than on the page by blocks of the same words, where these agree."""
    by_text: dict[tuple[str, ...], set[Label | None]] = {}
    for block, label in zip(labelled.blocks, labelled.silver.labels, strict=True):
        by_text.setdefault(tuple(tokens(block.text)), set()).add(label)
    for number, line in enumerate(split):
        if labels[number] is None:
            known = by_text.get(tuple(line), set())
            if not line:
                labels[number] = Label.BOILERPLATE  # lone marks
            elif len(known) == 1:
                labels[number] = next(iter(known))
