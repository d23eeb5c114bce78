"""Routes of one place or of a whole formation, over the shipped tables."""

from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl

from hamafza.distribution.legs import Route
from hamafza.distribution.network import Near
from hamafza.distribution.refusals import CountryUnknown, MarketIsHome, NoWay, PlaceNotOnEarth
from hamafza.distribution.route_tables import route_legs_table, routes_table
from hamafza.distribution.sites import Site, SiteKind
from hamafza.runs.router import Router, shipped_router
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.routes import RouteLegs, Routes

__all__ = [
    "Router", "RoutesFound", "lead_site", "near_judgement", "plan_routes", "route", "routes_for",
    "shipped_router",
]  # fmt: skip


@dataclass(frozen=True)
class RoutesFound:
    """Routes and their legs; ``without`` are consortia whose market no way leads to."""

    routes: dy.DataFrame[Routes]
    legs: dy.DataFrame[RouteLegs]
    without: pl.DataFrame


def route(
    from_lat_deg: float,
    from_lon_deg: float,
    country: str,
    to_country: str,
    weight_kg: float | None = None,
    *,
    choose_by: str | None = None,
    params_path: Path | None = None,
) -> Route:
    """Return the best route from a place in ``country`` to the market ``to_country``."""
    router = shipped_router(params_path)
    if choose_by is not None:
        router = router.choosing(choose_by)
    lead = lead_site(from_lat_deg, from_lon_deg, country)
    return router.routes(country, to_country, [lead], weight_kg)[0]


def lead_site(lat_deg: float, lon_deg: float, country: str, name: str = "") -> Site:
    """Return a lead as a site, or refuse a place that is not on Earth."""
    if not (-90 <= lat_deg <= 90 and -180 <= lon_deg <= 180):
        raise PlaceNotOnEarth(lat_deg=lat_deg, lon_deg=lon_deg)
    return Site(
        SiteKind.LEAD, name or "Collection point", name or "محل گردآوری", country, lat_deg, lon_deg
    )


def routes_for(
    leads: pl.DataFrame,
    markets: pl.DataFrame,
    *,
    params_path: Path | None = None,
    report: Report = silent,
) -> RoutesFound:
    """
    Return the routes of many consortia.

    ``leads``: consortium_id, lat_deg, lon_deg, country (the exporter). ``markets``:
    consortium_id, market; one row or several for each. A market that no way leads to is
    no fault: its rows come back in ``without`` with the refusal's code.
    """
    router = shipped_router(params_path)
    asked = leads.join(markets, on="consortium_id").sort("consortium_id", "market")
    groups = asked.partition_by(["country", "market"], maintain_order=True)
    found: list[tuple[int, Route]] = []
    without: list[tuple[int, str, str]] = []
    for done, group in enumerate(groups):
        report("routes", done, len(groups))
        exporter, market = group["country"][0], group["market"][0]
        try:
            made = router.routes(exporter, market, _sites(group))
        except (NoWay, CountryUnknown, MarketIsHome) as refusal:
            without += [(key, market, refusal.code) for key in group["consortium_id"]]
            continue
        found += zip(group["consortium_id"].to_list(), made, strict=True)
    report("routes", len(groups), len(groups))
    return RoutesFound(
        checked(Routes, routes_table(found)),
        checked(RouteLegs, route_legs_table(found)),
        pl.DataFrame(
            without,
            schema={"consortium_id": pl.Int64, "market": pl.String, "code": pl.String},
            orient="row",
        ),
    )


def plan_routes(
    consortia_path: Path,
    units_path: Path,
    exporter: str,
    market: str,
    out: Path,
    *,
    params_path: Path | None = None,
    report: Report = silent,
) -> RunRecord:
    """Route a formation's consortia to one market; write both tables and the run record."""
    watch = Stopwatch()
    consortia = read_parquet(consortia_path, ["consortium_id", "lead_unit_id"])
    units = read_parquet(units_path, ["unit_id", "lat_deg", "lon_deg"])
    leads = consortia.select("consortium_id", unit_id="lead_unit_id").join(units, on="unit_id")
    placed = leads.select("consortium_id", "lat_deg", "lon_deg", country=pl.lit(exporter))
    asked = placed.select("consortium_id", market=pl.lit(market))
    found = routes_for(placed, asked, params_path=params_path, report=report)
    write_parquet(found.routes, out / "routes.parquet")
    write_parquet(found.legs, out / "route_legs.parquet")
    record = RunRecord(
        "routes",
        parameters=plain(shipped_router(params_path).freight),
        inputs={"consortia": file_sha256(consortia_path), "units": file_sha256(units_path)},
        outputs={
            name: file_sha256(out / name) for name in ("routes.parquet", "route_legs.parquet")
        },
        figures={"routes": found.routes.height, "without": found.without.height},
    )
    watch.close(record).write(out / "routes.json")
    return record


def near_judgement(params_path: Path | None = None) -> Near:
    """Return how near the way a trader must be to serve it."""
    return load(Near, "distribution", "near", params_path)


def _sites(group: pl.DataFrame) -> list[Site]:
    rows = group.select("lat_deg", "lon_deg", "country").iter_rows()
    return [lead_site(lat, lon, country) for lat, lon, country in rows]
