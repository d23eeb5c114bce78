"""Consortia: founded, joined, led through their life; by-laws drafted and voted."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from hamafza.consortia import bylaws as stage
from hamafza.consortia.lifecycle import ConsortiumState, Gates, Standing, step_consortium
from hamafza.orders.lifecycle import DealState
from hamafza.store.parameters import load
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.programme_rules import lacking_among
from hamafza.web.actions.twin_joining import counting
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Bylaws, Consortium, Member
from hamafza.web.records.units import Unit


class AlreadyAMember(Refusal):
    code = "unit-already-a-member"


class VoteIsOver(Refusal):
    code = "bylaws-vote-is-over"


def gates() -> Gates:
    """Return what the country's programme asks of a consortium."""
    return load(Gates, "bylaws", section="gates")


@transaction.atomic
def found(
    *,
    actor: User,
    name_fa: str,
    name_en: str,
    lead: Unit,
    units: Sequence[Unit],
    promoter: User | None = None,
    market: str = "",
) -> Consortium:
    """
    Found a consortium by hand; the lead is a member, and everybody else is invited.

    In the place of a record that was joined to another, the one that counts is invited. What the
    country's programme asks and is not there yet keeps nobody out: it is written down with the
    founding, and shown to who can help.
    """
    lead = counting(lead)
    invited = {unit.pk: unit for unit in (lead, *(counting(unit) for unit in units))}
    made = Consortium.objects.create(
        name_fa=name_fa,
        name_en=name_en,
        family=lead.family,
        hs6=lead.hs6 or "",
        market=market,
        lead_unit=lead,
        promoter=promoter,
        is_demo=belongs_to_demo(actor, lead),
    )
    for unit in invited.values():
        Member.objects.create(consortium=made, unit=unit, is_demo=made.is_demo)
    missing = lacking_among(lead, list(invited.values()), promoter=promoter)
    after = {"members": len(invited), "lacking": [[one.code, one.member] for one in missing]}
    record(actor=actor, verb="found-consortium", subject=made, after=after)
    return made


@transaction.atomic
def answer_invitation(*, actor: User, member: Member, joins: bool) -> Member:
    """Join a consortium, or not; a unit is in one at a time."""
    kept = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    elsewhere = Member.objects.filter(unit=kept.unit, state="accepted").exclude(pk=kept.pk)
    if joins and elsewhere.exists():
        raise AlreadyAMember()
    before = kept.state
    kept.state = "accepted" if joins else "declined"
    kept.answered_at = timezone.now()
    kept.save()
    record(
        actor=actor,
        verb="answer-invitation",
        subject=kept,
        before={"state": before},
        after={"state": kept.state},
    )
    return kept


@transaction.atomic
def move_consortium(
    *, actor: User, consortium: Consortium, towards: ConsortiumState, why: str = ""
) -> Consortium:
    """Take one step of the consortium's life, through its gate."""
    kept = Consortium.objects.select_for_update(no_key=True).get(pk=consortium.pk)
    before = ConsortiumState(kept.state)
    kept.state = step_consortium(before, towards, standing(kept), gates()).value
    kept.save(update_fields=["state"])
    changed = {"before": {"state": before.value}, "after": {"state": kept.state}}
    record(actor=actor, verb="move-consortium", subject=kept, why=why, **changed)
    return kept


def standing(consortium: Consortium) -> Standing:
    """Return what is true of the consortium now; related members count as one."""
    members = consortium.members.filter(state="accepted").select_related("unit")
    hands = {_hand(member) for member in members}
    least = gates().min_readiness
    ready = {_hand(member) for member in members if member.unit.readiness >= least}
    promoter = consortium.promoter
    return Standing(
        hands=len(hands),
        ready_hands=len(ready),
        has_promoter=promoter is not None,
        promoter_is_lead=promoter is not None and promoter.unit_id == consortium.lead_unit_id,
        bylaws_voted=consortium.bylaws.filter(state="voted").exists(),
        pilot_done=consortium.deals.filter(
            state__in=[DealState.SETTLED, DealState.CLAIMS_WINDOW, DealState.CLOSED]
        ).exists(),
    )


