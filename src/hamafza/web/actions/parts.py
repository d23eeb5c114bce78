"""Parts: a factory posts a need, asks workshops, and they say whether they would make it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from hamafza.parts.embedded import embedded_export
from hamafza.parts.life import MATCH_LIFE, NEED_LIFE, MatchState, NeedState
from hamafza.parts.needs import checked_code
from hamafza.runs.matching import judgement_of, match_need
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange import parts as exchange
from hamafza.web.records.accounts import User
from hamafza.web.records.parts import Factory, Need, NeedMatch

MOST_FOUND = 25
A_MOMENT = timedelta(seconds=30)
_SAID = ("factory", "text", "hs4", "hs6", "quantity", "material", "tolerance", "asked_by")


class NotYourFactory(Refusal):
    """A need belongs to one factory; nobody else posts, asks or closes for it."""

    code = "need-of-another-factory"


class NotYourWorkshop(Refusal):
    code = "need-asked-of-another-workshop"


class NobodyToAsk(Refusal):
    """No workshop that was not asked yet has a share in the joint bid."""

    code = "need-nobody-to-ask"


@transaction.atomic
def post_need(
    *,
    actor: User,
    factory: Factory,
    text: str,
    quantity: int,
    code: str = "",
    service_code: str = "",
    material: str = "",
    tolerance: str = "",
    reach_km: float | None = None,
    needed_on: date | None = None,
    embedded_share: Decimal | None = None,
) -> Need:
    """Keep a need and find the workshops able to meet it; two clicks are one need."""
    _owns(actor, factory)
    Factory.objects.select_for_update(no_key=True).get(pk=factory.pk)
    need = Need(
        factory=factory,
        text=text.strip(),
        hs4=code[:4],
        hs6=code if len(code) == 6 else "",
        service_code=service_code,
        quantity=quantity,
        material=material,
        tolerance=tolerance,
        reach_km=reach_km,
        needed_on=needed_on,
        embedded_share=None if embedded_share is None else float(embedded_share),
        asked_by=actor,
        is_demo=belongs_to_demo(actor, factory),
    )
    checked_code(code)
    exchange.as_asked(need)  # refuses what no workshop could be found by
    if (there := _posted_just_now(need)) is not None:
        return there
    need.save()
    after = {"text": need.text, "quantity": quantity, "code": code}
    record(actor=actor, verb="post-need", subject=need, after=after)
    find_again(need=need)
    return need


def _posted_just_now(need: Need) -> Need | None:
    """Return the same need if the same person posted it a moment ago."""
    same = {name: getattr(need, name) for name in _SAID}
    return Need.objects.filter(created_at__gte=timezone.now() - A_MOMENT, **same).first()


@transaction.atomic
def find_again(*, need: Need) -> int:
    """Find the workshops anew and return how many; those already asked stay."""
    judgement = judgement_of()
    if need.reach_km:
        judgement = replace(judgement, reach_km=need.reach_km)
    units = exchange.units_for(need, judgement.reach_km)
    exchange.write_matches(need, match_need(exchange.as_asked(need), units, judgement, MOST_FOUND))
    return need.matches.count()


@transaction.atomic
def ask_workshops(*, actor: User, need: Need, units: list[int] | None = None) -> int:
    """Ask the workshops named, or those of the joint bid, whether they would make it."""
    kept = _locked(actor, need)
    waiting = list(
        kept.matches.filter(state=MatchState.PROPOSED.value).select_for_update(no_key=True)
    )
    if units is None:
        chosen = [match for match in waiting if exchange.share_of(match)]
    else:
        chosen = [match for match in waiting if match.unit_id in units]
    if not chosen:
        raise NobodyToAsk()
    for match in chosen:
        _move_match(match, MatchState.ASKED)
    _move_need(kept, NeedState.ASKED)
    after = {"units": [match.unit_id for match in chosen]}
    record(actor=actor, verb="ask-workshops", subject=kept, after=after)
    return len(chosen)


@transaction.atomic
def answer(*, actor: User, match: NeedMatch, is_willing: bool) -> NeedMatch:
    """Say for a workshop whether it would make its part of a need."""
    need = Need.objects.select_for_update(no_key=True).get(pk=match.need_id)
    kept = NeedMatch.objects.select_for_update(no_key=True).get(pk=match.pk)
    if actor.unit_id != kept.unit_id:
        raise NotYourWorkshop()
    before = kept.state
    _move_match(kept, MatchState.WILLING if is_willing else MatchState.DECLINED)
    after = {"state": kept.state}
    record(actor=actor, verb="answer-need", subject=kept, before={"state": before}, after=after)
    if is_willing and _willing_pieces(need) >= need.quantity:
        _move_need(need, NeedState.COVERED)
    return kept


@transaction.atomic
def close_need(*, actor: User, need: Need) -> Need:
    """Close a need: nobody is asked any more."""
    kept = _locked(actor, need)
    _move_need(kept, NeedState.CLOSED)
    record(actor=actor, verb="close-need", subject=kept, after={"state": kept.state})
    return kept


def embedded(need: Need) -> Money | None:
    """Return what the part carries abroad each year inside what the factory sells."""
    if need.embedded_share is None or need.factory.export_usd_per_year is None:
        return None
    export = Money.from_decimal(Decimal(need.factory.export_usd_per_year), "USD")
    return embedded_export(export, Decimal(str(need.embedded_share)))


def _willing_pieces(need: Need) -> float:
    willing = need.matches.filter(state=MatchState.WILLING.value)
    return willing.aggregate(pieces=Sum("capacity"))["pieces"] or 0


def _move_match(match: NeedMatch, towards: MatchState) -> None:
    match.state = MATCH_LIFE.step(MatchState(match.state), towards).value
    match.save(update_fields=["state"])


def _move_need(need: Need, towards: NeedState) -> None:
    need.state = NEED_LIFE.step(NeedState(need.state), towards).value
    need.save(update_fields=["state"])


def _locked(actor: User, need: Need) -> Need:
    kept = Need.objects.select_for_update(no_key=True).select_related("factory").get(pk=need.pk)
    _owns(actor, kept.factory)
    return kept


def _owns(actor: User, factory: Factory) -> None:
    if actor.factory_id != factory.pk:
        raise NotYourFactory()
