"""Text on the review page has a contrast of at least 4.5 (WCAG AA), in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nutgraf.service

COLOURS = (Path(nutgraf.service.__path__[0]) / "static" / "colours.css").read_text(encoding="utf-8")
FOUND = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", COLOURS)
PAIRS = [
    *[(text, ground) for text in ("ink", "faint", "boilerplate") for ground in ("ground", "paper", "hover", "chosen")],
    *[("promo", ground) for ground in ("promo-ground", "hover", "chosen")],
    *[("changed", ground) for ground in ("ground", "changed-ground")],
    *[("warning", ground) for ground in ("paper", "ground", "promo-ground", "chosen")],
    *[(f"on-{kind}", kind) for kind in ("accent", "body", "promo")],
]


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [1, 2], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(text: str, ground: str, scheme: int) -> None:
    colours = {found[0]: found[scheme] for found in FOUND}
    dark, bright = sorted((luminance(colours[text]), luminance(colours[ground])))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5
