"""A deal's rows as the stages read them: candidates, entitlements, receipts, costs, terms."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Sum, When

from hamafza.orders import offers as stage
from hamafza.orders import settlement as money
from hamafza.orders.allocation import AllocationRule
from hamafza.orders.allotment_life import AllotmentState
from hamafza.orders.conversion import Rate
from hamafza.orders.lifecycle import DealState
from hamafza.orders.statement import Delivered, SellingAlone
from hamafza.orders.terms import Key, SettlementTerms
from hamafza.registry.free_capacity import DAYS_A_MONTH, Promise, free_pieces
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.tables.orders import Offers, Shares
from hamafza.web.exchange import Binding
from hamafza.web.records.brand import BrandLicence
from hamafza.web.records.consortia import Bylaws, Member
from hamafza.web.records.deals import Allotment, Deal, DealLine, Offer
from hamafza.web.records.units import Unit
from hamafza.web.records.workshops import UnitGood

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
_ENDED = (DealState.CLOSED, DealState.LOST, DealState.EXPIRED, DealState.CANCELLED)


@dataclass(frozen=True)
class Capacity:
    """What a unit makes a month of some goods, what is promised of it, and what is free."""

    monthly: float
    promised: int
    """Pieces still to be made for living deals, of whatever goods."""
    free: int


def free_capacity(unit: Unit, line: DealLine) -> int | None:
    """
    Return how many pieces the unit can still make in the time the buyer gives.

    None when the registry holds no monthly capacity: then nothing is verified, and the member's
    own word stands.
    """
    return free_capacities([unit.pk], line)[unit.pk]


def free_capacities(units: Collection[int], line: DealLine) -> dict[int, int | None]:
    """Return the same of many units, in as many queries as of one."""
    days = max(line.deal.most_days or DAYS_A_MONTH, 1)
    found = capacities(units, (line.hs6, line.measure), days=days, but=line.deal)
    return {unit: found[unit].free if unit in found else None for unit in units}


def capacities(
    units: Collection[int],
    good: tuple[str, str] = ("", ""),
    *,
    days: int = DAYS_A_MONTH,
    but: Deal | None = None,
) -> dict[int, Capacity]:
    """
    Return the capacity of those units of which one is known, for a good (code and measure).

    What an officer confirmed of this very good comes first, else the monthly figure of the
    unit's file. Goods told of a record that was joined to the unit are the unit's.
    """
    stands_for = _with_joined(units)
    told = _confirmed_goods(stands_for)
    of_file = dict(
        Unit.objects.filter(pk__in=units, monthly_units__isnull=False)
        .values_list("pk", "monthly_units")
    )  # fmt: skip
    promised = _promised(stands_for, but)
    return {
        unit: _capacity(monthly, days, promised[unit], told.get(unit, {}), of_file.get(unit))
        for unit in units
        if (monthly := told.get(unit, {}).get(good, of_file.get(unit))) is not None
    }


def _capacity(
    monthly: float,
    days: int,
    promised: list[tuple[tuple[str, str], int]],
    told: Mapping[tuple[str, str], float],
    of_file: float | None,
) -> Capacity:
    usual = monthly if of_file is None else of_file
    promises = [Promise(pieces, told.get(good, usual)) for good, pieces in promised]
    free = free_pieces(monthly, days, promises)
    return Capacity(monthly, sum(each.pieces for each in promises), free)


def _with_joined(units: Collection[int]) -> dict[int, int]:
    """Return which unit each record stands for, those that hang on others included."""
    found = {unit: unit for unit in units}
    edge = set(units)
    while edge:
        rows = Unit.objects.filter(merged_into__in=edge).values_list("pk", "merged_into_id")
        below = {record: found[last] for record, last in rows if last and record not in found}
        found |= below
        edge = set(below)
    return found


def _confirmed_goods(stands_for: Mapping[int, int]) -> dict[int, dict[tuple[str, str], float]]:
    told: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    goods = UnitGood.objects.living().filter(
        unit__in=stands_for, confirmed_at__isnull=False, monthly_units__gt=0
    )
    for record, hs6, measure, monthly in goods.exclude(hs6="").values_list(
        "unit_id", "hs6", "measure", "monthly_units"
    ):
        of_unit = told[stands_for[record]]
        of_unit[hs6, measure] = of_unit.get((hs6, measure), 0) + monthly
    return told


def _promised(
    stands_for: Mapping[int, int], but: Deal | None
) -> dict[int, list[tuple[tuple[str, str], int]]]:
    """Return what each unit has still to make for deals that live, by good."""
    shares = Allotment.objects.filter(unit__in=stands_for).exclude(state__in=_OVER)
    shares = shares.exclude(line__deal__state__in=_ENDED)
    if but is not None:
        shares = shares.exclude(line__deal=but)
    made = Case(When(state=AllotmentState.REWORK, then=F("accepted")), default=F("delivered"))
    rows = shares.order_by().values_list("unit_id", "line__hs6", "line__measure").annotate(
        left=Sum(F("quantity") - made)
    )  # fmt: skip
    promised: dict[int, list[tuple[tuple[str, str], int]]] = defaultdict(list)
    for record, hs6, measure, left in rows:
        if left > 0:
            promised[stands_for[record]].append(((hs6, measure), left))
    return promised


def candidates(line: DealLine) -> list[stage.Candidate]:
    """Return every accepted member, also who did not answer."""
    offers = {offer.unit_id: offer for offer in line.offers.filter(state="sealed")}
    members = Member.objects.filter(consortium=line.deal.consortium, state="accepted")
    there = list(members.order_by("unit_id"))
    free = free_capacities([member.unit_id for member in there], line)
    suspended = _suspended(line)
    return [
        _candidate(member, offers.get(member.unit_id), free[member.unit_id], suspended)
        for member in there
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
    member: Member, offer: Offer | None, free: int | None, suspended: dict[int, str]
) -> stage.Candidate:
    offered = offer.quantity if offer else 0
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
