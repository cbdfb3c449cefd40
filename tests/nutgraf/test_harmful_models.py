"""A model from one who means harm: nothing in its folder is run, written elsewhere or unpacked without bound."""

from __future__ import annotations

import pickle
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from damages import Planted
from nutgraf.archive import WEIGHTS
from nutgraf.errors import ModelError, NutgrafError
from stranger import FILES, answers, resign, with_members

PICKLE = pickle.dumps(Planted())


def object_array() -> bytes:
    """An npy file that holds a pickle."""
    head = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00\x76\x00" + head.encode() + PICKLE


PLACES: dict[str, Callable[[Path], object]] = {
    **{f"in place of {name}": (lambda folder, name=name: (folder / name).write_bytes(PICKLE)) for name in FILES},
    **{
        f"as array {array} of {part or 'the text model'}": (
            lambda folder, part=part, array=array: with_members(
                folder / part / WEIGHTS, lambda members: members.update({f"{array}.npy": object_array()})
            )
        )
        for part, array in (
            ("", "common_words"),
            ("", "story_bias0"),
            ("html", "markup_bias"),
            ("html", "network0_mean"),
        )
    },
    "as the bytes of an array": lambda folder: with_members(
        folder / WEIGHTS, lambda members: members.update({"ngram_bias.npy": PICKLE})
    ),
    "as a member more": lambda folder: with_members(
        folder / WEIGHTS, lambda members: members.update({"more.npy": object_array()})
    ),
    "as a member that is no array": lambda folder: with_members(
        folder / WEIGHTS, lambda members: members.update({"ngram_bias": PICKLE})
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("signed", [True, False])
def test_no_pickle_is_ever_loaded(copy: Path, monkeypatch: pytest.MonkeyPatch, place: str, signed: bool) -> None:
    monkeypatch.chdir(copy.parent)
    PLACES[place](copy)
    if signed:
        resign(copy)
    with pytest.raises(NutgrafError):
        answers(copy)
    assert not Path("planted").exists()


def test_a_pickle_after_the_archive_is_not_looked_at(good: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.parent)
    (copy / WEIGHTS).write_bytes((copy / WEIGHTS).read_bytes() + PICKLE)
    with pytest.raises(NutgrafError):
        answers(copy)
    resign(copy)
    assert answers(copy) == answers(good)
    assert not Path("planted").exists()


@pytest.mark.parametrize("name", ["model.pkl", "weights.pkl", "model.joblib", "model.skops", "__init__.py", "model.py"])
def test_files_beside_the_model_are_not_looked_at(
    good: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(copy.parent)
    harm = b"from pathlib import Path; Path('planted').touch()" if name.endswith(".py") else PICKLE
    for folder in (copy, copy / "html"):
        (folder / name).write_bytes(harm)
    assert answers(copy) == answers(good)
    assert not Path("planted").exists()


def test_the_planted_pickle_would_have_been_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bare.npy").write_bytes(object_array())
    np.load(tmp_path / "bare.npy", allow_pickle=True)
    assert Path("planted").exists()


@pytest.mark.parametrize(
    "name", ["../outside.npy", "/outside.npy", "a/../../outside.npy", "..\\outside.npy", "C:x.npy"]
)
@pytest.mark.parametrize("part", ["", "html"])
def test_members_that_name_other_places_are_refused(copy: Path, name: str, part: str) -> None:
    before = set(copy.parent.rglob("*"))
    with_members(copy / part / WEIGHTS, lambda members: members.update({name: object_array()}))
    resign(copy)
    with pytest.raises(ModelError, match=r"outside|x\.npy"):
        answers(copy)
    assert set(copy.parent.rglob("*")) == before


def test_a_member_that_is_a_link_to_a_file_is_an_array_that_does_not_fit(copy: Path) -> None:
    with zipfile.ZipFile(copy / WEIGHTS) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(copy / WEIGHTS, "w") as archive:
        for name, data in members.items():
            item = zipfile.ZipInfo(name)
            if name == "ngram_bias.npy":
                item.external_attr = (stat.S_IFLNK | 0o777) << 16
                data = b"/etc/passwd"
            archive.writestr(item, data)
    resign(copy)
    with pytest.raises(ModelError, match="ngram_bias"):
        answers(copy)


@pytest.mark.parametrize("part", ["", "html"])
def test_a_bomb_is_refused_before_it_is_unpacked(copy: Path, part: str) -> None:
    with_members(copy / part / WEIGHTS, lambda members: members.update({"network0_bias0.npy": bytes(1 << 26)}))
    resign(copy)
    with pytest.raises(ModelError, match=r"network0_bias0\.npy unpacks to 67108864 bytes"):
        answers(copy)


def test_a_bomb_that_understates_its_size_unpacks_no_further_than_it_says(copy: Path) -> None:
    """The directory's size is the attacker's to write: zipfile stops reading there, whatever the stream holds."""
    with zipfile.ZipFile(copy / WEIGHTS) as archive:
        size = archive.getinfo("network0_bias0.npy").file_size
    with_members(copy / WEIGHTS, lambda members: members.update({"network0_bias0.npy": bytes(1 << 26)}))
    data = (copy / WEIGHTS).read_bytes()
    (copy / WEIGHTS).write_bytes(data.replace((1 << 26).to_bytes(4, "little"), size.to_bytes(4, "little")))
    resign(copy)
    with pytest.raises(ModelError):
        answers(copy)


def test_two_members_of_one_name_are_refused_or_one_of_them_is_the_array(copy: Path) -> None:
    with zipfile.ZipFile(copy / WEIGHTS, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("ngram_bias.npy", object_array())
    resign(copy)
    with pytest.raises(ModelError):
        answers(copy)
