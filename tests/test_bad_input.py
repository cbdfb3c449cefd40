"""What bad input gets: labels where there is text, one line where there is none, and never a traceback.

With a real, small model. `tests/nutgraf/test_labeller.py` has the laws for any text, `test_dataset.py` more faults.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nutgraf
from nutgraf import artifact
from nutgraf.archive import LARGEST_CONFIG
from nutgraf.cli import run
from nutgraf.errors import InputError, ModelError, NutgrafError
from nutgraf.labeller import Labeller
from nutgraf.labelling import MOST_LINES
from nutgraf.sources.decoding import decode
from nutgraf.spans import split
from nutgraf_training.dataset import read
from tiny import tiny_labeller

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line with a real model, in an empty folder."""

    def load(path: str | None = None, **_: object) -> Labeller:
        return Labeller(artifact.load(Path(path))) if path else tiny_labeller()

    monkeypatch.setattr(nutgraf, "load", load, raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin))))
        code = run(list(arguments))
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return call


def texts(out: str) -> list[str]:
    return [json.loads(line)["text"] for line in out.split("\n") if line]


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b" \t\r\n\n \r", "\u3000\u2028\xa0\n".encode(), b"\xef\xbb\xbf"])
@pytest.mark.parametrize("arguments", [("score", "-"), ("score", "-", "--unit", "paragraph"), ("clean", "-")])
def test_text_without_words_has_no_lines(command: Run, data: bytes, arguments: tuple[str, ...]) -> None:
    code, out, err = command(*arguments, stdin=data)
    assert code == 0
    assert out.splitlines()[1:] == []
    assert "Traceback" not in err


ODD_LINES = [
    "NUL \0 inside",
    "\0",
    "\u200b\u200d\ufeff",
    "\u202eright to left\u202c",
    "اقرأ أيضا: خبر عاجل",
    "ידיעה \u200fאחרונה",
    "e\u0301\u0302\u0303 marks",
    "\x1b[31mred\x1b[0m",
    "\ufffe\uffff noncharacters",
    "one\x85two\u2028three\x0cfour",
    "\U0010ffff🗞",
]


