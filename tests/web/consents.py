"""Consents as rows: given, and withdrawn."""

from django.utils import timezone

from hamafza.registry.unit_facts import ConsentWay, Use
from hamafza.web.records.consents import Consent
from hamafza.web.records.units import Unit


def agree(unit: Unit, use: Use = Use.BUYERS) -> Consent:
    return Consent.objects.create(
        unit=unit, use=use, given_at=timezone.now(), given_how=ConsentWay.SIGNED_PAPER
    )


def withdraw(unit: Unit, use: Use) -> Consent:
    given = agree(unit, use)
    given.withdrawn_at = timezone.now()
    given.withdrawn_how = ConsentWay.TELEPHONE
    given.save()
    return given
