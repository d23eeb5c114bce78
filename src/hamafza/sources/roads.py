"""The shipped road graph (OpenStreetMap, ODbL), crossings, ports and countries, as sites."""

from functools import lru_cache

import numpy as np
import polars as pl

from hamafza.distribution.roads import Roads
from hamafza.distribution.sites import Country, Site, SiteKind
from hamafza.store.resources import shipped_csv, shipped_parquet


@lru_cache(maxsize=1)
def shipped_roads() -> Roads:
    """Return the main roads between 10 and 60 degrees north, 20 and 90 east."""
    nodes = shipped_parquet("transport", "roads", "nodes.parquet")
    edges = shipped_parquet("transport", "roads", "edges.parquet")
    return roads_from(nodes, edges)


def roads_from(nodes: pl.DataFrame, edges: pl.DataFrame) -> Roads:
    """Build the graph from nodes (lat_deg, lon_deg, country; in order of number) and edges."""
    return Roads.between(
        nodes["lat_deg"].to_numpy().astype(np.float64),
        nodes["lon_deg"].to_numpy().astype(np.float64),
        nodes["country"].to_numpy().astype(np.str_),
        edges["a"].to_numpy().astype(np.int64),
        edges["b"].to_numpy().astype(np.int64),
        edges["km"].to_numpy().astype(np.float64),
    )


@lru_cache(maxsize=1)
def shipped_crossings() -> tuple[Site, ...]:
    """Return the border crossings that a truck can take."""
    rows = shipped_csv("transport", "border_crossings.csv")
    return tuple(
        Site(
            SiteKind.CROSSING,
            row["name_en"],
            row["name_fa"],
            row["home_country"],
            float(row["lat_deg"]),
            float(row["lon_deg"]),
            beyond=row["country"],
        )
        for row in rows.iter_rows(named=True)
        if "road" in row["mode"].split("+")
    )


@lru_cache(maxsize=1)
def shipped_ports() -> tuple[Site, ...]:
    """Return the main ports of the coastal countries, with UN/LOCODE."""
    return tuple(
        Site(
            SiteKind.PORT,
            row["name_en"],
            row["name_fa"] or row["name_en"],
            row["country"],
            float(row["lat_deg"]),
            float(row["lon_deg"]),
            code=row["unlocode"],
            water=row["water"],
        )
        for row in shipped_csv("transport", "main_ports.csv").iter_rows(named=True)
    )


@lru_cache(maxsize=1)
def shipped_countries() -> dict[str, Country]:
    """Return the countries that have a main city, by ISO 3166-1 alpha-3."""
    in_persian = dict(shipped_csv("transport", "cities_fa.csv").iter_rows())
    rows = shipped_csv("country", "countries.csv").drop_nulls(["lat", "lon"])
    code_of = dict(rows.select("iso2", "iso3").iter_rows())
    return {row["iso3"]: _country(row, code_of, in_persian) for row in rows.iter_rows(named=True)}


def _country(
    row: dict[str, str | None], code_of: dict[str, str], in_persian: dict[str, str]
) -> Country:
    code, name_en, name_fa = (row[key] or "" for key in ("iso3", "name_en", "name_fa"))
    city_name = (row["main_city"] or row["capital"] or name_en).split(" (")[0]
    place = (float(row["lat"] or 0), float(row["lon"] or 0))
    city = Site(SiteKind.CITY, city_name, in_persian.get(code, city_name), code, *place)
    around = (row["neighbours_iso2"] or "").split(",")
    neighbours = tuple(code_of[near] for near in around if near in code_of)
    return Country(code, name_en, name_fa or name_en, city, neighbours)
