"""Growth and tariffs out of plain tables, in the order of the flows' countries and products."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.flat.facts import FlatTariffs, special_rates
from hamafza.markets.variants import Growth

ECONOMIES = ("iso3", "year", "gdp_usd", "population")
TARIFFS = ("importer", "exporter", "hs", "year", "rate_percent")
HORIZON_YEARS = 5  # ratios of the method: five years ahead of the year of trade


@dataclass(frozen=True, eq=False)
class FoundGrowth:
    """Ratios; a country without both years does not grow (1), and is named."""

    growth: Growth
    unknown: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FoundTariffs:
    """Rates, and what share of the world's markets by product had an MFN rate (others are 0)."""

    tariffs: FlatTariffs
    known_share: float


def growth_from(rows: pl.DataFrame, countries: Sequence[str], year: int) -> FoundGrowth:
    """Return what grows from a year to five years on, of a table of Economies."""
    value = rows.select("iso3", pl.col("year").cast(pl.Int64), "gdp_usd", "population")
    now = value.filter(pl.col("year") == year)
    then = value.filter(pl.col("year") == year + HORIZON_YEARS)
    both = now.join(then, on="iso3", suffix="_then").select(
        "iso3",
        (pl.col("gdp_usd_then") / pl.col("gdp_usd")).alias("gdp"),
        (pl.col("population_then") / pl.col("population")).alias("people"),
    )
    usable = pl.all_horizontal(
        *(pl.col(name).is_finite() & (pl.col(name) > 0) for name in ("gdp", "people"))
    )
    ratios = {name: (gdp, people) for name, gdp, people in both.filter(usable).iter_rows()}
    gdp = np.array([ratios.get(name, (1.0, 1.0))[0] for name in countries])
    people = np.array([ratios.get(name, (1.0, 1.0))[1] for name in countries])
    return FoundGrowth(Growth(gdp, people), tuple(n for n in countries if n not in ratios))


def tariffs_from(
    rows: pl.DataFrame, countries: Sequence[str], products: Sequence[str]
) -> FoundTariffs:
    """
    Return rates of a table of Tariffs: an empty exporter is everybody (MFN), others are specials.

    Of each market, partner and code the latest year counts. A heading's rate holds for its
    subheadings unless they have their own; a partner's rate holds beside the MFN one.
    """
    rate = pl.col("rate_percent") / 100
    exporter = pl.col("exporter").fill_null("")
    latest = (
        rows.select("importer", exporter, pl.col("hs").cast(pl.String), "year", rate.alias("rate"))
        .sort("year")
        .unique(["importer", "exporter", "hs"], keep="last", maintain_order=True)
        .filter(pl.col("importer").is_in(list(countries)))
    )
    laid = _by_product(latest, products)
    place = {name: at for at, name in enumerate(countries)}
    mfn = np.zeros((len(countries), len(products)))
    known = np.zeros(mfn.shape, dtype=bool)
    everybody = laid.filter(pl.col("exporter") == "")
    cell = _places(everybody["importer"], place), everybody["place"].to_numpy()
    mfn[cell], known[cell] = everybody["rate"].to_numpy(), True
    own = laid.filter(pl.col("exporter").is_in(list(countries)))
    special = special_rates(
        _places(own["exporter"], place), _places(own["importer"], place),
        own["place"].to_numpy(), own["rate"].to_numpy(), len(countries),
    )  # fmt: skip
    tariffs = FlatTariffs(mfn, np.ones((len(countries), len(countries))), special)
    return FoundTariffs(tariffs, float(known.mean()))


def _by_product(latest: pl.DataFrame, products: Sequence[str]) -> pl.DataFrame:
    """Return rates by place of product; the more digits a code has, the later it is laid."""
    goods = pl.DataFrame(
        {"product": list(products), "place": np.arange(len(products), dtype=np.int32)}
    )
    parts = []
    for digits in sorted(latest["hs"].str.len_chars().unique().to_list()):
        of_length = latest.filter(pl.col("hs").str.len_chars() == digits)
        parts.append(
            goods.with_columns(pl.col("product").str.slice(0, digits).alias("hs"))
            .join(of_length, on="hs")
            .select("importer", "exporter", "place", "rate")
        )
    if not parts:
        return latest.select("importer", "exporter", pl.lit(0).alias("place"), "rate")
    laid = pl.concat(parts)
    return laid.unique(["importer", "exporter", "place"], keep="last", maintain_order=True)


def _places(names: pl.Series, place: dict[str, int]) -> NDArray[np.int64]:
    return names.replace_strict(place, return_dtype=pl.Int64).to_numpy()
