"""Goods of a unit: what its words are read as, and a person who confirms the code."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from hamafza.goods.refusals import (
    CodeUnknown,
    NationalLineUnknown,
    NoCodeChosen,
    NotYourUnit,
)
from hamafza.goods.verdict import Verdict
from hamafza.runs.classifying import classifier, classify_one, wording
from hamafza.runs.goods_tables import HS_EDITION
from hamafza.runs.national_tariff import national_lines
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.units import counts_itself
from hamafza.web.branches import holds_unit
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.goods import GoodsConfirmation, phrase_key
from hamafza.web.records.units import Unit

MAKER, SERVICE = "maker", "service"


@dataclass(frozen=True)
class Confirmed:
    """A code that people have confirmed for the same words, and how many of them."""

    hs6: str
    service_code: str
    people: int


@dataclass(frozen=True)
class Reading:
    """The machine's verdict, and what people have said of the same words: they come first."""

    verdict: Verdict
    confirmed: tuple[Confirmed, ...]


def read_goods(text: str) -> Reading:
    """Read a phrase; what was confirmed for the same phrase counts at once."""
    codes = (
        GoodsConfirmation.objects.filter(phrase_key=phrase_key(text), is_current=True)
        .exclude(phrase_key="")
        .values_list("hs6", "service_code")
        .annotate(people=Count("id"))
        .order_by("-people", "hs6")
    )
    return Reading(classify_one(text), tuple(Confirmed(*row) for row in codes))


@transaction.atomic
def confirm_goods(
    *,
    actor: User,
    unit: Unit,
    text: str,
    hs6: str = "",
    service_code: str = "",
    answer: str = "",
) -> GoodsConfirmation:
    """
    Keep what a person says the unit makes: who, when, of which edition.

    An earlier confirmation stays as history. The unit's family follows its new heading.
    """
    kept = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _may_confirm(actor, kept)
    counts_itself(kept)
    _known(hs6, service_code)
    kept.confirmations.filter(is_current=True).update(is_current=False)
    confirmed = GoodsConfirmation.objects.create(
        unit=kept,
        text=text,
        hs4=hs6[:4],
        hs6=hs6,
        service_code=service_code,
        edition=HS_EDITION,
        answer=answer[:400],
        confirmed_by=actor,
        is_demo=belongs_to_demo(actor, kept),
        **_read_as(text, hs6),
    )
    before = {"hs6": kept.hs6, "service_code": kept.service_code, "family": kept.family}
    _follow(kept, confirmed)
    after = {"hs6": kept.hs6, "service_code": kept.service_code, "family": kept.family}
    record(actor=actor, verb="confirm-goods", subject=kept, before=before, after=after, why=answer)
    return confirmed


@transaction.atomic
def choose_national_line(*, actor: User, unit: Unit, code: str) -> GoodsConfirmation:
    """Keep the country's own line below the confirmed subheading; an empty code takes it back."""
    kept = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _may_confirm(actor, kept)
    current = kept.confirmations.filter(is_current=True).exclude(hs6="").first()
    if current is None:
        raise NoCodeChosen()
    offered = national_lines(settings.HOME, kept.country, current.hs6)
    if code and (offered is None or code not in {line.code for line in offered.lines}):
        raise NationalLineUnknown(line=code, hs6=current.hs6)
    before = {"national_code": current.national_code}
    if before["national_code"] != code:
        current.national_code = code
        current.save(update_fields=["national_code"])
        after = {"national_code": code}
        record(actor=actor, verb="choose-national-line", subject=kept, before=before, after=after)
    return current


def may_confirm(actor: User, unit: Unit) -> bool:
    """Say whether a person may speak for a unit: its owner, an office above it, an institution."""
    if actor.role == Role.PRODUCER:
        return bool(actor.unit_id == unit.pk)
    return holds_unit(actor, unit)


def _may_confirm(actor: User, unit: Unit) -> None:
    if not may_confirm(actor, unit):
        raise NotYourUnit(unit=unit.public_id)


def _known(hs6: str, service_code: str) -> None:
    """Exactly one of the two, and one that stands in its list."""
    services = wording().service_codes()
    if bool(hs6) == bool(service_code):
        raise CodeUnknown(code=hs6 or service_code or "-")
    if hs6 not in classifier().codes.at6 and service_code not in services:
        raise CodeUnknown(code=hs6 or service_code)


def _read_as(text: str, hs6: str) -> dict[str, object]:
    """Keep beside the person's word what the machine had said of it."""
    verdict = classify_one(text)
    chosen = [one for one in verdict.candidates if one.hs6 == hs6]
    asked = verdict.question
    return {
        "probability": chosen[0].probability_hs6 if chosen else None,
        "reason": wording().reason(verdict.reason, verdict.language),
        "question": wording().question(asked, verdict.language) if asked else "",
    }


def _follow(unit: Unit, confirmed: GoodsConfirmation) -> None:
    unit.hs4, unit.hs6 = confirmed.hs4 or None, confirmed.hs6 or None
    unit.service_code = confirmed.service_code or None
    unit.hs_probability, unit.hs_reason = None, confirmed.reason
    if unit.kind in (MAKER, SERVICE):
        unit.kind = SERVICE if confirmed.service_code else MAKER
        unit.family = confirmed.hs4 or f"service:{confirmed.service_code}"
    unit.save()
