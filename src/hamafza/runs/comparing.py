"""Compares two finished formations from their folders."""

from pathlib import Path
from typing import Any

import polars as pl

from hamafza.consortia.comparing import Comparison, Side, comparison
from hamafza.runs.finished import finished, in_kinds
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import write_json, write_parquet
from hamafza.vocabulary.tables.formation_comparison import GROUP_KINDS, UNIT_KINDS

TABLES = ("groups", "units", "families", "provinces")


def compare_runs(
    first: Path, second: Path, *, units_path: Path | None = None, out_dir: Path | None = None
) -> dict[str, Any]:
    """
    Return the sums of a comparison, by family and by province too; write the tables if asked.

    ``units_path`` is a Parquet with unit_id and province of units of either run. Values are those
    of the records, after charges.
    """
    places = None
    if units_path is not None:
        places = in_kinds(Path(units_path), {"unit_id": pl.Int64, "province": pl.String})
    folders = {"first": Path(first), "second": Path(second)}
    told = comparison(_side(folders["first"]), _side(folders["second"]), places)
    figures = _figures(told, folders)
    if out_dir is not None:
        for name in TABLES:
            write_parquet(getattr(told, name), Path(out_dir) / f"{name}.parquet")
        write_json(figures, Path(out_dir) / "comparison.json")
    return {
        "figures": figures,
        "families": told.families.to_dicts(),
        "provinces": told.provinces.to_dicts(),
    }


def _side(folder: Path) -> Side:
    run = finished(folder)
    prices = in_kinds(folder / "prices.parquet", {"unit_id": pl.Int64})
    kinds: dict[str, type[pl.DataType]] = {"family": pl.String, "bound": pl.Float64}
    certificate = in_kinds(folder / "certificate.parquet", kinds)
    return Side(run.consortia, run.members, certificate, prices["unit_id"])


def _figures(told: Comparison, folders: dict[str, Path]) -> dict[str, Any]:
    groups = dict(told.groups["kind"].value_counts().iter_rows())
    units = dict(told.units["kind"].value_counts().iter_rows())
    records = {which: finished(folder).record() for which, folder in folders.items()}
    figures: dict[str, Any] = {
        "groups": {kind: groups.get(kind, 0) for kind in GROUP_KINDS},
        "units": {kind: units.get(kind, 0) for kind in UNIT_KINDS},
    }
    for name in ("value", "bound"):
        figures[name] = {
            which: _number(record, name, folders[which]) for which, record in records.items()
        }
    return figures


def _number(record: dict[str, Any], name: str, folder: Path) -> float:
    value = record.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise FileNotReadable(file=str(folder / "run.json"), wanted=f"a number as {name}")
    return float(value)
