"""The saved model: round trip, and every damage told by a `ModelError` that names the path."""

import errno
import io
import json
import shutil
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import small
from damages import (
    Damage,
    arrays,
    claims,
    config_text,
    configure,
    encrypted,
    entry,
    members,
    no_deflate,
    pickled,
    raw,
    unclosed,
    value,
    without,
)
from nutgraf.archive import CONFIG, LARGEST_CONFIG, WEIGHTS
from nutgraf.artifact import load, save
from nutgraf.batch import batch_of_lines
from nutgraf.errors import ModelError
from nutgraf.model import Model
from nutgraf.ngrams import WEIGHT_LIMIT


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "good"
    save(small.model(), folder)
    return folder


def same_weights(one: Model, other: Model) -> bool:
    def arrays(model: Model) -> list[np.ndarray]:
        found = [model.common_words, model.table.rows, model.table.packed, model.table.scales, model.table.bias]
        for network in (*model.networks, model.headline, model.story):
            found += [network.mean, network.scale, *network.weights, *network.biases]
        return found

    pairs = zip(arrays(one), arrays(other), strict=True)
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


# --- whole models ----------------------------------------------------------------------------------------------------


def test_saving_again_leaves_nothing_beside_the_model(tmp_path: Path):
    for _ in range(2):
        save(small.model(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [CONFIG, WEIGHTS]


def test_a_full_disk_does_not_cost_the_model_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    save(small.model(), tmp_path)

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space left"):
            save(replace(small.model(), info={"made": "anew"}), tmp_path)
    assert same_weights(load(tmp_path), small.model())
    assert sorted(path.name for path in tmp_path.iterdir()) == [CONFIG, WEIGHTS]


def test_weights_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    save(small.model(), tmp_path)

    def refused(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(ModelError, match=f"{WEIGHTS}: not a good model: Permission denied"):
        load(tmp_path)


def test_round_trip(good: Path):
    model, loaded = small.model(), load(good)
    batch = batch_of_lines([small.lines(document) for document in small.documents()[::5]])
    one, other = model.predict(batch), loaded.predict(batch)
    for name in ("scores", "labels", "headlines", "has_story"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert same_weights(model, loaded)
    assert (loaded.settings, loaded.info) == (model.settings, model.info)


def test_saving_again_gives_the_same(good: Path, tmp_path: Path):
    save(load(good), tmp_path / "again")
    assert same_weights(load(tmp_path / "again"), load(good))
    first, second = (json.loads((folder / CONFIG).read_text("utf-8")) for folder in (good, tmp_path / "again"))
    assert first | {"weights_sha256": ""} == second | {"weights_sha256": ""}


def test_saving_over_another_model(copy: Path):
    save(small.model(), copy)
    assert same_weights(load(copy), small.model())


# --- damaged ones ----------------------------------------------------------------------------------------------------


DAMAGES: dict[str, Damage] = {
    "no folder": shutil.rmtree,
    "no config": lambda folder: (folder / CONFIG).unlink(),
    "no weights": lambda folder: (folder / WEIGHTS).unlink(),
    "empty config": config_text(b""),
    "broken JSON": config_text(b'{"format": 1,'),
    "config not UTF-8": config_text(b'{"format": "\xff"}'),
    "config is a list": config_text(b"[1]"),
    "config nested too deep": config_text(b"[" * 200_000),
    "config too large": config_text(b" " * (LARGEST_CONFIG + 1)),
    "other format": entry("format", value=99),
    "format that is no number": entry("format", value=True),
    "no format": without("format"),
    "labels in another order": configure(lambda config: config["labels"].reverse()),
    "columns in another order": configure(lambda config: config["columns"].reverse()),
    "a column less": configure(lambda config: config["columns"].pop()),
    "headline's columns in another order": configure(lambda config: config["headline_columns"].reverse()),
    "other n-grams": entry("ngrams", "bits", value=17),
    "no networks": entry("networks", value=[]),
    "no key of networks": without("networks"),
    "networks are a number": entry("networks", value=2),
    "a network too many": configure(lambda config: config["networks"].append(config["networks"][0])),
    "a network too few": configure(lambda config: config["networks"].pop()),
    "other width": entry("networks", 0, 0, value=9),
    "width too large": entry("networks", 0, 0, value=1 << 40),
    "no story": without("story"),
    "no settings": without("settings"),
    "settings are a list": entry("settings", value=[]),
    "temperature is no number": entry("settings", "temperature", value=float("nan")),
    "temperature is text": entry("settings", "temperature", value="1"),
    "temperature is negative": entry("settings", "temperature", value=-1),
    "bias is text": entry("settings", "promo_bias", value="1"),
    "bias is beyond measure": entry("settings", "promo_bias", value=-1e9),
    "bias is no number": entry("settings", "promo_bias", value=float("nan")),
    "threshold above 1": entry("settings", "thresholds", "recall", value=1.5),
    "threshold is true": entry("settings", "thresholds", "recall", value=True),
    "no thresholds": configure(lambda config: config["settings"].pop("thresholds")),
    "info is a number": entry("info", value=1),
    "no hash": without("weights_sha256"),
    "other hash": entry("weights_sha256", value="0" * 64),
    "weights of no archive": raw(lambda _: b"not an archive"),
    "no bytes of weights": raw(lambda _: b""),
    "truncated weights": lambda f: (f / WEIGHTS).write_bytes((f / WEIGHTS).read_bytes()[:-100]),
    "truncated weights, signed": raw(lambda data: data[: len(data) // 2]),
    "central directory cut, signed": raw(lambda data: data[:-100]),
    "weights followed by gigabytes": raw(lambda data: data + bytes(1 << 25)),
    "NaN": value("network0_weights0", np.nan),
    "infinity": value("story_bias0", np.inf),
    "n-gram weight beyond the limit": value("ngram_beyond", WEIGHT_LIMIT + 1),
    "n-gram weight at the lowest": value("ngram_beyond", -(1 << 15)),
    "n-gram weight outside the table": value("ngram_places", (1 << 32) - 1),
    "n-gram known that has no weights": value("ngram_known", 255),
    "no number of n-grams": without("ngrams_known"),
    "number of n-grams is text": entry("ngrams_known", value="1"),
    "number of n-grams is another": entry("ngrams_known", value=1),
    "no number of n-gram weights": without("ngrams_beyond"),
    "number of n-gram weights is text": entry("ngrams_beyond", value="1"),
    "number of n-gram weights is negative": entry("ngrams_beyond", value=-1),
    "number of n-gram weights is too large": entry("ngrams_beyond", value=1 << 40),
    "array of another size": arrays(lambda found: found.update(ngram_bias=found["ngram_bias"][:-1])),
    "array of another type": arrays(lambda found: found.update(ngram_bias=found["ngram_bias"].astype(np.int32))),
    "other byte order": arrays(lambda found: found.update(ngram_bias=found["ngram_bias"].astype(">f4"))),
    "array turned": arrays(lambda found: found.update(network0_weights0=found["network0_weights0"].T)),
    "array missing": arrays(lambda found: found.pop("story_mean")),
    "array too many": arrays(lambda found: found.update(more=np.zeros(1))),
    "pickle": arrays(pickled),
    "member that is no array": members(lambda found: found.update({"run.py": b"raise SystemExit"})),
    "bomb": members(lambda found: found.update({"ngram_bias.npy": bytes(1 << 26)})),
    "array of zeros for a header": members(lambda found: found.update({"ngram_bias.npy": bytes(224)})),
    "header claims terabytes": members(claims("(1099511627776,)")),
    "header claims less": members(claims("(5,)")),
    "header claims nothing": members(claims("None")),
    "header unclosed": members(unclosed),
    "compressed stream broken": raw(no_deflate),
    "encrypted": raw(encrypted),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage(name: str, copy: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(copy.parent)
    DAMAGES[name](copy)
    with pytest.raises(ModelError) as raised:
        load(copy)
    assert str(copy) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not Path("planted").exists()


def test_the_path_is_a_file(tmp_path: Path):
    (tmp_path / "model").write_text("")
    with pytest.raises(ModelError, match="model: no model folder"):
        load(tmp_path / "model")


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("file", [CONFIG, WEIGHTS])
def test_random_bytes(file: str, seed: int, copy: Path):
    random = np.random.default_rng(seed)
    data = bytearray((copy / file).read_bytes())
    for _ in range(int(random.integers(1, 4))):
        data[random.integers(len(data))] = random.integers(256)
    (copy / file).write_bytes(data)
    try:
        model = load(copy)
    except ModelError as error:
        assert str(copy) in str(error)  # noqa: PT017 - the other outcome is checked below
    else:
        assert same_weights(model, small.model())


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.filterwarnings("ignore:Reading `.npy`")
def test_random_bytes_in_the_header_of_an_array(seed: int, copy: Path):
    random = np.random.default_rng(seed)

    def change(found: dict[str, bytes]) -> None:
        data = bytearray(found["ngram_bias.npy"])
        for _ in range(3):
            data[random.integers(128)] = random.integers(256)
        found["ngram_bias.npy"] = bytes(data)

    members(change)(copy)
    try:
        model = load(copy)
    except ModelError as error:
        assert str(copy) in str(error)  # noqa: PT017
    else:
        assert same_weights(model, small.model())


def test_a_changed_setting_is_noticed(copy: Path):
    entry("settings", "outside", value=0.9)(copy)
    with pytest.raises(ModelError):
        load(copy)


def test_the_header_that_the_damages_replace_is_where_they_think(good: Path):
    with zipfile.ZipFile(good / WEIGHTS) as archive:
        data = archive.read("ngram_bias.npy")
    assert len(data) == 224
    assert np.load(io.BytesIO(data)).shape == (24,)
    assert data[8:10] == struct.pack("<H", 118)
