"""Money: received, divided, published, approved by two, paid out; the last unit included."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from hamafza.orders import settlement as stage
from hamafza.orders.allotment_life import MILESTONE_LIFE, AllotmentState, MilestoneState
from hamafza.orders.conversion import Rate, converted
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.settlement_life import (
    SETTLEMENT_LIFE,
    PayerIsNotTheBuyer,
    SettlementState,
    approvals_after,
    is_approved,
)
from hamafza.orders.terms import TIERS, Key, Tier
from hamafza.vocabulary.apportionment import share_out
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.deals import locked, move_allotments, step
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.proving import prove_exports
from hamafza.web.exchange import orders as exchange
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import Deal, Milestone
from hamafza.web.records.events import Event
from hamafza.web.records.parties import Party
from hamafza.web.records.settlement import DealCost, Deduction, Payout, Receipt
from hamafza.web.records.units import Unit
from hamafza.web.sentences.orders import TIER_TITLES


class ClaimsWindowOpen(Refusal):
    code = "claims-window-open"


class MilestoneNotInvoiced(Refusal):
    """A service is paid milestone by milestone, each against its invoice."""

    code = "milestone-not-invoiced"


class SameReferenceTwice(Refusal):
    code = "receipt-reference-twice"


class SameCostTwice(Refusal):
    code = "cost-twice"


@transaction.atomic
def record_cost(
    *,
    actor: User,
    deal: Deal,
    code: str,
    amount_minor: int,
    key: Key,
    evidence: str,
    unit: Unit | None = None,
) -> DealCost:
    """Write a cost down with its key and its evidence; two clicks are one cost."""
    kept = locked(deal)
    stage.Cost(code, amount_minor, key, unit.pk if unit else None, evidence)
    same = kept.costs.filter(code=code, amount_minor=amount_minor, evidence=evidence, unit=unit)
    if same.exists():
        raise SameCostTwice(evidence=evidence)
    made = DealCost.objects.create(
        deal=kept,
        unit=unit,
        code=code,
        amount_minor=amount_minor,
        currency=kept.currency,
        key=key.value,
        evidence=evidence,
        is_demo=belongs_to_demo(actor, kept),
    )
    after = {"code": code, "amount_minor": amount_minor, "key": key.value}
    record(actor=actor, verb="record-cost", subject=made, after=after)
    return made


@transaction.atomic
def record_receipt(
    *,
    actor: User,
    deal: Deal,
    amount_minor: int,
    received_on: date,
    reference: str,
    payer: Party | None = None,
    bank_charges_minor: int = 0,
    milestone: Milestone | None = None,
) -> Receipt:
    """
    Take money into account; two clicks with one reference are one receipt.

    A payer who is not the contract's buyer stops it: third-party payment is screened by people,
    and never overlooked.
    """
    kept = locked(deal)
    payer = payer or kept.buyer
    if payer.pk != kept.buyer_id:
        raise PayerIsNotTheBuyer(payer=payer.name)
    if milestone is None and kept.kind == DealKind.SERVICE.value:
        raise MilestoneNotInvoiced()
    if kept.receipts.filter(reference=reference).exists():
        raise SameReferenceTwice(reference=reference)
    made = Receipt.objects.create(
        deal=kept,
        payer=payer,
        amount_minor=amount_minor,
        bank_charges_minor=bank_charges_minor,
        currency=kept.currency,
        received_on=received_on,
        reference=reference,
        is_demo=belongs_to_demo(actor, kept),
    )
    exchange.position(kept)  # refuses more than the contract, and money nobody is entitled to
    if milestone is not None:
        _milestone_paid(milestone)
    is_whole = _received(kept) >= _contract(kept)
    step(actor=actor, deal=kept, towards=DealState.PAID if is_whole else DealState.PAID_PART)
    _receive(kept)
    after = {"amount_minor": amount_minor, "reference": reference}
    record(actor=actor, verb="record-receipt", subject=made, after=after)
    return made


@transaction.atomic
def publish_settlement(*, actor: User, deal: Deal, rate: Rate | None = None) -> Deal:
    """Divide what has come so far and show every member the own statement, open to objection."""
    kept = locked(deal)
    if rate is not None:
        kept.rate, kept.rate_on, kept.rate_source = rate.per_unit, rate.on, rate.source
    kept.approvals = []
    _step_money(kept, SettlementState.PUBLISHED)
    kept.save()
    _draft(kept, exchange.position(kept))
    record(actor=actor, verb="publish-settlement", subject=kept, after={"rate": kept.rate})
    return kept


@transaction.atomic
def object_to_settlement(*, actor: User, deal: Deal, why: str) -> Deal:
    """Send a published settlement back to be matched again, with the reason."""
    kept = locked(deal)
    _step_money(kept, SettlementState.MATCHED)
    kept.approvals = []
    kept.save()
    record(actor=actor, verb="object-to-settlement", subject=kept, why=why)
    return kept


@transaction.atomic
def approve_settlement(*, actor: User, deal: Deal) -> Deal:
    """Approve the published settlement; two different people do, and nobody the own payment."""
    kept = locked(deal)
    SETTLEMENT_LIFE.step(SettlementState(kept.settlement_state), SettlementState.APPROVED)
    paid = set(_round(kept).filter(amount_minor__gt=0).values_list("unit_id", flat=True))
    given = approvals_after(kept.approvals, actor.pk, _own_unit(actor, paid), paid)
    kept.approvals = sorted(given)
    if is_approved(given):
        _step_money(kept, SettlementState.APPROVED)
    kept.save()
    record(actor=actor, verb="approve-settlement", subject=kept, after={"approvals": len(given)})
    return kept


@transaction.atomic
def pay_out(*, actor: User, deal: Deal, usd_rate: Rate | None = None) -> Deal:
    """
    Pay the members what was approved; with the whole contract paid the deal is settled.

    The export is proven now: declaration, deal and makers are matched, and the money is there.
    """
    kept = locked(deal)
    _step_money(kept, SettlementState.PAID_OUT)
    now = timezone.now()
    _round(kept).update(state="paid", paid_at=now, approved_by=actor)
    _step_money(kept, SettlementState.RECONCILED)
    kept.save()
    if kept.state == DealState.PAID:
        step(actor=actor, deal=kept, towards=DealState.SETTLED)
        move_allotments(kept, {AllotmentState.ENTITLED}, AllotmentState.PAID)
        prove_exports(actor=actor, deal=kept, usd_rate=usd_rate)
    record(actor=actor, verb="pay-out", subject=kept, after={"round": kept.settlement_round})
    return kept


@transaction.atomic
def close_deal(*, actor: User, deal: Deal, today: date) -> Deal:
    """Close the deal after the claims window and give the members their retention back."""
    kept = locked(deal)
    if kept.claims_until is None or today <= kept.claims_until:
        raise ClaimsWindowOpen(until=kept.claims_until)
    step(actor=actor, deal=kept, towards=DealState.CLOSED)
    now = exchange.position(kept, retention_released=True)
    kept.settlement_round += 1
    kept.save(update_fields=["settlement_round"])
    paid = _paid(kept)
    due = {unit: net - paid.get(unit, 0) for unit, net in now.nets().items()}
    for unit, payout in _in_members_money(kept, due).items():
        Payout.objects.create(
            deal=kept,
            unit_id=unit,
            round=kept.settlement_round,
            net_minor=due[unit],
            amount_minor=payout,
            currency=kept.settlement_currency,
            state="due",
            due_on=today,
            is_demo=kept.is_demo,
        )
    after = {"round": kept.settlement_round}
    record(actor=actor, verb="release-retention", subject=kept, after=after)
    return kept


def _own_unit(actor: User, paid: set[int]) -> int | None:
    """Return the unit this person is about, or was about when its offer was given."""
    offered = Event.objects.filter(
        actor=actor, role=Role.PRODUCER, verb__in=("seal-offer", "change-offer")
    )
    units = {event.after["unit"] for event in offered} & paid
    return next(iter(units), actor.unit_id)


def _receive(deal: Deal) -> None:
    """Begin a new round when the one before is done; match the receipt to the contract."""
    if deal.settlement_state == SettlementState.RECONCILED:
        deal.settlement_round += 1
        deal.settlement_state = SETTLEMENT_LIFE.first.value
    if deal.settlement_state == SettlementState.RECEIPT_EXPECTED:
        _step_money(deal, SettlementState.RECEIVED)
        _step_money(deal, SettlementState.MATCHED)
    deal.save(update_fields=["settlement_state", "settlement_round"])


def _step_money(deal: Deal, towards: SettlementState) -> None:
    deal.settlement_state = SETTLEMENT_LIFE.step(
        SettlementState(deal.settlement_state), towards
    ).value


def _draft(deal: Deal, now: stage.Position) -> None:
    """Write the waterfall and the members' payouts of this round, in place of an older draft."""
    deal.deductions.all().delete()
    for number, tier in enumerate(TIERS, 1):
        if total := now.total(tier):
            title_en, title_fa = TIER_TITLES[tier.value]
            Deduction.objects.create(
                deal=deal,
                number=number,
                kind=tier.value,
                title_fa=title_fa,
                title_en=title_en,
                amount_minor=total,
                currency=deal.currency,
                key=", ".join(sorted(_keys(now, tier))),
                is_demo=deal.is_demo,
            )
    _round(deal).delete()
    due = stage.payable(now, _paid(deal))
    money = _in_members_money(deal, due)
    due_on = timezone.localdate() + timedelta(days=int(deal.rule["payment_days"]))
    alone = exchange.selling_alone(deal)
    for member in now.members:
        Payout.objects.create(
            deal=deal,
            unit_id=member.member_id,
            round=deal.settlement_round,
            net_minor=due[member.member_id],
            amount_minor=money[member.member_id],
            retention_minor=_retained(deal, member),
            currency=deal.settlement_currency,
            due_on=due_on,
            steps=_steps(deal, member, alone.get(member.member_id)),
            is_demo=deal.is_demo,
        )


