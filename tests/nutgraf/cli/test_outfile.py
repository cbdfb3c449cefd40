from pathlib import Path

import click
import pytest

from nutgraf.cli.outfile import check_outfile, check_outfolder, replacing


def test_input_is_not_written_over(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A line.")
    (tmp_path / "link.txt").symlink_to(page)
    for inputs in ([page], [tmp_path / "link.txt"], [tmp_path]):
        with pytest.raises(click.UsageError, match=r"page\.txt is an input; choose another --out"):
            check_outfile(page, "--out", inputs)


def test_other_files_may_be_written_over(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "out.txt"
    page.write_text("A line.")
    out.write_text("old")
    check_outfile(out, "--out", [page, "-", tmp_path / "missing.txt"])
    check_outfile(tmp_path / "new.txt", "--out", [tmp_path])


@pytest.mark.parametrize("name", ["g/*.jsonl", "g/**", "file://{}/g/a.jsonl"])
def test_inputs_that_a_name_stands_for_are_not_written_over(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "a.jsonl").write_text("{}")
    with pytest.raises(click.UsageError, match=r"a\.jsonl is an input"):
        check_outfile(Path("g/a.jsonl"), "--out", [name.format(tmp_path)])
    check_outfile(Path("g/new.jsonl"), "--out", [name.format(tmp_path)])
    (tmp_path / "old.txt").write_text("old")
    check_outfile(Path("old.txt"), "--out", [name.format(tmp_path), "s3://bucket/old.txt"])


def test_what_links_in_a_folder_lead_to_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    weights = tmp_path / "weights"
    weights.write_bytes(b"weights")
    (tmp_path / "model" / "weights.npz").symlink_to(weights)
    with pytest.raises(click.UsageError, match="weights is an input"):
        check_outfile(weights, "--out", [tmp_path / "model"])


def test_a_file_that_the_command_will_make_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match=r"new\.sqlite is an input"):
        check_outfile(tmp_path / "new.sqlite", "--export", [tmp_path / "." / "new.sqlite"])
    check_outfile(tmp_path / "out.jsonl", "--export", [tmp_path / "new.sqlite"])


def test_folder_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="nowhere is no folder"):
        check_outfile(tmp_path / "nowhere" / "out.txt", "--out", [])
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere" / "out.txt")
    with pytest.raises(click.UsageError, match="nowhere is no folder"):
        check_outfile(tmp_path / "link.txt", "--out", [])


def test_file_that_was_not_written_whole_leaves_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("old")
    with pytest.raises(TypeError), replacing(out) as file:
        file.writelines(["half", None])  # type: ignore[list-item]
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    assert out.read_text() == "old"


def test_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"missing/out\.txt'$"), replacing(tmp_path / "missing" / "out.txt"):
        pass


def test_folder_that_can_be_made_is_well(tmp_path: Path) -> None:
    check_outfolder(tmp_path / "a" / "b")
    check_outfolder(tmp_path)
    assert not (tmp_path / "a").exists()


def test_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(click.UsageError, match="file cannot be written to"):
        check_outfolder(tmp_path / "file" / "model")


@pytest.mark.parametrize("names", [("model.json", "weights.npz"), ("weights.npz", "model.json")])
def test_a_file_of_another_program_is_not_taken_for_a_model(tmp_path: Path, names: tuple[str, str]) -> None:
    (tmp_path / names[0]).write_text("{}")
    with pytest.raises(click.UsageError, match=f"{names[0]} is there, and no model of nutgraf"):
        check_outfolder(tmp_path)
    (tmp_path / names[1]).write_text("{}")
    check_outfolder(tmp_path)
