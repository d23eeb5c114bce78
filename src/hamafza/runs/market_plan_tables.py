"""The tables a market plan is made of, read from files and refused where they are not sound."""

from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl

from hamafza.markets.parameters import ChoiceParams
from hamafza.markets.plan.refusals import (
    PlanOfTwoExporters,
    PlanTableNotSound,
    PlanWithoutMarkets,
    PlanWorthTooLarge,
)
from hamafza.runs.trade import ROOM
from hamafza.sources.geography import main_cities
from hamafza.store.files import existing
from hamafza.store.parameters import load
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import read_metadata, read_parquet
from hamafza.vocabulary.tables import TableNotSound, checked
from hamafza.vocabulary.tables.market_plan import CAPACITIES, PlanPlaces, PlanSupply, PlanWays
from hamafza.vocabulary.tables.potential import Potential

MOST_USD_CENTS = 10**13
"""A hundred billion dollars a year of one group: sums over all stay whole in 64 bits."""

TRADE_TOLD = ("set", "digests", "year", "source", "provenance", "variant", "defaults")


@dataclass(frozen=True)
class PlanInput:
    """Checked tables, cut to what the plan looks at; ``ways`` only where a file gave them."""

    exporter: str
    supply: pl.DataFrame
    potential: pl.DataFrame
    places: pl.DataFrame
    ways: pl.DataFrame | None


def plan_input(
    supply_path: Path, potential_path: Path, ways_path: Path | None, most_markets: int
) -> PlanInput:
    """Return the tables; markets are those with most unrealised of the goods supplied."""
    supply = read_supply(supply_path)
    exporter, potential = read_potential(potential_path)
    wanted = potential.filter(
        pl.col("hs4").is_in(supply["hs4"].unique().to_list()) & (pl.col("gap_usd") > 0)
    )
    largest = (
        wanted.group_by("importer").agg(pl.col("gap_usd").sum())
        .sort("gap_usd", "importer", descending=[True, False]).head(most_markets)
    )  # fmt: skip
    if largest.is_empty():
        raise PlanWithoutMarkets(file=potential_path.name)
    chosen = largest["importer"].sort().to_list()
    ways = None if ways_path is None else _sound(PlanWays, _read(ways_path), ways_path)
    return PlanInput(
        exporter,
        supply,
        wanted.filter(pl.col("importer").is_in(chosen)).sort("hs4", "importer"),
        places_of(chosen),
        ways,
    )


def read_supply(path: Path) -> pl.DataFrame:
    """Return a PlanSupply of a Parquet or CSV file."""
    frame = _read(path)
    optional = {"province": pl.String, "margin_share": pl.Float64, "readiness": pl.Float64}
    absent = [pl.lit(None, kind).alias(name) for name, kind in optional.items()
              if name not in frame.columns]  # fmt: skip
    supply = _sound(PlanSupply, frame.with_columns(absent), path)
    worth = pl.sum_horizontal(
        pl.col(name).cast(pl.Float64) * pl.col("unit_usd_cents") for name in CAPACITIES
    )
    large = supply.filter(worth > MOST_USD_CENTS)
    if large.height:
        raise PlanWorthTooLarge(group=large["group_id"][0], most=MOST_USD_CENTS // 100)
    return supply


def read_potential(path: Path) -> tuple[str, pl.DataFrame]:
    """Return the exporter of a Potential file and its rows, but markets its own law closes."""
    potential = _sound(Potential, read_parquet(path), path)
    exporters = potential["exporter"].unique().sort().to_list()
    if len(exporters) != 1:
        raise PlanOfTwoExporters(file=path.name, exporters=", ".join(exporters[:3]))
    closed = load(ChoiceParams, ROOM, "choice").closed.get(exporters[0], ())
    return exporters[0], potential.filter(~pl.col("importer").is_in(list(closed)))


def trade_told(potential_path: Path) -> dict[str, str]:
    """Return on which trade the potentials of a file stand, as the file says; {} if it does not."""
    told = read_metadata(potential_path)
    return {name: told[name] for name in TRADE_TOLD if name in told}


def places_of(importers: list[str]) -> pl.DataFrame:
    """Return the main city of each market."""
    cities = main_cities()
    return checked(
        PlanPlaces,
        pl.DataFrame(
            [(name, *cities[name]) for name in importers],
            schema={"importer": pl.String, "lat_deg": pl.Float64, "lon_deg": pl.Float64},
            orient="row",
        ),
    )


def _read(path: Path) -> pl.DataFrame:
    if Path(path).suffix.lower() != ".csv":
        return read_parquet(path)
    try:
        codes = {"hs4": pl.String, "label": pl.String, "province": pl.String}
        return pl.read_csv(existing(Path(path)), schema_overrides=codes)
    except (pl.exceptions.PolarsError, OSError) as failure:
        raise FileNotReadable(file=str(path), wanted="CSV") from failure


def _sound(schema: type[dy.Schema], frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    try:
        return checked(schema, frame)
    except TableNotSound as broken:
        problem = " ".join(str(broken).split())
        raise PlanTableNotSound(
            file=Path(path).name, table=schema.__name__, problem=problem
        ) from broken
