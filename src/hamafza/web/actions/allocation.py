"""The order shared out: proposed with reasons, objected to, frozen, made and inspected."""

from collections.abc import Mapping

from django.db import transaction

from hamafza.orders.allocation import allocate
from hamafza.orders.allotment_life import ALLOTMENT_LIFE, AllotmentState
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.quoting import NotEnoughOffered
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.deals import ReasonMissing, locked, move_allotments, step
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange.orders import allocation_rule, candidates
from hamafza.web.records.accounts import User
from hamafza.web.records.deals import Allotment, Deal


class ObjectionOpen(Refusal):
    """Somebody objected to the shares and has had no answer."""

    code = "objection-open"


class InspectionAboveShare(Refusal):
    code = "inspection-above-share"


@transaction.atomic
def propose_allocation(*, actor: User, deal: Deal) -> list[Allotment]:
    """
    Share the order out by the frozen rule; every member gets a reason, zeros too.

    Proposing again, after an objection was heard, replaces the proposal as a whole.
    """
    kept = locked(deal)
    step(actor=actor, deal=kept, towards=DealState.ALLOCATION_PROPOSED)
    line = kept.lines.get()
    shared = allocate(line.quantity, candidates(line), allocation_rule(line))
    if shared.unfilled:
        raise NotEnoughOffered(unfilled=shared.unfilled, quantity=line.quantity)
    line.allotments.all().delete()
    made = [
        Allotment.objects.create(
            line=line,
            unit_id=share.member_id,
            offered=share.offered,
            quantity=share.quantity,
            price_minor=kept.unit_price_minor,
            currency=kept.currency,
            reason_code=share.reason.value,
            reason_facts=dict(share.facts),
            is_demo=belongs_to_demo(actor, kept),
        )
        for share in shared.shares
    ]
    record(actor=actor, verb="propose-allocation", subject=kept, after={"shares": len(made)})
    return made


@transaction.atomic
def answer_share(*, actor: User, share: Allotment, accepts: bool, why: str = "") -> Allotment:
    """Accept the own share, or object to it with a reason."""
    kept = _locked_share(share)
    if not accepts and not why.strip():
        raise ReasonMissing()
    before = kept.state
    towards = AllotmentState.CONFIRMED if accepts else AllotmentState.OBJECTED
    kept.state = ALLOTMENT_LIFE.step(AllotmentState(before), towards).value
    kept.save(update_fields=["state"])
    changed = {"before": {"state": before}, "after": {"state": kept.state}}
    record(actor=actor, verb="answer-share", subject=kept, why=why, **changed)
    return kept


@transaction.atomic
def answer_objection(*, actor: User, share: Allotment, why: str) -> Allotment:
    """Answer an objection with a reason; the share stands as it was proposed."""
    kept = _locked_share(share)
    if not why.strip():
        raise ReasonMissing()
    kept.state = ALLOTMENT_LIFE.step(AllotmentState(kept.state), AllotmentState.PROPOSED).value
    kept.save(update_fields=["state"])
    record(actor=actor, verb="answer-objection", subject=kept, after={"state": kept.state}, why=why)
    return kept


@transaction.atomic
def freeze_allocation(*, actor: User, deal: Deal) -> Deal:
    """Freeze the shares; a service's team is assigned in the same step."""
    kept = locked(deal)
    if Allotment.objects.filter(line__deal=kept, state=AllotmentState.OBJECTED).exists():
        raise ObjectionOpen()
    is_goods = kept.kind == DealKind.GOODS.value
    step(
        actor=actor,
        deal=kept,
        towards=DealState.ALLOCATED if is_goods else DealState.TEAM_ASSIGNED,
    )
    move_allotments(kept, {AllotmentState.PROPOSED}, AllotmentState.CONFIRMED)
    return kept


@transaction.atomic
def record_inspection(*, actor: User, deal: Deal, accepted: Mapping[int, int]) -> Deal:
    """Write down how many pieces of each member passed; money follows what was accepted."""
    kept = locked(deal)
    step(actor=actor, deal=kept, towards=DealState.INSPECTED)
    shares = Allotment.objects.filter(line__deal=kept, quantity__gt=0).select_for_update(
        no_key=True
    )
    for share in shares:
        passed = accepted.get(share.unit_id, share.quantity)
        if not 0 <= passed <= share.quantity:
            raise InspectionAboveShare(accepted=passed, share=share.quantity)
        share.delivered = share.quantity
        share.accepted = passed
        towards = AllotmentState.INSPECTED
        share.state = ALLOTMENT_LIFE.step(AllotmentState(share.state), towards).value
        if not passed:
            share.state = ALLOTMENT_LIFE.step(towards, AllotmentState.REJECTED).value
        share.save(update_fields=["delivered", "accepted", "state"])
    record(actor=actor, verb="record-inspection", subject=kept, after={"accepted": sum(
        share.accepted for share in shares)})  # fmt: skip
    return kept


def _locked_share(share: Allotment) -> Allotment:
    """Return a share locked after its deal, in the order in which a deal's steps lock both."""
    locked(share.line.deal)
    return Allotment.objects.select_for_update(no_key=True).get(pk=share.pk)
