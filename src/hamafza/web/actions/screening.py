"""Screening: lists loaded, parties checked at every gate, doubts decided by an officer."""

from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hamafza.orders.lifecycle import DEAL_LIVES
from hamafza.runs.screening import list_in, require_current_days, screen_over, screening_rules
from hamafza.screening.parties import Band, Finding, Party, Screen, worst_of
from hamafza.screening.refused import OWN_LIST, own_list
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange import screening as exchange
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import Deal
from hamafza.web.records.events import Event
from hamafza.web.records.kept import Kept
from hamafza.web.records.parties import Party as PartyRow
from hamafza.web.records.screening import GOODS_GATE, Screening, ScreeningList

DAYS_IN_MONTH = 30


class Standing(StrEnum):
    """What a deal's owner sees."""

    CLEAR = "clear"
    WAITING = "waiting"
    STOPPED = "stopped"
    NOT_YET = "not-yet"
    NO_LIST = "no-list"


STANDINGS = {
    Band.CLEAR.value: Standing.CLEAR,
    Band.REVIEW.value: Standing.WAITING,
    Band.BLOCK.value: Standing.STOPPED,
}


class ScreeningStops(Refusal):
    """A party of the deal is blocked, or refused by an officer."""

    code = "screening-stops"


class ScreeningWaits(Refusal):
    """A party of the deal is like an entry; an officer has to look."""

    code = "screening-waits"


class NotAScreeningOfficer(Refusal):
    code = "not-a-screening-officer"


class OwnDealNotDecided(Refusal):
    """Who owns a deal clears none of its parties."""

    code = "own-deal-not-decided"


class AlreadyDecided(Refusal):
    code = "screening-already-decided"


class DecisionNeedsReason(Refusal):
    code = "screening-decision-needs-reason"


@transaction.atomic
def load_list(*, actor: User, path: Path) -> ScreeningList:
    """
    Keep a list as the current version of its name, and screen every open deal anew.

    The same file twice is one list. A party whose matches are as they were keeps an officer's
    decision; any other change reopens it.
    """
    _officer(actor)
    given, sha256 = list_in(path)
    known = ScreeningList.objects.filter(name=given.name, sha256=sha256).first()
    ScreeningList.objects.filter(name=given.name).update(is_current=False)
    kept = known or ScreeningList.objects.create(
        name=given.name,
        version=given.version[:60],
        format="un-xml",
        issued_on=given.issued_on,
        sha256=sha256,
        entry_count=len(given.entries),
        is_sample=given.is_sample,
        loaded_by=actor,
        is_demo=belongs_to_demo(actor),
    )
    kept.is_current = True
    kept.save(update_fields=["is_current"])
    if known is None:
        exchange.write_entries(kept, given.entries)
    after = {"name": kept.name, "version": kept.version, "entries": kept.entry_count}
    record(actor=actor, verb="load-screening-list", subject=kept, after=after)
    screen_open_deals(actor=actor)
    return kept


def screen_open_deals(*, actor: User | None) -> int:
    """Screen each deal that is not over and that the current lists have not answered for."""
    deals = [deal for deal in open_deals() if standing(deal) == Standing.NOT_YET]
    for deal in deals:
        screen_deal(actor=actor, deal=deal, gate="list")
    return len(deals)


def open_deals() -> list[Deal]:
    """Return the deals that are not over."""
    lives = DEAL_LIVES.values()
    over = {state.value for life in lives for state in life.permitted if life.is_over(state)}
    return list(Deal.objects.exclude(state__in=over).select_related("buyer").order_by("id"))


def unanswered_deals() -> list[Deal]:
    """Return the open deals that the lists in force have not answered for, asked for at once."""
    deals = open_deals()
    told: dict[bool, list[dict[str, str]] | None] = {}
    for deal in deals:
        if deal.is_demo not in told:
            try:
                told[deal.is_demo] = versions_of(lists_for(deal), deal)
            except Refusal:
                told[deal.is_demo] = None
    last = Screening.objects.of_parties().filter(deal__in=deals).order_by().values("deal")
    newest = Screening.objects.filter(pk__in=last.annotate(last=Max("pk")).values("last"))
    found = {one.deal_id: one for one in newest}
    unanswered = []
    for deal in deals:
        lists, one = told[deal.is_demo], found.get(deal.pk)
        if lists is None or one is None or not still_answers(one, deal.buyer, lists):
            unanswered.append(deal)
    return unanswered


