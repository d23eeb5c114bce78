"""
The guild's part: of a country's potential, what registered units could serve, with a band.

For good k and market j:  part = min(share x potential_jk, its share of the capacity's value).
The share is the guild's of the national exports of the good where a table tells it; else what the
units' capacity is worth beside those exports, at most all. Capacity is counted in minimum export
shipments and priced low, usual and high: the band of the part comes from the prices and from the
band of the share. Provinces divide a part as they divide the capacity.

Hand-made goods mostly have no heading of their own: a table of headings says which part of each is
hand-made, as a band; the part that is hand-made is told beside the whole, never added to it.
"""

from dataclasses import dataclass, field

import dataframely as dy
import polars as pl

from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.guild_part import GuildPart, ProvincePart

MONTHS = 12
BANDS = ("low", "usual", "high")


@dataclass(frozen=True)
class PriceBand:
    """What a minimum export shipment is worth, in USD."""

    low: float
    usual: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a band that does not rise."""
        if not 0 < self.low <= self.usual <= self.high < float("inf"):
            raise ValueError("low must be above 0, usual not below it, high not below usual")


@dataclass(frozen=True)
class Handmade:
    """Which part of a heading is hand-made, 0 to 1, and who says so."""

    low: float
    high: float
    basis: str

    def __post_init__(self) -> None:
        """Refuse a band outside 0 to 1."""
        if not 0 <= self.low <= self.high <= 1:
            raise ValueError("low must not be below 0, high not below low nor above 1")


@dataclass(frozen=True)
class GuildPartParams:
    """Prices of a shipment by heading, and the hand-made part of headings."""

    price: PriceBand = field(default_factory=lambda: PriceBand(6_000, 10_000, 16_000))
    price_of: dict[str, PriceBand] = field(default_factory=dict)
    handmade: dict[str, Handmade] = field(default_factory=dict)


def guild_part(
    potential: pl.DataFrame,
    capacity: pl.DataFrame,
    exports: pl.DataFrame,
    params: GuildPartParams,
    shares: pl.DataFrame | None = None,
) -> tuple[dy.DataFrame[GuildPart], dy.DataFrame[ProvincePart]]:
    """
    Return the part by good and market, and by good and province.

    ``potential`` is of one exporter; ``capacity`` has hs4, province and shipments_a_month of
    registered units; ``exports`` hs4 and exports_usd of the country; ``shares``, where there is
    such a table, hs4, share_low, share and share_high of the guild in those exports.
    """
    goods = _goods(capacity, exports, params, shares)
    rows = potential.filter(pl.col("potential_usd") > 0).join(goods, on="hs4")
    told = rows.with_columns(
        (pl.col(f"share_{band}") * pl.col("potential_usd")).alias(f"asked_{band}") for band in BANDS
    ).with_columns(_within_capacity(band) for band in BANDS)
    parts = told.with_columns(
        handmade_low_usd=pl.col("part_low_usd") * pl.col("handmade_low"),
        handmade_high_usd=pl.col("part_high_usd") * pl.col("handmade_high"),
    ).sort("hs4", "part_usual_usd", "importer", descending=[False, True, False])
    whole = checked(GuildPart, parts)
    return whole, checked(ProvincePart, _provinces(whole, capacity))


def _within_capacity(band: str) -> pl.Expr:
    """Return what is asked, cut alike in all markets so that they sum to the capacity at most."""
    asked = pl.col(f"asked_{band}")
    cut = (pl.col(f"capacity_{band}_usd") / asked.sum().over("hs4")).clip(0, 1)
    served = pl.when(asked.sum().over("hs4") > 0).then(asked * cut).otherwise(0.0)
    return pl.min_horizontal(served, pl.col("potential_usd")).alias(f"part_{band}_usd")


def _goods(
    capacity: pl.DataFrame, exports: pl.DataFrame, params: GuildPartParams,
    shares: pl.DataFrame | None,
) -> pl.DataFrame:  # fmt: skip
    """Return one row a good: what its capacity is worth, the guild's share, the hand-made part."""
    sums = capacity.group_by("hs4").agg(pl.col("shipments_a_month").sum()).sort("hs4")
    bands = [params.price_of.get(hs4, params.price) for hs4 in sums["hs4"]]
    hand = [params.handmade.get(hs4, Handmade(0.0, 0.0, "")) for hs4 in sums["hs4"]]
    priced = sums.with_columns(
        (pl.col("shipments_a_month") * MONTHS * pl.Series([getattr(each, band) for each in bands],
                                                         dtype=pl.Float64))
        .alias(f"capacity_{band}_usd")
        for band in BANDS
    ).with_columns(
        handmade_low=pl.Series([each.low for each in hand], dtype=pl.Float64),
        handmade_high=pl.Series([each.high for each in hand], dtype=pl.Float64),
        handmade_basis=pl.Series([each.basis for each in hand], dtype=pl.String),
    )  # fmt: skip
    joined = priced.join(exports.select("hs4", "exports_usd"), on="hs4", how="left")
    reckoned = {
        f"share_{band}": pl.when(pl.col("exports_usd") > 0)
        .then((pl.col(f"capacity_{band}_usd") / pl.col("exports_usd")).clip(0, 1))
        .otherwise(1.0)
        for band in BANDS
    }
    if shares is None:
        return joined.with_columns(**reckoned, share_basis=pl.lit("capacity"))
    told = joined.join(
        shares.select("hs4", told_low="share_low", told_usual="share", told_high="share_high"),
        on="hs4", how="left",
    )  # fmt: skip
    return told.with_columns(
        **{
            name: pl.coalesce(f"told_{name[6:]}", reckoning) for name, reckoning in reckoned.items()
        },
        share_basis=pl.when(pl.col("told_usual").is_null())
        .then(pl.lit("capacity"))
        .otherwise(pl.lit("told")),
    )


def _provinces(parts: pl.DataFrame, capacity: pl.DataFrame) -> pl.DataFrame:
    """Divide each good's part among provinces as its capacity lies there."""
    sums = parts.group_by("exporter", "hs4").agg(
        pl.col(*(f"part_{band}_usd" for band in BANDS)).sum()
    )
    lies = capacity.group_by("hs4", "province").agg(pl.col("shipments_a_month").sum())
    whole = pl.col("shipments_a_month").sum().over("hs4")
    share = pl.when(whole > 0).then(pl.col("shipments_a_month") / whole).otherwise(0.0)
    return (
        lies.with_columns(capacity_share=share)
        .join(sums, on="hs4")
        .with_columns(
            pl.col(f"part_{band}_usd") * pl.col("capacity_share") for band in BANDS
        )
        .sort("hs4", "part_usual_usd", "province", descending=[False, True, False])
    )  # fmt: skip
