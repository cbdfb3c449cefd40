import codecs
import encodings.aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.codings import detected, python_name

#: All that chardetng may answer.
LABELS = (
    *("Big5", "EUC-JP", "EUC-KR", "GBK", "IBM866", "ISO-2022-JP", "KOI8-U", "Shift_JIS", "UTF-8"),
    *("ISO-8859-2", "ISO-8859-4", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-8-I"),
    *("windows-874", *(f"windows-{page}" for page in range(1250, 1259))),
)


@pytest.mark.parametrize("label", LABELS)
def test_every_answer_of_the_detector_has_a_python_name(label: str) -> None:
    assert codecs.lookup(python_name(label)).name == python_name(label)


def test_labels_are_read_as_the_supersets_that_browsers_take_for_them() -> None:
    assert python_name(" ISO-8859-1 ") == "cp1252"
    assert python_name("gb2312") == "gb18030"


@pytest.mark.parametrize(
    "label",
    [
        "",
        "hex",
        "no-such-coding",
        "undefined",
        "idna",
        "punycode",
        "utf-7",
        "utf-32",
        "a\0b",
        "\udce9",
        "é",
        "rot13",
        "mbcs",
    ],
)
def test_what_names_no_coding_of_text_has_no_name(label: str) -> None:
    assert python_name(label) == ""


def test_bytes_without_a_hint_are_read_as_windows_1252() -> None:
    assert detected(b"caf\xe9") == "cp1252"


@given(
    st.one_of(
        st.text(max_size=20), st.sampled_from(sorted({*encodings.aliases.aliases.values(), *encodings.aliases.aliases}))
    )
)
def test_any_label_is_a_coding_that_reads_all_bytes_or_none(label: str) -> None:
    name = python_name(label)
    assert not name or isinstance(bytes(range(256)).decode(name, "replace"), str)
