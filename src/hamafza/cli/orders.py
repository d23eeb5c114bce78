"""``hamafza orders``: share an order, divide its money, print the lives."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import typer

from hamafza.cli.printing import as_json
from hamafza.orders.allocation import AllocationRule
from hamafza.orders.allotment_life import ALLOTMENT_LIFE, MILESTONE_LIFE
from hamafza.orders.conversion import Rate
from hamafza.orders.lifecycle import DEAL_LIVES
from hamafza.orders.settlement_life import SETTLEMENT_LIFE
from hamafza.orders.terms import TIERS, SettlementTerms
from hamafza.runs.orders import (
    DividedMoney,
    SharedOrder,
    divide_money,
    share_order,
    write_nets,
    write_shares,
)
from hamafza.store.files import keep_apart
from hamafza.store.parameters import build, load
from hamafza.vocabulary.life import Life
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.sentences.orders import REASONS

app = typer.Typer(no_args_is_help=True, help="Joint orders: shares, money and their lives.")

_ALL: list[Life[Any]] = [*DEAL_LIVES.values(), ALLOTMENT_LIFE, MILESTONE_LIFE, SETTLEMENT_LIFE]
_LIVES = {life.kind: life for life in _ALL}


class LifeUnknown(Refusal):
    code = "life-unknown"


class NumberNotRead(Refusal):
    code = "number-not-read"


@app.command()
def allocate(
    offers: Path = typer.Argument(
        help="CSV with member_id, offered, free_capacity and, if known, days, related_to,"
        " bar (licence-expired, not-ready, mark-suspended, open-non-conformity), bar_fact."
    ),
    quantity: int = typer.Option(help="Pieces the buyer ordered."),
    out: Path = typer.Option(help="CSV to write: each member's share and its reason."),
    lot: int = typer.Option(None, help="Pieces that are never split."),
    max_share: str = typer.Option(None, help="Most that one member may take, as a share of 1."),
    min_quantity: int = typer.Option(None, help="Smallest share worth making."),
    max_days: int = typer.Option(None, help="Longest that the buyer accepts."),
    params: Path = typer.Option(None, help="TOML with an \\[allocation] section."),
    json: bool = typer.Option(False, "--json", help="Print the shares as JSON."),
) -> None:
    """Share one order out: pro rata to min(offer, free capacity), in lots, under a ceiling."""
    rule = _rule(params, lot=lot, max_share=max_share, min_quantity=min_quantity, max_days=max_days)
    keep_apart(offers, out)
    shared = share_order(offers, quantity, rule)
    why = {
        share.member_id: REASONS[share.reason.value][0] % share.facts
        for share in shared.allocation.shares
    }
    write_shares(shared, why, out)
    if json:
        as_json(_told_shares(shared, why))
        return
    given = quantity - shared.allocation.unfilled
    makers = sum(1 for share in shared.allocation.shares if share.quantity)
    typer.echo(f"{given} of {quantity} shared among {makers} members, in {out}.")
    if shared.allocation.unfilled:
        typer.echo(f"{shared.allocation.unfilled} remain unfilled.")


@app.command()
def settle(
    shares: Path = typer.Argument(
        help="CSV with member_id, accepted, unit_price and, if known, weight_kg, volume_m3."
    ),
    receipts: Path = typer.Option(help="CSV with reference, amount and, if any, bank_charges."),
    out: Path = typer.Option(help="CSV to write: each member's waterfall, in smallest units."),
    currency: str = typer.Option("USD", help="Currency of the contract."),
    costs: Path = typer.Option(
        None,
        help="CSV with code, amount, key (value, quantity, weight, volume, equal, or own with"
        " member_id) and, if there, evidence.",
    ),
    params: Path = typer.Option(None, help="TOML with a \\[settlement] section of rates."),
    rate: str = typer.Option(None, help="Units of --into for one unit of --currency."),
    into: str = typer.Option("IRR", help="Currency in which the members are paid."),
    rate_on: str = typer.Option(None, help="Date of the rate, year-month-day."),
    rate_source: str = typer.Option("", help="Where the rate comes from."),
    json: bool = typer.Option(False, "--json", help="Print the division as JSON."),
) -> None:
    """Divide the money received among the members, to the last smallest unit."""
    keep_apart(out, shares, receipts, *([costs] if costs else []))
    terms = load(SettlementTerms, "orders", section="settlement", path=params)
    told = _rate(currency, into, rate, rate_on, rate_source) if rate else None
    divided = divide_money(shares, receipts, costs, currency, terms, told)
    write_nets(divided, out)
    if json:
        as_json(_told_money(divided))
        return
    now = divided.position
    for name, minor in (("received", now.received_minor), *_tiers(divided), ("net", now.net_minor)):
        typer.echo(f"{name:<16}{Money(minor, currency).as_decimal():>18,} {currency}")


@app.command()
def life(
    kind: str = typer.Argument("deal-goods", help=f"One of {', '.join(_LIVES)}."),
    mermaid: bool = typer.Option(False, help="Print a Mermaid state diagram."),
    json: bool = typer.Option(False, "--json", help="Print the table as JSON."),
) -> None:
    """Print the table of permitted steps of a deal, a share, a milestone or a settlement."""
    if kind not in _LIVES:
        raise LifeUnknown(kind=kind, known=", ".join(_LIVES))
    table = _LIVES[kind]
    if json:
        as_json({state.value: [after.value for after in table.next_states(state)]
                 for state in table.permitted})  # fmt: skip
    elif mermaid:
        typer.echo(table.mermaid())
    else:
        for state in table.permitted:
            after = ", ".join(next_.value for next_ in table.next_states(state)) or "(end)"
            typer.echo(f"{state.value:<22}{after}")


def _rule(params: Path | None, **given: object) -> AllocationRule:
    """Return the shipped rule, changed by a parameters file and then by what was typed."""
    base = load(AllocationRule, "orders", section="allocation", path=params)
    typed = {name: value for name, value in given.items() if value is not None}
    if "max_share" in typed:
        typed["max_share"] = _number(str(typed["max_share"]))
    kept = {name: value for name, value in vars(base).items() if value is not None}
    return build(AllocationRule, kept | typed, "the command line")


def _rate(currency: str, into: str, rate: str, on: str | None, source: str) -> Rate:
    try:
        day = date.fromisoformat(on or "")
    except ValueError:
        raise NumberNotRead(text=on or "-", wanted="a date such as 2026-11-24") from None
    return Rate(currency, into, _number(rate), day, source)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise NumberNotRead(text=text, wanted="a number")
    return number


def _told_shares(shared: SharedOrder, why: dict[int, str]) -> dict[str, object]:
    return {
        "quantity": shared.allocation.quantity,
        "unfilled": shared.allocation.unfilled,
        "shares": [
            {
                "member_id": shared.members.name(share.member_id),
                "offered": share.offered,
                "share": share.quantity,
                "reason": share.reason.value,
                "facts": dict(share.facts),
                "why": why[share.member_id],
            }
            for share in shared.allocation.shares
        ],
    }


def _told_money(divided: DividedMoney) -> dict[str, object]:
    now, paid = divided.position, divided.paid_out
    return {
        "currency": divided.currency,
        "received_minor": now.received_minor,
        "deductions_minor": dict(_tiers(divided)),
        "net_minor": now.net_minor,
        "members": [
            {
                "member_id": divided.members.name(member.member_id),
                "gross_minor": member.gross_minor,
                "net_minor": member.net_minor,
                "paid_out_minor": paid[member.member_id].minor if paid else None,
                "lines": [vars(line) for line in member.lines],
            }
            for member in now.members
        ],
    }


def _tiers(divided: DividedMoney) -> list[tuple[str, int]]:
    return [(tier.value, divided.position.total(tier)) for tier in TIERS]
