"""People of a unit: written down, with a national code that is sealed, and parted from it."""

from collections.abc import Sequence

from django.db import transaction

from hamafza.registry.identity import Identity
from hamafza.registry.unit_facts import Gender, Part
from hamafza.store.parameters import load
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import match_key
from hamafza.web import sealing
from hamafza.web.actions import keys
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.facts import (
    FactChangedMeanwhile,
    FactNotYours,
    FactThere,
    end,
    locked_fact,
    locked_unit,
    records_of,
    stands_locked,
)
from hamafza.web.actions.privacy import note_read
from hamafza.web.actions.units import may_speak_for
from hamafza.web.branches import units_of
from hamafza.web.exchange.told_people import CODE, is_another_name
from hamafza.web.own_country import own_country
from hamafza.web.records.accounts import User
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.units import Unit


class CodeOfAnotherName(Refusal):
    """The code belongs to a person written down under a name that has no word in common."""

    code = "person-code-of-another-name"


class CodeOfAnotherPerson(Refusal):
    code = "person-code-taken"


def identity() -> Identity:
    """Return the countries' rules for numbers that name people and accounts."""
    return load(Identity, "identity")


def persons_of_code(text: str, country: str = "IRN") -> list[Person]:
    """Find people by a national code, under whichever key they were written down."""
    code = identity().national_code(text, country)
    found = Person.objects.filter(code_key__in=sealing.lookups(code, CODE), country=country)
    return list(found.order_by("pk"))


def ties_by_code(*, reader: User, code: str) -> list[UnitPerson]:
    """
    Return what the person of a national code is to units of the reader's branch.

    Each unit it leads to is noted as read; that the person is known elsewhere is told to nobody.
    """
    ties = UnitPerson.objects.living().filter(person__in=persons_of_code(code, own_country()))
    within = ties.filter(unit__in=units_of(reader)).select_related("person", "unit", "unit__office")
    found = list(within.order_by("pk"))
    for tie in found:
        note_read(reader=reader, unit=tie.unit, what=["person"], why="by-code")
    return found


@transaction.atomic
def add_person(
    *,
    actor: User,
    unit: Unit,
    name: str,
    part: str = Part.OWNER,
    national_code: str = "",
    gender: str = "",
) -> UnitPerson:
    """
    Write down who a person is to a unit.

    Who is known by the code is not written down twice: one person may have two licences or two
    workshops, and a couple is two people.
    """
    last = _locked(actor, unit)
    code = identity().national_code(national_code, last.country) if national_code.strip() else ""
    person = _known(code, name, last, belongs_to_demo(actor, last)) if code else None
    is_new = person is None
    if person is None:
        person = _written_down(actor, last, name.strip(), code, gender)
    elif code and sealing.opened(person.code_sealed) is None:
        _seal_again(person, code)
    there = UnitPerson.objects.living().filter(unit__in=records_of(last), person=person, part=part)
    if tie := there.first():
        return tie  # type: ignore[return-value]
    if is_new and not code and _same_words(last, name, part):
        raise FactThere()
    tie = UnitPerson.objects.create(
        unit=last,
        person=person,
        part=Part(part).value,
        told_by=actor,
        is_demo=belongs_to_demo(actor, last),
    )
    after = {"unit": last, "person": person, "part": tie.part, "is_new": is_new}
    record(actor=actor, verb="add-person", subject=tie, after=after | {"has_code": bool(code)})
    return tie


