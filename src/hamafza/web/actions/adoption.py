"""An officer adopts or declines a proposal; those of older runs give way to newer ones."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from hamafza.consortia.proposal_life import PROPOSAL_LIFE, ProposalState
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.formations import FormationEdit
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit


class ReasonNotGiven(Refusal):
    code = "proposal-reason-not-given"


class NameNotGiven(Refusal):
    code = "proposal-name-not-given"


class MembersTaken(Refusal):
    """Some units joined another consortium after the proposal was made."""

    code = "proposal-members-taken"


class MembersJoined(MembersTaken):
    """Some of the group's records were joined to others, which count in their place."""

    code = "proposal-members-joined"


class ChangedMeanwhile(Refusal):
    """Somebody changed the group after the page was opened on which it was asked for."""

    code = "formation-changed-meanwhile"


@transaction.atomic
def adopt(
    *,
    actor: User,
    proposal: Proposal,
    name_fa: str,
    name_en: str = "",
    promoter: User | None = None,
    seen: int | None = None,
) -> Consortium:
    """
    Make the proposal a consortium whose members are invited; each of them still decides.

    ``seen`` is the number of the last edit by hand that the actor saw; a later one refuses.
    """
    kept = _step(proposal, ProposalState.ADOPTED)
    if seen is not None and kept.edited > seen:
        raise ChangedMeanwhile(who=last_editor(kept))
    if not name_fa.strip():
        raise NameNotGiven()
    units = list(kept.members.values_list("unit_id", flat=True))
    taken = Member.objects.filter(unit_id__in=units, state="accepted").count()
    if taken:
        raise MembersTaken(count=taken)
    joined = Unit.objects.filter(pk__in=units, merged_into__isnull=False).count()
    if joined:
        raise MembersJoined(count=joined)
    kept.adopted_by, kept.adopted_at = actor, timezone.now()
    kept.save(update_fields=["state", "adopted_by", "adopted_at"])
    made = Consortium.objects.create(
        name_fa=name_fa.strip(),
        name_en=name_en.strip(),
        family=kept.family,
        hs6=kept.lead_unit.hs6 or "",
        market=kept.market,
        lead_unit=kept.lead_unit,
        promoter=promoter or (actor if actor.role == Role.PROMOTION else None),
        proposal=kept,
        is_demo=belongs_to_demo(actor, kept),
    )
    Member.objects.bulk_create(
        Member(consortium=made, unit_id=unit, is_demo=made.is_demo) for unit in units
    )
    record(actor=actor, verb="adopt-proposal", subject=kept, after={"consortium": made.pk})
    record(actor=actor, verb="found-consortium", subject=made, after={"members": len(units)})
    return made


@transaction.atomic
def decline(*, actor: User, proposal: Proposal, why: str) -> Proposal:
    """Set the proposal aside, with a reason that stays with it."""
    kept = _step(proposal, ProposalState.DECLINED)
    if not why.strip():
        raise ReasonNotGiven()
    kept.save(update_fields=["state"])
    record(
        actor=actor,
        verb="decline-proposal",
        subject=kept,
        before={"state": ProposalState.PROPOSED.value},
        after={"state": kept.state},
        why=why.strip(),
    )
    return kept


@transaction.atomic
def supersede_older(*, run: Run) -> int:
    """
    Let waiting proposals of other runs over the same units give way; return how many.

    The same units are those of the run's families and, where it was asked for some provinces
    alone, with a member in one of them.
    """
    older = Proposal.objects.filter(state=ProposalState.PROPOSED, is_demo=run.is_demo)
    families = Proposal.objects.filter(run=run).values("family")
    older = older.exclude(run=run).filter(family__in=families)
    if provinces := run.parameters.get("provinces"):
        inside = ProposalMember.objects.filter(
            proposal=OuterRef("pk"), unit__province__in=provinces
        )
        older = older.filter(Exists(inside))
    count = older.update(state=ProposalState.SUPERSEDED)
    if count:
        record(actor=run.actor, verb="supersede-proposals", subject=run, after={"count": count})
    return count


@transaction.atomic
def set_aside(*, run: Run) -> int:
    """Let a run's proposals wait beside those in force, until the office takes them."""
    waiting = Proposal.objects.filter(run=run, state=ProposalState.PROPOSED)
    count = waiting.update(state=ProposalState.SUPERSEDED)
    if count:
        record(actor=run.actor, verb="set-aside-proposals", subject=run, after={"count": count})
    return count


@transaction.atomic
def put_in_force(*, actor: User, run: Run) -> int:
    """Take an earlier run's groups after all: they wait again, those of other runs give way."""
    waiting = Proposal.objects.filter(run=run, state=ProposalState.SUPERSEDED)
    count = waiting.update(state=ProposalState.PROPOSED)
    if count:
        supersede_older(run=run)
        record(actor=actor, verb="put-in-force", subject=run, after={"count": count})
    return count


def _step(proposal: Proposal, towards: ProposalState) -> Proposal:
    kept = Proposal.objects.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
    kept.state = PROPOSAL_LIFE.step(ProposalState(kept.state), towards).value
    return kept


def last_editor(proposal: Proposal) -> str:
    """Return the name of who changed a proposal last by hand, empty for nobody."""
    changes = FormationEdit.objects.filter(formation__run=proposal.run_id)
    last = changes.filter(number__lte=proposal.edited).select_related("actor", "undone_by").first()
    if last is None:
        return ""
    return (last.undone_by or last.actor).get_full_name()