def screen_if_it_can(*, actor: User | None, deal: Deal) -> None:
    """Screen a deal just asked for; without a current list it stays stopped at its first gate."""
    if standing(deal) == Standing.NOT_YET:
        screen_deal(actor=actor, deal=deal, gate="asked")


def standing(deal: Deal) -> "Standing":
    """Return all that a deal's owner may know of its screening: no name, no score."""
    try:
        found = latest(deal)
    except Refusal:
        return Standing.NO_LIST
    return STANDINGS[found.outcome] if found else Standing.NOT_YET


@transaction.atomic
def screen_deal(*, actor: User | None, deal: Deal, gate: str = "asked") -> Screening:
    """Check every party of a deal and keep the finding, clear ones too."""
    lists = lists_for(deal)
    found = [
        (role, check_party(lists, party, for_demo=deal.is_demo))
        for role, party in exchange.parties_of(deal)
    ]
    worst = worst_of([finding for _, finding in found])
    made = Screening(
        party=deal.buyer,
        party_version=deal.buyer.version,
        deal=deal,
        gate=gate,
        outcome=worst.band.value,
        score=worst.score,
        evidence=[evidence for role, finding in found for evidence in evidence_of(role, finding)],
        lists=versions_of(lists, deal),
        checked_by=actor,
        is_demo=belongs_to_demo(actor, deal),
    )
    keep_decision(made)
    made.save()
    after = {"outcome": made.outcome, "gate": gate, "lists": made.lists}
    record(actor=actor, verb="screen-deal", subject=deal, after=after)
    return made


def gate(deal: Deal) -> None:
    """Let a deal pass only with a clear answer of the current lists; called inside its step."""
    found = latest(deal) or screen_deal(actor=None, deal=deal, gate=deal.state)
    if found.outcome == Band.BLOCK.value:
        raise ScreeningStops(deal=deal.title)
    if found.outcome == Band.REVIEW.value:
        raise ScreeningWaits(deal=deal.title)


def latest(deal: Deal) -> Screening | None:
    """
    Return the deal's finding if it still answers: this version of the party, today's lists.

    A missing or old list answers for nothing: that refuses. An expired decision answers no more.
    """
    told = versions_of(lists_for(deal), deal)
    found = Screening.objects.of_parties().filter(deal=deal).order_by("-id").first()
    return found if found is not None and still_answers(found, deal.buyer, told) else None


def still_answers(found: Screening, party: PartyRow, told: list[dict[str, str]]) -> bool:
    """Say whether a finding is of this version of the party, these lists, and not out of time."""
    expired = found.expires_on is not None and found.expires_on < timezone.localdate()
    same_party = (found.party_id, found.party_version) == (party.pk, party.version)
    return same_party and found.lists == told and not expired


@transaction.atomic
def ask_about(*, actor: User, name: str, country: str = "") -> Finding:
    """Check any name against the current lists; the question itself is written down."""
    _officer(actor)
    lists = exchange.current_lists(for_demo=actor.is_demo)
    require_current_days([(one.name, exchange.issued(one)) for one in lists], timezone.localdate())
    finding = check_party(lists, Party((name,), country or None), for_demo=actor.is_demo)
    after = {"name": name, "country": country, "outcome": finding.band.value}
    record(actor=actor, verb="ask-screening", subject=lists[0], after=after)
    return finding


@transaction.atomic
def clear(*, actor: User, screening: Screening, reason: str) -> Screening:
    """
    Say that a near match is somebody else, or that goods may go; for a year at most.

    Of a party it holds for this version; of goods for this destination, user and use.
    """
    kept = _undecided(actor, screening, reason)
    months = screening_rules().clear_months
    kept.expires_on = timezone.localdate() + timedelta(days=months * DAYS_IN_MONTH)
    verb = "clear-goods" if kept.gate == GOODS_GATE else "clear-screening"
    return _decided(kept, actor, Band.CLEAR, verb, reason)


@transaction.atomic
def refuse(*, actor: User, screening: Screening, reason: str) -> Screening:
    """Refuse a party, which will be known again by another name or route; or a deal's goods."""
    kept = _undecided(actor, screening, reason)
    verb = "refuse-goods" if kept.gate == GOODS_GATE else "refuse-party"
    return _decided(kept, actor, Band.BLOCK, verb, reason)


def _decided(kept: Screening, actor: User, outcome: Band, verb: str, reason: str) -> Screening:
    before = {"outcome": kept.outcome}
    kept.outcome = outcome.value
    kept.cleared_by = actor
    kept.cleared_reason = reason.strip()
    kept.save(update_fields=["outcome", "cleared_by", "cleared_reason", "expires_on"])
    after = {"outcome": kept.outcome}
    record(
        actor=actor, verb=verb, subject=kept, before=before, after=after, why=kept.cleared_reason
    )
    return kept


