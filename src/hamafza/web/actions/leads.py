"""
Buyers' leads: entered, corrected, tied to a group, moved along their life; screened at each step.

Names and ways of reaching a person never enter the record of changes: it tells which field changed.
"""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from hamafza.markets.leads import (
    LEAD_LIFE,
    SHARES_SOMETHING,
    LeadState,
    LostWithoutReason,
    WonWithoutDeal,
)
from hamafza.orders.enquiry import Enquiry
from hamafza.sources.geography import country_names
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import OFFICE
from hamafza.web.actions import deals, lead_screening
from hamafza.web.actions.events import apart, belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.deals import Deal
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission
from hamafza.web.records.parties import Party
from hamafza.web.records.proposals import Proposal

PERSON = ("contact_name", "contact_role", "contact_email", "contact_phone")
_OVER = ("lost", "expired", "cancelled")
"""States of a deal that nobody wins a lead by."""


class LeadsAreTheOffices(Refusal):
    """Leads are entered and moved by the officers of the two institutions."""

    code = "leads-office-only"


class MetInTheFuture(Refusal):
    code = "lead-met-in-the-future"


class LeadMarketUnknown(Refusal):
    code = "lead-market-unknown"


class LeadChangedMeanwhile(Refusal):
    code = "lead-changed-meanwhile"


class LeadIsOver(Refusal):
    """What is won or lost is no longer changed."""

    code = "lead-is-over"


class DealOfAnotherBuyer(Refusal):
    """A lead becomes a deal of the same buyer, and of one that is not lost or cancelled."""

    code = "lead-deal-of-another-buyer"


class NoConsortiumToShareWith(Refusal):
    code = "lead-without-consortium"


@dataclass(frozen=True)
class Told:
    """What an officer writes of a lead; the company apart from the person."""

    goods_text: str
    market: str
    met_on: date
    code: str = ""
    mission: Mission | None = None
    met_at: str = ""
    consortium: Consortium | None = None
    proposal: Proposal | None = None
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    note: str = ""


def enter_lead(
    *, actor: User, told: Told, buyer_name: str, country: str, city: str = "", native_name: str = ""
) -> BuyerLead:
    """Keep a lead under its company, which is found again by name and country, and screen it."""
    lead = _kept_anew(actor, told, (buyer_name.strip(), country, city, native_name.strip()))
    lead_screening.screen_if_it_can(actor=actor, lead=lead)
    return lead


@transaction.atomic
def _kept_anew(actor: User, told: Told, company: tuple[str, str, str, str]) -> BuyerLead:
    _office(actor)
    _sound(told)
    if company[1] not in country_names():
        raise LeadMarketUnknown(market=company[1])
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    demo = belongs_to_demo(actor)
    apart(demo, told.mission, told.consortium, told.proposal)
    party = _company(*company, demo=demo)
    values = _values(told)
    there = BuyerLead.objects.filter(party=party, entered_by=actor, state=LeadState.NEW, **values)
    if (same := there.first()) is not None:  # the same form sent twice is one lead
        return same
    lead = BuyerLead.objects.create(
        party=party, entered_by=actor, owner=actor, is_demo=demo, **values
    )
    record(actor=actor, verb="enter-lead", subject=lead, after=_open(values) | {"party": party})
    return lead


def correct_lead(*, actor: User, lead: BuyerLead, told: Told, version: int) -> BuyerLead:
    """Change what is written of a lead, and screen it anew where the person is another one."""
    kept = _corrected(actor, lead, told, version)
    lead_screening.screen_if_it_can(actor=actor, lead=kept)
    return kept


@transaction.atomic
def _corrected(actor: User, lead: BuyerLead, told: Told, version: int) -> BuyerLead:
    kept = _changeable(actor, lead)
    _sound(told)
    apart(kept.is_demo, told.mission, told.consortium, told.proposal)
    if kept.version != version:
        raise LeadChangedMeanwhile()
    values = _values(told)
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    if not changed:
        return kept
    before = _open({name: getattr(kept, name) for name in changed})
    if kept.shared_at is not None and kept.consortium != told.consortium:
        kept.shared_at = None  # another manager sees it only when it is shared anew
    for name in changed:
        setattr(kept, name, values[name])
    person = [name for name in changed if name in PERSON]
    kept.version += 1
    kept.person_version += bool(person)
    kept.save()
    after = _open({name: values[name] for name in changed})
    record(actor=actor, verb="correct-lead", subject=kept, before=before,
           after=after | ({"person": person} if person else {}))  # fmt: skip
    return kept


def move_lead(
    *, actor: User, lead: BuyerLead, towards: LeadState, why: str = "", deal: Deal | None = None
) -> BuyerLead:
    """Take a step of the lead's life; what shares something with the buyer passes the lists."""
    _office(actor)
    if towards in SHARES_SOMETHING:
        lead_screening.screen_if_it_can(actor=actor, lead=lead)  # kept, whatever comes of the step
    return _moved(actor, lead, towards, why.strip(), deal)


