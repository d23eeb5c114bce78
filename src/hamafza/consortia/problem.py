"""Lays a checked table of units out as problems: baskets, services, shares, standing consortia."""

import numpy as np
import polars as pl

from hamafza.consortia.door import with_defaults
from hamafza.consortia.family import BY_REACH, NOBODY, FamilyProblem, Flags, Floats, Ints, RoadKm
from hamafza.consortia.params import Basket, Equity, FormationParams
from hamafza.consortia.refusals import (
    BasketNameTaken,
    ProvinceUnknown,
    ScopeNotOne,
    ServiceCannotBe,
)
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation import FormationUnits

__all__ = ["FamilyProblem", "Flags", "Floats", "Ints", "RoadKm", "equity_weight", "families_of"]

NO_RULES = FormationParams()


def families_of(
    units: pl.DataFrame, params: FormationParams = NO_RULES, raised: pl.Series | None = None
) -> list[FamilyProblem]:
    """
    Split units into problems, in the order of their families' names.

    A basket's lines come together under its name; a service of scope "province" falls apart by
    province. ``raised`` is what floors add to each unit's weight, in the order of ``units``.
    """
    rows: pl.DataFrame = checked(FormationUnits, with_defaults(units))
    extra = pl.Series("raised", np.zeros(len(rows))) if raised is None else raised.alias("raised")
    rows = rows.with_columns(extra, weight=equity_weight(params.equity) + extra)
    least: dict[str, tuple[int, ...]] = {}
    for basket in params.baskets:
        rows = _in_basket(rows, basket)
        least[basket.name] = tuple(line.least for line in basket.lines)
    if "line" not in rows.columns:
        rows = rows.with_columns(line=pl.lit(0, pl.Int64))
    _refuse_mixed(rows, {basket.name for basket in params.baskets})
    within = pl.when(pl.col("scope") == "province").then("province")
    parts = rows.with_columns(within=within).sort("family", "within", "unit_id", nulls_last=True)
    return [
        _problem(part, least.get(part["family"][0], (0,)))
        for part in parts.partition_by("family", "within", maintain_order=True)
    ]


def equity_weight(equity: Equity) -> pl.Expr:
    """Return each unit's weight times the factors of its classes."""
    weight = pl.col("weight")
    for name, factor in (("home_based", equity.home_based), ("women_owned", equity.women_owned)):
        if factor != 1.0:
            weight = weight * pl.when(pl.col(name)).then(factor).otherwise(1.0)
    for province, factor in equity.province.items():
        weight = weight * pl.when(pl.col("province") == province).then(factor).otherwise(1.0)
    return weight


def _in_basket(rows: pl.DataFrame, basket: Basket) -> pl.DataFrame:
    """Return the rows with a basket's lines under its name, lines numbered from 0."""
    number = {line.family: at for at, line in enumerate(basket.lines)}
    inside = pl.col("product_line").is_in(list(number))
    if len(rows.filter(~inside & (pl.col("family") == basket.name))):
        raise BasketNameTaken(name=basket.name)
    services = rows.filter(inside & (pl.col("scope") != BY_REACH))
    if len(services):
        raise ServiceCannotBe(family=services["family"][0], what=f"basket {basket.name}")
    line = pl.col("line") if "line" in rows.columns else pl.lit(0, pl.Int64)
    numbered = pl.col("product_line").replace_strict(number, default=0, return_dtype=pl.Int64)
    return rows.with_columns(
        line=pl.when(inside).then(numbered).otherwise(line),
        family=pl.when(inside).then(pl.lit(basket.name)).otherwise("family"),
    )


def _refuse_mixed(rows: pl.DataFrame, baskets: set[str]) -> None:
    """Refuse families of several scopes, and services that ask what only goods can have."""
    scopes = rows.group_by("family").agg(pl.col("scope").unique().sort())
    mixed = scopes.filter(pl.col("scope").list.len() > 1).sort("family")
    if len(mixed):
        row = mixed.row(0, named=True)
        raise ScopeNotOne(family=row["family"], scopes=", ".join(row["scope"]))
    services = rows.filter(pl.col("scope") != BY_REACH)
    shared = services.filter(pl.col("shares") > 1)
    if len(shared):
        raise ServiceCannotBe(family=shared["family"][0], what="shares")
    nowhere = services.filter((pl.col("scope") == "province") & pl.col("province").is_null())
    if len(nowhere):
        family = nowhere["family"][0]
        count = len(nowhere.filter(pl.col("family") == family))
        raise ProvinceUnknown(family=family, count=count)


def _problem(rows: pl.DataFrame, line_least: tuple[int, ...]) -> FamilyProblem:
    shares = rows["shares"].to_numpy()
    at = np.repeat(np.arange(len(rows)), shares)
    first = np.concatenate([[0], np.cumsum(shares)])[:-1]
    further = np.arange(len(at)) != first[at]
    part = {
        name: rows[name].to_numpy()[at].astype(np.float64)
        for name in ("lat_deg", "lon_deg", "capacity", "readiness", "weight", "raised")
    }
    for name in ("capacity", "weight", "raised"):
        part[name] = part[name] / shares[at]
    unit_id = rows["unit_id"].to_numpy()[at].astype(np.int64)
    home = _positions(rows, first)[at]
    home[further] = NOBODY  # only the first part of a shared unit stood, or may lead
    scope, within = rows["scope"][0], rows["within"][0]
    return FamilyProblem(
        family=rows["family"][0],
        name=rows["family"][0] if within is None else f"{rows['family'][0]} {within}",
        unit_id=unit_id,
        lat_deg=part["lat_deg"],
        lon_deg=part["lon_deg"],
        capacity=part["capacity"],
        readiness=np.where(further, -1.0, part["readiness"]),
        weight=part["weight"],
        raised=part["raised"],
        share=1.0 / shares[at],
        line=rows["line"].to_numpy()[at].astype(np.int64),
        line_least=line_least,
        owner=_codes(rows["owner"])[at],
        twin=np.where(shares[at] > 1, first[at], NOBODY),
        home=home,
        kept=_kept(rows, home, at),
        scope=scope,
    )


def _codes(owner: pl.Series) -> Ints:
    """Return one number for each owner's name, NOBODY for none."""
    if owner.null_count() == len(owner):
        return np.full(len(owner), NOBODY)
    ranks = owner.rank("dense").cast(pl.Int64).fill_null(NOBODY)
    return ranks.to_numpy().astype(np.int64)


def _positions(rows: pl.DataFrame, first: Ints) -> Ints:
    """Return the position of each unit's standing lead; NOBODY where it is not in this problem."""
    home = rows["home"]
    if home.null_count() == len(home):
        return np.full(len(rows), NOBODY)
    known, wanted = rows["unit_id"].to_numpy(), home.fill_null(-1).to_numpy()
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found = (known[place] == wanted) & home.is_not_null().to_numpy()
    at = np.where(found, first[place], NOBODY).astype(np.int64)
    leads = at[np.searchsorted(first, at[found])] == at[found]  # a lead stands in its own
    at[np.flatnonzero(found)[~leads]] = NOBODY
    return at


def _kept(rows: pl.DataFrame, home: Ints, at: Ints) -> Flags:
    """Return who must stay: members marked so, and the lead of any such member."""
    kept: Flags = rows["kept"].to_numpy()[at].astype(np.bool_) & (home != NOBODY)
    kept[home[kept]] = True
    return kept