def _undecided(actor: User, screening: Screening, reason: str) -> Screening:
    """Return the screening locked, if this officer may decide it now."""
    _officer(actor)
    kept = Screening.objects.select_for_update(no_key=True).get(pk=screening.pk)
    if _had_a_hand_in(actor, kept):
        raise OwnDealNotDecided()
    if kept.outcome != Band.REVIEW.value:
        raise AlreadyDecided()
    if not reason.strip():
        raise DecisionNeedsReason()
    return kept


def _had_a_hand_in(actor: User, screening: Screening) -> bool:
    """Say whether somebody owns the deal or lead, or moved it, perhaps in an earlier role."""
    moved = Event.objects.filter(actor=actor)
    if (deal := screening.deal) is not None:
        moved = moved.filter(subject_kind="deal", subject_id=deal.pk,
                             verb__in=("move-deal", "take-on-deal"))  # fmt: skip
        return deal.owner_id == actor.pk or moved.exists()
    if (lead := screening.lead) is not None:
        moved = moved.filter(subject_kind="buyerlead", subject_id=lead.pk)
        return lead.owner_id == actor.pk or moved.exists()
    return False


def _officer(actor: User) -> None:
    if actor.role != Role.SCREENING:
        raise NotAScreeningOfficer()


def keep_decision(made: Screening) -> None:
    """Carry a decision on: same party, same version, and no match that was not decided on."""
    if made.outcome != Band.REVIEW.value:
        return
    decided = (
        Screening.objects.of_parties()
        .filter(
            deal=made.deal,
            lead=made.lead,
            party=made.party,
            party_version=made.party_version,
            person_version=made.person_version,
            outcome=Band.CLEAR.value,
            cleared_by__isnull=False,
            expires_on__gte=timezone.localdate(),
        )
        .order_by("-id")
    )
    before = decided.first()
    if before is not None and _matches(made) <= _matches(before):
        made.outcome = Band.CLEAR.value
        made.cleared_by = before.cleared_by
        made.cleared_reason = before.cleared_reason
        made.expires_on = before.expires_on


def _matches(screening: Screening) -> set[tuple[str, str, str]]:
    """Return what was found, by entry and the name that met: a changed entry is another match."""
    return {(hit["list"], hit["entry"], hit["entry_name"]) for hit in screening.evidence}


def evidence_of(role: str, finding: Finding) -> list[dict[str, object]]:
    return [
        {
            "role": role,
            "party_name": hit.party_name,
            "list": hit.list_name,
            "entry": hit.entry_id,
            "entry_name": hit.entry_name,
            "score": hit.score,
            "band": hit.band.value,
            "grounds": list(hit.grounds),
        }
        for hit in finding.hits
    ]


def lists_for(about: Kept) -> list[ScreeningList]:
    """Return the lists that answer for a deal or lead; refuse if none is there, or one too old."""
    lists = exchange.current_lists(for_demo=about.is_demo)
    require_current_days([(one.name, exchange.issued(one)) for one in lists], timezone.localdate())
    return lists


def versions_of(lists: list[ScreeningList], about: Kept) -> list[dict[str, str]]:
    """Return the lists' versions; our own refusals are one, and each new one makes another."""
    told = [{"name": one.name, "version": one.version, "sha256": one.sha256[:16]} for one in lists]
    refused = _refused_count(about)
    return told + ([{"name": OWN_LIST, "version": str(refused)}] if refused else [])


def _refused_count(about: Kept) -> int:
    return exchange.refusals(for_demo=about.is_demo).count()


def check_party(lists: list[ScreeningList], party: Party, *, for_demo: bool) -> Finding:
    """Check a party against the lists, and against those we refused ourselves."""
    findings = [_screen(tuple(one.sha256 for one in lists)).check(party)]
    refused = exchange.refused_parties(for_demo=for_demo)
    if refused:
        findings.append(screen_over([own_list(refused, timezone.localdate())]).check(party))
    return worst_of(findings)


@lru_cache(maxsize=2)
def _screen(hashes: tuple[str, ...]) -> Screen:
    """Return these versions of the lists indexed: the same content gives the same answers."""
    found = {one.sha256: one for one in ScreeningList.objects.filter(sha256__in=hashes)}
    return screen_over([exchange.as_list(found[sha256]) for sha256 in hashes])
