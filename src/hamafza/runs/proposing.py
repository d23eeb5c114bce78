"""From a formation to proposals: each consortium pointed at a market and led to it."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from hamafza.markets.choice import MarketChoice
from hamafza.markets.spread import spread
from hamafza.runs.markets import best_markets
from hamafza.runs.potential import potential_run
from hamafza.runs.routing import RoutesFound, routes_for
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.proposals import Proposals

_MARKET = {
    "market": pl.String,
    "phase": pl.Int64,
    "neighbour": pl.String,
    "market_rank": pl.Int64,
    "supply": pl.Float64,
    "demand": pl.Float64,
    "ease": pl.Float64,
    "potential_usd": pl.Float64,
    "actual_usd": pl.Float64,
    "gap_usd": pl.Float64,
    "reasons": pl.String,
}


@dataclass(frozen=True)
class Proposed:
    """Proposals, and the routes they rest on."""

    proposals: pl.DataFrame
    routes: RoutesFound
    trade: dict[str, Any]
    """On which trade their markets stand (``PotentialRun.told``)."""


def propose(
    units: pl.DataFrame, consortia: pl.DataFrame, exporter: str, report: Report = silent
) -> Proposed:
    """
    Return the Proposals of a formation.

    ``units`` (unit_id, lat_deg, lon_deg) must hold every lead; a family is a heading. Groups of
    one heading are spread over its markets, the one worth most choosing first.
    """
    best_first = consortia.sort("value", "consortium_id", descending=[True, False])
    leads = units.select(lead_unit_id="unit_id", lat_deg="lat_deg", lon_deg="lon_deg")
    placed = best_first.join(leads, on="lead_unit_id", how="left", maintain_order="left")
    report("markets", 0, 1)
    pointed = placed.join(_markets(best_first, exporter), on="consortium_id", how="left")
    report("markets", 1, 1)
    found = _ways(pointed, exporter, report)
    ways = found.routes.select(
        "consortium_id", "km", "days", pl.col("cost_usd").cast(pl.Float64), route_basis="basis"
    )
    proposals = pointed.join(ways, on="consortium_id", how="left", maintain_order="left")
    return Proposed(checked(Proposals, proposals), found, potential_run(exporter).told())


def _markets(consortia: pl.DataFrame, exporter: str) -> pl.DataFrame:
    """Return consortium_id and the columns of the market it is pointed at."""
    choices = best_markets(exporter, consortia["family"].to_list())
    rows: list[dict[str, object]] = []
    for (family,), group in consortia.group_by("family", maintain_order=True):
        given = spread(choices.get(str(family), []), group.height)
        ids = group["consortium_id"].to_list()[: len(given)]
        rows += [_row(key, choice) for key, choice in zip(ids, given, strict=True)]
    return pl.DataFrame(rows, schema={"consortium_id": pl.Int64, **_MARKET})


def _row(consortium_id: int, choice: MarketChoice) -> dict[str, object]:
    return {
        "consortium_id": consortium_id,
        "market": choice.importer,
        "market_rank": choice.rank,
        "reasons": ",".join(choice.reasons),
        **{
            name: getattr(choice, name)
            for name in _MARKET
            if name not in ("market", "market_rank", "reasons")
        },
    }


def _ways(pointed: pl.DataFrame, exporter: str, report: Report) -> RoutesFound:
    leads = pointed.select("consortium_id", "lat_deg", "lon_deg", country=pl.lit(exporter))
    asked = pointed.filter(pl.col("market").is_not_null()).select("consortium_id", "market")
    return routes_for(leads, asked, report=report)
