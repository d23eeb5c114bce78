"""
Facts about a unit: told, changed, confirmed and ended, one verb for each kind.

A unit may have several records that were joined (``twin_joining``). New facts go to the record
that stands for the unit; those of the others stay with them, and may be changed from there.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.fact_kinds import KINDS, Kind, Said, kind_of
from hamafza.web.actions.papers import with_paper_kept
from hamafza.web.actions.twin_joining import group_of, last_of
from hamafza.web.actions.units import NotYourUnit, may_speak_for
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.facts import Fact
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.units import Unit
from hamafza.web.records.workshops import UnitGood

HIDDEN = "•"
"""What the record of changes says of a personal field: that it changed, not to what."""


class FactNotYours(Refusal):
    """An officer tells this kind of fact, not the unit itself."""

    code = "fact-not-yours"


class FactThere(Refusal):
    code = "fact-there-already"


class FactChangedMeanwhile(Refusal):
    code = "fact-changed-meanwhile"


class FactEnded(Refusal):
    code = "fact-ended"


class FactNeverEnds(Refusal):
    code = "fact-never-ends"


class NotOfThisUnit(Refusal):
    """A person, or a good, named by a fact must be one of the unit's."""

    code = "fact-names-a-stranger"


class NothingToConfirm(Refusal):
    code = "good-nothing-to-confirm"


def standing_of(unit: Unit) -> Unit:
    """Return the record that stands for the unit that a record belongs to."""
    return unit if unit.merged_into_id is None else last_of([unit.pk])[unit.pk]


def records_of(unit: Unit) -> set[int]:
    """Return the numbers of all records of the unit that a record belongs to."""
    return group_of(standing_of(unit))


def is_owner(actor: User, unit: Unit) -> bool:
    """Say whether a producer's account is about this unit, by any of its records."""
    if actor.role != Role.PRODUCER or actor.unit_id is None:
        return False
    return actor.unit_id == unit.pk or actor.unit_id in records_of(unit)


def may_tell(actor: User, unit: Unit, kind: str) -> bool:
    """Say whether a person may tell this kind of fact of a unit."""
    return may_speak_for(actor, unit) or (KINDS[kind].own_word and is_owner(actor, unit))


@transaction.atomic
def add_fact(*, actor: User, unit: Unit, kind: str, said: Said) -> Fact:
    """Tell a fact of a unit; said twice, it is one fact."""
    told = KINDS[kind]
    last = locked_unit(actor, unit, kind)
    said = _checked(actor, last, told, with_paper_kept(said), {})
    living = told.model._default_manager.filter(unit__in=group_of(last), ended_at=None)
    if told.is_single:
        there = living.filter(unit=last).first()
        if there is not None:
            raise FactChangedMeanwhile()
    else:
        if same := living.filter(unit=last, **said).first():
            return same  # type: ignore[return-value]
        _refuse_second(told, last, said)
    is_demo = belongs_to_demo(actor, last)
    fact = told.model(unit=last, told_by=actor, is_demo=is_demo, **said)
    _mark_confirmed(actor, fact, said)
    fact.save()
    after = {"unit": last, **_plain(told, said)}
    record(actor=actor, verb=f"add-{kind}", subject=fact, after=after)
    return fact


@transaction.atomic
def change_fact(*, actor: User, fact: Fact, seen: int, said: Said, why: str = "") -> Fact:
    """Set a fact right; refused if somebody changed it since it was ``seen``."""
    kind = kind_of(fact)
    told = KINDS[kind]
    last = locked_unit(actor, fact.unit, kind)
    kept = locked_fact(fact, seen)
    stands = {name: getattr(kept, name) for name in told.fields}
    said = _checked(actor, last, told, with_paper_kept(said), stands)
    before = {name: getattr(kept, name) for name in said if getattr(kept, name) != said[name]}
    if not before:
        return kept
    if set(told.known_by) & set(before):
        _refuse_second(told, last, said)
    if told.life is not None and "state" in before:
        first = type(told.life.first)
        said["state"] = told.life.step(first(before["state"]), first(said["state"])).value
    for name in before:
        setattr(kept, name, said[name])
    kept.version += 1
    _mark_confirmed(actor, kept, before)
    kept.save()
    after = {name: said[name] for name in before}
    record(
        actor=actor, verb=f"change-{kind}", subject=kept, why=why,
        before=_plain(told, before), after=_plain(told, after),
    )  # fmt: skip
    return kept


@transaction.atomic
def end_fact(*, actor: User, fact: Fact, seen: int, why: str = "") -> Fact:
    """Say that a fact holds no more; it stays as history."""
    kind = kind_of(fact)
    if KINDS[kind].is_single:
        raise FactNeverEnds()
    locked_unit(actor, fact.unit, kind)
    kept = locked_fact(fact, seen)
    end(kept, actor, why)
    record(actor=actor, verb=f"end-{kind}", subject=kept, after={"unit": kept.unit_id}, why=why)
    return kept


