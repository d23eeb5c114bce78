"""
Judges a formation from its tables alone: the rules, the values, the bounds.

Written apart from the solver and sharing no code with it, so that a mistake in one shows in the
other. Answers with findings, each one sentence; none means that everything holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from hamafza.consortia.verdict.asked import Asked, asked_of
from hamafza.consortia.verdict.branching import branches_by_district
from hamafza.consortia.verdict.case import Case, Districts
from hamafza.consortia.verdict.cutting import cuts_with_units
from hamafza.consortia.verdict.districting import by_positions, districts_by_family
from hamafza.consortia.verdict.layout import cases, laid_out
from hamafza.consortia.verdict.obeying import Grouping, broken_rules, worth_of
from hamafza.consortia.verdict.standing import with_what_can_be_kept


@dataclass(frozen=True)
class Tables:
    """What a formation wrote, as read back; the last seven only where there are any."""

    consortia: pl.DataFrame
    members: pl.DataFrame
    prices: pl.DataFrame
    certificate: pl.DataFrame
    floors: pl.DataFrame | None = None
    standing: pl.DataFrame | None = None
    cuts: pl.DataFrame | None = None
    cut_units: pl.DataFrame | None = None
    districts: pl.DataFrame | None = None
    district_units: pl.DataFrame | None = None
    branches: pl.DataFrame | None = None


@dataclass(frozen=True)
class Claim:
    """All that is claimed of one family."""

    family: str
    kind: str
    bound: float
    case: Case
    grouping: Grouping
    districts: Districts | None = None
    """None where there are none, or none that can be read."""


def violations(
    units: pl.DataFrame, parameters: Mapping[str, object], tables: Tables
) -> tuple[list[str], dict[str, float]]:
    """Return what breaks the rules of a consortium, and the true value of each family."""
    asked = asked_of(parameters)
    if asked is None:
        return ["the parameters are not sound"], {}
    found, claims = claims_of(units, asked, tables)
    values = {}
    for claim in claims:
        case = with_what_can_be_kept(claim.case)
        found += broken_rules(case, claim.grouping)
        worth, wrong = worth_of(case, claim.grouping)
        found += wrong
        values[claim.family] = worth.value
    return found, values


def case_of(family: pl.DataFrame, parameters: Mapping[str, object]) -> Case:
    """Return one family's rows (with ``price``) as the bound's calculation wants them."""
    asked = asked_of(parameters)
    if asked is None:
        raise ValueError("the parameters are not sound")
    rows = laid_out(family, asked).join(family.select("unit_id", "price"), on="unit_id")
    ((_, case),) = cases(rows, asked)
    return with_what_can_be_kept(case)


def claims_of(units: pl.DataFrame, asked: Asked, tables: Tables) -> tuple[list[str], list[Claim]]:
    """
    Return what keeps the tables from being read together, and the families' claims.

    No claims where a table speaks of other units, families or consortia than the others.
    """
    if tables.standing is not None:
        units = with_standing(units, tables.standing)
    rows = laid_out(units, asked, tables.floors)
    found = list(_whole(rows, tables))
    if found:
        return found, []
    rows = rows.join(tables.prices, on="unit_id", how="left")
    cuts, wrong = cuts_with_units(rows, asked, tables.cuts, tables.cut_units)
    members = _members(rows, tables)
    wrong += _strangers(members)
    told = {row["family"]: row for row in tables.certificate.to_dicts()}
    of_districts = {family for family, row in told.items() if row["kind"] == "districts"}
    districts, more = districts_by_family(
        rows, of_districts, tables.districts, tables.district_units
    )
    wrong += more
    branches, more = branches_by_district(rows, tables.districts, tables.branches)
    wrong += more
    claims = [
        Claim(
            family,
            told[family]["kind"],
            told[family]["bound"],
            case,
            grouping,
            by_positions(case, districts.get(family), branches),
        )
        for family, case, grouping in _with_groupings(cases(rows, asked, cuts), tables, members)
    ]
    return wrong, claims


def with_standing(units: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return units with home and kept as a run took them."""
    bare = units.drop("home", "kept", strict=False)
    return bare.join(standing, on="unit_id", how="left", maintain_order="left")


def _whole(rows: pl.DataFrame, tables: Tables) -> Iterator[str]:
    """Every table speaks of the same units, families and consortia, each once."""
    yield from _whole_prices(rows, tables.prices)
    yield from _whole_membership(rows, tables)
    families = tables.certificate["family"].to_list()
    if sorted(families, key=str) != sorted(rows["family"].unique().to_list()):
        yield "certificate.parquet does not name every family once"
    bound = tables.certificate["bound"]
    if bound.null_count() or not bound.is_finite().all():
        yield "certificate.parquet holds a bound that is no number"


