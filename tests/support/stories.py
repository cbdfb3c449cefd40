"""A plain page in own sentences, long enough for every extractor to take its text for a story."""

from types import SimpleNamespace

from fakes import FakeLabeller
from nutgraf.document import Document
from nutgraf.html.blocks import blocks

STORY = [
    f"The council voted six to five on day {day} to close the pool at the end of the lane, and it said that it would "
    "not open again before the repairs of the roof are paid for by those who swim there and by the town around it."
    for day in range(1, 7)
]
MENU = ("Home", "News", "Sport", "Imprint")


def html_page(language: str = "en") -> str:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in MENU)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Pool to close</title></head><body>'
        f"<nav><ul>{menu}</ul></nav><article><h1>Pool to close</h1>{text}</article></body></html>"
    )


class PageLabeller(FakeLabeller):
    """The fake with what pages need: `label_html`, which takes the last paragraph for boilerplate, and thresholds."""

    model = SimpleNamespace(  # type: ignore[assignment]
        info={}, settings=SimpleNamespace(thresholds=SimpleNamespace(balanced=0.5, precision=0.9, recall=0.1))
    )

    def label_html(self, html: bytes, url: str | None = None) -> Document:
        assert url is None or url.startswith("https://")
        return self.label("\n".join(block.text for block in blocks(html)[:-1]))
