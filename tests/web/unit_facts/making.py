"""National codes, account numbers and people made for tests: sound by rule, nobody's."""

from datetime import date, timedelta

from django.utils import timezone

from hamafza.registry.identity import CodeRule
from hamafza.web.actions.facts import add_fact
from hamafza.web.actions.people import add_person

LEAST = {
    "licence": {"kind": "business", "number": "0451-88"},
    "machine": {"means": "machine", "name": "چرخ گلدوزی"},
    "good": {"words": "رومیزی پته", "hs6": "630259", "monthly_units": 40},
    "certificate": {"kind": "standard", "name": "استاندارد ملی", "number": "1"},
    "export": {"year": 2024, "country": "OMN", "source": "customs", "value_minor": 900_000},
    "contact": {"way": "mobile", "value": "09130001122"},
    "workshop": {"county": "کرمان", "jobs": 12, "jobs_women": 9},
    "distributor": {"reach": ["IRQ"], "languages": "عربی", "vehicles": 3},
}
RULE = CodeRule(digits=10, weights=(10, 9, 8, 7, 6, 5, 4, 3, 2))


def national_code(number: int) -> str:
    """Return a code whose check digit fits, counted by the rule's own words."""
    digits = f"{number:09d}"
    rest = sum((10 - at) * int(digit) for at, digit in enumerate(digits)) % 11
    return digits + str(rest if rest < 2 else 11 - rest)


def iban(account: int) -> str:
    """Return an Iranian IBAN whose check digits fit."""
    tail = f"{account:022d}"
    return f"IR{98 - int(tail + '182700') % 97:02d}{tail}"


def make_person(cast, name="مریم پارسا", number=123_456_789, **said):
    """Write a person down as an owner of the cast's unit, by the promotion officer."""
    told = {"actor": cast.parviz, "unit": cast.unit, "name": name} | said
    return add_person(national_code=national_code(number) if number else "", **told)


def make_fact(cast, fact: str, unit=None, actor=None, **said):
    """Tell a fact of the cast's unit, with what such a fact cannot be without."""
    return add_fact(
        actor=actor or cast.parviz, unit=unit or cast.unit, kind=fact, said=LEAST[fact] | said
    )


def make_certificate(cast, days: int | None = 30, **said):
    """Tell a certificate that ends in so many days, or never."""
    ends = day(days) if days is not None else None
    return make_fact(cast, "certificate", expires_on=ends, **said)


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