@transaction.atomic
def draft_bylaws(
    *,
    actor: User,
    consortium: Consortium,
    clauses: Mapping[stage.Clause, str],
    terms: stage.BylawTerms | None = None,
) -> Bylaws:
    """
    Put a new version of the by-laws to the vote; no mandatory clause may be empty.

    The same words clicked twice are one version.
    """
    locked = Consortium.objects.select_for_update(no_key=True).get(pk=consortium.pk)
    written = {clause.value: text for clause, text in clauses.items()}
    there = locked.bylaws.filter(state="draft").order_by("-version").first()
    if terms is None and there is not None and there.clauses == written and not there.ballots:
        return there
    terms = terms or load(stage.BylawTerms, "bylaws", section="terms")
    version = locked.bylaws.count() + 1
    stage.checked_bylaws(stage.Bylaws(version, terms, clauses))
    made = Bylaws.objects.create(
        consortium=locked,
        version=version,
        ceiling_share=terms.ceiling_share,
        commission_share=terms.commission_share,
        royalty_share=terms.royalty_share,
        reserve_share=terms.reserve_share,
        retention_share=terms.retention_share,
        min_quantity=terms.min_quantity,
        payment_days=terms.payment_days,
        objection_hours=terms.objection_hours,
        claims_days=terms.claims_days,
        clauses=written,
        is_demo=belongs_to_demo(actor, locked),
    )
    record(actor=actor, verb="draft-bylaws", subject=made, after={"version": version})
    return made


@transaction.atomic
def vote(*, actor: User, bylaws: Bylaws, unit: Unit, is_for: bool) -> Bylaws:
    """Cast the ballot of one member; it stands once given."""
    kept = _open(bylaws)
    if not kept.consortium.members.filter(unit=unit, state="accepted").exists():
        raise stage.NotAMember(member=unit.public_id)
    if str(unit.pk) in kept.ballots:
        raise stage.VotedTwice(member=unit.public_id)
    kept.ballots = {**kept.ballots, str(unit.pk): is_for}
    kept.save(update_fields=["ballots"])
    record(actor=actor, verb="vote-bylaws", subject=kept, after={"unit": unit})
    return kept


@transaction.atomic
def close_vote(*, actor: User, bylaws: Bylaws) -> stage.Count:
    """Count the vote; by-laws that carry replace the version before."""
    kept = _open(bylaws)
    count = _counted(kept)
    carried = count.outcome is stage.Outcome.CARRIED
    if carried:
        kept.consortium.bylaws.filter(state="voted").update(state="replaced")
    kept.state = "voted" if carried else count.outcome.value
    kept.voted_at = timezone.now()
    kept.save(update_fields=["state", "voted_at"])
    after = {"outcome": count.outcome.value, "for": str(count.voices_for)}
    record(actor=actor, verb="close-vote", subject=kept, after=after)
    return count


def _counted(bylaws: Bylaws) -> stage.Count:
    members = list(bylaws.consortium.members.filter(state="accepted"))
    ballots = [stage.Ballot(int(unit), is_for) for unit, is_for in bylaws.ballots.items()]
    related = {member.unit_id: member.related_to for member in members if member.related_to}
    rules = load(stage.BylawTerms, "bylaws", section="terms")
    known = {member.unit_id for member in members}
    return stage.count_votes(
        [ballot for ballot in ballots if ballot.member_id in known], known, rules, related
    )


def _open(bylaws: Bylaws) -> Bylaws:
    kept = (
        Bylaws.objects.select_for_update(no_key=True).select_related("consortium").get(pk=bylaws.pk)
    )
    if kept.state != "draft":
        raise VoteIsOver(version=kept.version)
    return kept


def _hand(member: Member) -> object:
    return member.related_to or member.unit_id
