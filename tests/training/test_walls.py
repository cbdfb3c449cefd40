"""Pages without a story, made: nothing of them is body, and what they say is not in the tests' own cases."""

from pathlib import Path

import small
from nutgraf.labels import Label
from nutgraf_training.walls import KIND, wall_texts, walls

CASES = Path(__file__).parents[1] / "cases" / "storyless"


def test_one_for_a_share_of_the_pages():
    pages = small.documents()
    made = list(walls(pages, 0, 0.5))
    assert 0.3 < len(made) / len(pages) < 0.7
    assert len(list(walls(pages, 0, 1.0))) == len(pages)
    assert list(walls(pages, 0, 0.0)) == []
    assert made == list(walls(pages, 0, 0.5))


def test_they_are_furniture_of_the_site_and_its_language():
    for page, made in zip(small.documents(), walls(small.documents(), 1, 1.0), strict=True):
        assert {line.label for line in made.lines} == {Label.BOILERPLATE}
        assert (made.source, made.kind, made.headline) == (page.source, KIND, None)
        own = {line.text for line in page.lines if line.label is Label.BOILERPLATE}
        texts = [line.text for line in made.lines if line.text not in own]
        of_language = wall_texts().get(page.language, wall_texts()["en"])
        known = [text for wall in of_language for text in (*wall.headings, *wall.sentences, *wall.buttons)]
        assert texts
        assert all(any(text.startswith(each) for each in known) for text in texts)


def test_what_is_trained_on_is_not_what_is_tested_on():
    tested = {line.strip() for path in CASES.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    trained = {text for language in wall_texts().values() for wall in language for text in wall.sentences}
    assert not tested & trained
