"""The labelled-document format: what is read comes out as it was written, what is wrong is named."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf_training.dataset import read, read_many, write
from nutgraf_training.labelled import LabelledDocument, LabelledLine

DOCUMENT = LabelledDocument(
    id="quay",
    source="harbourpost.example",
    lines=(
        LabelledLine("Ferry returns after a winter of repairs", Label.BODY),
        LabelledLine("Share", Label.BOILERPLATE),
        LabelledLine("Old lighthouse gets a new keeper", Label.PROMO),
        LabelledLine("\u00a0\u2028 odd “white” space\t", None),
    ),
    headline=0,
    language="en",
    kind="sample",
)
HEADER = "id,source,text,label\n"
GOOD = '{"id": "a", "source": "s", "lines": [{"text": "t"}]}'


def lines() -> st.SearchStrategy[tuple[LabelledLine, ...]]:
    # Every code point, lone surrogates included: scraped text holds them.
    text = st.text(st.characters(codec=None))
    return st.lists(st.builds(LabelledLine, text, st.sampled_from([*Label, None])), min_size=1).map(tuple)


def documents() -> st.SearchStrategy[list[LabelledDocument]]:
    document = st.builds(
        LabelledDocument, st.text(min_size=1), st.text(min_size=1), lines(), language=st.text(), kind=st.text()
    )
    return st.lists(document, min_size=1, unique_by=lambda document: document.id)


@given(documents(), st.sampled_from(["jsonl", "jsonl.gz"]))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, given: list[LabelledDocument], suffix: str):
    path = tmp_path_factory.mktemp("round") / f"trip.{suffix}"
    assert write(path, given) == len(given)
    assert list(read(path)) == given


def test_the_headline_survives_and_bytes_are_stable(tmp_path: Path):
    first, second = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz"
    write(first, [DOCUMENT])
    write(second, [DOCUMENT])
    assert list(read(first)) == [DOCUMENT]
    assert first.read_bytes() == second.read_bytes()


def test_plain_text_stays_readable_in_the_file(tmp_path: Path):
    write(tmp_path / "a.jsonl", [DOCUMENT])
    assert "“white”" in (tmp_path / "a.jsonl").read_text(encoding="utf-8")


def test_unknown_keys_and_blank_lines_are_ignored(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_text('\n{"id": "a", "source": "s", "url": 3, "lines": [{"text": "t", "seen": true}]}\n\n', "utf-8")
    assert list(read(path)) == [LabelledDocument("a", "s", (LabelledLine("t", None),))]


def test_a_byte_order_mark_is_dropped(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "a,s,t,body\n", encoding="utf-8-sig")
    assert [document.id for document in read(path)] == ["a"]


@pytest.mark.parametrize(
    ("name", "separator"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv.gz", ","), ("A.TSV.GZ", "\t")]
)
def test_adjacent_rows_are_one_document(tmp_path: Path, name: str, separator: str):
    rows = [
        ("text", "label", "id", "source", "annotator"),
        ("One", "body", "a", "s", "x"),
        ('"Two\n lines, ""quoted"""', "", "a", "s", "x"),
        ("Three", " promo ", "b", "s", "x"),
    ]
    data = "\r\n".join(separator.join(row) for row in rows).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.lower().endswith(".gz") else data)
    assert list(read(tmp_path / name)) == [
        LabelledDocument("a", "s", (LabelledLine("One", Label.BODY), LabelledLine('Two\n lines, "quoted"', None))),
        LabelledDocument("b", "s", (LabelledLine("Three", Label.PROMO),)),
    ]


def test_several_files_follow_each_other(tmp_path: Path):
    for name in ("b", "a"):
        write(tmp_path / f"{name}.jsonl", [LabelledDocument(name, "s", (LabelledLine("t", None),))])
    assert [document.id for document in read_many([tmp_path / "b.jsonl", tmp_path / "a.jsonl"])] == ["b", "a"]


def record(**changes: object) -> str:
    return json.dumps({"id": "a", "source": "s", "lines": [{"text": "t", "label": "body"}], **changes})


