"""What axe-core finds: roles, names, contrast, order (WCAG 2.2, A and AA)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reviewed import TEXT, Desk

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(desk: Desk) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    found = axe.run(desk.page, options={"runOnly": TAGS}).response
    assert {"color-contrast", "button-name", "aria-required-children"} & {rule["id"] for rule in found["passes"]}
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']][:4]}" for rule in found["violations"]]


def test_a_violation_would_be_found(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.page.evaluate("document.getElementById('new').replaceChildren()")
    ana.page.evaluate("document.getElementById('import').style.color = 'lightgrey'")
    assert {found.split(":")[0] for found in violations(ana)} == {"button-name", "color-contrast"}


@pytest.fixture(params=["light", "dark"])
def ana(desk: Callable[..., Desk], request: pytest.FixtureRequest) -> Desk:
    return desk(scheme=request.param)


def test_the_page_with_a_text(ana: Desk) -> None:
    ana.paste(TEXT + "The pool\n")
    ana.page.locator("#why li").first.wait_for()
    ana.go(1)
    ana.press("p")
    ana.wait_for(1, "P", by="Ana")
    ana.page.locator("#slider").fill("100")
    assert violations(ana) == []
    ana.press("s")
    assert violations(ana) == []


@pytest.mark.parametrize("key", ["o", "?"])
def test_dialogs(ana: Desk, key: str) -> None:
    ana.press(key)
    ana.page.wait_for_selector("dialog[open]")
    assert violations(ana) == []
    ana.press("Escape")
    assert ana.page.locator("dialog[open]").count() == 0


def test_everything_can_be_reached_with_the_keyboard(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste(TEXT.replace("pool", "market"))
    reached: list[Any] = []
    for _ in range(60):
        ana.press("Tab")
        reached.append(ana.page.evaluate("document.activeElement.id || document.activeElement.dataset.label || ''"))
        outline = ana.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        shown = outline != "none" or "line-" in reached[-1]
        assert shown or ana.page.evaluate("document.activeElement === document.body"), reached[-1]
    buttons = {"new", "import", "export", "who", "theme", "help", "slider", "only", "copy", "undo", "next", "accept"}
    assert buttons | {"body", "promo", "boilerplate"} <= set(reached)
    assert any("line-" in place for place in reached)
