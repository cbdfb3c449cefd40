"""Documents in a line or a few."""

import small
from nutgraf.labels import Label
from nutgraf_training.flat import KIND, MOST_LINES, flat
from nutgraf_training.labelled import LabelledDocument, LabelledLine

STORY, OTHER = "The council voted to close the pool on Tuesday.", "Share"


def document(*lines: tuple[str, Label | None]) -> LabelledDocument:
    return LabelledDocument("d", "s.example", tuple(LabelledLine(*line) for line in lines), None, "en", "page")


def test_every_word_stands_in_one_of_a_few_lines():
    pages = {page.id: page for page in small.documents()}
    copies = list(flat(small.documents(), 0, 1.0))
    assert len(copies) > 0.8 * len(pages)
    for copy in copies:
        page = pages[copy.id]
        assert 1 <= len(copy.lines) <= MOST_LINES
        assert " ".join(line.text for line in copy.lines) == " ".join(line.text for line in page.lines)
        assert (copy.source, copy.kind, copy.headline) == (page.source, KIND, None)


def test_a_share_of_the_documents_the_same_each_time():
    made = list(flat(small.documents(), 0, 0.5))
    assert 0.3 < len(made) / len(small.documents()) < 0.7
    assert made == list(flat(small.documents(), 0, 0.5))
    assert list(flat(small.documents(), 0, 0.0)) == []


def test_a_line_is_what_most_of_its_words_are():
    page = document((OTHER, Label.BOILERPLATE), (STORY, Label.BODY), ("Unknown words " * 20, None))
    for seed in range(20):
        (copy,) = flat([page], seed, 1.0)
        for line in copy.lines:
            if STORY in line.text:
                assert line.label is Label.BODY
            elif OTHER in line.text:
                assert line.label is Label.BOILERPLATE
            else:
                assert line.label is None


def test_a_line_of_two_halves_has_no_label():
    halves = document((STORY, Label.BODY), (STORY, Label.PROMO), (STORY, Label.BODY), (STORY, Label.PROMO))
    labels = {line.label for seed in range(20) for copy in flat([halves], seed, 1.0) for line in copy.lines}
    assert None in labels


def test_no_copy_of_a_story_that_drowns():
    drowned = document(("A vote.", Label.BODY), *[(STORY, Label.BOILERPLATE)] * 30)
    assert all(any(line.label is Label.BODY for line in copy.lines) for copy in flat([drowned] * 20, 0, 1.0))
    bare = document(*[(OTHER, Label.BOILERPLATE)] * 9)
    assert len(list(flat([bare] * 20, 0, 1.0))) == 20