def test_odd_characters_are_labelled_all_of_them(command: Run) -> None:
    filler = "The council voted on Tuesday to close the swimming pool at the end of the lane."
    lines = [line for odd in ODD_LINES for line in (filler, odd)]
    Path("odd.txt").write_bytes("\n".join(lines).encode())
    code, out, err = command("score", "odd.txt", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert texts(out) == lines
    assert all(
        command(*arguments)[0] == 0 for arguments in (["score", "odd.txt", "--format", "table"], ["clean", "odd.txt"])
    )


def test_lone_surrogates_come_through(command: Run) -> None:
    Path("in.jsonl").write_text('{"id": "\\udfff", "text": "lone \\ud800\\nShare"}\n')
    code, out, err = command("score", "in.jsonl", "--format", "jsonl")
    assert (code, len(out.splitlines())) == (0, 2)
    assert "Traceback" not in err
    for arguments in (["score", "in.jsonl"], ["score", "in.jsonl", "--format", "table"], ["clean", "in.jsonl"]):
        assert command(*arguments)[0] == 0


def peak_per_character(text: str) -> float:
    """Bytes that labelling takes at most for each character of the text, beside the text itself."""
    labeller = tiny_labeller()
    labeller.label("Share\n" * 10)  # tables that are made once
    tracemalloc.start()
    try:
        document = labeller.label(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(document.lines) == len(split(text))
    return peak / len(text)


@pytest.mark.parametrize("piece", ["word and ", "x", "市議会は", "\u200b", "🗞"])
def test_one_huge_line_takes_bounded_memory(piece: str) -> None:
    text = piece * (5_000_000 // len(piece))
    # Splitting looks at every character, in at most four bytes and three flags; the model at the line's ends alone.
    assert peak_per_character(text) < 10


def test_memory_does_not_grow_with_the_number_of_parts() -> None:
    lines = "The council voted on Tuesday.\nThe mayor was not there to vote.\n"
    once, thrice = (peak_per_character(lines * (count * MOST_LINES // 2)) * count for count in (1, 3))
    assert thrice < 1.5 * once


def test_many_lines_are_labelled_each_once(command: Run) -> None:
    count = 3 * MOST_LINES + 850  # 50,002
    Path("long.txt").write_text("".join(f"Line {number}\n" for number in range(count)))
    code, out, err = command("score", "long.txt", "--format", "jsonl")
    assert (code, [said for said in err.splitlines() if "is unsure" not in said]) == (0, [])  # as it may be
    assert texts(out) == [f"Line {number}" for number in range(count)]


# --- bytes -----------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_text_or_refused_in_one_line(data: bytes) -> None:
    try:
        text = decode(data, "page").text
    except InputError as error:
        message = str(error)
        assert message.startswith("page: ")
        assert "\n" not in message
        assert "byte" in message
    else:
        document = tiny_labeller().label(text)
        assert len(document.lines) == len(split(text))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"news \xff\xfe\x81" * 4 + bytes(range(0x80, 0x100)), "not UTF-8 (byte 0xFF at offset 5)"),
        ("é".encode() * 30 + b"\xff" + "é".encode() * 30, "damaged UTF-8: byte 0xFF at offset 60"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a binary file"),
        (b"\0" * 100, "a binary file (zero byte at offset 0)"),
        ("news".encode("utf-16-le") * 10, "a binary file (zero byte at offset 1)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n\x01\x02", "a binary file"),
        (gzip.compress(b"news" * 99)[:-9], "damaged gzip file"),
    ],
)
@pytest.mark.parametrize("name", ["score", "clean"])
def test_bytes_that_are_no_text_are_one_line(command: Run, data: bytes, message: str, name: str) -> None:
    Path("page.txt").write_bytes(data)
    code, _, err = command(name, "page.txt")
    assert code == 1
    assert err.startswith(f"nutgraf: page.txt: {message}")
    assert err.count("\n") == 1


def test_stray_zero_bytes_are_text() -> None:
    data = b"The council\0 voted on Tuesday.\n"
    assert decode(data, "page") == (data.decode(), None)


# --- labelled data ---------------------------------------------------------------------------------------------------

GOOD = '{"id": "a", "source": "s", "lines": [{"text": "t", "label": "body"}]}\n'


@pytest.mark.parametrize(
    ("name", "content", "line", "expected"),
    [
        (
            "a.jsonl",
            GOOD + GOOD.replace("body", "advert").replace('"a"', '"b"'),
            2,
            "expected one of body, boilerplate",
        ),
        ("a.jsonl", GOOD + "{", 2, "expected one object per line"),
        ("a.jsonl", GOOD + '{"id": "b"}', 2, "the key `lines` is missing"),
        ("a.jsonl", GOOD + "\udcff", 2, "byte 0xFF at column 1 is not UTF-8"),
        ("a.csv", "id,source,text\n1,s,t\n", 1, "missing column label"),
        ("a.csv", "id,source,text,label\n1,s,t,body\n1,s,t,advert\n", 3, "unknown label 'advert', expected one of"),
        ("a.csv", "id,source,text,label\n1,s\n", 2, "2 cells, expected 4"),
    ],
)
@pytest.mark.parametrize("command_name", ["train", "evaluate"])
def test_faulty_labelled_data_is_named(
    command: Run, name: str, content: str, line: int, expected: str, command_name: str
) -> None:
    Path(name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as error:
        list(read(Path(name)))
    assert str(error.value).startswith(f"{name}, line {line}: ")
    assert expected in str(error.value)
    arguments = (name, "--out", "model") if command_name == "train" else ("default", name)
    code, _, err = command(command_name, *arguments)
    assert code == 1
    assert err.splitlines()[-1] == f"nutgraf: {error.value}"


# --- model folders ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "good"
    artifact.save(tiny_labeller().model, folder)
    return folder


def rewrite(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        config = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        change(config)
        (folder / "model.json").write_text(json.dumps(config), encoding="utf-8")

    return damage


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no such folder": lambda folder: shutil.rmtree(folder),
    "a file": lambda folder: (shutil.rmtree(folder), folder.write_text("model")),
    "no weights": lambda folder: (folder / "weights.npz").unlink(),
    "no config": lambda folder: (folder / "model.json").unlink(),
    "empty config": lambda folder: (folder / "model.json").write_text(""),
    "binary config": lambda folder: (folder / "model.json").write_bytes(b"\xff\0"),
    "config of a list": lambda folder: (folder / "model.json").write_text("[1]"),
    "huge config": lambda folder: (folder / "model.json").write_bytes(b" " * (LARGEST_CONFIG + 1)),
    "empty weights": lambda folder: (folder / "weights.npz").write_bytes(b""),
    "cut weights": lambda folder: (folder / "weights.npz").write_bytes((folder / "weights.npz").read_bytes()[:-99]),
    "other format": rewrite(lambda config: config.update(format=99)),
    "other labels": rewrite(lambda config: config.update(labels=["body"])),
    "other columns": rewrite(lambda config: config.update(columns=[])),
    "no settings": rewrite(lambda config: config.pop("settings")),
    "settings of a wrong type": rewrite(lambda config: config.update(settings=5)),
    "no networks": rewrite(lambda config: config.update(networks=[])),
    "networks of a wrong type": rewrite(lambda config: config.update(networks={"a": 1})),
    "headline of a wrong type": rewrite(lambda config: config.update(headline=None)),
    "ngrams of a wrong type": rewrite(lambda config: config.update(ngrams=[])),
    "info of a wrong type": rewrite(lambda config: config.update(info=5)),
    "hash of a wrong type": rewrite(lambda config: config.update(weights_sha256=5)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_model_is_named_with_the_way_to_a_good_one(command: Run, good: Path, damage: str) -> None:
    folder = Path("own")
    shutil.copytree(good, folder)
    DAMAGE[damage](folder)
    with pytest.raises(ModelError, match=r"nutgraf\.load\(\) without a path.*nutgraf train") as error:
        artifact.load(folder)
    assert str(error.value).startswith("own")
    assert "\n" not in str(error.value)
    for arguments in (["score", "-"], ["info"]):
        code, _, err = command(*arguments, "--model", "own")
        assert (code, err) == (1, f"nutgraf: {error.value}\n")


@settings(max_examples=100)
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
@pytest.mark.parametrize("name", ["model.json", "weights.npz"])
def test_any_changed_byte_is_noticed_or_harmless(
    good: Path, tmp_path_factory: pytest.TempPathFactory, name: str, place: float, byte: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "changed"
    shutil.copytree(good, folder, dirs_exist_ok=True)
    data = bytearray((folder / name).read_bytes())
    changed = data[int(place * len(data))] != byte
    data[int(place * len(data))] = byte
    (folder / name).write_bytes(data)
    try:
        labeller = Labeller(artifact.load(folder))
    except NutgrafError:
        return
    assert name == "model.json" or not changed
    assert np.isfinite(labeller.label("Share\nThe council voted on Tuesday.").scores).all()
