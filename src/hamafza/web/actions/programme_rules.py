"""What a country's programme asks of a consortium, and what each member still lacks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from hamafza.consortia.programme_rules import (
    Lacking,
    MemberStanding,
    ProgrammeRules,
    Programmes,
    what_is_lacking,
)
from hamafza.registry.unit_facts import CertificateKind, ExportSource
from hamafza.store.parameters import build, read_toml
from hamafza.store.resources import parameters_file
from hamafza.web.records.accounts import User
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.programme import DeclaredExport
from hamafza.web.records.readiness import ReadinessCertificate
from hamafza.web.records.units import Unit

_ROOM = "programmes"


@lru_cache(maxsize=1)
def programmes() -> Programmes:
    """Return the programmes that are known."""
    return build(Programmes, read_toml(parameters_file(_ROOM)), f"{_ROOM}.toml")


def rules_for(unit: Unit) -> ProgrammeRules:
    """Return the rules of the programme set, or of the country of a unit."""
    return programmes().of(unit.country, settings.PROGRAMME)


def lacking(consortium: Consortium) -> tuple[Lacking, ...]:
    """Return what a consortium's programme asks and is not there yet."""
    members = consortium.members.filter(state__in=("invited", "accepted")).select_related("unit")
    return lacking_among(
        consortium.lead_unit,
        [member.unit for member in members],
        promoter=consortium.promoter,
        related={member.unit_id: member.related_to for member in members},
    )


def lacking_among(
    lead: Unit,
    units: Sequence[Unit],
    *,
    promoter: User | None,
    related: Mapping[int, str] | None = None,
) -> tuple[Lacking, ...]:
    """Return the same for units that are to be brought together."""
    numbers = {unit.pk: unit for unit in (lead, *units)}
    papers = certified(numbers)
    exports = exported_usd(numbers)
    members = [
        MemberStanding(
            key=number,
            hand=(related or {}).get(number) or f"alone {number}",
            has_certificate=number in papers,
            exports_usd=exports.get(number, Decimal(0)),
        )
        for number in numbers
    ]
    return what_is_lacking(
        rules_for(lead),
        members,
        has_promoter=promoter is not None,
        promoter_is_lead=promoter is not None and promoter.unit_id == lead.pk,
    )


def certified(numbers: Mapping[int, Unit]) -> set[int]:
    """
    Return which of some units have a certificate of readiness that holds today.

    Ours, or another body's that was written down with the unit; on any record of it.
    """
    today = timezone.localdate()
    ours = ReadinessCertificate.objects.filter(
        withdrawn_at=None, issued_on__lte=today, valid_until__gte=today
    )
    others = Certificate.objects.living().filter(kind=CertificateKind.EXPORT_READINESS)
    others = others.filter(Q(expires_on=None) | Q(expires_on__gte=today))
    found: set[int] = set()
    for papers in (ours, others):
        of_them = papers.filter(Q(unit__in=numbers) | Q(unit__merged_into__in=numbers))
        for unit, counts in of_them.values_list("unit_id", "unit__merged_into_id"):
            found |= {unit, counts}
    return found & set(numbers)


def exported_usd(numbers: Mapping[int, Unit]) -> dict[int, Decimal]:
    """
    Return what units have exported themselves in all years, estimates and parts left out.

    What passed through us, or what papers show of before: the larger, for both may tell of one
    shipment.
    """
    through_us = DeclaredExport.objects.filter(
        unit__in=numbers, is_embedded=False, line__in=("proven", "declared")
    )
    before = ExportRecord.objects.living().filter(unit__in=numbers, currency="USD")
    before = before.exclude(source=ExportSource.OWN_WORD)
    found: dict[int, Decimal] = {}
    for rows, field in ((through_us, "value_usd_cents"), (before, "value_minor")):
        sums = rows.order_by().values_list("unit_id").annotate(cents=Sum(field))
        for unit, cents in sums:
            if unit is not None and cents is not None:
                found[unit] = max(found.get(unit, Decimal(0)), Decimal(cents) / 100)
    return found
