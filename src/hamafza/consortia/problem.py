"""The formation problem of one family: who could form consortia with whom."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import FormationUnits

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class FamilyProblem:
    """Units of one family, in ascending order of ``unit_id``; all arrays have one length."""

    family: str
    unit_id: Ints
    lat_deg: Floats
    lon_deg: Floats
    capacity: Floats
    readiness: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.unit_id)


def families_of(units: pl.DataFrame) -> list[FamilyProblem]:
    """Split checked units by family, families in the order of their names."""
    rows = checked(FormationUnits, units).sort("family", "unit_id")
    return [_family(part) for part in rows.partition_by("family", maintain_order=True)]


def _family(rows: pl.DataFrame) -> FamilyProblem:
    return FamilyProblem(
        family=rows["family"][0],
        unit_id=rows["unit_id"].to_numpy(writable=True),
        **{
            name: rows[name].to_numpy(writable=True)
            for name in ("lat_deg", "lon_deg", "capacity", "readiness", "weight")
        },
    )
