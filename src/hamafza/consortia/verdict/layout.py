"""Lays a table of units out for the judge: baskets, equity, floors, shares, homes; then cases."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from hamafza.consortia.verdict.asked import Asked
from hamafza.consortia.verdict.case import BY_REACH, NONE, Case, Cuts, Ints

ABSENT: dict[str, pl.Expr] = {
    "product_line": pl.col("family"),
    "owner": pl.lit(None, pl.String),
    "shares": pl.lit(1, pl.Int64),
    "province": pl.lit(None, pl.String),
    "home_based": pl.lit(None, pl.Boolean),
    "women_owned": pl.lit(None, pl.Boolean),
    "scope": pl.lit(BY_REACH),
    "home": pl.lit(None, pl.Int64),
    "kept": pl.lit(value=False),
}
"""What stands for a column that is missing, or empty in a row."""
LAID_OUT = (
    "unit_id", "family", "within", "lat_deg", "lon_deg", "capacity", "readiness", "weight",
    "raised", "shares", "line", "owner", "scope", "home", "kept",
)  # fmt: skip


def laid_out(units: pl.DataFrame, asked: Asked, floors: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    Return one row a unit with the columns LAID_OUT; figures of a shared unit are of one share.

    ``family`` is the basket's name for units of a basket. ``floors`` hold the prices by which the
    weights of their classes are raised.
    """
    rows = with_equity(units, asked).with_columns(
        *_in_basket(asked),
        within=pl.when(pl.col("scope") == "province").then("province"),
        raised=_raised(floors),
    )
    rows = rows.with_columns(weight=pl.col("weight") + pl.col("raised"))
    shared = [pl.col(name) / pl.col("shares") for name in ("capacity", "weight", "raised")]
    return _with_homes(rows.with_columns(shared)).select(LAID_OUT)


def with_defaults(units: pl.DataFrame) -> pl.DataFrame:
    """Return the units with every column of ABSENT, filled where it is empty."""
    return units.with_columns(
        (pl.coalesce(name, absent) if name in units.columns else absent).alias(name)
        for name, absent in ABSENT.items()
    )


