"""CEPII's distances and the list of countries, as the markets room reads them."""

from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.geography import Geography
from hamafza.markets.neighbours import LAND, SEA, Neighbours, neighbours_by_rule
from hamafza.markets.parameters import NeighbourParams
from hamafza.store.resources import shipped, shipped_csv, shipped_parquet
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.provenance import Provenance

NEAREST_KM = 25.0  # two capitals across a river: no distance between countries is less


@lru_cache(maxsize=1)
def world() -> Geography:
    """
    Return all countries of the list.

    Distances are CEPII's, weighted by people where it gives that; for a pair it does not know
    the great circle between main cities. Borders are CEPII's and the list's together: CEPII
    knows no Montenegro and no South Sudan.
    """
    countries = tuple(_countries()["iso3"].sort().to_list())
    place = {country: at for at, country in enumerate(countries)}
    known = _cepii(place)
    shape = (len(countries), len(countries))
    distance = np.full(shape, np.nan)
    distance[known["from"], known["to"]] = known["km"].fill_null(known["plain_km"])
    estimated = np.isnan(distance)
    distance = np.where(estimated, np.maximum(_great_circles(countries), NEAREST_KM), distance)
    return Geography(
        countries,
        np.maximum(distance, 1.0),
        estimated,
        _flags(known, "contig", shape) | _listed_borders(place),
        _flags(known, "language", shape),
        _flags(known, "colonial", shape),
    )


@lru_cache(maxsize=1)
def country_names() -> dict[str, tuple[str, str]]:
    """Return each country's English and Persian name."""
    rows = _countries().select("iso3", "name_en", "name_fa").iter_rows()
    return {iso3: (english, persian) for iso3, english, persian in rows}


@lru_cache(maxsize=1)
def main_cities() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of each country's main city, in degrees."""
    rows = _countries().select("iso3", pl.col("lat", "lon").cast(pl.Float64)).drop_nulls()
    return {iso3: (lat, lon) for iso3, lat, lon in rows.iter_rows()}


def neighbours_of(country: str, params: NeighbourParams) -> Neighbours:
    """Return the country's own table of neighbours if one ships, else what the rule finds."""
    if not shipped("country", "neighbours", f"{country}.csv").is_file():
        return neighbours_by_rule(world(), country, _landlocked(), params)
    table = shipped_csv("country", "neighbours", f"{country}.csv")
    border = {
        str(row["iso3"]): LAND if str(row["border"]).startswith(LAND) else SEA
        for row in table.iter_rows(named=True)
    }
    return Neighbours(country, border, Provenance.REAL)


def _countries() -> pl.DataFrame:
    return shipped_csv("country", "countries.csv")


def _landlocked() -> frozenset[str]:
    inland = pl.col("landlocked").cast(pl.Float64, strict=False) > 0
    return frozenset(_countries().filter(inland)["iso3"].to_list())


def _cepii(place: dict[str, int]) -> pl.DataFrame:
    """Return CEPII's pairs of countries on the list, by their places."""
    return (
        shipped_parquet("country", "dist_cepii.parquet")
        .filter(pl.col("iso_o").is_in(list(place)) & pl.col("iso_d").is_in(list(place)))
        .select(
            pl.col("iso_o").replace_strict(place, return_dtype=pl.Int64).alias("from"),
            pl.col("iso_d").replace_strict(place, return_dtype=pl.Int64).alias("to"),
            pl.col("distw").alias("km"),
            pl.col("dist").alias("plain_km"),
            pl.col("contig"),
            pl.max_horizontal("comlang_off", "comlang_ethno").alias("language"),
            pl.max_horizontal("colony", "smctry").alias("colonial"),
        )
    )


def _flags(known: pl.DataFrame, column: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
    flags = np.zeros(shape, dtype=bool)
    flags[known["from"], known["to"]] = known[column].to_numpy() > 0
    return flags


def _great_circles(countries: tuple[str, ...]) -> NDArray[np.float64]:
    table = pl.DataFrame({"iso3": countries}).join(_countries(), on="iso3", how="left")
    lat = table["lat"].cast(pl.Float64).fill_null(0.0).to_numpy()
    lon = table["lon"].cast(pl.Float64).fill_null(0.0).to_numpy()
    return great_circle_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :])


def _listed_borders(place: dict[str, int]) -> NDArray[np.bool_]:
    """Return the borders of the list of countries, made mutual."""
    iso3_of = dict(_countries().select("iso2", "iso3").iter_rows())
    borders = np.zeros((len(place), len(place)), dtype=bool)
    for country, listed in _countries().select("iso3", "neighbours_iso2").iter_rows():
        for iso2 in (listed or "").split(","):
            other = iso3_of.get(iso2.strip())
            if other is not None:
                borders[place[country], place[other]] = True
    return borders | borders.T
