"""Proposals: what a formation and its markets and routes came to, into the database."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import transaction

from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.tables.formation import ConsortiumMembers
from hamafza.vocabulary.tables.proposals import Proposals
from hamafza.web.exchange import Binding
from hamafza.web.records.insertion import insert_rows
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run

_IN_WHY = "stands in the proposal's why"
BINDINGS = (
    Binding(
        Proposals,
        Proposal,
        renamed={"km": "route_km", "days": "route_days", "cost_usd": "route_cost_usd"},
        not_kept={
            "lat_deg": "the lead's own place",
            "lon_deg": "the lead's own place",
            **dict.fromkeys(
                ("neighbour", "market_rank", "supply", "demand", "ease", "reasons"), _IN_WHY
            ),
            "route_basis": _IN_WHY,
        },
    ),
    Binding(
        ConsortiumMembers,
        ProposalMember,
        renamed={"unit_id": "unit_id", "consortium_id": "proposal"},
        not_kept={"share": "no page shares a workshop out; it belongs here whole"},
    ),
)
_PLAIN = ("consortium_id", "family", "lead_unit_id", "size", "capacity", "value", "market", "phase")
_MONEY = ("potential_usd", "actual_usd", "gap_usd")
_WAY = {"route_km": "km", "route_days": "days", "route_cost_usd": "cost_usd"}
_WHY = ("neighbour", "market_rank", "supply", "demand", "ease", "route_basis")


@transaction.atomic
def write_proposals(
    *,
    proposals: pl.DataFrame,
    members: pl.DataFrame,
    certificate: pl.DataFrame,
    legs: pl.DataFrame,
    units: pl.DataFrame,
    run: Run | None,
    is_demo: bool = False,
) -> int:
    """
    Keep a run's proposals with their members, and return how many.

    What the run had written before is replaced: a run may be carried out again after a crash.
    """
    if run is not None:
        Proposal.objects.filter(run=run).delete()
    ways, bounds = ways_by_group(legs), _bounds(proposals, certificate)
    columns = (*_PLAIN, *_MONEY, *_WAY, "bound", "gap_share", "route", "why")
    rows = (_row(row, ways, bounds) for row in proposals.iter_rows(named=True))
    insert_rows(Proposal, columns, rows, run=run, is_demo=is_demo)
    kept = dict(
        Proposal.objects.filter(run=run, is_demo=is_demo).values_list("consortium_id", "pk")
    )
    belongs = _members(proposals, members, units).iter_rows()
    named = ((kept[group], unit, km) for group, unit, km in belongs)
    insert_rows(ProposalMember, ("proposal_id", "unit_id", "km_to_lead"), named, is_demo=is_demo)
    return proposals.height


def _row(row: Mapping[str, Any], ways: Mapping, bounds: Mapping) -> tuple:
    why = {name: row[name] for name in _WHY}
    why["reasons"] = (row["reasons"] or "").split(",") if row["reasons"] else []
    bound, gap = bounds.get(row["family"], (None, None))
    plain = [row[name] if row[name] is not None or name != "market" else "" for name in _PLAIN]
    way = [row[name] for name in _WAY.values()]
    money = [row[name] for name in _MONEY]
    route = ways.get((row["consortium_id"], row["market"]), [])
    return (*plain, *money, *way, bound, gap, route, why)


def ways_by_group(legs: pl.DataFrame) -> dict[tuple[int, str], list[dict[str, Any]]]:
    """Return each consortium's legs in order; coordinates to 100 m, which a map does not exceed."""
    ways: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for leg in legs.sort("consortium_id", "market", "leg").iter_rows(named=True):
        told = {
            name: value
            for name, value in leg.items()
            if name not in ("consortium_id", "market", "leg")
        }
        told["cost_usd"] = float(leg["cost_usd"])
        for axis in ("line_lat_deg", "line_lon_deg"):
            told[axis] = [round(degrees, 3) for degrees in leg[axis]]
        ways.setdefault((leg["consortium_id"], leg["market"]), []).append(told)
    return ways


def _bounds(
    proposals: pl.DataFrame, certificate: pl.DataFrame
) -> dict[str, tuple[float, float | None]]:
    """Return each family's certified bound, and how far below it the proposals stay."""
    found = proposals.group_by("family").agg(pl.col("value").sum())
    best = certificate.group_by("family").agg(pl.col("bound").min())
    return {
        family: (bound, min(1.0, max(0.0, 1 - value / bound)) if bound > 0 else None)
        for family, value, bound in found.join(best, on="family").iter_rows()
    }


def _members(proposals: pl.DataFrame, members: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Return consortium, unit and the great-circle distance to the lead."""
    places = units.select("unit_id", "lat_deg", "lon_deg")
    leads = proposals.select("consortium_id", "lead_unit_id").join(
        places, left_on="lead_unit_id", right_on="unit_id"
    )
    placed = members.join(places, on="unit_id").join(leads, on="consortium_id", suffix="_lead")
    km = great_circle_km(
        placed["lat_deg"].to_numpy(),
        placed["lon_deg"].to_numpy(),
        placed["lat_deg_lead"].to_numpy(),
        placed["lon_deg_lead"].to_numpy(),
    )
    return placed.select("consortium_id", "unit_id", km=pl.Series(km))