@transaction.atomic
def correct_person(
    *, actor: User, tie: UnitPerson, seen: int, name: str, gender: str = "", national_code: str = ""
) -> Person:
    """
    Set right a person's name or gender, or tell the code; an empty code leaves what there is.

    ``seen`` is the version of the person. The record of changes says which fields, not what.
    """
    last = _locked(actor, tie.unit)
    person = Person.objects.select_for_update(no_key=True).get(pk=tie.person_id)
    if person.version != seen:
        raise FactChangedMeanwhile()
    said = {"name": name.strip(), "gender": Gender(gender).value if gender else ""}
    changed = [field for field, value in said.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, said[field])
    if national_code.strip():
        code = identity().national_code(national_code, person.country)
        if any(other.pk != person.pk for other in _of_code(code, last, person.is_demo)):
            raise CodeOfAnotherPerson()
        if sealing.opened(person.code_sealed) != code:
            _seal(person, code)
            changed.append("national_code")
    if changed:
        person.version += 1
        person.save()
        record(actor=actor, verb="correct-person", subject=person, after={"changed": changed})
    return person


@transaction.atomic
def end_person(*, actor: User, tie: UnitPerson, seen: int, why: str = "") -> UnitPerson:
    """Say that a person is no more what she was to the unit."""
    _locked(actor, tie.unit)
    kept = locked_fact(tie, seen)
    end(kept, actor, why)
    after = {"unit": kept.unit_id, "person": tie.person_id}
    record(actor=actor, verb="end-person", subject=kept, after=after, why=why)
    return kept  # type: ignore[return-value]


@transaction.atomic
def read_code(*, actor: User, tie: UnitPerson, why: str) -> str | None:
    """Open a national code for an officer; that it was read, and why, is written down."""
    last = stands_locked(tie.unit)
    if not may_speak_for(actor, last) or tie.ended_at is not None:
        raise FactNotYours()
    record(actor=actor, verb="read-national-code", subject=tie.person, why=why)
    note_read(reader=actor, unit=last, what=["national-code"], why="sealed-number")
    return sealing.opened(tie.person.code_sealed)


def living_ties(units: Sequence[int] | set[int]):
    """Return who is what to the records of a unit, today."""
    ties = UnitPerson.objects.living().filter(unit__in=units)
    return ties.select_related("person").order_by("part", "pk")


def _locked(actor: User, unit: Unit) -> Unit:
    """People are written down by officers alone: a name is not the unit's to give away."""
    last = locked_unit(actor, unit, "person")
    if not may_speak_for(actor, last):
        raise FactNotYours()
    return last


def _of_code(code: str, unit: Unit, is_demo: bool) -> list[Person]:
    hashes = sealing.lookups(code, CODE)
    rows = Person.objects.select_for_update(no_key=True).filter(code_key__in=hashes)
    return list(rows.filter(country=unit.country, is_demo=is_demo).order_by("pk"))


def _known(code: str, name: str, unit: Unit, is_demo: bool) -> Person | None:
    for person in _of_code(code, unit, is_demo):
        if is_another_name(person.name, name):
            raise CodeOfAnotherName()
        return person
    return None


def _written_down(actor: User, unit: Unit, name: str, code: str, gender: str) -> Person:
    person = Person(
        name=name,
        country=unit.country,
        gender=Gender(gender).value if gender else "",
        is_demo=belongs_to_demo(actor, unit),
    )
    if code:
        _seal(person, code)
        # Somebody may write the same person down at this moment: the database keeps one.
        kept, _is_new = Person.objects.get_or_create(
            code_key=person.code_key,
            country=person.country,
            is_demo=person.is_demo,
            defaults={"name": name, "gender": person.gender, "code_sealed": person.code_sealed},
        )
        return kept
    person.save()
    return person


def _seal(person: Person, code: str) -> None:
    person.code_sealed, person.code_key = keys.sealed(code), keys.hashed(code, CODE)


def _seal_again(person: Person, code: str) -> None:
    """The key was lost and the code is told again: the hash has known it."""
    _seal(person, code)
    person.save(update_fields=["code_sealed", "code_key"])


def _same_words(unit: Unit, name: str, part: str) -> bool:
    there = living_ties(records_of(unit)).filter(part=part, person__code_key=None)
    return any(match_key(tie.person.name) == match_key(name) for tie in there)
