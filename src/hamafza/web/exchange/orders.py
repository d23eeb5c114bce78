"""A deal's rows as the stages read them: candidates, entitlements, receipts, costs, terms."""

from decimal import Decimal

from django.db.models import Sum

from hamafza.orders import offers as stage
from hamafza.orders import settlement as money
from hamafza.orders.allocation import AllocationRule
from hamafza.orders.allotment_life import AllotmentState
from hamafza.orders.conversion import Rate
from hamafza.orders.statement import Delivered, SellingAlone
from hamafza.orders.terms import Key, SettlementTerms
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.tables.orders import Offers, Shares
from hamafza.web.exchange import Binding
from hamafza.web.records.brand import BrandLicence
from hamafza.web.records.consortia import Bylaws, Member
from hamafza.web.records.deals import Allotment, Deal, DealLine, Offer
from hamafza.web.records.units import Unit

BINDINGS = (
    Binding(
        Offers,
        Offer,
        renamed={"member_id": "unit", "offered": "quantity"},
        not_kept={
            "free_capacity": "calculated from the unit and its other promises",
            "related_to": "kept with the membership",
            "bar": "calculated from licences",
            "bar_fact": "calculated from licences",
        },
    ),
    Binding(
        Shares,
        Allotment,
        renamed={"member_id": "unit", "share": "quantity", "reason": "reason_code"},
    ),
)

_OVER = (
    AllotmentState.DECLINED,
    AllotmentState.REJECTED,
    AllotmentState.ENTITLED,
    AllotmentState.PAID,
    AllotmentState.DEFAULTED,
)
_DAYS_A_MONTH = 30


def free_capacity(unit: Unit, line: DealLine) -> int | None:
    """
    Return how many pieces the unit can still make in the time the buyer gives.

    None when the registry holds no monthly capacity: then nothing is verified, and the member's
    own word stands.
    """
    if unit.monthly_units is None:
        return None
    days = max(line.deal.most_days or _DAYS_A_MONTH, 1)
    promised = (
        Allotment.objects.filter(unit=unit)
        .exclude(line__deal=line.deal)
        .exclude(state__in=_OVER)
        .aggregate(sum=Sum("quantity"))["sum"]
    )
    return max(int(unit.monthly_units * days / _DAYS_A_MONTH) - (promised or 0), 0)


def candidates(line: DealLine) -> list[stage.Candidate]:
    """Return every accepted member, also who did not answer."""
    offers = {offer.unit_id: offer for offer in line.offers.filter(state="sealed")}
    members = Member.objects.filter(consortium=line.deal.consortium, state="accepted")
    suspended = _suspended(line)
    return [
        _candidate(member, offers.get(member.unit_id), line, suspended)
        for member in members.select_related("unit").order_by("unit_id")
    ]


def stage_offers(line: DealLine) -> dict[int, stage.Offer]:
    """Return the offers by unit, for the quote."""
    return {
        offer.unit_id: stage.Offer(
            offer.unit_id, offer.quantity, offer.price_minor, offer.currency, offer.days
        )
        for offer in line.offers.filter(state="sealed")
    }


def frozen_rule(bylaws: Bylaws) -> dict[str, object]:
    """Return what of the by-laws is frozen into a deal when its offers open."""
    return {
        "bylaws_version": bylaws.version,
        "voted_at": str(bylaws.voted_at.date()) if bylaws.voted_at else "",
        "ceiling_share": str(bylaws.ceiling_share),
        "min_quantity": bylaws.min_quantity,
        "commission_share": str(bylaws.commission_share),
        "royalty_share": str(bylaws.royalty_share),
        "reserve_share": str(bylaws.reserve_share),
        "retention_share": str(bylaws.retention_share),
        "payment_days": bylaws.payment_days,
        "objection_hours": bylaws.objection_hours,
        "claims_days": bylaws.claims_days,
    }


def allocation_rule(line: DealLine) -> AllocationRule:
    """Return the rule frozen into the deal."""
    rule = line.deal.rule
    return AllocationRule(
        max_share=Decimal(rule["ceiling_share"]),
        min_quantity=int(rule["min_quantity"]),
        lot=line.lot,
        max_days=line.deal.most_days,
    )


def settlement_terms(deal: Deal, *, retention_released: bool = False) -> SettlementTerms:
    """Return the rates frozen into the deal."""
    rule = deal.rule
    terms = SettlementTerms(
        Decimal(rule["commission_share"]),
        Decimal(rule["royalty_share"]),
        Decimal(rule["reserve_share"]),
        Decimal(rule["retention_share"]),
    )
    return money.released(terms) if retention_released else terms


def rate(deal: Deal) -> Rate:
    """Return the rate at which the members are paid."""
    if deal.currency == deal.settlement_currency:
        on = deal.rate_on or deal.created_at.date()
        return Rate(deal.currency, deal.currency, Decimal(1), on, "the same currency")
    assert deal.rate is not None and deal.rate_on is not None
    return Rate(deal.currency, deal.settlement_currency, deal.rate, deal.rate_on, deal.rate_source)


def position(deal: Deal, *, retention_released: bool = False) -> money.Position:
    """Return how all money of the deal divides so far."""
    return money.position(
        [
            money.Entitlement(share.unit_id, share.accepted, deal.unit_price_minor)
            for share in _shares(deal)
        ],
        [
            money.Receipt(one.reference, one.amount_minor, one.bank_charges_minor)
            for one in deal.receipts.all()
        ],
        [
            money.Cost(one.code, one.amount_minor, Key(one.key), one.unit_id, one.evidence)
            for one in deal.costs.all()
        ],
        settlement_terms(deal, retention_released=retention_released),
    )


def delivered(deal: Deal) -> dict[int, Delivered]:
    """Return what became of each member's share."""
    return {
        share.unit_id: Delivered(share.quantity, share.delivered, share.accepted)
        for share in _shares(deal)
    }


def selling_alone(deal: Deal) -> dict[int, SellingAlone]:
    """Return what the members said a local trader pays; synthetic in the demo."""
    ground = Provenance.SYNTHETIC if deal.is_demo else Provenance.REAL
    offers = Offer.objects.filter(line__deal=deal, alone_minor__isnull=False)
    return {
        offer.unit_id: SellingAlone(
            Money(offer.alone_minor or 0, offer.currency), ground, "the member's own offer"
        )
        for offer in offers
    }


def _shares(deal: Deal) -> list[Allotment]:
    return list(Allotment.objects.filter(line__deal=deal, quantity__gt=0).order_by("unit_id"))


def _candidate(
    member: Member, offer: Offer | None, line: DealLine, suspended: dict[int, str]
) -> stage.Candidate:
    offered = offer.quantity if offer else 0
    free = free_capacity(member.unit, line)
    reason = suspended.get(member.unit_id)
    return stage.Candidate(
        member_id=member.unit_id,
        offered=offered,
        free_capacity=offered if free is None else free,
        days=offer.days if offer else 1,
        related_to=member.related_to or None,
        bar=stage.Bar.MARK_SUSPENDED if reason is not None else None,
        bar_fact=reason or "",
    )


def _suspended(line: DealLine) -> dict[int, str]:
    """Return the members whose licence to the shared mark is suspended, with the reason."""
    found = BrandLicence.objects.filter(
        mark__consortium=line.deal.consortium, state__in=["suspended", "withdrawn"]
    )
    return {licence.unit_id: licence.reason for licence in found}
