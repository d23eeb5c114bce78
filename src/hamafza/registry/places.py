"""Where a unit is: its own point, or the centre of its city."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from hamafza.vocabulary.text import compact_key


@dataclass(frozen=True)
class PlaceTables:
    """
    A country's places; both frames may be empty for a country without a shipped table.

    ``provinces``: alias_key, province_key, province; one row for each name a province goes by.
    ``cities``: city_key, province_key, city, lat_deg, lon_deg; once for each name in a province.
    """

    provinces: pl.DataFrame
    cities: pl.DataFrame

    @property
    def are_known(self) -> bool:
        """Say whether names of places can be checked at all."""
        return self.cities.height > 0


def keyed(texts: Sequence[str], prefixes: Sequence[str], known: set[str]) -> dict[str, str]:
    """
    Return the compact key of each text.

    A prefix such as «استان» is dropped only where the whole is no known name: «شهرکرد» is a
    city, «شهر کرمان» is Kerman.
    """
    bare = sorted((compact_key(prefix) for prefix in prefixes), key=len, reverse=True)
    return {text: _known_key(compact_key(text), bare, known) for text in texts}


def placed(frame: pl.DataFrame, tables: PlaceTables) -> pl.DataFrame:
    """
    Add the official names and centre of each row's city.

    ``frame`` has province_key and city_key (null where the file tells none). Adds
    province_found, city_found, city_lat, city_lon, and city_elsewhere: the city is known, but
    in another province. A row without a province gets its city's, if only one has the name.
    """
    if not tables.are_known:
        return frame.with_columns(
            province_found=pl.lit(None, pl.String), city_found=pl.lit(None, pl.String),
            city_lat=pl.lit(None, pl.Float64), city_lon=pl.lit(None, pl.Float64),
            city_elsewhere=pl.lit(False),
        )  # fmt: skip
    alone = tables.cities.filter(pl.len().over("city_key") == 1)
    home = alone.select("city_key", only_province="province_key")
    known = frame.join(home, on="city_key", how="left", maintain_order="left")
    known = known.with_columns(province_key=pl.coalesce("province_key", "only_province"))
    cities = tables.cities.select(
        "city_key", "province_key", city_found="city", city_lat="lat_deg", city_lon="lon_deg"
    )
    names = tables.provinces.select("province_key", province_found="province")
    names = names.unique("province_key", keep="first", maintain_order=True)
    everywhere = tables.cities.select("city_key", somewhere=pl.lit(True)).unique()
    joined = (
        known.join(names, on="province_key", how="left", maintain_order="left")
        .join(cities, on=["city_key", "province_key"], how="left", maintain_order="left")
        .join(everywhere, on="city_key", how="left", maintain_order="left")
    )
    elsewhere = pl.col("city_found").is_null() & pl.col("somewhere").fill_null(False)
    return joined.with_columns(city_elsewhere=elsewhere).drop("only_province", "somewhere")


def _known_key(key: str, prefixes: Sequence[str], known: set[str]) -> str:
    if key in known:
        return key
    shorter = [key[len(prefix) :] for prefix in prefixes if key.startswith(prefix)]
    return next((name for name in shorter if name in known), key)