def _keys(now: stage.Position, tier) -> set[str]:
    return {line.key.value for member in now.members for line in member.lines if line.tier is tier}


def _in_members_money(deal: Deal, due: dict[int, int]) -> dict[int, int]:
    """Convert the whole sum once, as the bank does, and share it by largest remainder."""
    total = sum(due.values())
    whole = converted(Money(total, deal.currency), exchange.rate(deal)).minor
    shares = share_out(whole, list(due.values())) if total else [0] * len(due)
    return dict(zip(due, shares, strict=True))


def _retained(deal: Deal, member: stage.MemberPosition) -> int:
    held = Money(member.taken(Tier.RETENTION), deal.currency)
    return converted(held, exchange.rate(deal)).minor


def _steps(deal: Deal, member: stage.MemberPosition, alone) -> list[dict[str, object]]:
    """Return the member's own waterfall, in the deal's currency, and selling alone beside it."""
    steps: list[dict[str, object]] = [
        {"kind": "gross", "amount_minor": member.gross_minor, "currency": deal.currency}
    ]
    steps += [
        {
            "kind": line.tier.value,
            "code": line.code,
            "key": line.key.value,
            "amount_minor": line.taken_minor,
            "due_minor": line.due_minor,
            "currency": deal.currency,
        }
        for line in member.lines
    ]
    steps.append({"kind": "net", "amount_minor": member.net_minor, "currency": deal.currency})
    if alone is not None:
        pieces = exchange.delivered(deal)[member.member_id].accepted
        whole = alone.for_pieces(pieces)
        steps.append(
            {
                "kind": "alone",
                "amount_minor": whole.minor,
                "currency": whole.currency,
                "provenance": alone.provenance.value,
                "source": alone.source,
            }
        )
    return steps


def _round(deal: Deal):
    return Payout.objects.filter(deal=deal, round=deal.settlement_round)


def _paid(deal: Deal) -> dict[int, int]:
    """Return what each member was paid in earlier rounds, in the deal's currency."""
    earlier = Payout.objects.filter(deal=deal, round__lt=deal.settlement_round)
    return dict(earlier.values_list("unit_id").annotate(sum=Sum("net_minor")))


def _received(deal: Deal) -> int:
    return deal.receipts.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def _contract(deal: Deal) -> int:
    """Return what the buyer owes: accepted pieces at the contract's price."""
    pieces = deal.lines.aggregate(sum=Sum("allotments__accepted"))["sum"] or 0
    return pieces * deal.unit_price_minor


def _milestone_paid(milestone: Milestone) -> None:
    kept = Milestone.objects.select_for_update(no_key=True).get(pk=milestone.pk)
    kept.state = MILESTONE_LIFE.step(MilestoneState(kept.state), MilestoneState.PAID).value
    kept.save(update_fields=["state"])
