"""Columns of a block's layout for the network: its element, the elements around it, blocks of the same look."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.features import Prepared
from nutgraf.html.container import Containers, find_containers
from nutgraf.html.layout import Layout
from nutgraf.html.links import link_columns
from nutgraf.labels import BODY, PROMO
from nutgraf.network import label_scores
from nutgraf.region import MOST_WORDS
from nutgraf.shape import Columns

Floats = NDArray[np.float32]
Sums = NDArray[np.float64]

#: Elements around a block that are counted, by the name of their column.
AROUND = {
    "item": ("li", "dd", "dt"),
    "list": ("ul", "ol", "dl"),
    "cell": ("td", "th"),
    "article": ("article",),
    "main": ("main",),
    "section": ("section",),
    "aside": ("aside",),
    "nav": ("nav", "menu"),
    "header": ("header",),
    "footer": ("footer", "address"),
    "form": ("form", "fieldset", "label"),
    "figure": ("figure", "figcaption", "caption"),
    "quote": ("blockquote",),
    "button": ("button",),
    "paragraph": ("p",),
    "link": ("a",),
    "time": ("time",),
    "details": ("details", "dialog", "summary"),
    "pre": ("pre", "code"),
}
OWN = ("p", "div", "li", "span", "td", "a", "button", "section", "article", "body", "h1", "h2", "h3", "h4", "time")
_GROUPS = {tag: row for row, tags in enumerate(AROUND.values()) for tag in tags}
_OWN_NUMBERS = {tag: number for number, tag in enumerate(OWN)}
#: Levels above a block at which the element around it is looked at: its own, its parent, …
LEVELS = (0, 1, 2, 3, 4)
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
#: Columns of the neighbours that each block sees, and those of which it sees means around it.
SHOWN_EVIDENCE = ("text_body", "text_promo", "markup_body", "markup_promo", "markup_boilerplate")
SHOWN = ("link_share", "is_heading")
AVERAGED, RADII = ("text_body", "markup_body", "markup_promo"), (2, 5, 12)
LIMIT = 8.0
#: Words that are added to an element's before shares are taken: a lone word says little.
PRIOR = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Masses:
    """What each of the L blocks weighs, in words."""

    words: Sums
    body: Sums
    promo: Sums
    linked: Sums
    prose: Sums


def masses(layout: Layout, prepared: Prepared, scores: Floats) -> Masses:
    """Weights of the blocks, given what the text alone says of them: `scores` (L, 3)."""
    words = np.minimum(prepared.shape.words, MOST_WORDS).astype(np.float64)
    share = np.fromiter((block.link_share for block in layout.blocks), np.float64, len(layout.blocks))
    return Masses(
        words, words * scores[:, BODY], words * scores[:, PROMO], words * share, words * prepared.shape.sentence
    )


def layout_columns(layout: Layout, prepared: Prepared, text: Floats, markup: Floats) -> Columns:
    """Columns of every block; `text` (L, 4) are the text model's classes, `markup` (L, 4) the markup's evidence."""
    weights = masses(layout, prepared, label_scores(text))
    containers = find_containers(layout, prepared.sequence, weights.body, weights.words)
    own = {
        **_element_columns(layout),
        **link_columns(layout.blocks, prepared.sequence),
        **_evidence_columns(text, markup),
    }
    return {
        **own,
        **_level_columns(layout, prepared, weights),
        **_container_columns(layout, prepared, containers, weights),
        **_group_columns(layout, prepared, weights),
        **_card_columns(layout, weights),
        **_heading_columns(layout, prepared),
        **_neighbour_columns(layout, prepared, own),
    }


def _element_columns(layout: Layout) -> Columns:
    tags = [block.path.rpartition("/")[2] for block in layout.blocks]
    heading = np.fromiter((block.heading for block in layout.blocks), np.float32, len(tags))
    around = np.minimum(layout.counts_by(_GROUPS, len(AROUND)), 3)
    columns: dict[str, Any] = {f"around_{name}": around[row] for row, name in enumerate(AROUND)}
    last = np.fromiter((_OWN_NUMBERS.get(tag, -1) for tag in tags), np.int64, len(tags))
    columns |= {f"is_{tag}": last == number for tag, number in _OWN_NUMBERS.items()}
    columns["heading"] = heading
    columns |= {f"heading_{level}": heading == level for level in (1, 2, 3)}
    columns["is_heading"] = heading > 0
    columns["depth"] = np.log1p(layout.depth)
    columns["has_names"] = np.fromiter((bool(block.attributes) for block in layout.blocks), bool, len(tags))
    return _floats(columns)


def _evidence_columns(text: Floats, markup: Floats) -> Columns:
    odds = np.log((text + 1e-5) / (1 - text + 1e-5))
    columns: dict[str, Any] = {}
    for code, name in enumerate(("body", "boilerplate", "promo", "headline")):
        columns[f"text_{name}"] = np.clip(odds[:, code], -LIMIT, LIMIT)
        columns[f"markup_{name}"] = np.clip(markup[:, code], -LIMIT, LIMIT)
    return _floats(columns)


def _shares(prefix: str, inside: Masses, own: Masses, total_body: Sums) -> dict[str, Any]:
    """Shares among the words of a group of blocks, each block's own words left out."""
    rest = np.maximum(inside.words - own.words, 0)
    return {
        f"{prefix}_words": np.log1p(rest),
        f"{prefix}_body": (inside.body - own.body + 0.3 * PRIOR) / (rest + PRIOR),
        f"{prefix}_promo": (inside.promo - own.promo + 0.2 * PRIOR) / (rest + PRIOR),
        f"{prefix}_linked": (inside.linked - own.linked + 0.4 * PRIOR) / (rest + PRIOR),
        f"{prefix}_prose": (inside.prose - own.prose + 0.3 * PRIOR) / (rest + PRIOR),
        f"{prefix}_coverage": (inside.body - own.body) / (total_body + PRIOR),
    }


