"""What each verb of regrouping makes of the groups it is asked of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hamafza.consortia.params import FormationParams
from hamafza.consortia.regrouping import Group, Units, joined_by, value_of, with_a_lead, without
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.records.formations import Formation
from hamafza.web.records.proposals import ProposalMember
from hamafza.web.records.units import Unit

MOVE, LEAVE, TAKE_IN, SPLIT, MERGE, LEAD, FORBID, PIN, UNPIN = VERBS = (
    "move", "leave", "take-in", "split", "merge", "lead", "forbid", "pin", "unpin",
)  # fmt: skip


class NotAsked(Refusal):
    """The change names no member, or none that is there: the page was left behind."""

    code = "formation-edit-not-understood"


class GroupIsPinned(Refusal):
    code = "formation-group-is-pinned"


class UnitIsTaken(Refusal):
    code = "formation-unit-is-taken"


@dataclass(frozen=True)
class Asked:
    """A change: its verb, the group it begins at, units by number, and another group."""

    verb: str
    group: int
    units: tuple[int, ...] = ()
    towards: int | None = None

    def groups(self) -> set[int]:
        """Return the numbers of the groups that exist before it."""
        return {self.group} | ({self.towards} if self.towards is not None else set())


@dataclass(frozen=True)
class Change:
    """The groups it touches, before and after; one split off has no before."""

    verb: str
    before: tuple[Group, ...]
    after: tuple[Group, ...]
    forbids: list[int] | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def change_asked(
    asked: Asked,
    groups: Mapping[int, Group],
    units: Units,
    params: FormationParams,
    formation: Formation,
    number: int,
) -> Change:
    """Return the change; refused where it names what is not there, or moves what is pinned."""
    if asked.verb not in VERBS or asked.group not in groups:
        raise NotAsked()
    here = groups[asked.group]
    if asked.verb in (PIN, UNPIN):
        return _told(asked, (here,), (replace(here, pinned=asked.verb == PIN),))
    for group in groups.values():
        if group.pinned:
            raise GroupIsPinned(group=group.number)
    work = _Work(asked, here, groups.get(asked.towards or 0), units, params, formation, number)
    return _VERBS[asked.verb](work)


@dataclass(frozen=True)
class _Work:
    asked: Asked
    here: Group
    there: Group | None
    units: Units
    params: FormationParams
    formation: Formation
    number: int

    def members(self) -> tuple[int, ...]:
        """Return the members named, all of which must be in the group."""
        named = self.asked.units
        if not named or not set(named) <= set(self.here.members):
            raise NotAsked()
        return named

    def other(self) -> Group:
        if self.there is None or self.there.number == self.here.number:
            raise NotAsked()
        return self.there

    def led(self, group: Group) -> Group:
        return with_a_lead(group, self.units, self.params)

    def done(self, *after: Group, **more: Any) -> Change:
        before = (self.here, *([self.there] if self.there else []))
        return _told(self.asked, before, after, **more)


def _move(work: _Work) -> Change:
    named, there = work.members(), work.other()
    return work.done(work.led(without(work.here, named)), joined_by(there, named))


def _leave(work: _Work) -> Change:
    return work.done(work.led(without(work.here, work.members())))


def _take_in(work: _Work) -> Change:
    named = work.asked.units
    found = Unit.objects.counted().filter(pk__in=named).values_list("family", flat=True)
    family = set(work.formation.run.proposals.filter(consortium_id=work.here.number)
                 .values_list("family", flat=True))  # fmt: skip
    if not named or len(found) < len(set(named)) or set(found) != family:
        raise NotAsked()
    taken = ProposalMember.objects.filter(
        proposal__run=work.formation.run_id, unit__in=named
    ).select_related("unit")
    first = taken.first()
    if first is not None:
        raise UnitIsTaken(unit=first.unit.name)
    return work.done(joined_by(work.here, named))


def _split(work: _Work) -> Change:
    named = work.members()
    if len(set(named)) == len(work.here.members):
        raise NotAsked()
    off = work.led(Group(work.number, work.here.lead, tuple(sorted(set(named)))))
    return work.done(work.led(without(work.here, named)), off)


def _merge(work: _Work) -> Change:
    there = work.other()
    return work.done(joined_by(work.here, there.members), without(there, there.members))


def _lead(work: _Work) -> Change:
    named = work.members()
    if len(named) != 1:
        raise NotAsked()
    return work.done(replace(work.here, lead=named[0]))


def _forbid(work: _Work) -> Change:
    """Part two members for good: whichever of them costs less to let go leaves the group."""
    named = work.members()
    if len(set(named)) != 2:
        raise NotAsked()
    ways = [work.led(without(work.here, [unit])) for unit in sorted(set(named))]
    best = max(ways, key=lambda group: value_of(group, work.units, work.params))
    return work.done(best, forbids=sorted(set(named)))


_VERBS = {
    MOVE: _move, LEAVE: _leave, TAKE_IN: _take_in, SPLIT: _split, MERGE: _merge, LEAD: _lead,
    FORBID: _forbid,
}  # fmt: skip


def _told(asked: Asked, before: tuple[Group, ...], after: tuple[Group, ...], **more: Any) -> Change:
    names = Unit.objects.filter(pk__in=asked.units).order_by("pk").values_list("name", flat=True)
    facts = {"units": list(names), "group": asked.group, "towards": asked.towards}
    return Change(asked.verb, before, after, facts=facts, **more)
