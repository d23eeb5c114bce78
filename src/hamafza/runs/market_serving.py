"""Who could serve a market, and supplies made of what other runs wrote."""

from pathlib import Path

import polars as pl

from hamafza.markets.parameters import ChoiceParams
from hamafza.markets.plan.refusals import PlanMarketUnknown
from hamafza.markets.plan.serving import who_could_serve
from hamafza.markets.plan.supply import ShipmentUnits, supply_of
from hamafza.runs.market_plan import ROOM, plan_params
from hamafza.runs.market_plan_tables import places_of, read_supply
from hamafza.runs.potential import potential_run
from hamafza.runs.trade import ROOM as TRADE
from hamafza.store.parameters import load
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.tables.units import UNCLASSIFIED


def serving(
    supply_path: Path, exporter: str, importer: str, hs4: str, params_path: Path | None = None
) -> pl.DataFrame:
    """Return PlanServers of a market and heading, best first; refuse what has no potential."""
    return servers(read_supply(Path(supply_path)), exporter, importer, hs4, params_path)


def servers(
    supply: pl.DataFrame, exporter: str, importer: str, hs4: str, params_path: Path | None = None
) -> pl.DataFrame:
    """Return the same of a checked PlanSupply; a market that our own law closes is refused too."""
    closed = load(ChoiceParams, TRADE, "choice").closed.get(exporter, ())
    rows = potential_run(exporter).frame.filter(
        (pl.col("importer") == importer)
        & (pl.col("hs4") == hs4)
        & ~pl.col("importer").is_in(list(closed))
    )
    if rows.is_empty():
        raise PlanMarketUnknown(exporter=exporter, importer=importer, hs4=hs4)
    return who_could_serve(
        supply,
        rows.row(0, named=True),
        places_of([importer]),
        None,
        plan_params(params_path),
    )


def write_supply(made_of: Path, out: Path) -> pl.DataFrame:
    """
    Write the supply of proposed consortia (proposals.parquet) or of units (units.parquet).

    Which of the two is told by the columns; units stand for themselves, makers with a heading only.
    """
    frame = read_parquet(Path(made_of))
    if "consortium_id" in frame.columns:
        groups = frame.select(
            "lat_deg", "lon_deg", "capacity", group_id="consortium_id", hs4="family",
            label=pl.format("{} / {}", "family", "consortium_id"),
        )  # fmt: skip
    else:
        wanted = ("unit_id", "name", "family", "kind", "hs4", "province", "lat_deg", "lon_deg",
                  "capacity", "readiness")  # fmt: skip
        makers = read_parquet(Path(made_of), wanted).filter(
            (pl.col("kind") == "maker") & (pl.col("family") != UNCLASSIFIED)
        )
        groups = makers.select(
            "hs4", "province", "lat_deg", "lon_deg", "capacity", "readiness",
            group_id="unit_id", label="name",
        )  # fmt: skip
    supply = supply_in_shipments(groups)
    write_parquet(supply, Path(out), {"table": "market plan: supply"})
    return supply


def supply_in_shipments(groups: pl.DataFrame) -> pl.DataFrame:
    """Return the PlanSupply of groups that count capacity in shipments a month (``supply_of``)."""
    return supply_of(groups, load(ShipmentUnits, ROOM, "shipment"))


def markets_of(exporter: str) -> list[str]:
    """Return the markets with any potential for the exporter, but those its own law closes."""
    closed = load(ChoiceParams, TRADE, "choice").closed.get(exporter, ())
    there = potential_run(exporter).frame["importer"].unique().to_list()
    return sorted(set(there) - set(closed))