def _summed(layout: Layout, own: Masses) -> Masses:
    """(E,) weights of all blocks in each element."""
    return Masses(*(layout.sums(getattr(own, name)) for name in Masses.__slots__))


def _at(inside: Masses, index: Ints) -> Masses:
    return Masses(*(getattr(inside, name)[index] for name in Masses.__slots__))


def _grouped(own: Masses, group: Ints, at: Ints) -> Masses:
    """Sums of weights over groups, given by the number of each one's group, for the groups `at`."""
    sums = (np.bincount(group, getattr(own, name)).astype(np.float64) for name in Masses.__slots__)
    return Masses(*(values[at] for values in sums))


def _level_columns(layout: Layout, prepared: Prepared, own: Masses) -> Columns:
    """The element around each block, level by level."""
    inside = _summed(layout, own)
    count = layout.sums(np.ones(len(layout.blocks)))
    total = prepared.sequence.total(own.body)
    columns: dict[str, Any] = {}
    for level in LEVELS:
        element = layout.above(level)
        columns |= _shares(f"up{level}", _at(inside, element), own, total)
        columns[f"up{level}_blocks"] = np.log(count[element])
    return _floats(columns)


def _container_columns(layout: Layout, prepared: Prepared, containers: Containers, own: Masses) -> Columns:
    """Place relative to the element that holds the story."""
    sequence = prepared.sequence
    inside = _summed(layout, own)
    total = sequence.total(own.body)
    columns = _shares("branch", _at(inside, containers.branch), own, total)
    columns |= _shares("container", _at(inside, containers.element), own, total)
    flags = containers.inside
    first, last = sequence.sum_above(flags), sequence.total(flags)
    columns |= {
        "container_inside": flags,
        "container_below": np.log1p(containers.below),
        "container_outside": np.log1p(containers.outside),
        "container_child": flags & (containers.below == 1),
        "container_before": np.log1p(np.where(first > 0, 0, prepared.sequence.index - sequence.first)) * (~flags),
        "container_passed": (~flags) & (first >= last) & (last > 0),
        "container_from_start": np.log1p(first) * flags,
        "container_to_end": np.log1p(last - first) * flags,
        "container_p_share": _share_of_paragraphs(layout, containers, own),
    }
    return _floats(columns)


def _share_of_paragraphs(layout: Layout, containers: Containers, own: Masses) -> Sums:
    """Share of the container's words that stand in <p>: on some pages nothing does, and a <div> is a paragraph."""
    in_paragraph = layout.counts(layout.tagged("p")) > 0
    prose = layout.sums(own.words * in_paragraph)[containers.element]
    return prose / (layout.sums(own.words)[containers.element] + PRIOR)


