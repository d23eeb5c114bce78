"""Finding the own record: by licence, public number or telephone, and never by a name."""

from collections.abc import Iterator
from functools import lru_cache

from django.db.models import QuerySet

from hamafza.registry.claim_params import ClaimParams
from hamafza.registry.phones import ways_of_writing
from hamafza.registry.unit_facts import Way
from hamafza.store.parameters import load
from hamafza.vocabulary.text import latin_digits
from hamafza.web.actions.reach import records_of
from hamafza.web.actions.twin_joining import last_of
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.contacts import Contact
from hamafza.web.records.licences import Licence
from hamafza.web.records.units import Unit

SHORTEST = 4


@lru_cache(maxsize=1)
def params() -> ClaimParams:
    """Return what holds for claims."""
    return load(ClaimParams, "claims")


def units_by(words: str) -> list[Unit]:
    """
    Return the units that a licence number, a public number or a telephone belongs to.

    Exactly, and few: a telephone that many records share is a union's, and finds none of them.
    """
    told = latin_digits(words).strip().upper()
    if len(told) < SHORTEST:
        return []
    most = params().most_found + 1
    found: set[int] = set()
    for rows in _rows_with(_ways_of_a_licence(words), ways_of_writing(words, params()), told):
        found |= set(rows.values_list("unit_id", flat=True)[:most])
    units = {unit.pk: unit for unit in last_of(found).values()}
    return list(units.values()) if len(units) <= params().most_found else []


def phone_of(unit: Unit) -> str:
    """Return the telephone to which a unit's code goes, in its usual writing; or nothing."""
    numbers = records_of(unit)
    records = Unit.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "phone")
    own = sorted(records, key=lambda row: row[0] != unit.pk)
    mobile = Contact.objects.living().filter(unit__in=numbers, way=Way.MOBILE)
    told = [phone for _number, phone in own] + list(mobile.values_list("value", flat=True))
    for phone in told:
        if ways := ways_of_writing(phone or "", params()):
            return ways[0]
    return ""


def accounts_of(unit: Unit) -> list[User]:
    """Return the open accounts about any record of a unit."""
    people = User.objects.filter(
        role=Role.PRODUCER, is_active=True, unit__in=records_of(unit)
    ).order_by("pk")
    return list(people)


def _rows_with(licences: list[str], phones: tuple[str, ...], public_id: str) -> Iterator[QuerySet]:
    """Give the rows that bear a number, each by an index of its own."""
    units = Unit.objects.order_by()
    yield units.filter(public_id=public_id)
    yield units.filter(licence__in=licences)
    yield Licence.objects.living().order_by().filter(number__in=licences)
    if phones:
        yield units.filter(phone__in=phones)
        contacts = Contact.objects.living().order_by()
        yield contacts.filter(value__in=phones, way__in=(Way.MOBILE, Way.TELEPHONE))


def _ways_of_a_licence(words: str) -> list[str]:
    plain = latin_digits(words).strip()
    return list(dict.fromkeys([plain, plain.upper(), words.strip(), plain.replace(" ", "")]))
