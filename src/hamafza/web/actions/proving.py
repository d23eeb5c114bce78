"""An export proven: the declaration, the deal and the makers' shares matched, maker by maker."""

from django.db.models import Sum
from django.utils import timezone

from hamafza.orders.conversion import Rate, converted
from hamafza.orders.lifecycle import DealKind
from hamafza.vocabulary.apportionment import share_out
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.deals import Allotment, Deal
from hamafza.web.records.programme import DeclaredExport


class UsdRateMissing(Refusal):
    """The share is measured in dollars; a deal in another currency needs a stated rate."""

    code = "usd-rate-missing"


def prove_exports(*, actor: User, deal: Deal, usd_rate: Rate | None = None) -> None:
    """Write one proven export for each maker; together they are what the buyer paid."""
    received = deal.receipts.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    total = _in_usd(Money(received, deal.currency), usd_rate)
    line = deal.lines.get()
    shares = list(Allotment.objects.filter(line=line, accepted__gt=0).order_by("unit_id"))
    last = deal.receipts.order_by("received_on").last()
    is_service = deal.kind == DealKind.SERVICE.value
    for share, cents in zip(
        shares, share_out(total.minor, [share.accepted for share in shares]), strict=True
    ):
        DeclaredExport.objects.create(
            unit_id=share.unit_id,
            consortium=deal.consortium,
            deal=deal,
            year=(last.received_on if last else timezone.localdate()).year,
            exported_on=last.received_on if last else None,
            hs6=line.hs6,
            service_code=line.service_code,
            destination=deal.final_destination,
            value_usd_cents=cents,
            line="proven",
            customs_number="" if is_service else deal.customs_number,
            evidence=f"{deal.customs_number}, {last.reference if last else ''}",
            is_demo=belongs_to_demo(actor, deal),
        )
    after = {"makers": len(shares), "value_usd_cents": total.minor}
    record(actor=actor, verb="prove-exports", subject=deal, after=after)


def _in_usd(money: Money, rate: Rate | None) -> Money:
    if money.currency == "USD":
        return money
    if rate is None or (rate.of, rate.into) != (money.currency, "USD"):
        raise UsdRateMissing(currency=money.currency)
    return converted(money, rate)
