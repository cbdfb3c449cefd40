"""A memory as a file: round trip, and damage."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import threading
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.sitememory import SiteMemory

SITE = "post.example"
LINES = [f"Line {number}" for number in range(50)]


def memory(most_exact: int = 1000) -> SiteMemory:
    made = SiteMemory(most_exact, width=1 << 10)
    made.count(["\n".join(LINES), "\n".join(LINES[:10])], SITE)
    return made


@pytest.mark.parametrize("most_exact", [1000, 5])
def test_round_trip(tmp_path: Path, most_exact: int) -> None:
    path, again = tmp_path / "memory", tmp_path / "again"
    memory(most_exact).save(path)
    loaded = SiteMemory.load(path)
    assert loaded.counts().exact == (most_exact == 1000)
    assert loaded.occurrences(LINES, SITE) == memory(most_exact).occurrences(LINES, SITE)
    assert loaded.pages == 2
    loaded.save(again)
    assert path.read_bytes() == again.read_bytes()


def test_a_named_pipe_gets_it_whole(tmp_path: Path) -> None:
    path, pipe = tmp_path / "memory", tmp_path / "pipe"
    memory().save(path)
    os.mkfifo(pipe)
    threading.Thread(target=memory().save, args=(pipe,), daemon=True).start()
    got = subprocess.run(["cat", pipe], stdout=subprocess.PIPE, timeout=30, check=True).stdout
    (tmp_path / "got").write_bytes(got)
    assert SiteMemory.load(tmp_path / "got").occurrences(LINES, SITE) == SiteMemory.load(path).occurrences(LINES, SITE)


@pytest.mark.parametrize("most_exact", [1000, 5])
def test_a_loaded_memory_goes_on_counting(tmp_path: Path, most_exact: int) -> None:
    memory(most_exact).save(tmp_path / "memory")
    loaded = SiteMemory.load(tmp_path / "memory")
    loaded.count([LINES[0]], SITE)
    assert loaded.occurrences([LINES[0]], SITE)[0] >= 3
    loaded.merge(memory(most_exact))
    assert loaded.occurrences([LINES[0]], SITE)[0] >= 5


@given(st.data())
def test_damage_is_told_and_never_runs(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("damage") / "memory"
    memory(data.draw(st.sampled_from([1000, 5]))).save(path)
    whole = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(InputError):
        SiteMemory.load(path)


def altered(path: Path, **members: bytes) -> Path:
    """The file with some members replaced, all else as it was."""
    memory().save(path)
    with zipfile.ZipFile(path) as archive:
        content = {item.filename: archive.read(item) for item in archive.infolist()}
    names = {"about": "about.json", "keys": "keys.uint64", "counts": "counts.uint8", "other": "run.pkl"}
    content |= {names[name]: data for name, data in members.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def about(path: Path, **values: object) -> bytes:
    memory().save(path)
    with zipfile.ZipFile(path) as archive:
        return json.dumps(json.loads(archive.read("about.json")) | values).encode()


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    for members, message in (
        ({"keys": b"12345678"}, "8 bytes of keys and 50 counts"),
        ({"keys": bytes(400)}, "keys are not in ascending order"),
        ({"counts": bytes(50)}, "a key was counted 0 times"),
        ({"other": b"cos\nsystem\n"}, "unexpected member 'run.pkl'"),
        ({"about": b"[]"}, "made by another version"),
        ({"about": about(path, sample="0")}, "made by another version"),
        ({"about": about(path, pages=-1)}, "pages is -1, expected a whole number"),
        ({"about": about(path, most_exact=3)}, "at most 3"),
        ({"about": b"{" * 5000}, "larger than 4096 bytes"),
    ):
        with pytest.raises(InputError, match=message):
            SiteMemory.load(altered(path, **members))


def test_compressed_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("keys.uint64", bytes(1 << 20))
    with pytest.raises(InputError, match="unexpected member"):
        SiteMemory.load(path)


@pytest.mark.parametrize(("content", "message"), [(None, "No such file"), (b"text", "not a good site memory")])
def test_files_that_are_none(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "memory"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        SiteMemory.load(path)


def test_a_full_disk_does_not_cost_the_memory_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = SiteMemory()
    memory.count(["Share"], "post.example")
    memory.save(tmp_path / "memory")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(zipfile.ZipFile, "writestr", full)
        with pytest.raises(InputError, match="memory: No space left"):
            memory.save(tmp_path / "memory")
    assert SiteMemory.load(tmp_path / "memory").pages == 1
    assert [path.name for path in tmp_path.iterdir()] == ["memory"]


def test_writing_where_none_can_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        memory().save(tmp_path / "nowhere" / "memory")
