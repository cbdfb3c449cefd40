from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewed import CHROMIUM, Desk, Service


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Ends with each module: while it is open, playwright's event loop runs, and no other test could run one."""
    api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright: pip install playwright")
    if not CHROMIUM.exists():
        pytest.skip(f"browser tests need Chromium at {CHROMIUM}: apt-get install chromium")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Service]:  # noqa: ARG001 - skips first
    """One service for all tests, each of which brings documents of its own."""
    service = Service.review(tmp_path_factory.mktemp("review") / "review.sqlite")
    yield service
    service.stop()


@pytest.fixture
def desk(browser: Any, service: Service) -> Iterator[Callable[..., Desk]]:
    """Makes people at the page; none of their pages may have had a fault that the test did not expect."""
    made: list[Desk] = []

    def sit_down(url: str = service.url, **how: Any) -> Desk:
        made.append(Desk(browser, url, **how))
        return made[-1]

    yield sit_down
    faults = [fault for desk in made for fault in desk.faults]
    for one in made:
        one.context.close()
    assert not faults


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "review.sqlite"
