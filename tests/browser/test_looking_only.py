"""`nutgraf serve` without a database: the page labels and explains, and keeps nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reviewed import TEXT, Desk, Service

SERVE = """
import nutgraf
from nutgraf.service.app import create_app
from nutgraf.service.run import run
from nutgraf.service.settings import Settings
run(create_app(nutgraf.load()), Settings(), "127.0.0.1", 0, lambda url: print(url, flush=True))
"""


@pytest.fixture
def url(browser: Any) -> Iterator[str]:  # noqa: ARG001 - skips first
    command = [sys.executable, "-c", SERVE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    yield process.stdout.readline().strip()
    Service(process, "").stop()


def test_labels_last_as_long_as_the_page(desk: Callable[..., Desk], url: str) -> None:
    ana = desk(url)
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
