"""The money: the waterfall of the whole order, and what reaches one workshop, and when."""

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.vocabulary.money import Money
from hamafza.vocabulary.writing import currency_name
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.records.settlement import Payout
from hamafza.web.shown_units import shown


def money(cast: Cast) -> dict | None:
    """Return what she is paid in all rounds; None until the order's money is divided."""
    payouts = list(cast.deal.payouts.filter(unit=cast.hero))
    share = cast.line.allotments.filter(unit=cast.hero).first()
    if not payouts or share is None:
        return None
    first = payouts[0]
    net = Money(sum(payout.amount_minor for payout in payouts), first.currency)
    alone = _local_trader(payouts[-1])
    return {
        "told": shown([cast.hero])[cast.hero.pk],
        "due_on": first.due_on,
        "net": net,
        "currency": currency_name(net.currency, get_language() or "fa"),
        "kept_back": Money(payouts[-1].retention_minor, first.currency),
        "quantity": share.accepted or share.quantity,
        "deal": cast.deal,
        "fall": _fall(cast),
        "alone": alone,
        "ways": _ways(net, alone) if alone else [],
    }


def _ways(net: Money, alone: Money) -> list[dict]:
    return [
        {"label": _("Together"), "parts": (net.minor, 0), "figure": net.as_decimal()},
        {"label": _("Local trader"), "parts": (0, alone.minor), "figure": alone.as_decimal()},
    ]


def _fall(cast: Cast) -> list[dict]:
    """Return the rows of the order's waterfall, from what was received to what members net."""
    received = cast.deal.receipts.aggregate(sum=Sum("amount_minor"))["sum"]
    if not received:
        return []
    currency = cast.deal.receipts.first().currency
    rows = [{"label": _("Received from the buyer"), "amount": Money(received, currency)}]
    left = received
    for taken in cast.deal.deductions.all():
        left -= taken.amount_minor
        rows.append(
            {
                "label": taken.title_fa if get_language() == "fa" else taken.title_en,
                "amount": Money(-taken.amount_minor, taken.currency),
                "kind": "keep" if taken.kind == "retention" else "take",
            }
        )
    net = {"label": _("Net to the members"), "amount": Money(left, currency), "kind": "net"}
    return [*rows, net]


def _local_trader(payout: Payout) -> Money | None:
    """Return what the workshop says a local trader would have paid for the same pieces."""
    for step in payout.steps:
        if step.get("kind") == "alone":
            return Money(int(step["amount_minor"]), step.get("currency", payout.currency))
    return None
