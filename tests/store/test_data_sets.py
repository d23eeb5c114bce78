"""A data set is in use whole or not at all."""

import errno

import polars as pl
import pytest

from hamafza.store.data_sets import (
    RECORD,
    DataSetNameNotSound,
    DataSetUnknown,
    data_set,
    data_sets,
    replaced,
)
from hamafza.store.refusals import DiskFull
from hamafza.store.tables import write_json, write_parquet


def fill(home, name: str, value: int):
    with replaced(home, name) as folder:
        write_parquet(pl.DataFrame({"a": [value]}), folder / "t.parquet")
        write_json({"kind": "test", "value": value}, folder / RECORD)
    return data_set(home, name)


def test_sets_are_listed_by_name_with_their_records(tmp_path):
    assert data_sets(tmp_path) == []
    fill(tmp_path, "b-2", 2)
    fill(tmp_path, "a-1", 1)
    assert [(each.name, each.record["value"]) for each in data_sets(tmp_path)] == [
        ("a-1", 1), ("b-2", 2),
    ]  # fmt: skip
    with pytest.raises(DataSetUnknown) as refused:
        data_set(tmp_path, "c")
    assert refused.value.facts["known"] == "a-1, b-2"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_what_breaks_on_the_way_leaves_the_old_set(tmp_path, failure):
    before = fill(tmp_path, "x", 1)
    expected = DiskFull if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected), replaced(tmp_path, "x") as folder:
        (folder / "half.parquet").write_bytes(b"PAR1")
        raise failure
    assert data_set(tmp_path, "x") == before
    assert [each.name for each in before.folder.parent.glob("2*")] == [before.folder.name]
    assert fill(tmp_path, "x", 2).record["value"] == 2


def test_a_set_without_a_record_is_a_fault(tmp_path):
    before = fill(tmp_path, "x", 1)
    with pytest.raises(AssertionError), replaced(tmp_path, "x"):
        pass
    assert data_set(tmp_path, "x") == before


@pytest.mark.parametrize("name", ["", "../x", "a/b", "نام", "a b", ".lock"])
def test_a_name_leads_nowhere_else(tmp_path, name):
    with pytest.raises(DataSetNameNotSound), replaced(tmp_path, name):
        pass
    with pytest.raises(DataSetUnknown):
        data_set(tmp_path, name)
