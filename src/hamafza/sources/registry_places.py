"""The shipped places of a country, as the registry room reads them."""

import unicodedata
from functools import lru_cache

import polars as pl

from hamafza.registry.offices import Place
from hamafza.registry.places import PlaceTables
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.text import compact_key, match_key

_NONE = PlaceTables(
    pl.DataFrame(schema={"alias_key": pl.String, "province_key": pl.String, "province": pl.String}),
    pl.DataFrame(
        schema={
            "city_key": pl.String, "province_key": pl.String, "city": pl.String,
            "lat_deg": pl.Float64, "lon_deg": pl.Float64,
        }
    ),
)  # fmt: skip


@lru_cache(maxsize=4)
def place_tables(country: str) -> PlaceTables:
    """Return a country's places; empty tables where none ship: then a row needs coordinates."""
    return _iran() if country == "IRN" else _NONE


@lru_cache(maxsize=1)
def country_keys() -> dict[str, str]:
    """Return ISO alpha-3 by the key of every name and code a country goes by."""
    rows = shipped_csv("country", "countries.csv").select("iso3", "iso2", "name_en", "name_fa")
    known = {}
    for iso3, *others in rows.iter_rows():
        for text in (iso3, *others):
            if text:
                known[match_key(text)] = iso3
    return known


def _iran() -> PlaceTables:
    provinces = shipped_csv("iran", "provinces.csv")
    cities = shipped_csv("iran", "cities.csv").filter(pl.col("lat").is_not_null())
    counties = shipped_csv("iran", "counties.csv").filter(pl.col("lat").is_not_null())
    aliases = [
        (key, iso, name_fa)
        for iso, name_fa, *others in provinces.select(
            "iso", "name_fa", "name_en", "name_fa_sci"
        ).iter_rows()
        for key in dict.fromkeys(compact_key(name) for name in (name_fa, *others) if name)
    ]
    return PlaceTables(
        pl.DataFrame(aliases, schema=["alias_key", "province_key", "province"], orient="row")
        .unique("alias_key", keep="first", maintain_order=True),
        pl.concat([_named(cities, "population"), _named(counties, None)])
        .unique(["city_key", "province_key"], keep="first", maintain_order=True),
    )  # fmt: skip


def _named(table: pl.DataFrame, weight: str | None) -> pl.DataFrame:
    """Return a row for the Persian and one for the English name, the most peopled city first."""
    if weight is not None:
        table = table.sort(pl.col(weight).cast(pl.Float64).fill_null(0), descending=True)
    both = [
        table.select(
            text=pl.col(name), province_key="province_iso", city="name_fa",
            lat_deg=pl.col("lat").cast(pl.Float64), lon_deg=pl.col("lon").cast(pl.Float64),
        )
        for name in ("name_fa", "name_en")
    ]  # fmt: skip
    rows = pl.concat(both).filter(pl.col("text").is_not_null())
    keys = {text: compact_key(text) for text in rows["text"].unique()}
    return rows.with_columns(
        city_key=pl.col("text").replace_strict(keys, return_dtype=pl.String)
    ).select("city_key", "province_key", "city", "lat_deg", "lon_deg")


@lru_cache(maxsize=4)
def counties(country: str) -> dict[tuple[str, str], Place]:
    """
    Return where a city lies, by the keys of its province and its own name.

    A province alone (an empty city) is there too. Empty where no places ship.
    """
    return _iranian_counties() if country == "IRN" else {}


def _iranian_counties() -> dict[tuple[str, str], Place]:
    provinces = {
        iso: Place(name_fa, _plain(name_en))
        for iso, name_fa, name_en in shipped_csv("iran", "provinces.csv")
        .select("iso", "name_fa", "name_en")
        .iter_rows()
    }
    known = {(match_key(place.province), ""): place for place in provinces.values()}
    by_number = {}
    for number, iso, name_fa, name_en in (
        shipped_csv("iran", "counties.csv").select("id", "province_iso", "name_fa", "name_en")
    ).iter_rows():
        home = provinces[iso]
        place = Place(home.province, home.province_en, name_fa, _plain(name_en or ""))
        by_number[number] = place
        known[match_key(home.province), match_key(name_fa)] = place
    cities = shipped_csv("iran", "cities.csv").with_columns(
        people=pl.col("population").cast(pl.Float64).fill_null(0)
    )
    # Of two cities of one name in a province the larger comes last, and is the one meant.
    for name, number, iso in (
        cities.sort("people").select("name_fa", "shahrestan", "province_iso").iter_rows()
    ):
        if number in by_number:
            known[match_key(provinces[iso].province), match_key(name)] = by_number[number]
    return known


def _plain(name: str) -> str:
    """Return Kerman for Kermān: names on English pages leave the marks of transcription out."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