def _group_columns(layout: Layout, prepared: Prepared, own: Masses) -> Columns:
    """Blocks of the same look on the page: same path with the same classes, same path, same own element."""
    document = prepared.sequence.document
    total = prepared.sequence.total(own.body)
    path = _numbered([block.path for block in layout.blocks])
    attributes = _numbered([block.attributes for block in layout.blocks])
    kind, kinds = layout.kind, len(layout.kinds)
    groups = {
        "same": _grouping(document, path, attributes),
        "path": _grouping(document, path),
        "kind": _grouping(document, kind[layout.above(0)] * kinds + kind[layout.above(1)]),
    }
    columns: dict[str, Any] = {}
    for name, group in groups.items():
        members = _grouped(own, group, group)
        columns |= _shares(name, members, own, total)
        columns[f"{name}_blocks"] = np.log(np.bincount(group)[group])
    return _floats(columns)


def _numbered(texts: list[str]) -> Ints:
    """A number for each text, the same for equal ones."""
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), np.int64, len(texts))


def _grouping(*keys: Ints) -> Ints:
    """The number of each one's group, of those for which all keys are equal."""
    joint = keys[0]
    for key in keys[1:]:
        joint = joint * (int(key.max(initial=0)) + 1) + key
    return np.unique(joint, return_inverse=True)[1]


def _card_columns(layout: Layout, own: Masses) -> Columns:
    """Runs of like cards: how many siblings of the element around a block look like it, and what they hold."""
    parent, elements = layout.parent, np.unique(layout.pair_element)
    _, group = np.unique(parent[elements] * (1 << 24) + layout.kind[elements], return_inverse=True)
    number = np.zeros(len(layout.kind), np.int64)
    number[elements] = group
    count = np.bincount(group)
    held = _summed(layout, own)
    members = _grouped(_at(held, elements), group, np.arange(len(count)))
    columns: dict[str, Any] = {}
    for level in LEVELS:
        like = number[layout.above(level)]
        rest = members.words[like] - own.words
        columns[f"cards{level}"] = np.log(count[like])
        columns[f"cards{level}_body"] = (members.body[like] - own.body + 0.3 * PRIOR) / (rest + PRIOR)
        columns[f"cards{level}_linked"] = (members.linked[like] - own.linked + 0.4 * PRIOR) / (rest + PRIOR)
    return _floats(columns)


def _heading_columns(layout: Layout, prepared: Prepared) -> Columns:
    sequence = prepared.sequence
    heading = np.fromiter((block.heading for block in layout.blocks), np.int64, len(layout.blocks))
    top = heading == 1
    above = sequence.sum_above(top)
    at = sequence.last_before(heading > 0)
    return _floats(
        {
            "h1_count": np.log1p(sequence.total(top)),
            "h1_above": np.minimum(above, 3),
            "h1_up": sequence.closeness_up(top),
            "h1_down": sequence.closeness_down(top),
            "heading_up": sequence.closeness_up(heading > 0),
            "heading_down": sequence.closeness_down(heading > 0),
            "heading_above_level": np.where(at >= 0, heading[at], 0),
        }
    )


def _neighbour_columns(layout: Layout, prepared: Prepared, own: Columns) -> Columns:
    sequence = prepared.sequence
    parent, kind = layout.above(1), layout.kind[layout.above(0)]
    columns: dict[str, Any] = {}
    for names, outside in ((SHOWN_EVIDENCE, -3.0), (SHOWN, 0.0)):
        shifted = sequence.shifts(np.stack([own[name] for name in names]), NEIGHBOURS, outside)
        for place, by in enumerate(NEIGHBOURS):
            columns |= {f"{name}@{by:+d}": shifted[row, place] for row, name in enumerate(names)}
    for by in (-2, -1, 1, 2):
        near = np.clip(sequence.index + by, sequence.first, np.maximum(sequence.end - 1, 0))
        columns[f"same_parent@{by:+d}"] = parent[near] == parent
        columns[f"same_kind@{by:+d}"] = kind[near] == kind
        columns[f"depth_change@{by:+d}"] = np.clip(layout.depth[near] - layout.depth, -4, 4)
    chances = 1 / (1 + np.exp(-np.stack([own[name] for name in AVERAGED])))
    means = sequence.window_means(chances, RADII)
    for row, name in enumerate(AVERAGED):
        columns |= {f"{name}_mean_{radius}": means[row, place] for place, radius in enumerate(RADII)}
    return _floats(columns)


def _floats(columns: dict[str, Any]) -> Columns:
    return {name: np.asarray(values, np.float32) for name, values in columns.items()}
