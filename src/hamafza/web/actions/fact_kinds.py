"""The kinds of facts about a unit: their fields, who may tell them, and what is checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hamafza.registry import unit_facts as stage
from hamafza.registry.unit_facts import ExportSource, Way
from hamafza.store.parameters import load
from hamafza.vocabulary.codes import is_hs6
from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import latin_digits
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.contacts import Contact
from hamafza.web.records.distributors import Distributor
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.facts import Fact
from hamafza.web.records.licences import Licence
from hamafza.web.records.workshops import Machine, UnitGood, Workshop

Said = dict[str, Any]


class ContactNotUsable(Refusal):
    code = "contact-not-usable"


class CodeHasNoSuchShape(Refusal):
    code = "fact-code-shape"


@dataclass(frozen=True)
class Kind:
    """
    One kind of fact.

    ``personal`` fields stay out of the record of changes, which nobody can clean: it says that
    they changed. ``own_word`` kinds may be told by the unit itself, the others by officers.
    """

    model: type[Fact]
    fields: tuple[str, ...]
    own_word: bool
    checked: Callable[[Said, date], Said]
    personal: frozenset[str] = frozenset()
    known_by: tuple[str, ...] = ()
    """Fields that no two living facts of a unit share."""
    is_single: bool = False
    """A record of a unit has one, which is changed and never ended."""
    owners: Mapping[str, object] = field(default_factory=dict)
    """What stands in a field when the unit itself tells, whatever it says there."""
    life: Life[Any] | None = None
    """The steps that the field ``state`` may take."""


def _unchecked(said: Said, today: date) -> Said:
    return said


def _licence(said: Said, today: date) -> Said:
    stage.check_dates(said.get("issued_on"), said.get("expires_on"), today)
    return said | {"number": latin_digits(said["number"]).strip()}


def _certificate(said: Said, today: date) -> Said:
    stage.check_dates(said.get("issued_on"), said.get("expires_on"), today)
    return said


def _machine(said: Said, today: date) -> Said:
    stage.check_year(said.get("made_in_year"), today, limits())
    return said


def _good(said: Said, today: date) -> Said:
    return said | {"hs6": _hs6(said.get("hs6", ""))}


def _export(said: Said, today: date) -> Said:
    stage.check_year(said["year"], today, limits())
    return said | {"hs6": _hs6(said.get("hs6", ""))}


def _contact(said: Said, today: date) -> Said:
    way, value = Way(said["way"]), said["value"].strip()
    if way in (Way.MOBILE, Way.TELEPHONE):
        value = "".join(sign for sign in latin_digits(value) if sign.isdigit() or sign == "+")
        if not 5 <= len(value.lstrip("+")) <= 15 or "+" in value[1:]:
            raise ContactNotUsable(way=way.value)
    elif way is Way.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            raise ContactNotUsable(way=way.value) from None
    return said | {"way": way.value, "value": value}


def _hs6(code: str) -> str:
    plain = latin_digits(code).replace(".", "").strip()
    if plain and not is_hs6(plain):
        raise CodeHasNoSuchShape(given=code)
    return plain


@lru_cache(maxsize=1)
def limits() -> stage.Limits:
    """Return the bounds of what may be told."""
    return load(stage.Limits, "unit_facts", section="limits")


@lru_cache(maxsize=1)
def alarms() -> stage.Alarms:
    """Return from when a paper is shown as ending."""
    return load(stage.Alarms, "unit_facts", section="alarms")


KINDS: Mapping[str, Kind] = {
    "workshop": Kind(
        Workshop,
        ("county", "address", "postal_code", "jobs", "jobs_women", "jobs_home"),
        True,
        _unchecked,
        frozenset({"address", "postal_code"}),
        is_single=True,
    ),
    "licence": Kind(
        Licence,
        (
            *("kind", "number", "holder", "trade", "activity_class", "issuer"),
            *("issued_on", "expires_on", "state"),
        ),
        False,
        _licence,
        known_by=("kind", "number"),
        life=stage.LICENCE_LIFE,
    ),
    "machine": Kind(
        Machine,
        ("means", "name", "how_many", "made_in_year", "materials", "size"),
        True,
        _machine,
    ),
    "good": Kind(UnitGood, ("words", "hs6", "measure", "monthly_units", "monthly_kg"), True, _good),
    "certificate": Kind(
        Certificate,
        ("kind", "name", "number", "body", "good", "issued_on", "expires_on", "file", "file_name"),
        False,
        _certificate,
    ),
    "export": Kind(
        ExportRecord,
        ("year", "country", "hs6", "words", "value_minor", "currency", "source", "evidence"),
        True,
        _export,
        owners={"source": ExportSource.OWN_WORD.value},
    ),
    "contact": Kind(
        Contact,
        ("way", "value", "person", "note"),
        True,
        _contact,
        frozenset({"value", "note"}),
        known_by=("way", "value"),
    ),
    "distributor": Kind(
        Distributor,
        (
            *("coverage", "reach", "languages", "vehicles", "carries_kg"),
            *("stores", "stores_m2", "is_cold"),
        ),
        True,
        _unchecked,
        is_single=True,
    ),
}


def kind_of(fact: Fact) -> str:
    """Return the name of a fact's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(fact, kind.model))
