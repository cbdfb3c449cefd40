"""Two people at once, and a service that dies."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from nutgraf.labels import Label
from nutgraf.service.store import Store
from reviewed import TEXT, Desk, Service


def kept_from_news(desk: Desk) -> None:
    """The page does not hear what others do: as if they had done it a moment ago."""
    desk.page.route("**/history?after=*", lambda route: route.fulfill(json=[]))


def both(desk: Callable[..., Desk], text: str) -> tuple[Desk, Desk]:
    ana = desk(reviewer="Ana")
    ana.paste(text)
    ben = desk(reviewer="Ben")
    ben.page.goto(f"{ana.page.url.split('#')[0]}{ana.page.evaluate('location.hash')}")
    ben.reload()
    assert ben.texts() == ana.texts()
    return ana, ben


def expected(ben: Desk) -> None:
    """The browser notes each refusal (409) in its console."""
    assert all("409" in fault for fault in ben.faults)
    ben.faults.clear()


def test_who_has_not_seen_a_label_is_asked_before_replacing_it(desk: Callable[..., Desk]) -> None:
    ana, ben = both(desk, TEXT.replace("pool", "school"))
    kept_from_news(ben)
    ana.go(2)
    ana.press("p")
    ana.wait_for(2, "P", by="Ana")
    ben.go(2)
    ben.press("x")
    ben.page.wait_for_selector("#conflict-dialog[open]")
    assert "Ana" in (ben.page.locator("#conflicts").text_content() or "")
    ben.page.locator("#keep-theirs").click()
    ben.wait_for(2, "P", by="Ana")
    ana.go(3)
    ana.press("p")
    ana.wait_for(3, "P", by="Ana")
    ben.go(3)
    ben.press("x")
    ben.page.wait_for_selector("#conflict-dialog[open]")
    ben.page.locator("#use-mine").click()
    ben.wait_for(3, "X", by="Ben")
    ana.reload()
    ana.wait_for(2, "P", by="Ana")
    ana.wait_for(3, "X", by="Ben")
    expected(ben)


def test_labels_given_at_the_same_time_all_stay(desk: Callable[..., Desk]) -> None:
    ana, ben = both(desk, TEXT.replace("pool", "library"))
    ana.go(0)
    ben.go(4)
    for _ in range(3):
        ana.press("p")
        ben.press("x")
    for index in range(3):
        ana.wait_for(index, "P", by="Ana")
        ben.wait_for(index + 4, "X", by="Ben")
    ana.reload()
    assert ana.labels()[:3] + ana.labels()[4:] == ["P"] * 3 + ["X"] * 3


def test_each_sees_what_the_other_does(desk: Callable[..., Desk]) -> None:
    ana, ben = both(desk, TEXT.replace("pool", "theatre"))
    ana.go(2)
    ana.press("p")
    ben.wait_for(2, "P", by="Ana")


def test_killed_while_labels_come_in_nothing_confirmed_is_lost(desk: Callable[..., Desk], database: Path) -> None:
    page = database.with_name("page.txt")
    page.write_text("".join(f"Line {number} of a long page.\n" for number in range(60)), encoding="utf-8")
    service = Service.review(database, page)
    ana = desk(service.url)
    ana.go(0)
    ana.press(*["p"] * 40)
    ana.wait_for(5, "P", by="Ana")
    service.stop(signal.SIGKILL)
    confirmed = [index for index, text in enumerate(ana.page.locator(".sure").all_text_contents()) if "✓" in text]
    kept = Store(database).document(1).corrections
    assert set(confirmed) <= kept.keys()
    assert {correction.label for correction in kept.values()} == {Label.PROMO}
    again = Service.review(database)
    ben = desk(again.url, reviewer="Ben")
    for index in confirmed:
        ben.wait_for(index, "P", by="Ana")
    again.stop()
    ana.faults.clear()  # its service is gone
    ben.faults.clear()


def test_without_its_token_the_service_shows_nothing(desk: Callable[..., Desk], service: Service) -> None:
    stranger = desk(service.url.split("#")[0])
    stranger.page.wait_for_selector("#ask-dialog[open]")
    assert stranger.page.locator(".line").count() == 0
    stranger.page.keyboard.insert_text(service.url.split("#token=")[1])
    stranger.press("Enter")
    stranger.page.locator("#queue button").first.wait_for()
    assert all("401" in fault for fault in stranger.faults)
    stranger.faults.clear()
