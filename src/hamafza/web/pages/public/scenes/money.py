"""The money: the waterfall of the whole order, and what reaches one workshop, and when."""

from django.db.models import Sum

from hamafza.vocabulary.money import Money
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.records.settlement import Payout


def money(cast: Cast) -> dict | None:
    """Return her payout; None until the order's money is divided."""
    payout = cast.deal.payouts.filter(unit=cast.hero).first()
    share = cast.line.allotments.filter(unit=cast.hero).first()
    if payout is None or share is None:
        return None
    return {
        "payout": payout,
        "net": Money(payout.amount_minor, payout.currency),
        "kept_back": Money(payout.retention_minor, payout.currency),
        "quantity": share.accepted or share.quantity,
        "deal": cast.deal,
        "fall": fall(cast),
    }


def fall(cast: Cast) -> list[dict]:
    """Return the rows of the order's waterfall, from what was received to what members net."""
    received = cast.deal.receipts.aggregate(sum=Sum("amount_minor"))["sum"]
    if not received:
        return []
    currency = cast.deal.receipts.first().currency
    rows = [{"label": None, "amount": Money(received, currency), "kind": ""}]
    left = received
    for taken in cast.deal.deductions.all():
        left -= taken.amount_minor
        rows.append(
            {
                "label": taken,
                "amount": Money(-taken.amount_minor, taken.currency),
                "kind": "keep" if taken.kind == "retention" else "take",
            }
        )
    rows.append({"label": None, "amount": Money(left, currency), "kind": "net"})
    return rows


def local_trader(payout: Payout) -> Money | None:
    """Return what the workshop says a local trader would have paid for the same pieces."""
    for step in payout.steps:
        if step.get("kind") == "alone":
            return Money(int(step["amount_minor"]), step.get("currency", payout.currency))
    return None
