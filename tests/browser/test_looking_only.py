"""`nutgraf serve` without a database: the page labels and explains, and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewed import TEXT, Desk
from serving import serving


def test_labels_last_as_long_as_the_page(browser: Any, desk: Callable[..., Desk]) -> None:  # noqa: ARG001 - skips first
    with serving() as served:
        ana = desk(served.url)
        assert ana.page.get_by_role("heading", name="Which lines are the story?").is_visible()
        assert not ana.page.locator("#export").is_visible()
        ana.paste(TEXT)
        ana.page.locator("#why li").first.wait_for()
        before = ana.labels()
        ana.go(1)
        ana.press("p", "b")
        ana.wait_for(1, "P", by="you")
        ana.wait_for(2, "B", by="you")
        ana.press("u", "u")
        assert ana.labels() == before
        assert ana.page.locator(".who").count() == 0
        ana.reload()
        assert ana.page.locator(".line").count() == 0
