"""The two bundled trade tables, as the reconstruction reads them."""

from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.reconstruction import Sources
from hamafza.sources.geography import world
from hamafza.store.resources import shipped_csv, shipped_parquet
from hamafza.vocabulary.codes import NOT_SPECIFIED
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade import Exports, SectionFlows, SectionShares

EXPORTS_YEAR = 2017
PAIRS_YEAR = 2015
EDITION = "2022"
"""Headings as HS2022 names them; the exports were recorded under HS2007."""
SOURCE = (
    "Exports by heading 2017: Open Trade Statistics from UN Comtrade; "
    "trade of pairs by SITC section 2015 (2005, 1995): UNCTAD merchandise trade matrix"
)
_SECTIONS = 10


@lru_cache(maxsize=1)
def bundled_sources() -> Sources:
    """Return the tables as arrays; a country in no pair of 2015 is left out."""
    pairs, exports, shares = section_flows(), national_exports(), section_shares()
    base = pairs.filter(pl.col("year") == PAIRS_YEAR)
    countries = sorted(set(base["exporter"]) | set(base["importer"]))
    geography = world().among([name for name in countries if name in world().position])
    headings = tuple(exports["hs4"].unique().sort().to_list())
    place = geography.position
    order = {heading: at for at, heading in enumerate(headings)}
    recorded = _by_section(base, place)
    share = np.zeros((len(headings), _SECTIONS))
    known = shares.filter(pl.col("hs4").is_in(headings))
    share[_at(known["hs4"], order), known["section"].to_numpy()] = known["share"].to_numpy()
    return Sources(
        geography,
        headings,
        _by_heading(exports, place, order),
        recorded,
        _older(pairs, place, recorded),
        share,
    )


@lru_cache(maxsize=1)
def national_exports() -> pl.DataFrame:
    """Return exports by country and HS2022 heading; 9999 (not specified) is left out."""
    table = shipped_parquet("trade", "exports_country_hs4_2017.parquet")
    rows = (
        table.filter(pl.col("hs4") != NOT_SPECIFIED)
        .with_columns(in_2022(pl.col("hs4")))
        .group_by(pl.col("iso3").alias("exporter"), "hs4", maintain_order=True)
        .agg(pl.col("export_usd").sum().alias("value_usd"))
    )
    return checked(Exports, rows)


@lru_cache(maxsize=1)
def section_flows() -> pl.DataFrame:
    """Return trade of pairs by SITC section for 1995, 2005 and 2015, without the totals."""
    table = shipped_parquet("trade", "bilateral_sitc1_1995_2005_2015.parquet")
    rows = table.select(
        "year",
        pl.col("sitc1").cast(pl.Int64).alias("section"),
        "exporter",
        "importer",
        (pl.col("value_kusd") * 1000).alias("value_usd"),
    )
    return checked(SectionFlows, rows)


@lru_cache(maxsize=1)
def section_shares() -> pl.DataFrame:
    """
    Return how each heading's subheadings lie in SITC sections.

    Subheadings count alike (no trade by subheading is at hand); 23 headings span sections.
    """
    bridge = shipped_parquet("trade", "hs_to_sitc.parquet")
    lines = pl.concat(
        [bridge.select(pl.col(edition).alias("hs6"), "sitc3") for edition in ("hs07", "hs17")]
    )
    counted = (
        lines.select("hs6", pl.col("sitc3").str.slice(0, 1).alias("section"))
        .filter(pl.col("section").str.contains(r"^\d$") & pl.col("hs6").str.contains(r"^\d{6}$"))
        .unique(maintain_order=True)
        .with_columns(in_2022(pl.col("hs6").str.slice(0, 4)).alias("hs4"))
        .group_by("hs4", pl.col("section").cast(pl.Int64), maintain_order=True)
        .len()
    )
    share = pl.col("len") / pl.col("len").sum().over("hs4")
    return checked(SectionShares, counted.with_columns(share.alias("share")))


def in_2022(heading: pl.Expr) -> pl.Expr:
    """Return the heading that HS2022 has instead; splits of headings since 2007 stay whole."""
    retired = shipped_csv("trade", "headings_to_2022.csv")
    return heading.replace(dict(retired.select("hs4", "hs4_2022").iter_rows()))


def _by_section(pairs: pl.DataFrame, place: dict[str, int]) -> NDArray[np.float64]:
    known = pairs.filter(pl.col("exporter").is_in(place) & pl.col("importer").is_in(place))
    flows = np.zeros((_SECTIONS, len(place), len(place)))
    at = (
        known["section"].to_numpy(),
        _at(known["exporter"], place),
        _at(known["importer"], place),
    )
    flows[at] = known["value_usd"].to_numpy()
    return flows


def _older(
    pairs: pl.DataFrame, place: dict[str, int], recorded: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return each pair's latest earlier record, grown with the world's trade of the section."""
    older = np.zeros_like(recorded)
    level = recorded.sum(axis=(1, 2))
    for year in sorted(set(pairs["year"]) - {PAIRS_YEAR}):
        flows = _by_section(pairs.filter(pl.col("year") == year), place)
        grown = flows * (level / flows.sum(axis=(1, 2)))[:, None, None]
        older = np.where(flows.sum(axis=0) > 0, grown, older)
    return older


def _by_heading(
    exports: pl.DataFrame, place: dict[str, int], order: dict[str, int]
) -> NDArray[np.float64]:
    known = exports.filter(pl.col("exporter").is_in(place))
    table = np.zeros((len(place), len(order)))
    table[_at(known["exporter"], place), _at(known["hs4"], order)] = known["value_usd"].to_numpy()
    return table


def _at(names: pl.Series, order: dict[str, int]) -> NDArray[np.int64]:
    return names.replace_strict(order, return_dtype=pl.Int64).to_numpy()
