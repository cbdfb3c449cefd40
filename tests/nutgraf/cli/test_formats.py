"""Every format from end to end: no line is lost or doubled, and stories come out with all that stood beside them."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives import record, response
from command import Nutgraf
from fakes import PAGE, FakeLabeller
from nutgraf.pipeline import Labelled, Request, label_records
from nutgraf.rows import LineRows
from nutgraf.sinks import open_writer
from nutgraf.sources import open_input

HEADLINE, SHARE, STORY, PROMO = (line for line in PAGE.split("\n") if line)
#: Lines of any characters but those that end lines, mark an order of bytes, or make a file no text file.
LINE = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12)
TEXT = st.lists(LINE | st.just(""), max_size=6).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


def as_csv(texts: list[str], delimiter: str = ",") -> bytes:
    rows = [f'{number}{delimiter}"' + text.replace('"', '""') + '"\r\n' for number, text in enumerate(texts)]
    return f"id{delimiter}text\r\n{''.join(rows)}".encode()


def as_parquet(texts: list[str]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": pa.array(texts, pa.string())}), out)
    return out.getvalue()


def as_page(text: str) -> bytes:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines()).encode()


FILES: dict[str, Callable[[list[str]], bytes]] = {
    "in.txt": lambda texts: "\n".join(texts).encode(),
    "in.jsonl": lambda texts: "".join(json.dumps({"text": text}) + "\n" for text in texts).encode(),
    "in.csv": as_csv,
    "in.tsv": lambda texts: as_csv(texts, "\t"),
    "in.parquet": as_parquet,
    "in.html": lambda texts: as_page("\n".join(texts)),
    "in.warc": lambda texts: b"".join(response(as_page(text), number) for number, text in enumerate(texts)),
    "in.wet": lambda texts: b"".join(record("conversion", text.encode(), n) for n, text in enumerate(texts)),
}


@pytest.mark.parametrize("name", FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(texts=st.lists(TEXT, max_size=4))
def test_lines_in_are_lines_out(tmp_path: Path, name: str, texts: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name](texts))
    rendering, out = LineRows(), io.BytesIO()
    with (
        open_input(str(path)) as source,
        open_writer(out, "jsonl", rendering.layout(source.columns)) as writer,
    ):
        for item in label_records(source.records, FakeLabeller, Request()):
            assert isinstance(item, Labelled), item
            writer.write(rendering.rows(item))
    found = [json.loads(line)["text"] for line in out.getvalue().decode().splitlines() if line]
    lines = [line for text in texts for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    given_lines = [line for line in lines if line and not line.isspace()]
    if name in ("in.html", "in.warc"):  # pages fold white space
        given_lines = [" ".join(line.split()) for line in given_lines]
    assert found == given_lines


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A WARC of two pages, a picture and a page that was not found, compressed record by record."""
    page = as_page(PAGE).replace(b"pool", "p\xf6\xf6l".encode("latin-1"))
    records = [
        record("warcinfo", b"software: a test\r\n"),
        response(page, 1, "text/html; charset=iso-8859-1"),
        response(b"GIF89a", 2, "image/gif"),
        response(as_page(PAGE), 3, "text/html", "404 Not Found"),
        response(as_page("Share"), 4),
    ]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


def test_stories_of_a_crawl(nutgraf: Nutgraf, archive: Path, tmp_path: Path) -> None:
    result = nutgraf("clean", archive, "--out-dir", tmp_path / "out")
    assert result.err.splitlines()[-1] == "nutgraf: 2 documents read: 2 written, 0 rejected"
    lines = gzip.decompress((tmp_path / "out" / "crawl.warc.jsonl.gz").read_bytes()).splitlines()
    story, none = map(json.loads, lines)
    assert story == {
        "id": "<urn:uuid:00000001>",
        "url": "https://post.example/1",
        "date": "2026-11-22T12:00:00Z",
        "content_type": "text/html",
        "text": f"{HEADLINE}\n{STORY}".replace("pool", "pööl"),
        "nutgraf": {"has_story": True, "body_share": 0.801325, "dropped": {"boilerplate": 1, "promo": 1}},
    }
    assert (none["text"], none["nutgraf"]["has_story"]) == ("", False)


