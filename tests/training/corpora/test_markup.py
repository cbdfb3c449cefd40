"""Targets of the n-grams from a page's mark-up."""

import pytest

from nutgraf.html.blocks import blocks
from nutgraf.ngrams import MARKUP
from nutgraf_training.corpora.markup import markup_targets


@pytest.mark.parametrize(
    ("html", "answers"),
    [
        ("<p>The pool was closed.</p>", {"like_paragraph"}),
        ("<main><p>The pool was closed.</p></main>", {"like_paragraph", "like_article"}),
        ("<figure><figcaption>The pool in May</figcaption></figure>", {"like_caption"}),
        ("<div class='photo-credit'>A. Nouri</div>", {"like_caption"}),
        ("<h2>Pools</h2>", {"like_heading"}),
        ("<nav><ul><li><a href='/a'>Town</a></li></ul></nav>", {"like_furniture", "like_item", "like_link"}),
        ("<div id='comments'><p>So true</p></div>", {"like_comment", "like_paragraph"}),
        ("<div class=byline>By A. Nouri</div>", {"like_author"}),
        ("<time><p>2 May</p></time>", {"like_date", "like_paragraph"}),
        ("<p>A line <a href='/a'>with a link</a> in it, and more text.</p>", {"like_paragraph"}),
        ("<div>Nothing that tells</div>", set()),
    ],
)
def test_markup_targets(html: str, answers: set[str]):
    (found,) = markup_targets(blocks(html))
    assert {answer for answer, target in zip(MARKUP, found, strict=True) if target} == answers


def test_a_page_without_text():
    assert markup_targets([]).shape == (0, len(MARKUP))
