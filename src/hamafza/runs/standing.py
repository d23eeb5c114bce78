"""Standing consortia of an earlier run, brought to the units there are today."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.family import Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.refusals import KeepUnknown
from hamafza.store.files import read_text
from hamafza.store.tables import read_parquet
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import Standing

KEEP_ALL = "all"


@dataclass(frozen=True)
class Inherited:
    """Who stands where today, and what became of consortia whose lead has left."""

    standing: pl.DataFrame
    heirs: int
    """Consortia led on by another member."""
    without_heir: int
    """Consortia that nobody left can lead: dissolved, and nobody charged for it."""
    prices: pl.DataFrame | None = None
    """What units were worth in that run (UnitPrices): where the search for prices begins."""

    def told(self) -> dict[str, int]:
        """Return the figures a record tells."""
        return {"heirs": self.heirs, "without_heir": self.without_heir}


def standing_of(
    folder: Path, units: pl.DataFrame, params: FormationParams, keep: str | Path | None = None
) -> Inherited:
    """
    Return the consortia in ``folder`` as they stand among the units (see FormationUnits).

    A lead that has left, or may lead no longer, is succeeded by the able member with the shortest
    ways to the others. ``keep`` names a file of consortium numbers, one a line, or is "all".
    A unit that shares its capacity out stands only where it leads.
    """
    folder = Path(folder)
    consortia = read_parquet(folder / "consortia.parquet", ["consortium_id", "lead_unit_id"])
    members = read_parquet(folder / "members.parquet", ["unit_id", "consortium_id"])
    kept = _kept_ids(keep, consortia["consortium_id"], folder)
    known = pl.DataFrame(units_at_the_door(units)).select(
        "unit_id", "lat_deg", "lon_deg", "readiness", "shares"
    )
    rows = (
        members.join(consortia, on="consortium_id", how="inner")
        .join(known, on="unit_id", how="inner")
        .filter((pl.col("shares") == 1) | (pl.col("unit_id") == pl.col("lead_unit_id")))
        .sort("consortium_id", "unit_id")
    )
    able = pl.col("readiness") >= params.lead_readiness
    leads = rows.filter(able & (pl.col("unit_id") == pl.col("lead_unit_id")))
    leads = leads.select("consortium_id", home="unit_id")
    headless = rows.join(leads, on="consortium_id", how="anti")
    heirs = [
        (group["consortium_id"][0], heir)
        for group in headless.partition_by("consortium_id", maintain_order=True)
        if (heir := _heir(group, params)) is not None
    ]
    leads = pl.concat(
        [leads, pl.DataFrame(heirs, schema={"consortium_id": pl.Int64, "home": pl.Int64},
                             orient="row")]
    )  # fmt: skip
    standing = rows.join(leads, on="consortium_id", how="inner").select(
        "unit_id", "home", kept=pl.col("consortium_id").is_in(kept)
    )
    return Inherited(
        checked(Standing, standing.sort("unit_id")),
        heirs=len(heirs),
        without_heir=consortia["consortium_id"].n_unique() - len(leads),
        prices=_prices(folder),
    )


def _prices(folder: Path) -> pl.DataFrame | None:
    path = folder / "prices.parquet"
    return read_parquet(path, ["unit_id", "price"]).sort("unit_id") if path.exists() else None


def prices_before(unit_id: Ints, prices: pl.DataFrame | None) -> Floats | None:
    """Return each unit's price in the run before, NaN where it had none; None for no run."""
    if prices is None or not len(prices):
        return None
    known, price = prices["unit_id"].to_numpy(), prices["price"].to_numpy()
    at = np.minimum(np.searchsorted(known, unit_id), len(known) - 1)
    return np.where(known[at] == unit_id, price[at], np.nan)


def with_standing(units: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return the units with the columns home and kept of the standing consortia."""
    bare = units.drop("home", "kept", strict=False)
    return bare.join(standing, on="unit_id", how="left", maintain_order="left").with_columns(
        pl.col("kept").fill_null(value=False)
    )


def _heir(group: pl.DataFrame, params: FormationParams) -> int | None:
    """Return the able member whose ways to the others are shortest together."""
    able = group.filter(pl.col("readiness") >= params.lead_readiness)
    if not len(able):
        return None
    lat, lon = (group[name].to_numpy() for name in ("lat_deg", "lon_deg"))
    ways = great_circle_km(
        able["lat_deg"].to_numpy()[:, None], able["lon_deg"].to_numpy()[:, None], lat, lon
    ).sum(axis=1)
    return int(able["unit_id"][int(np.argmin(ways))])


def _kept_ids(keep: str | Path | None, known: pl.Series, folder: Path) -> list[int]:
    if keep is None:
        return []
    if str(keep) == KEEP_ALL:
        return [int(each) for each in known]
    ids = set(known.to_list())
    kept = []
    for text in read_text(Path(keep)).split():
        if not (text.isascii() and text.isdigit() and int(text) in ids):
            raise KeepUnknown(text=text, folder=str(folder))
        kept.append(int(text))
    return kept
