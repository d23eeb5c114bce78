"""A run that finds the twins of a units file; the file itself stays as it is."""

from pathlib import Path

import dataframely as dy

from hamafza.registry.twins.finding import counted, twins_of
from hamafza.registry.twins.params import TwinParams
from hamafza.store.files import keep_apart
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.twins import Twins
from hamafza.vocabulary.tables.units import Units

STAGE = "twins"


def find_twins(units_path: Path, out: Path, *, params: Path | None = None) -> RunRecord:
    """Write Twins to ``out`` and the record beside it; refuse a file that holds no units."""
    units_path, out = Path(units_path), Path(out)
    keep_apart(out, out.with_suffix(".json"), units_path)
    units = checked(Units, read_parquet(units_path, Units.column_names()))
    twins, record = twins_among(units, params=params)
    write_parquet(twins, out)
    record.inputs = {"units": file_sha256(units_path)}
    record.outputs = {out.name: file_sha256(out)}
    record.write(out.with_suffix(".json"))
    return record


def twins_among(
    units: dy.DataFrame[Units], *, params: Path | None = None
) -> tuple[dy.DataFrame[Twins], RunRecord]:
    """Return the twins of a table of units, and the record of how they were found."""
    watch = Stopwatch()
    used = load(TwinParams, STAGE, path=params)
    twins = twins_of(units, used)
    figures = {"units": units.height, **counted(twins)}
    return twins, watch.close(RunRecord(STAGE, plain(used), figures=figures))
