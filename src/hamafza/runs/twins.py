"""A run that finds the twins of a units file; the file itself stays as it is."""

from pathlib import Path

from hamafza.registry.twins.finding import counted, twins_of
from hamafza.registry.twins.params import TwinParams
from hamafza.store.files import keep_apart
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import Units

STAGE = "twins"


def find_twins(units_path: Path, out: Path, *, params: Path | None = None) -> RunRecord:
    """Write Twins to ``out`` and the record beside it; refuse a file that holds no units."""
    watch = Stopwatch()
    units_path, out = Path(units_path), Path(out)
    keep_apart(out, out.with_suffix(".json"), units_path)
    used = load(TwinParams, STAGE, path=params)
    units = checked(Units, read_parquet(units_path, Units.column_names()))
    twins = twins_of(units, used)
    write_parquet(twins, out)
    record = watch.close(
        RunRecord(
            STAGE,
            plain(used),
            inputs={"units": file_sha256(units_path)},
            outputs={out.name: file_sha256(out)},
            figures={"units": units.height, **counted(twins)},
        )
    )
    record.write(out.with_suffix(".json"))
    return record