def _whole_prices(rows: pl.DataFrame, prices: pl.DataFrame) -> Iterator[str]:
    if prices["unit_id"].n_unique() != len(prices):
        yield "prices.parquet names a unit more than once"
    known = prices.join(rows, on="unit_id", how="semi")["unit_id"].n_unique()
    if known != len(rows) or len(prices) != len(rows):
        yield f"prices.parquet has prices for {known} of {len(rows)} units"
    price = prices["price"]
    if price.null_count() or not price.is_finite().all() or (price < 0).any():
        yield "prices.parquet holds a price that is negative or no number"


def _whole_membership(rows: pl.DataFrame, tables: Tables) -> Iterator[str]:
    times = tables.members.group_by("unit_id").len().join(
        rows.select("unit_id", "shares"), on="unit_id", how="left"
    )  # fmt: skip
    if (times["len"] > times["shares"].fill_null(times["len"])).any():
        yield "members.parquet puts a unit into more consortia than it may be shared among"
    if times["shares"].null_count():
        yield "members.parquet names a unit that is not in the units file"
    ids = tables.consortia["consortium_id"]
    if ids.n_unique() != len(ids):
        yield "consortia.parquet names a consortium more than once"
    if set(ids.to_list()) != set(tables.members["consortium_id"].to_list()):
        yield "consortia.parquet and members.parquet speak of different consortia"
    if len(tables.consortia.join(rows, left_on="lead_unit_id", right_on="unit_id", how="anti")):
        yield "consortia.parquet names a lead that is not in the units file"


def _members(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """
    Return one row a member with its family, its shares, and its consortium's family.

    That is null where a consortium's lead is of another family than the consortium says.
    """
    lead = rows.select("family", lead_unit_id="unit_id")
    own = pl.col("family") == pl.col("family_right")
    told = tables.consortia.join(lead, on="lead_unit_id", how="left").select(
        "consortium_id", told_family=pl.when(own).then("family")
    )
    unit = rows.select("unit_id", "family", "shares")
    return tables.members.join(unit, on="unit_id", how="left").join(
        told, on="consortium_id", how="left"
    )


def _strangers(members: pl.DataFrame) -> Iterator[str]:
    """Yield consortia of several families, and shares that are none."""
    mixed = members.filter(pl.col("told_family").ne_missing(pl.col("family")))
    if len(mixed):
        count = mixed["consortium_id"].n_unique()
        others = f" and {count - 1} more" if count > 1 else ""
        first = mixed["consortium_id"].sort()[0]
        yield f"consortium {first}{others} has members of another family"
    if "share" in members.columns:
        wrong = members.filter(
            ((pl.col("share") - 1.0 / pl.col("shares")).abs() <= 1e-9).fill_null(value=False).not_()
        )
        if len(wrong):
            yield f"unit {wrong['unit_id'][0]} has another share in a consortium than its own"


def _with_groupings(
    families: Iterator[tuple[str, Case]], tables: Tables, members: pl.DataFrame
) -> Iterator[tuple[str, Case, Grouping]]:
    """Yield each family with its consortia, as far as they are of it throughout."""
    inside = members.filter(pl.col("told_family") == pl.col("family"))
    inside = inside.select("unit_id", "consortium_id", "family")
    by_family = inside.sort("consortium_id").partition_by("family", as_dict=True)
    consortia = tables.consortia.partition_by("family", as_dict=True)
    for family, case in families:
        theirs = by_family.get((family,), inside.head(0))
        told = consortia.get((family,), tables.consortia.head(0))
        yield family, case, _grouping(case, told, theirs)


def _grouping(case: Case, told: pl.DataFrame, members: pl.DataFrame) -> Grouping:
    told = told.join(members, on="consortium_id", how="semi").sort("consortium_id")
    order = np.argsort(case.unit_id)
    ids = case.unit_id[order]

    def at(column: pl.Series) -> np.ndarray:
        return order[np.searchsorted(ids, column.to_numpy())]

    return Grouping(
        consortium_id=told["consortium_id"].to_numpy(),
        lead=at(told["lead_unit_id"]),
        size=told["size"].fill_null(-1).to_numpy(),
        capacity=told["capacity"].fill_null(float("nan")).to_numpy(),
        value=told["value"].fill_null(float("nan")).to_numpy(),
        member=at(members["unit_id"]),
        group=np.searchsorted(
            told["consortium_id"].to_numpy(), members["consortium_id"].to_numpy()
        ),
    )
