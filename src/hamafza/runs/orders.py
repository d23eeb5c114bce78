"""Sharing one order, and dividing one deal's money, over files."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.orders.allocation import Allocation, AllocationRule, allocate
from hamafza.orders.conversion import Rate
from hamafza.orders.offers import Candidate
from hamafza.orders.settlement import Position, position
from hamafza.orders.statement import paid_out
from hamafza.orders.terms import SettlementTerms, Tier
from hamafza.sources.orders_csv import (
    Members,
    minor_units,
    read_candidates,
    read_costs,
    read_entitlements,
    read_receipts,
)
from hamafza.store.tables import write_csv
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.orders import Nets, Shares


@dataclass(frozen=True)
class SharedOrder:
    allocation: Allocation
    members: Members
    candidates: dict[int, Candidate]


@dataclass(frozen=True)
class DividedMoney:
    position: Position
    members: Members
    currency: str
    paid_out: dict[int, Money] | None


def share_order(offers: Path, quantity: int, rule: AllocationRule) -> SharedOrder:
    """Return one order shared out among the members of an offers file."""
    members, candidates = read_candidates(offers)
    by_id = {candidate.member_id: candidate for candidate in candidates}
    return SharedOrder(allocate(quantity, candidates, rule), members, by_id)


def write_shares(shared: SharedOrder, why: dict[int, str], out: Path) -> None:
    """Write one row for each member, zeros included, with the reason as a code and in words."""
    rows = [
        {
            "member_id": shared.members.name(share.member_id),
            "offered": share.offered,
            "free_capacity": shared.candidates[share.member_id].free_capacity,
            "share": share.quantity,
            "reason": share.reason.value,
            "why": why[share.member_id],
        }
        for share in shared.allocation.shares
    ]
    checked(Shares, shares_table(shared))
    write_csv(pl.DataFrame(rows), out)


def shares_table(shared: SharedOrder) -> pl.DataFrame:
    """Return the shares by the members' numbers."""
    return pl.DataFrame(
        {
            "member_id": [share.member_id for share in shared.allocation.shares],
            "offered": [share.offered for share in shared.allocation.shares],
            "share": [share.quantity for share in shared.allocation.shares],
            "reason": [share.reason.value for share in shared.allocation.shares],
        }
    )


def divide_money(
    shares: Path,
    receipts: Path,
    costs: Path | None,
    currency: str,
    terms: SettlementTerms,
    rate: Rate | None = None,
) -> DividedMoney:
    """Return the receipts of a deal divided among its members."""
    if rate is not None:
        minor_units(rate.per_unit, rate.into)
    members, entitled = read_entitlements(shares, currency)
    charged = read_costs(costs, currency, members) if costs else []
    now = position(entitled, read_receipts(receipts, currency), charged, terms)
    return DividedMoney(now, members, currency, paid_out(now, rate) if rate else None)


def write_nets(divided: DividedMoney, out: Path) -> None:
    """Write one row for each member: gross, each deduction, net; in smallest units."""
    table = checked(Nets, nets_table(divided.position))
    names = pl.Series("member", [divided.members.name(i) for i in table["member_id"]])
    frame = table.with_columns(member_id=names, currency=pl.lit(divided.currency))
    if divided.paid_out is not None:
        money = [divided.paid_out[i] for i in table["member_id"]]
        frame = frame.with_columns(
            paid_out_minor=pl.Series([one.minor for one in money], dtype=pl.Int64),
            paid_out_currency=pl.lit(money[0].currency),
        )
    write_csv(frame, out)


def nets_table(now: Position) -> pl.DataFrame:
    """Return the waterfall of each member."""
    columns = {tier: f"{tier.value.replace('-', '_')}_minor" for tier in Tier}
    rows = [
        {
            "member_id": member.member_id,
            "gross_minor": member.gross_minor,
            **{column: member.taken(tier) for tier, column in columns.items()},
            "net_minor": member.net_minor,
            "outstanding_minor": member.outstanding_minor,
        }
        for member in now.members
    ]
    return pl.DataFrame(rows)