def test_page_comes_out_as_text(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(as_page(PAGE))
    assert nutgraf("clean", path).out == f"{HEADLINE}\n{STORY}\n"
    assert nutgraf("score", path).out.splitlines()[2].split("\t")[-1] == SHARE


@pytest.mark.parametrize("name", ["in.csv", "in.tsv", "in.jsonl", "in.parquet"])
def test_story_beside_the_text_and_lines_told(nutgraf: Nutgraf, tmp_path: Path, name: str) -> None:
    path, out = tmp_path / name, tmp_path / "out"
    path.write_bytes(FILES[name]([PAGE]))
    nutgraf("clean", path, "--out-dir", out, "--story-field", "story", "--annotate", "--min-confidence", "0.5")
    with open_input(str(out / name)) as source:
        (item,) = source.records
    fields = dict(getattr(item, "fields", {}))
    assert (getattr(item, "text", None), fields["story"]) == (PAGE, f"{HEADLINE}\n{STORY}")
    if name in ("in.csv", "in.tsv"):
        labels, scores = json.loads(fields["nutgraf.lines.label"]), json.loads(fields["nutgraf.lines.promo"])
        assert fields["nutgraf.dropped.promo"] == "1"
    else:
        assert fields["nutgraf"]["uncertain"] == []
        labels, scores = fields["nutgraf"]["lines"]["label"], fields["nutgraf"]["lines"]["promo"]
    assert labels == ["body", "boilerplate", "body", "promo"]
    assert scores == [0.125, 0.125, 0.125, 0.75]


@pytest.mark.parametrize("option", [("--annotate",), ("--story-field", "story")])
def test_what_records_alone_can_hold_is_refused_for_text(nutgraf: Nutgraf, option: tuple[str, ...]) -> None:
    result = nutgraf("clean", "-", *option, stdin=b"A line.")
    assert (result.code, result.out) == (2, "")
    assert "--format jsonl" in result.err


def test_annotate_keeps_the_text_as_it_is(nutgraf: Nutgraf) -> None:
    line = json.dumps({"text": PAGE, "n": 1}).encode()
    (out,) = nutgraf("clean", "-", "--input-format", "jsonl", "--annotate", stdin=line).out.splitlines()
    values = json.loads(out)
    lines = values["nutgraf"]["lines"]
    assert (values["text"], values["n"]) == (PAGE, 1)
    assert [PAGE[start:end] for start, end in zip(lines["start"], lines["end"], strict=True)] == [
        line for line in PAGE.split("\n") if line
    ]


@pytest.mark.parametrize("field", ["text", "nutgraf", "nutgraf.lines", "id", "url"])
def test_story_field_must_have_a_name_of_its_own(nutgraf: Nutgraf, field: str) -> None:
    line = b'{"id": "a", "text": "Share"}'
    options = ("--input-format", "jsonl", "--site-field", "url", "--site-memory", "none", "--story-field", field)
    result = nutgraf("clean", "-", *options, stdin=line)
    assert (result.code, f"--story-field {field} is taken" in result.err) == (2, True)


@pytest.mark.parametrize("name", ["in.csv", "in.jsonl", "in.parquet"])
@pytest.mark.parametrize("to_folder", [False, True])
def test_a_field_that_is_there_is_not_lost_to_the_story(
    nutgraf: Nutgraf, tmp_path: Path, name: str, to_folder: bool
) -> None:
    table = pa.table({"title": ["Pool"], "text": [PAGE]})
    path = tmp_path / name
    if name == "in.parquet":
        pq.write_table(table, path)
    else:
        path.write_text('{"title": "Pool", "text": "Share"}\n' if name == "in.jsonl" else "title,text\nPool,Share\n")
    options = ("--out-dir", tmp_path / "out") if to_folder else ()
    result = nutgraf("clean", path, "--story-field", "title", *options)
    assert (result.code, result.out) == (1, "")
    assert "the field 'title' is there already: choose another for the story" in result.err
    assert not (tmp_path / "out" / name).exists()


def test_the_report_does_not_take_the_place_of_the_text(nutgraf: Nutgraf) -> None:
    result = nutgraf("clean", "-", "--input-format", "jsonl", "--text-field", "nutgraf", stdin=b'{"nutgraf": "Share"}')
    assert (result.code, result.out) == (2, "")
    assert "--text-field nutgraf" in result.err


@pytest.mark.parametrize("option", ["--markdown", "--no-headline"])
def test_options_of_a_story_are_refused_where_none_is_written(nutgraf: Nutgraf, page: Path, option: str) -> None:
    options = ("--format", "jsonl", "--annotate", option)
    assert nutgraf("clean", page, *options).code == 2
    assert nutgraf("clean", page, *options, "--story-field", "story").code == 0


def test_formats_meet_on_standard_output_as_json_lines(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    path.write_bytes(as_parquet([PAGE]))
    found = [json.loads(line) for line in nutgraf("clean", page, path).out.splitlines()]
    assert [values["text"] for values in found] == [f"{HEADLINE}\n{STORY}"] * 2
    assert found[0]["id"] == str(page)


@pytest.mark.parametrize("first", [b"x,y\n1,2\n", None])
def test_an_input_that_cannot_be_read_takes_no_columns_from_the_others(
    nutgraf: Nutgraf, tmp_path: Path, first: bytes | None
) -> None:
    if first is not None:
        (tmp_path / "a.csv").write_bytes(first)
    (tmp_path / "b.csv").write_text("id,title,text\n1,T,Share\n")
    result = nutgraf("clean", tmp_path / "a.csv", tmp_path / "b.csv")
    assert result.code == 1
    assert result.out.splitlines()[0].startswith("id,title,text,")


def test_numbers_that_json_has_not_are_null(nutgraf: Nutgraf, tmp_path: Path) -> None:
    table = pa.table({"text": [PAGE], "x": [float("nan")], "y": [[1.5, float("-inf")]], "z": [{"a": float("inf")}]})
    pq.write_table(table, tmp_path / "in.parquet")

    def refuse(name: str) -> None:
        raise AssertionError(name)

    out = nutgraf("clean", tmp_path / "in.parquet", "--format", "jsonl").out
    row = json.loads(out, parse_constant=refuse)
    assert (row["x"], row["y"], row["z"]) == (None, [1.5, None], {"a": None})


@pytest.mark.parametrize("option", ["--text-field", "--story-field"])
def test_a_field_called_as_the_column_of_all_others_keeps_its_own(
    nutgraf: Nutgraf, tmp_path: Path, option: str
) -> None:
    field = "fields" if option == "--text-field" else "text"
    (tmp_path / "a.jsonl").write_text(json.dumps({field: PAGE, "x": 5}) + "\n")
    result = nutgraf("clean", tmp_path / "a.jsonl", option, "fields", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.out))
    assert row["fields"] == f"{HEADLINE}\n{STORY}"
    assert json.loads(row["other_fields"])["x"] == 5


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"])
def test_what_was_cleaned_can_be_cleaned_again(nutgraf: Nutgraf, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"in.{form}"
    path.write_bytes(as_csv([PAGE], "," if form == "csv" else "\t") if form != "jsonl" else b'{"text": "Share"}\n')
    columns = []
    for _ in range(3):
        result = nutgraf("clean", path)
        assert result.code == 0
        path.write_text(result.out)
        columns.append(result.out.splitlines()[0])
    assert columns[0] == columns[1] == columns[2] or form == "jsonl"
    assert columns[2].count("has_story") == 1


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [
        ("pyarrow", "in.parquet", "parquet"),
        ("fastwarc", "in.warc", "warc"),
        ("zstandard", "in.zst", "zstd"),
        ("fsspec", "memory://in.txt", "remote"),
        ("selectolax", "in.html", "html"),
    ],
)
def test_missing_package_is_one_line_with_the_command(
    nutgraf: Nutgraf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    for file in ("in.parquet", "in.warc", "in.html"):
        Path(file).write_bytes(b"<p>x</p>")
    for part in ("", ".parquet", ".core", ".warc", ".lexbor"):
        monkeypatch.setitem(__import__("sys").modules, module + part, None)
    result = nutgraf("clean", name)
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert f"pip install 'nutgraf[{extra}]'" in result.err
