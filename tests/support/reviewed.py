"""The review page in a browser: a service of its own process, and people at the page."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pool import BYLINE, HEADLINE, PARAGRAPHS

CHROMIUM = Path("/usr/bin/chromium")
#: Milliseconds that the page gets for anything: machines that share their cores are slow at times.
PATIENCE = 60_000

TEXT = f"""\
{HEADLINE}{BYLINE}
{PARAGRAPHS}Related stories
Baker wins bet on the wettest April since records began -
"""


@dataclass
class Service:
    """A running `nutgraf review` or `nutgraf serve`."""

    process: subprocess.Popen[str]
    url: str

    @staticmethod
    def review(database: Path, *files: Path) -> Service:
        command = ["review", "--no-browser", "--database", str(database), *map(str, files)]
        process = subprocess.Popen(
            [sys.executable, "-c", "from nutgraf.cli import main; main()", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stderr
        url = process.stdout.readline().strip()
        assert url, process.stderr.read()
        return Service(process, url)

    def stop(self, how: int = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


class Desk:
    """Someone at the page, who sees and presses."""

    def __init__(self, browser: Any, url: str, reviewer: str | None = "Ana", scheme: str = "light") -> None:
        self.context = browser.new_context(
            color_scheme=scheme, viewport={"width": 1240, "height": 740}, permissions=["clipboard-read"]
        )
        if reviewer:
            self.context.add_init_script(f"localStorage.setItem('nutgraf-reviewer', '{reviewer}')")
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        self.open(url)

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.page.wait_for_selector("html[data-ready], #ask-dialog[open]")

    def reload(self) -> None:
        self.page.reload()
        self.page.wait_for_selector("html[data-ready]")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        """Label a text, with the keyboard alone."""
        self.press("o")
        self.page.wait_for_selector("#paste-dialog[open]")
        self.page.keyboard.insert_text(text)
        # The page may show this very text already: it begins with the document whose review tells the most.
        self.page.evaluate("document.querySelectorAll('.line').forEach(line => line.classList.add('before'))")
        self.page.locator("#label").press("Enter")
        shown = """lines => !document.querySelector('.line.before')
            && [...document.querySelectorAll('.line > .text')].map(e => e.textContent).join() === lines.join()"""
        self.page.wait_for_function(shown, arg=[line.strip() for line in text.split("\n") if line.strip()])

    def labels(self) -> list[str]:
        """The label of every line, as its letter shows it."""
        return self.page.locator(".line > .mark").all_text_contents()

    def wait_for_labels(self, letters: list[str]) -> None:
        """Until the lines show these labels."""
        shown = "letters => [...document.querySelectorAll('.line > .mark')].map(e => e.textContent).join() === letters"
        self.page.wait_for_function(shown, arg=",".join(letters))

    def texts(self) -> list[str]:
        return self.page.locator(".line > .text").all_text_contents()

    def go(self, index: int) -> None:
        self.press("Home", *["j"] * index)

    def wait_for(self, index: int, letter: str, by: str | None = None) -> None:
        """Until a line shows a label, and whose it is."""
        row = self.page.locator(f"#line-{index}")
        row.locator(f".mark:text-is('{letter}')").first.wait_for()
        if by:
            row.locator(f".who:text-is('✓ {by}')").wait_for(state="attached")
