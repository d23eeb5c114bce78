"""
Joining two records of one unit, and parting them again.

A joining sets one link, ``merged_into``, from one record to the one that counts for it; nothing is
deleted, and what it fills or moves (gaps, accounts) is written down with the pair, so that parting
takes that link away and all is as it was. The records of a unit hang together as a tree: the last
one, which hangs on no other, stands for all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.twin_ties import Ties, against, between, ties_of
from hamafza.web.actions.units import VERIFIED
from hamafza.web.records.accounts import User
from hamafza.web.records.found_by import KEYS
from hamafza.web.records.twins import TwinPair, TwinState
from hamafza.web.records.units import Unit

FILLED = ("trade", "phone", "licence", "address", "workers", "home_based", "women_owned")
"""Gaps of the kept record that the other fills. What a unit makes is confirmed, never filled."""
CLAIMED, OLDER = "claimed", "older"
"""Why a record is kept, beside ``VERIFIED``."""


@dataclass(frozen=True)
class Joining:
    """What saying "the same" would do, or why it cannot be done."""

    kept: Unit
    joined: Unit
    because: str
    fills: Mapping[str, object]
    sides: tuple[set[int], set[int]]
    """All records of the one unit, and of the other."""
    refusal: Refusal | None


def joining_of(pair: TwinPair) -> Joining | None:
    """Return what joining a pair would do; None if its records are one already."""
    ends = last_of((pair.one_id, pair.other_id))
    first, second = ends[pair.one_id], ends[pair.other_id]
    return None if first.pk == second.pk else _joining(first, second)


def locked_joining(pair: TwinPair, ties: Ties | None = None) -> Joining | None:
    """
    Return the same with both records locked, each still the last of its unit.

    ``ties`` of many pairs at once spare the asking for each.
    """
    while True:
        ends = last_of((pair.one_id, pair.other_id))
        wanted = {ends[pair.one_id].pk, ends[pair.other_id].pk}
        if len(wanted) == 1:
            return None
        held = Unit.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        units = {unit.pk: unit for unit in held}
        if all(unit.merged_into_id is None for unit in units.values()):
            first, second = (units[ends[end].pk] for end in (pair.one_id, pair.other_id))
            return _joining(first, second, ties)


def join(pair: TwinPair, plan: Joining) -> int:
    """Join the two records of a plan by a pair; return how many other pairs that answers too."""
    kept, joined = plan.kept, plan.joined
    pair.joined, pair.filled = joined, _fill(kept, plan.fills)
    joined.merged_into = kept
    joined.save(update_fields=["merged_into"])
    owners = User.objects.filter(unit=joined)
    pair.accounts = list(owners.order_by("pk").values_list("pk", flat=True))
    owners.update(unit=kept)
    answered = between(*plan.sides).exclude(pk=pair.pk)
    answered = answered.filter(state__in=(TwinState.OPEN, TwinState.LATER))
    return answered.update(state=TwinState.SAME, decided_by=None, decided_at=timezone.now(), why="")


@dataclass(frozen=True)
class Parting:
    """What taking a joining back did: the record that was kept, and what else moved."""

    kept: Unit
    stay: list[str]
    """Filled fields that somebody changed since."""
    asked_again: list[int]
    """Pairs that were the same because of this one, or cannot be joined without it."""


def part(pair: TwinPair) -> Parting:
    """
    Take a pair's joining back, as if it had never been.

    What was joined after it may hang on it: those joinings are taken back too, the last first, and
    made again without it in the order they were made.
    """
    assert pair.joined_id is not None
    numbers = group_of(last_of((pair.joined_id,))[pair.joined_id])
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk"))
    same = between(numbers, numbers).filter(state=TwinState.SAME).exclude(pk=pair.pk)
    inside = list(same.select_for_update(no_key=True).order_by("decided_at", "pk"))
    after = [
        each
        for each in inside
        if each.joined_id is not None and (each.decided_at, each.pk) > (pair.decided_at, pair.pk)
    ]
    for each in reversed(after):
        _unlink(each)
    kept, stay = _unlink(pair)
    said = [each for each in inside if each.joined_id is None and each.decided_by_id is not None]
    asked = [each for each in sorted(after + said, key=_in_time) if not _made_again(each)]
    ends = last_of(numbers)
    asked += [
        each
        for each in inside
        if each.joined_id is None and ends[each.one_id] != ends[each.other_id]
    ]
    again = {each.pk for each in asked}
    TwinPair.objects.filter(pk__in=again).update(
        state=TwinState.OPEN, decided_by=None, decided_at=None, why=""
    )
    return Parting(kept, stay, sorted(again))


def _in_time(pair: TwinPair) -> tuple[datetime, int]:
    assert pair.decided_at is not None
    return pair.decided_at, pair.pk


def _unlink(pair: TwinPair) -> tuple[Unit, list[str]]:
    """Cut the one link of a pair and empty what it filled; return the kept and what stays."""
    joined = Unit.objects.select_related("merged_into").get(pk=pair.joined_id)
    kept = joined.merged_into
    assert kept is not None
    stay = _empty_again(kept, pair.filled)
    joined.merged_into = None
    joined.save(update_fields=["merged_into"])
    User.objects.filter(pk__in=pair.accounts, unit=kept).update(unit=joined)
    pair.joined, pair.filled, pair.accounts = None, {}, []
    pair.save(update_fields=["joined", "filled", "accounts"])
    return kept, stay


def _made_again(pair: TwinPair) -> bool:
    """Join a pair once more; say whether its records are one now."""
    plan = joining_of(pair)
    if plan is None:
        return True
    if plan.refusal is not None:
        return False
    join(pair, plan)
    pair.save(update_fields=["joined", "filled", "accounts"])
    return True


def last_of(numbers: Iterable[int]) -> dict[int, Unit]:
    """Return for each record the one that stands for its unit: the last of its chain."""
    at = {number: number for number in numbers}
    known: dict[int, Unit] = {}
    while True:
        known |= Unit.objects.in_bulk(set(at.values()) - set(known))
        above = {number: known[end].merged_into_id or end for number, end in at.items()}
        if above == at:
            return {number: known[end] for number, end in at.items()}
        at = above


def counting(unit: Unit) -> Unit:
    """Return the record that counts for a unit, locked: it cannot be joined to another now."""
    while True:
        end = last_of((unit.pk,))[unit.pk]
        kept = Unit.objects.select_for_update(no_key=True).get(pk=end.pk)
        if kept.merged_into_id is None:
            return kept


def group_of(*lasts: Unit) -> set[int]:
    """Return the numbers of all records of a unit (or several), from its last."""
    found = edge = {last.pk for last in lasts}
    while edge:
        edge = set(Unit.objects.filter(merged_into__in=edge).values_list("pk", flat=True)) - found
        found = found | edge
    return found


def ties_of_pairs(pairs: Iterable[TwinPair]) -> Ties:
    """Return what hangs on all records that pairs may bring together."""
    ends = last_of(number for pair in pairs for number in (pair.one_id, pair.other_id))
    return ties_of(group_of(*ends.values()))


def _joining(first: Unit, second: Unit, ties: Ties | None = None) -> Joining:
    sides = {first.pk: group_of(first), second.pk: group_of(second)}
    ties = ties or ties_of(sides[first.pk] | sides[second.pk])
    ranks = {
        unit: (unit.status != VERIFIED, not ties.claimed & sides[unit.pk], unit.pk)
        for unit in (first, second)
    }
    kept, joined = sorted(ranks, key=lambda unit: ranks[unit])
    return Joining(
        kept,
        joined,
        _because(ranks[kept], ranks[joined]),
        {
            name: getattr(joined, name)
            for name in FILLED
            if _is_empty(getattr(kept, name)) and not _is_empty(getattr(joined, name))
        },
        (sides[kept.pk], sides[joined.pk]),
        against(joined, sides[kept.pk], sides[joined.pk], ties),
    )


def _because(kept: tuple[bool, bool, int], joined: tuple[bool, bool, int]) -> str:
    if kept[0] != joined[0]:
        return VERIFIED
    return CLAIMED if kept[1] != joined[1] else OLDER


def _fill(kept: Unit, fills: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Fill the gaps of a record; return what stood there and what stands there now."""
    if not fills:
        return {}
    before = {name: getattr(kept, name) for name in fills}
    for name, value in fills.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(before))
    return {
        name: {"before": stood, "after": getattr(kept, name)}
        for name, stood in before.items()
        if stood != getattr(kept, name)
    }


def _empty_again(kept: Unit, filled: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Put back what stood in filled fields; return those that somebody changed since."""
    told = {name: said for name, said in filled.items() if name not in KEYS}
    back = [name for name, said in told.items() if getattr(kept, name) == said["after"]]
    for name in back:
        setattr(kept, name, told[name]["before"])
    if back:
        kept.save(update_fields=back)
    return [name for name in told if name not in back]


def _is_empty(value: object) -> bool:
    return value is None or value == ""
