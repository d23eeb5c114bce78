"""A file is written whole or not at all; parameters are checked before anything runs."""

import errno
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from hamafza.consortia.params import FormationParams
from hamafza.store.files import keep_apart, write_text, write_whole
from hamafza.store.parameters import build, load
from hamafza.store.records import RunRecord, Stopwatch
from hamafza.store.refusals import (
    CannotWrite,
    DiskFull,
    FileNotFound,
    FileNotOpened,
    FileNotReadable,
    FilesTheSame,
    ParametersNotSound,
)
from hamafza.store.tables import read_json, read_metadata, read_parquet, write_parquet


def test_a_full_disk_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "units.csv"
    write_text(path, "old")

    def fill(fresh: Path) -> None:
        fresh.write_text("half of the n")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull):
        write_whole(path, fill)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_that_is_full_is_refused_by_the_system_itself(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(DiskFull):
        write_whole(tmp_path / "x", lambda fresh: _pour(Path("/dev/full")))


def _pour(path: Path) -> None:
    path.write_text("y" * 100_000)


def test_a_table_that_does_not_fit_is_a_refusal_and_no_fault(tmp_path):
    """The limit on a file's size stands for a small disk: the system ends the writing midway."""
    path = tmp_path / "t.parquet"
    write_text(path, "old")
    told = subprocess.run([sys.executable, "-c", _TOO_LARGE, path], capture_output=True, text=True)
    assert told.stdout.split() == ["CannotWrite", "CannotWrite"], told.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


_TOO_LARGE = """
import resource, signal, sys
import numpy as np, polars as pl
from hamafza.store.tables import write_csv, write_parquet
from hamafza.vocabulary.refusals import Refusal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, 64_000))
frame = pl.DataFrame({"a": np.random.default_rng(1).random(200_000)})
for write in (write_parquet, write_csv):
    try:
        write(frame, sys.argv[1])
    except Refusal as refusal:
        print(type(refusal).__name__)
"""


def test_a_folder_in_the_way_is_a_sentence_not_a_crash(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(CannotWrite):
        write_text(tmp_path / "out", "x")


def test_a_file_that_may_not_be_opened_is_a_sentence_not_a_crash(tmp_path):
    with pytest.raises(FileNotOpened):
        read_parquet(tmp_path / ("n" * 300))


def test_what_is_read_is_never_written_over(tmp_path):
    keep_apart(tmp_path / "a", tmp_path / "b", Path("/dev/null"), Path("/dev/null"))
    with pytest.raises(FilesTheSame):
        keep_apart(tmp_path / "a", tmp_path / "b" / ".." / "a")


def test_a_table_keeps_its_metadata(tmp_path):
    write_parquet(pl.DataFrame({"hs4": ["0802"]}), tmp_path / "t.parquet", {"hs_edition": "2017"})
    assert read_metadata(tmp_path / "t.parquet")["hs_edition"] == "2017"
    assert read_parquet(tmp_path / "t.parquet")["hs4"].to_list() == ["0802"]


def test_what_is_no_table_is_refused(tmp_path):
    with pytest.raises(FileNotFound):
        read_parquet(tmp_path / "none.parquet")
    (tmp_path / "empty.parquet").touch()
    with pytest.raises(FileNotReadable):
        read_parquet(tmp_path / "empty.parquet")
    write_parquet(pl.DataFrame({"a": [1]}), tmp_path / "a.parquet")
    with pytest.raises(FileNotReadable, match="b"):
        read_parquet(tmp_path / "a.parquet", columns=["b"])


@dataclass(frozen=True)
class Reach:
    reach_km: float = 100.0
    most: int = 30

    def __post_init__(self) -> None:
        if self.reach_km <= 0:
            raise ValueError("reach_km must be above zero")


@pytest.mark.parametrize(
    "values",
    [{"reach": 1}, {"most": "many"}, {"most": True}, {"reach_km": -1}, {"most": 1.5}],
)
def test_unknown_or_unusable_parameters_are_refused(values):
    with pytest.raises(ParametersNotSound):
        build(Reach, values, "p.toml")


def test_a_whole_number_may_stand_for_a_measure():
    assert build(Reach, {"reach_km": 40}, "p.toml") == Reach(40.0)


def test_a_parameters_file_that_is_no_toml_is_refused(tmp_path):
    (tmp_path / "p.toml").write_text("reach = = 3")
    with pytest.raises(ParametersNotSound):
        load(Reach, "formation", "formation", tmp_path / "p.toml")


def test_a_run_record_tells_its_seconds(tmp_path):
    Stopwatch().close(RunRecord("reading", seed=1)).write(tmp_path / "run.json")
    kept = read_json(tmp_path / "run.json")
    assert isinstance(kept, dict)
    assert kept["kind"] == "reading"
    assert kept["wall_s"] >= 0
    assert kept["started_utc"].endswith("+00:00")


def test_a_link_stays_a_link_and_a_pipe_stays_a_pipe(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "near.csv").symlink_to(tmp_path / "far" / "real.csv")
    write_text(tmp_path / "near.csv", "new")
    assert (tmp_path / "near.csv").is_symlink()
    assert (tmp_path / "far" / "real.csv").read_text() == "new"

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, "through")
    assert os.read(reading, 100) == b"through"
    assert pipe.is_fifo()
    os.close(reading)


@pytest.mark.parametrize(
    "content", ["[formaton]\nmin_size = 3\n", "min_size = 3\n", "solver = 3\n"]
)
def test_parameters_in_a_table_the_room_has_not_are_no_parameters(tmp_path, content):
    (tmp_path / "p.toml").write_text(content)
    with pytest.raises(ParametersNotSound):
        load(FormationParams, "formation", "formation", tmp_path / "p.toml")


def test_a_section_that_does_not_ship_is_a_fault():
    with pytest.raises(KeyError):
        load(Reach, "formation", "reach")