@transaction.atomic
def _moved(
    actor: User, lead: BuyerLead, towards: LeadState, why: str, deal: Deal | None
) -> BuyerLead:
    kept = _locked(lead)
    before = LeadState(kept.state)
    kept.state = LEAD_LIFE.step(before, towards).value
    if towards is LeadState.LOST:
        if not why:
            raise LostWithoutReason()
        kept.lost_reason = why[:400]
    if towards is LeadState.WON:
        kept.deal = _won_by(kept, deal)
    if towards in SHARES_SOMETHING:
        lead_screening.gate(kept, towards)
    kept.save(update_fields=["state", "lost_reason", "deal"])
    after: dict[str, object] = {"state": kept.state}
    if towards is LeadState.WON:
        after["deal"] = kept.deal
    before_it = {"state": before.value}
    record(actor=actor, verb="move-lead", subject=kept, why=why, before=before_it, after=after)
    return kept


def share_lead(*, actor: User, lead: BuyerLead) -> BuyerLead:
    """Let the manager of the lead's consortium see it, person and all, once the lists are clear."""
    _office(actor)
    lead_screening.screen_if_it_can(actor=actor, lead=lead)
    return _shared(actor, lead)


@transaction.atomic
def _shared(actor: User, lead: BuyerLead) -> BuyerLead:
    kept = _changeable(actor, lead)
    if kept.consortium is None:
        raise NoConsortiumToShareWith()
    lead_screening.gate(kept, "share")
    kept.shared_at = kept.shared_at or timezone.now()
    kept.save(update_fields=["shared_at"])
    record(actor=actor, verb="share-lead", subject=kept, after={"consortium": kept.consortium})
    return kept


def ask_from_lead(*, actor: User, lead: BuyerLead, enquiry: Enquiry, token: str = "") -> Deal:
    """Make an enquiry of a lead: a deal of the same buyer, by which the lead may be won."""
    _office(actor)
    lead_screening.screen_if_it_can(actor=actor, lead=lead)
    return _asked(actor, lead, enquiry, token)


@transaction.atomic
def _asked(actor: User, lead: BuyerLead, enquiry: Enquiry, token: str) -> Deal:
    kept = _changeable(actor, lead)
    lead_screening.gate(kept, "enquiry")
    deal = deals.ask(
        actor=actor, enquiry=enquiry, buyer=kept.party, is_demo=kept.is_demo, token=token
    )
    apart(kept.is_demo, deal)
    if kept.deal_id != deal.pk:
        kept.deal = deal
        kept.save(update_fields=["deal"])
        record(actor=actor, verb="ask-from-lead", subject=kept, after={"deal": deal})
    return deal


@transaction.atomic
def forget_contact(*, actor: User, lead: BuyerLead, why: str) -> BuyerLead:
    """Forget the person of a lead, who wished it or is long gone; the company's lead stays."""
    _office(actor)
    if not why.strip():
        raise LostWithoutReason()
    kept = _locked(lead)
    for name in PERSON:
        setattr(kept, name, "")
    kept.version += 1
    kept.person_version += 1
    kept.save(update_fields=[*PERSON, "version", "person_version"])
    record(actor=actor, verb="forget-contact", subject=kept, why=why.strip())
    return kept


def _sound(told: Told) -> None:
    if told.met_on > timezone.localdate():
        raise MetInTheFuture()
    if told.market not in country_names():
        raise LeadMarketUnknown(market=told.market)


def _company(name: str, country: str, city: str, native_name: str, *, demo: bool) -> Party:
    """Return the company of this name in this country; one that is known stays as it is."""
    known = Party.objects.filter(name__iexact=name, country=country, is_demo=demo).first()
    return known or Party.objects.create(
        name=name, country=country, city=city, native_name=native_name, is_demo=demo
    )


def _won_by(lead: BuyerLead, deal: Deal | None) -> Deal:
    chosen = deal or lead.deal
    if chosen is None:
        raise WonWithoutDeal()
    if chosen.buyer_id != lead.party_id or chosen.state in _OVER:
        raise DealOfAnotherBuyer()
    apart(lead.is_demo, chosen)
    return chosen


def _values(told: Told) -> dict[str, object]:
    return {field.name: getattr(told, field.name) for field in fields(told)}


def _open(values: dict[str, object]) -> dict[str, object]:
    """Leave the person out: what the record of changes holds can never be forgotten."""
    return {name: value for name, value in values.items() if name not in (*PERSON, "note")}


def _changeable(actor: User, lead: BuyerLead) -> BuyerLead:
    _office(actor)
    kept = _locked(lead)
    if LEAD_LIFE.is_over(LeadState(kept.state)):
        raise LeadIsOver()
    return kept


def _locked(lead: BuyerLead) -> BuyerLead:
    return BuyerLead.objects.select_for_update(no_key=True).get(pk=lead.pk)


def _office(actor: User) -> None:
    if actor.role not in OFFICE:
        raise LeadsAreTheOffices()
