"""A service's milestones: delivered, accepted, invoiced; paid when the money is there."""

from django.db import transaction
from django.utils import timezone

from hamafza.orders import milestones as stage
from hamafza.orders.allotment_life import AllotmentState, MilestoneState
from hamafza.web.actions.deals import CustomsNumberMissing, locked, move_allotments
from hamafza.web.actions.events import record
from hamafza.web.records.accounts import User
from hamafza.web.records.deals import Allotment, Deal, Milestone


@transaction.atomic
def move_milestone(
    *,
    actor: User | None,
    deal: Deal,
    number: int,
    towards: MilestoneState,
    invoice_number: str = "",
) -> Milestone:
    """Take one step of one milestone; an invoice needs its number."""
    kept = locked(deal)
    milestones = list(kept.milestones.order_by("number"))
    states = [MilestoneState(one.state) for one in milestones]
    states = stage.step_milestone(states, number, towards)
    milestone = milestones[number - 1]
    before = milestone.state
    milestone.state = states[number - 1].value
    if towards is MilestoneState.INVOICED:
        if not invoice_number.strip():
            raise CustomsNumberMissing()
        milestone.invoice_number = kept.customs_number = invoice_number.strip()
        kept.save(update_fields=["customs_number"])
    if towards is MilestoneState.DELIVERED:
        milestone.delivered_at = timezone.now()
    if towards is MilestoneState.ACCEPTED:
        milestone.accepted_at = timezone.now()
        _entitle(kept)
    milestone.save()
    record(
        actor=actor,
        verb="move-milestone",
        subject=milestone,
        before={"state": before},
        after={"state": milestone.state},
    )
    return milestone


def amounts(deal: Deal) -> list[int]:
    """Return each milestone's price, in order; together they are the contract exactly."""
    parts = [
        stage.Milestone(one.number, one.title, one.share)
        for one in deal.milestones.order_by("number")
    ]
    quantity = sum(line.quantity for line in deal.lines.all())
    return stage.milestone_amounts(deal.unit_price_minor * quantity, parts)


def _entitle(deal: Deal) -> None:
    """With the first accepted milestone the team's members have a part in what is received."""
    for share in Allotment.objects.filter(line__deal=deal, quantity__gt=0, accepted=0):
        share.delivered = share.accepted = share.quantity
        share.save(update_fields=["delivered", "accepted"])
    move_allotments(deal, {AllotmentState.PRODUCING}, AllotmentState.INSPECTED)
    move_allotments(deal, {AllotmentState.INSPECTED}, AllotmentState.ENTITLED)
