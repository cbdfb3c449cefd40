"""One person at the page: paste, look, correct, undo, reload, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import nutgraf
from nutgraf.choices import Favor
from nutgraf_training import dataset
from reviewed import TEXT, Desk, Service

LINES = [line for line in TEXT.split("\n") if line]
LETTERS = {"body": "B", "promo": "P", "boilerplate": "X"}
#: What would run, load or restyle if text were ever taken for mark-up.
HOSTILE = """\
<script>document.title = "taken"</script>
<img src=x onerror="document.title = 'taken'"> a line of text that goes on for a while.
</span></li><style>*{display:none}</style> more text &amp; so on
javascript:alert(1) "quoted" 'too' `${1}` {{1}}
"""


def test_every_line_is_shown_with_its_label(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste(TEXT)
    assert ana.texts() == LINES
    assert ana.labels() == [LETTERS[line.label] for line in nutgraf.load().label(TEXT).lines]
    headline = ana.page.get_by_role("option", name=f": {LINES[0]}")
    assert headline.get_attribute("aria-selected") == "true"
    assert (headline.get_attribute("aria-label") or "").startswith("body, ")


def test_correct_undo_reload_export(desk: Callable[..., Desk], tmp_path: Path) -> None:
    ana = desk(reviewer=None)
    ana.paste(TEXT.replace("pool", "baths"))
    ana.go(1)
    ana.press("p")
    ana.page.wait_for_selector("#ask-dialog[open]")
    ana.page.keyboard.insert_text("Ana")
    ana.press("Enter")
    ana.wait_for(1, "P", by="Ana")
    ana.press("b")
    ana.wait_for(2, "B", by="Ana")
    ana.press("x")
    ana.wait_for(3, "X", by="Ana")
    ana.press("u")
    ana.wait_for(3, "B")
    ana.page.locator("#line-3 .who").wait_for(state="detached")
    ana.reload()
    ana.wait_for(1, "P", by="Ana")
    ana.wait_for(2, "B", by="Ana")
    assert ana.labels()[3] == "B"
    with ana.page.expect_download() as download:
        ana.page.locator("#export").click()
    download.value.save_as(tmp_path / "reviewed.jsonl")
    (document,) = (found for found in dataset.read(tmp_path / "reviewed.jsonl") if "baths" in found.lines[0].text)
    assert [line.label for line in document.lines] == [None, "promo", "body", None, None, None, None]


def test_hostile_text_is_shown_and_never_obeyed(desk: Callable[..., Desk]) -> None:
    ana = desk()
    title = ana.page.title()
    ana.paste(HOSTILE)
    assert ana.texts() == [line for line in HOSTILE.split("\n") if line]
    ana.page.wait_for_selector("#why *")
    assert ana.page.locator("#lines script, #lines img, #lines style, #why img").count() == 0
    assert ana.page.title() == title
    assert ana.page.locator(".line").first.is_visible()


def test_the_page_asks_no_other_host(desk: Callable[..., Desk], service: Service) -> None:
    ana = desk()
    ana.paste("A text whose page must stay at home. It says so itself, twice.\nShare")
    own = urlsplit(service.url).netloc
    assert {urlsplit(url).netloc for url in ana.requests} == {own}


def test_clicks_label_lines_too(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste(TEXT.replace("pool", "lido"))
    ana.page.locator("#line-4 .text").click()
    ana.page.locator(".choices button[data-label=promo]").click()
    ana.wait_for(4, "P", by="Ana")
    ana.page.locator("#line-2").hover()
    ana.page.locator("#line-2 .quick button[title=boilerplate]").click()
    ana.wait_for(2, "X", by="Ana")
    ana.page.locator("#undo").click()
    ana.wait_for(2, "B")


def test_accepting_the_rest_leaves_nothing_to_review(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste(TEXT.replace("pool", "rink"))
    ana.go(1)
    ana.press("p")
    ana.wait_for(1, "P", by="Ana")
    key = ana.page.evaluate("location.hash")
    ana.press("a")
    ana.page.locator("#status", has_text="6 lines accepted").wait_for()
    ana.page.wait_for_load_state("networkidle")  # the page opens the next document by itself
    ana.page.goto(f"{ana.page.url.split('#')[0]}{key}")
    ana.reload()
    ana.page.locator(".line .who").nth(6).wait_for()
    assert ana.page.locator(".line .who").all_text_contents() == ["✓ Ana"] * 7
    assert ana.labels()[1] == "P"


@pytest.mark.parametrize(("place", "favor"), [("0", "precision"), ("100", "recall")])
def test_the_slider_shows_what_would_change(desk: Callable[..., Desk], place: str, favor: Favor) -> None:
    labeller = nutgraf.load()
    document, other = labeller.label(TEXT + NEAR), labeller.label(TEXT + NEAR, favor=favor)
    ana = desk()
    ana.paste(TEXT + NEAR)
    ana.page.locator("#slider").fill(place)
    ana.wait_for_labels([LETTERS[line.label] for line in other.lines])
    changed = sum(a.label != b.label for a, b in zip(document.lines, other.lines, strict=True))
    assert ana.page.locator(".line.changed").count() == changed
    assert ana.page.locator("#changes").text_content()
    ana.page.locator("#slider").fill("50")
    ana.wait_for_labels([LETTERS[line.label] for line in document.lines])


@pytest.mark.parametrize(("place", "favor"), [(0, "precision"), (50, "balanced"), (100, "recall")])
def test_the_sliders_points_are_the_labellers(desk: Callable[..., Desk], place: int, favor: Favor) -> None:
    at = "async ([place, points]) => (await import('./static/sheet.js')).thresholdAt(place, points)"
    points = {"precision": 0.99, "balanced": 0.5, "recall": 0.02}
    assert desk().page.evaluate(at, [place, points]) == points[favor]


#: Lines of which no model is sure.
NEAR = "Additional reporting by Callum Brodie.\nThe pool\nPool hours: ten to six\nWhat readers say about it\n"


def test_story_only_and_copy(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste(TEXT.replace("pool", "gym"))
    ana.press("s")
    shown = [text for text in ana.page.locator(".line > .text").all() if text.is_visible()]
    assert [text.text_content() for text in shown] == nutgraf.load().label(TEXT.replace("pool", "gym")).story.split(
        "\n"
    )
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.press("c")
    ana.page.locator("#status", has_text="Story copied").wait_for()
    assert (
        ana.page.evaluate("navigator.clipboard.readText()") == nutgraf.load().label(TEXT.replace("pool", "gym")).story
    )


def test_why_a_line_got_its_label(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste(TEXT.replace("pool", "hall"))
    ana.press("End")
    ana.page.locator("#why p", has_text="promo").wait_for()
    assert ana.page.locator("#why li").count() >= 2


def test_html_is_labelled_by_its_text(desk: Callable[..., Desk]) -> None:
    ana = desk()
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    ana.press("o")
    ana.page.keyboard.insert_text(f"<!doctype html><title>Front page</title><script>var a = 1</script>{paragraphs}")
    ana.page.locator("#label").press("Enter")
    ana.page.locator("#title", has_text="Front page").wait_for()
    assert ana.texts() == LINES


def test_files_can_be_dropped(desk: Callable[..., Desk]) -> None:
    ana = desk()
    record = {
        "id": "d",
        "source": "s.example",
        "lines": [{"text": "Dropped and labelled.", "label": "promo"}, {"text": "Share"}],
    }
    drop = """([name, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], name));
        dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    ana.page.evaluate(drop, ["page.txt", "A file that was dropped.\nShare"])
    ana.page.locator("#title", has_text="page.txt").wait_for()
    assert ana.texts() == ["A file that was dropped.", "Share"]
    ana.page.evaluate(drop, ["labelled.jsonl", json.dumps(record)])
    ana.page.locator("#queue button", has_text="1 of 2 lines").first.click()
    ana.wait_for(0, "P", by="import")


def test_next_uncertain_line_then_next_document(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.paste("Share\n" * 3 + TEXT.replace("pool", "park") + NEAR)
    key = ana.page.evaluate("location.hash")
    unsure = ana.page.locator(".line.uncertain").count()
    assert unsure
    for _ in range(unsure):
        ana.press("n")
        selected = ana.page.locator(".line[aria-selected=true]")
        assert "uncertain" in (selected.get_attribute("class") or "")
        index = int((selected.get_attribute("id") or "").split("-")[1])
        ana.press("x")
        ana.wait_for(index, "X", by="Ana")
    ana.press("n")
    ana.page.wait_for_function("key => location.hash !== key", arg=key)


def test_a_fault_is_told_in_words(desk: Callable[..., Desk]) -> None:
    ana = desk()
    ana.press("o")
    ana.page.keyboard.insert_text("<!doctype html><p></p>")
    ana.page.locator("#label").press("Enter")
    ana.page.locator("#status.fault", has_text="no line of text").wait_for()
    # The browser notes the refusal in its own words.
    assert len(ana.faults) == 1
    ana.faults.clear()
