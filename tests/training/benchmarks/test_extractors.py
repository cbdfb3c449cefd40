"""Each extractor keeps a plain story and does not keep the whole page."""

import pytest

from nutgraf.errors import NutgrafError
from nutgraf_training.benchmarks.extractors import EXTRACTORS, JUSTEXT_LISTS, Extractor
from stories import MENU, STORY, html_page


def installed(name: str) -> Extractor:
    extractor = EXTRACTORS[name]
    try:
        _ = extractor.version
    except NutgrafError as error:
        pytest.skip(str(error))
    return extractor


@pytest.mark.filterwarnings("ignore")  # other people's packages
@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize("language", ["en", ""])
def test_story(name: str, language: str):
    text = installed(name).extract(html_page(), language)
    assert all(paragraph in text for paragraph in STORY)
    assert not all(entry in text for entry in MENU)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize("language", ["ja", "xx"])
def test_a_language_without_word_list_is_no_failure(name: str, language: str):
    assert isinstance(installed(name).extract(html_page(), language), str)


def test_stop_word_lists_of_justext():
    justext = pytest.importorskip("justext", reason="jusText is not installed: pip install 'nutgraf[bench]'")
    assert set(JUSTEXT_LISTS.values()) <= set(justext.get_stoplists())


def test_what_is_not_installed_is_said_with_the_command():
    missing = Extractor("of nowhere", ("no-such-package",), lambda html, _: html)
    with pytest.raises(NutgrafError, match=r"of nowhere is not installed: pip install 'nutgraf\[bench\]'"):
        _ = missing.version
