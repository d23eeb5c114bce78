"""Screening of buyers' leads: the company and the person, by the same lists and rules as deals."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from hamafza.screening.parties import Band, worst_of
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import screening
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.screening import STANDINGS, Standing
from hamafza.web.exchange import screening as exchange
from hamafza.web.records.accounts import User
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.screening import Screening


@transaction.atomic
def screen_lead(*, actor: User | None, lead: BuyerLead, gate: str = "asked") -> Screening:
    """Check company, owners and person of a lead, and keep the finding, a clear one too."""
    lists = screening.lists_for(lead)
    found = [
        (role, screening.check_party(lists, party, for_demo=lead.is_demo))
        for role, party in exchange.parties_of_lead(lead)
    ]
    worst = worst_of([finding for _, finding in found])
    made = Screening(
        party=lead.party,
        party_version=lead.party.version,
        lead=lead,
        person_version=lead.person_version,
        gate=gate,
        outcome=worst.band.value,
        score=worst.score,
        evidence=[hit for role, finding in found for hit in screening.evidence_of(role, finding)],
        lists=screening.versions_of(lists, lead),
        checked_by=actor,
        is_demo=belongs_to_demo(actor, lead),
    )
    screening.keep_decision(made)
    made.save()
    after = {"outcome": made.outcome, "gate": gate, "lists": made.lists}
    record(actor=actor, verb="screen-lead", subject=lead, after=after)
    return made


def screen_if_it_can(*, actor: User | None, lead: BuyerLead) -> None:
    """Screen a lead just entered; without a current list it stays stopped at its first gate."""
    if standing(lead) == Standing.NOT_YET:
        screen_lead(actor=actor, lead=lead)


def gate(lead: BuyerLead, towards: str) -> None:
    """Let a lead pass only with a clear answer of the current lists; called inside its step."""
    found = latest(lead) or screen_lead(actor=None, lead=lead, gate=towards[:20])
    if found.outcome == Band.BLOCK.value:
        raise screening.ScreeningStops(deal=lead.party.name)
    if found.outcome == Band.REVIEW.value:
        raise screening.ScreeningWaits(deal=lead.party.name)


def latest(lead: BuyerLead) -> Screening | None:
    """Return the lead's finding if it still answers; a missing or old list refuses."""
    told = screening.versions_of(screening.lists_for(lead), lead)
    found = Screening.objects.filter(lead=lead).order_by("-id").first()
    return found if found is not None and _still_answers(found, lead, told) else None


def standing(lead: BuyerLead) -> Standing:
    """Return all that a lead's owner may know of its screening: no name, no score."""
    return standings([lead])[lead.pk]


def standings(leads: Sequence[BuyerLead]) -> dict[int, Standing]:
    """Return how each lead stands, asked for at once; the leads come with their parties."""
    told: dict[bool, list[dict[str, str]] | None] = {}
    for lead in leads:
        if lead.is_demo not in told:
            try:
                told[lead.is_demo] = screening.versions_of(screening.lists_for(lead), lead)
            except Refusal:
                told[lead.is_demo] = None
    last = Screening.objects.filter(lead__in=leads).order_by().values("lead")
    newest = Screening.objects.filter(pk__in=last.annotate(last=Max("pk")).values("last"))
    found = {one.lead_id: one for one in newest}
    return {lead.pk: _standing(lead, found.get(lead.pk), told[lead.is_demo]) for lead in leads}


def _standing(
    lead: BuyerLead, found: Screening | None, told: list[dict[str, str]] | None
) -> Standing:
    if told is None:
        return Standing.NO_LIST
    if found is None or not _still_answers(found, lead, told):
        return Standing.NOT_YET
    return STANDINGS[found.outcome]


def _still_answers(found: Screening, lead: BuyerLead, told: list[dict[str, str]]) -> bool:
    same_person = found.person_version == lead.person_version
    return same_person and screening.still_answers(found, lead.party, told)