def with_equity(units: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Return the units with defaults, weights times the factor of each class a unit is of."""
    weight = pl.col("weight").cast(pl.Float64)
    for name, value, factor in asked.equity:
        weight = pl.when(is_of_class(name, value)).then(weight * factor).otherwise(weight)
    return with_defaults(units).with_columns(weight=weight)


def is_of_class(by: str, value: str | bool) -> pl.Expr:
    """Tell which units are of a floor's class."""
    return (pl.col(by) == value).fill_null(value=False)


def _raised(floors: pl.DataFrame | None) -> pl.Expr:
    raised = pl.lit(0.0)
    for row in floors.to_dicts() if floors is not None else ():
        value = row["value"] if row["by"] == "province" else row["value"] == "true"
        raised = raised + pl.when(is_of_class(row["by"], value)).then(row["price"]).otherwise(0.0)
    return raised


def _in_basket(asked: Asked) -> list[pl.Expr]:
    """Return each unit's basket or family, and the number of its line."""
    family, line = pl.col("family"), pl.lit(0, pl.Int64)
    for basket in asked.baskets:
        for number, (of, _) in enumerate(basket.lines):
            inside = pl.col("product_line") == of
            family = pl.when(inside).then(pl.lit(basket.name)).otherwise(family)
            line = pl.when(inside).then(pl.lit(number, pl.Int64)).otherwise(line)
    return [family.alias("family"), line.alias("line")]


def _with_homes(rows: pl.DataFrame) -> pl.DataFrame:
    """
    Forget a home whose lead is not there: of another family or province, or no lead of its own.

    Kept is kept only with a home, by goods, and for the home itself where any member is.
    """
    if rows["home"].null_count() == len(rows):
        return rows.with_columns(kept=pl.lit(value=False))
    heads = rows.filter(pl.col("home") == pl.col("unit_id")).select(
        "home", at_family="family", at_within="within"
    )
    rows = rows.join(heads, on="home", how="left", maintain_order="left")
    there = (pl.col("at_family") == pl.col("family")) & pl.col("at_within").eq_missing(
        pl.col("within")
    )
    rows = rows.with_columns(home=pl.when(there.fill_null(value=False)).then("home"))
    rows = rows.with_columns(
        kept=pl.col("kept") & pl.col("home").is_not_null() & (pl.col("scope") == BY_REACH)
    )
    homes = rows.filter("kept")["home"].unique()
    return rows.with_columns(kept=pl.col("kept") | pl.col("unit_id").is_in(homes.to_list()))


def cases(
    rows: pl.DataFrame, asked: Asked, cuts: pl.DataFrame | None = None
) -> Iterator[tuple[str, Case]]:
    """
    Yield each family's name and case, the largest first.

    ``rows`` are as laid out, with ``price``; ``cuts`` have family, cut_id, least, price and units.
    """
    least = {basket.name: tuple(n for _, n in basket.lines) for basket in asked.baskets}
    parts = rows.partition_by("family")
    parts.sort(key=lambda part: (len(part), part["family"][0]))
    while parts:
        part = parts.pop()
        family = str(part["family"][0])
        theirs = cuts.filter(pl.col("family") == family) if cuts is not None else None
        yield family, _case(part.sort("lat_deg", "unit_id"), asked, least.get(family, (0,)), theirs)


def _case(
    rows: pl.DataFrame, asked: Asked, line_least: tuple[int, ...], cuts: pl.DataFrame | None
) -> Case:
    figures = {
        name: rows[name].cast(pl.Float64).to_numpy()
        for name in ("lat_deg", "lon_deg", "capacity", "readiness", "weight", "price", "raised")
    }
    unit_id = rows["unit_id"].to_numpy()
    return Case(
        lat=figures["lat_deg"], lon=figures["lon_deg"], capacity=figures["capacity"],
        readiness=figures["readiness"], weight=figures["weight"], price=figures["price"],
        rules=dict(asked.rules), unit_id=unit_id, raised=figures["raised"],
        shares=rows["shares"].to_numpy(), line=rows["line"].to_numpy(), line_least=line_least,
        hand=_hands(rows["owner"]), home=_positions(unit_id, rows["home"]),
        kept=rows["kept"].to_numpy().astype(np.bool_), scope=rows["scope"][0],
        within=_codes(rows["within"]), cuts=_cuts(unit_id, rows["shares"].to_numpy(), cuts),
    )  # fmt: skip


def _hands(owner: pl.Series) -> Ints:
    """Return one code a hand; the unrelated have each their own."""
    alone = np.arange(len(owner), dtype=np.int64)
    related = _codes(owner)
    return np.where(related == NONE, alone, len(owner) + related)


def _codes(texts: pl.Series) -> Ints:
    ranks = texts.rank("dense").cast(pl.Int64).fill_null(NONE)
    return np.array(ranks.to_numpy(), np.int64)


def _positions(unit_id: Ints, wanted: pl.Series) -> Ints:
    """Return where in ``unit_id`` the wanted ids stand, all of them being there or null."""
    order = np.argsort(unit_id)
    ids = wanted.fill_null(unit_id[order[-1]]).to_numpy()
    at = order[np.searchsorted(unit_id[order], ids)]
    return np.where(wanted.is_null().to_numpy(), NONE, at)


def _cuts(unit_id: Ints, shares: Ints, cuts: pl.DataFrame | None) -> Cuts | None:
    if cuts is None or not len(cuts):
        return None
    order = np.argsort(unit_id)
    of = np.full(len(unit_id), NONE)
    most_groups = np.zeros(len(cuts), np.int64)
    for number, row in enumerate(cuts.iter_rows(named=True)):
        at = order[np.searchsorted(unit_id[order], np.array(row["units"], np.int64))]
        of[at] = number
        most_groups[number] = int(shares[at].sum()) // row["least"]
    return Cuts(
        of, cuts["least"].to_numpy(), cuts["price"].cast(pl.Float64).to_numpy(), most_groups
    )
