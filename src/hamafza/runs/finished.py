"""A finished formation read back: its groups, its rules, and the units it speaks of."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.consortia.after_refusals import RunWithoutGroups, UnitsNotOfRun
from hamafza.consortia.params import FormationParams
from hamafza.runs.formation_tables import FURTHER_TABLES, TABLES
from hamafza.store.parameters import build
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import read_json, read_parquet

Columns = dict[str, type[pl.DataType]]

_CONSORTIA: Columns = {
    "consortium_id": pl.Int64, "family": pl.String, "lead_unit_id": pl.Int64, "size": pl.Int64,
    "capacity": pl.Float64, "value": pl.Float64,
}  # fmt: skip
_MEMBERS: Columns = {"unit_id": pl.Int64, "consortium_id": pl.Int64}

_TABLES = (*TABLES, *FURTHER_TABLES, "cuts", "cut_units")


@dataclass(frozen=True)
class Finished:
    """The groups of a run: ``consortia`` and ``members`` as ``vocabulary.tables.formation``."""

    folder: Path
    consortia: pl.DataFrame
    members: pl.DataFrame

    def table(self, name: str, columns: Columns) -> pl.DataFrame | None:
        """Return a further table of the run in its kinds, None where there is none."""
        path = self.folder / f"{name}.parquet"
        return in_kinds(path, columns) if path.exists() else None

    def record(self) -> dict[str, Any]:
        """Return what run.json says."""
        path = self.folder / "run.json"
        record = read_json(path)
        if not isinstance(record, dict):
            raise FileNotReadable(file=str(path), wanted="a run record")
        return record

    def params(self) -> FormationParams:
        """Return the rules the run was made under."""
        told = self.record().get("parameters")
        if not isinstance(told, dict):
            raise FileNotReadable(file=str(self.folder / "run.json"), wanted="parameters")
        known = {each.name for each in fields(FormationParams)}
        rules = {name: value for name, value in told.items() if name in known}
        return build(FormationParams, rules, str(self.folder / "run.json"))


def finished(folder: Path) -> Finished:
    """Return a run's groups; refuse a folder that holds none."""
    folder = Path(folder)
    consortia = in_kinds(folder / "consortia.parquet", _CONSORTIA)
    members = in_kinds(folder / "members.parquet", _MEMBERS)
    if not len(consortia):
        raise RunWithoutGroups(folder=str(folder))
    return Finished(folder, consortia, members)


def files_of(folder: Path) -> list[Path]:
    """Return the files a formation keeps in its folder: nothing asked of it may write over them."""
    return [Path(folder) / name for name in ("run.json", *(f"{each}.parquet" for each in _TABLES))]


def in_kinds(path: Path, columns: Columns) -> pl.DataFrame:
    """Return these columns of a Parquet file in these kinds; refuse others."""
    frame = read_parquet(path, list(columns))
    try:
        return frame.select(pl.col(name).cast(kind) for name, kind in columns.items())
    except pl.exceptions.PolarsError as failure:
        told = ", ".join(columns)
        raise FileNotReadable(file=str(path), wanted=f"sound columns {told}") from failure


def refuse_strangers(run: Finished, unit_id: pl.Series) -> None:
    """Refuse units among which a member or a lead is not."""
    asked = pl.concat([run.members["unit_id"], run.consortia["lead_unit_id"].alias("unit_id")])
    away = asked.unique().sort()
    away = away.filter(~away.is_in(unit_id.implode()))
    if len(away):
        raise UnitsNotOfRun(count=len(away), unit=away[0], folder=str(run.folder))
