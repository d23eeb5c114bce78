"""
Messages before a paper ends: one at each stage, to units that agreed to messages.

The worker goes round; a round that is broken off, or repeated, writes no message twice.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from hamafza.registry.unit_facts import LicenceState, Use
from hamafza.web.actions import outbox
from hamafza.web.actions.circulars import may_be_told
from hamafza.web.actions.claim_finding import accounts_of, phone_of
from hamafza.web.actions.events import record
from hamafza.web.actions.fact_kinds import alarms
from hamafza.web.actions.facts import today
from hamafza.web.actions.reach import counting
from hamafza.web.notifier import Channel
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.consents import Consent
from hamafza.web.records.licences import Licence
from hamafza.web.records.outbox import Message
from hamafza.web.records.units import Unit

PURPOSE = "paper-ends"
AT_ONCE = 500

Paper = Certificate | Licence


def remind(day: date | None = None) -> int:
    """Lay a message for each paper that has come to a stage; return how many were laid."""
    on = day or today()
    laid, ending = 0, _ending(on)
    while papers := list(islice(ending, AT_ONCE)):
        keys = {_once(paper, on): paper for paper in papers}
        there = set(Message.objects.filter(once__in=keys).values_list("once", flat=True))
        for once, paper in keys.items():
            if once not in there:
                laid += _tell(paper, once, on)
    return laid


def _ending(on: date) -> Iterator[Paper]:
    last = max(alarms().message_days, default=None)
    if last is None:
        return
    span = {"expires_on__range": (on, on + timedelta(days=last))}
    licences = Licence.objects.filter(state=LicenceState.VALID)
    for papers in (Certificate.objects.all(), licences):
        found: QuerySet = papers.living().filter(_agreed(), **span).select_related("unit")
        yield from found.order_by("pk").iterator(chunk_size=AT_ONCE)


def _agreed() -> Q:
    """Papers of who agreed, or of records joined with theirs; each is asked closely by itself."""
    agreed = Consent.objects.living().filter(use=Use.MESSAGES).values("unit")
    into = Unit.objects.filter(pk__in=agreed).values("merged_into")
    return Q(unit__in=agreed) | Q(unit__merged_into__in=agreed) | Q(unit__in=into)


@transaction.atomic
def _tell(paper: Paper, once: str, on: date) -> bool:
    unit = counting(paper.unit)
    phone = phone_of(unit)
    if not phone or not may_be_told(Unit.objects.filter(pk=unit.pk)).exists():
        return False
    reader = next(iter(accounts_of(unit)), None)
    with translation.override(reader.language if reader else settings.LANGUAGE_CODE):
        told = {"paper": paper, "unit": unit, "left": _left(paper, on)}
        told["is_licence"] = isinstance(paper, Licence)
        text = render_to_string("unit_facts/ends.txt", told).strip()
    outbox.write(
        channel=Channel.SMS, to=phone, text=text, purpose=PURPOSE, once=once, unit=unit,
    )  # fmt: skip
    record(actor=None, verb="remind-of-end", subject=paper, after={"message": once})
    return True


def _once(paper: Paper, on: date) -> str:
    """Key of the message: a paper whose last day is moved is told of anew."""
    stage = alarms().stage_of(_left(paper, on))
    return f"{PURPOSE}:{paper._meta.model_name}:{paper.pk}:{paper.expires_on}:{stage}"


def _left(paper: Paper, on: date) -> int:
    assert paper.expires_on is not None, "papers without an end are not asked for"
    return (paper.expires_on - on).days