@transaction.atomic
def confirm_good(*, actor: User, fact: UnitGood, seen: int, why: str = "") -> UnitGood:
    """Say that the unit can make so much a month: it counts where work is shared."""
    last = locked_unit(actor, fact.unit, "good")
    if not may_speak_for(actor, last):
        raise FactNotYours()
    kept: UnitGood = locked_fact(fact, seen)  # type: ignore[assignment]
    if kept.confirmed_at is not None or (kept.monthly_units is None and kept.monthly_kg is None):
        raise NothingToConfirm()
    kept.confirmed_by, kept.confirmed_at = actor, timezone.now()
    kept.version += 1
    kept.save(update_fields=["confirmed_by", "confirmed_at", "version"])
    after = {"monthly_units": kept.monthly_units, "monthly_kg": kept.monthly_kg}
    record(actor=actor, verb="confirm-good", subject=kept, after=after, why=why)
    return kept


def locked_unit(actor: User, unit: Unit, kind: str) -> Unit:
    """Lock the record that stands for a unit: its facts change one after another."""
    last = stands_locked(unit)
    if not may_speak_for(actor, last):
        if not is_owner(actor, last):
            raise NotYourUnit(unit=last.public_id)
        if kind in KINDS and not KINDS[kind].own_word:
            raise FactNotYours()
    return last


def stands_locked(unit: Unit) -> Unit:
    """Return the record that stands for a unit, locked while it is that."""
    while True:
        wanted = last_of([unit.pk])[unit.pk].pk
        held = Unit.objects.select_for_update(no_key=True).get(pk=wanted)
        if held.merged_into_id is None:
            return held


def locked_fact(fact: Fact, seen: int) -> Fact:
    """Lock a fact as it was seen, or refuse."""
    rows = type(fact)._default_manager.select_for_update(no_key=True, of=("self",))
    kept = rows.select_related("ended_by").get(pk=fact.pk)
    if kept.ended_at is not None:
        raise FactEnded(who=kept.ended_by.get_full_name() if kept.ended_by else "—")
    if kept.version != seen:
        raise FactChangedMeanwhile()
    return kept  # type: ignore[no-any-return]


def end(fact: Fact, actor: User, why: str) -> None:
    """Write down that a fact ended."""
    fact.ended_at, fact.ended_by, fact.ended_why = timezone.now(), actor, why
    fact.version += 1
    fact.save(update_fields=["ended_at", "ended_by", "ended_why", "version"])


def _checked(actor: User, unit: Unit, kind: Kind, said: Said, stands: Said) -> Said:
    """Return all fields with what is said in place of what stands there, checked."""
    unknown = set(said) - set(kind.fields)
    if unknown:
        raise ValueError(f"{sorted(unknown)} is nothing told of {kind.model.__name__}")
    if actor.role == Role.PRODUCER:
        said = said | dict(kind.owners)
    for name, value in said.items():
        if value == stands.get(name):
            continue
        if isinstance(value, Person):
            _of_this_unit(UnitPerson.objects.filter(person=value), unit)
        elif isinstance(value, Fact):
            _of_this_unit(type(value)._default_manager.filter(pk=value.pk), unit)
    return kind.checked(stands | said, today())


def _refuse_second(kind: Kind, unit: Unit, said: Said) -> None:
    """What is known by its number is written down once for a unit."""
    by = {name: said[name] for name in kind.known_by}
    rows = kind.model._default_manager.filter(unit__in=group_of(unit), ended_at=None, **by)
    if by and rows.exists():
        raise FactThere()


def _of_this_unit(rows: Any, unit: Unit) -> None:
    if not rows.filter(unit__in=group_of(unit), ended_at=None).exists():
        raise NotOfThisUnit()


def _mark_confirmed(actor: User, fact: Fact, said: Said) -> None:
    """An officer's figures are confirmed by being written; the unit's own wait for an officer."""
    if not isinstance(fact, UnitGood) or not {"monthly_units", "monthly_kg", "measure"} & set(said):
        return
    if actor.role == Role.PRODUCER:
        fact.confirmed_by = fact.confirmed_at = None
    elif fact.monthly_units is not None or fact.monthly_kg is not None:
        fact.confirmed_by, fact.confirmed_at = actor, timezone.now()


def _plain(kind: Kind, said: Said) -> Said:
    return {
        name: HIDDEN if name in kind.personal and value not in (None, "") else value
        for name, value in said.items()
        if name != "file"
    }


def today() -> date:
    """Return the day it is where the installation stands."""
    return timezone.localdate()