def check_fault(path: Path, content: str, line: int, problem: str) -> None:
    """Reading the content names the file, the line and the problem, in one line."""
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (f"{GOOD}\n{{'id'", 2, "not JSON"),
        ("[" * 100_000, 1, "not JSON"),
        ('{"id": ' + "1" * 5000 + "}", 1, "not JSON"),
        ("[1]", 1, "found a list, expected an object with the keys id, source and lines"),
        ('{"id": "a", "lines": []}', 1, "the key `source` is missing; found id, lines"),
        (record(id=3), 1, "`id` is a number, expected a string"),
        (record(source=""), 1, "`source` is empty"),
        (record(language=None), 1, "`language` is null, expected a string"),
        (record(lines="t"), 1, "`lines` is a string, expected a list"),
        (record(lines=[]), 1, "`lines` is empty, expected at least one line"),
        (record(lines=["t"]), 1, "lines[0] is a string, expected an object with `text`"),
        (record(lines=[{"text": "t"}, {"label": "body"}]), 1, "lines[1]: the key `text` is missing; found label"),
        (record(lines=[{"text": None}]), 1, "lines[0]: `text` is null, expected a string"),
        (
            record(lines=[{"text": "t", "label": "Body"}]),
            1,
            "lines[0]: unknown label 'Body', expected one of body, boil",
        ),
        (record(lines=[{"text": "t", "label": 1.5}]), 1, "lines[0]: `label` is a number, expected one of body, boil"),
        (record(headline=1), 1, "`headline` is 1, expected the index of one of the 1 lines"),
        (record(headline=-1), 1, "`headline` is -1"),
        (record(headline=True), 1, "`headline` is true or false, expected the index of a line"),
        (
            record(headline=0, lines=[{"text": "t", "label": "promo"}]),
            1,
            "which is labelled promo, expected a line labelled",
        ),
        (f"{GOOD}\n\n{GOOD}", 3, "id 'a' was used on line 1 already"),
    ],
)
def test_faults_in_json_lines_are_named(tmp_path: Path, content: str, line: int, problem: str):
    check_fault(tmp_path / "data.jsonl", content, line, problem)


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (
            "id,text,label\na,t,body",
            1,
            "missing column source; found id, text, label, expected id, source, text, label",
        ),
        (HEADER + "a,s,t,body\n\na,s,t,news\n", 4, "unknown label 'news', expected one of body, boilerplate, promo"),
        (HEADER + "a,s,t\n", 2, "3 cells, expected 4 as in the first row"),
        (HEADER + 'a,s,"one\ntwo",body\na,s,"t"x,body\n', 4, "not a table"),
        (HEADER + "a,s,t,body\na,z,t,body\n", 3, "id 'a' has source 'z', expected 's' as before"),
        (HEADER + "a,s,t,body\nb,s,t,body\na,s,t,body\n", 4, "id 'a' was used on line 2 already; the rows of one"),
        (HEADER + "a,s,t,body\n,s,t,body\n", 3, "`id` is empty"),
    ],
)
def test_faults_in_tables_are_named(tmp_path: Path, content: str, line: int, problem: str):
    check_fault(tmp_path / "data.csv", content, line, problem)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.jsonl", b"", "no documents, expected at least one"),
        ("a.csv", HEADER.encode(), "no documents, expected at least one"),
        ("a.jsonl", GOOD.encode() + b"\n{\xe9", ", line 2: byte 0xE9 at column 2 is not UTF-8"),
        ("a.jsonl.gz", GOOD.encode(), "damaged or not gzip"),
        ("a.jsonl.gz", gzip.compress(GOOD.encode())[:-12], "damaged or not gzip"),
        ("a.txt", b"", "the name ends in .txt, expected .jsonl, .csv or .tsv"),
        ("a", b"", "the name ends in no suffix"),
    ],
)
def test_unreadable_files_are_named(tmp_path: Path, name: str, content: bytes, problem: str):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert str(caught.value).startswith(str(path))
    assert problem in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path):
    (tmp_path / "folder.jsonl").mkdir()
    for name in ("missing.jsonl", "folder.jsonl"):
        with pytest.raises(InputError, match=name):
            list(read(tmp_path / name))


def test_writing_needs_a_known_name_and_place(tmp_path: Path):
    with pytest.raises(InputError, match=r"written as \.jsonl"):
        write(tmp_path / "a.csv", [DOCUMENT])
    with pytest.raises(InputError, match="No such file"):
        write(tmp_path / "nowhere" / "a.jsonl", [DOCUMENT])


def test_a_file_may_be_written_from_what_is_read_of_it(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    write(path, [DOCUMENT])
    before = path.read_bytes()
    assert write(path, read(path)) == 1
    assert path.read_bytes() == before


def test_what_fails_leaves_the_file_that_was_there(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    write(path, [DOCUMENT])

    def failing():
        yield DOCUMENT
        yield DOCUMENT
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write(path, failing())
    assert list(read(path)) == [DOCUMENT]
    assert list(tmp_path.iterdir()) == [path]


def test_a_cell_may_be_as_long_as_a_page(tmp_path: Path):
    (tmp_path / "a.csv").write_text(f'id,source,text,label\n1,s,"{"word " * 40_000}",body\n')
    (document,) = read(tmp_path / "a.csv")
    assert len(document.lines[0].text) == 200_000
