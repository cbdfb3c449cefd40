"""Columns of a block's links: how much of it is linked, and what the target looks like."""

from collections.abc import Sequence as Several
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import to_codes
from nutgraf.html.blocks import Block
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns

#: Characters of an address that are looked at.
_MOST = 300
#: What addresses that do something begin with; all within eleven characters.
_ACTIONS = ("javascript:", "mailto:", "tel:", "whatsapp:")


def link_columns(blocks: Several[Block], sequence: Sequence) -> Columns:
    """Columns of every block."""
    share = np.fromiter((block.link_share for block in blocks), np.float32, len(blocks))
    count = np.fromiter((block.links for block in blocks), np.float32, len(blocks))
    return {
        "link_share": share,
        "whole_link": (share > 0.9).astype(np.float32),
        "links": np.log1p(count),
        **_target_columns([block.link[:_MOST] for block in blocks], sequence),
    }


def _target_columns(links: list[str], sequence: Sequence) -> Columns:
    """What addresses of stories, sections and actions differ in: slugs, numbers, depth, host."""
    lengths = np.fromiter(map(len, links), np.int64, len(links))
    ends = np.cumsum(lengths)
    codes = to_codes("".join(links))
    slash = codes == ord("/")

    def count(flags: NDArray[np.bool_], begins: Any) -> NDArray[np.int64]:
        sums = np.append(0, np.cumsum(flags))
        return sums[ends] - sums[begins]

    begins = ends - lengths
    marks = np.maximum.accumulate(np.where(slash, np.arange(len(codes)), -1)) if len(codes) else codes.astype(np.int64)
    last = np.append(-1, marks)[ends] + 1
    slug = np.maximum(last, begins)
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    dash = (codes == ord("-")) | (codes == ord("_"))
    first = np.append(codes, 0)[np.minimum(begins, len(codes))] * (lengths > 0)
    values: dict[str, Any] = {
        "target_length": np.log1p(lengths),
        "target_depth": count(slash, begins),
        "target_digits": np.log1p(count(digit, begins)),
        "target_slug_dashes": np.log1p(count(dash, slug)),
        "target_slug_length": np.log1p(ends - slug),
        "target_query": count(codes == ord("?"), begins) > 0,
        "target_here": first == ord("#"),
        "target_foreign": _foreign(links, sequence),
        "target_action": [":" in link[:11] and link[:11].lower().startswith(_ACTIONS) for link in links],
    }
    return {name: np.asarray(value, np.float32) for name, value in values.items()}


def _foreign(links: list[str], sequence: Sequence) -> NDArray[np.float32]:
    """Whether each link leads to a host that few links of its page lead to."""
    hosts = [link.split("/", 3)[2] if link[:4] == "http" and link.count("/") > 1 else "" for link in links]
    numbers: dict[str, int] = {}
    host = np.array([numbers.setdefault(name, len(numbers)) for name in hosts], np.int64)
    _, group = np.unique(sequence.document * (len(numbers) + 1) + host, return_inverse=True)
    linked = np.array([bool(name) for name in hosts], bool)
    share = np.bincount(group, linked)[group] / np.maximum(sequence.total(linked), 1) if len(links) else linked
    return (linked & (share < 0.2)).astype(np.float32)
