"""
Changes by hand to one family's grouping: what becomes of the groups, not what it costs.

Units and consortia are named by unit numbers, a consortium by its lead's. Rules may be broken here;
``consortia.editing`` tells which. Only what has no meaning is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hamafza.consortia.after_refusals import (
    EditChangesNothing,
    EditNotClear,
    EditOfLeadTwice,
    EditOfNoConsortium,
    EditOfNoMember,
    EditOfUnknownUnit,
)
from hamafza.consortia.family import NOBODY, FamilyProblem, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.wishes import Wishes


@dataclass(frozen=True)
class Move:
    """
    A unit goes to the consortium led by ``to``, or out of all (None).

    ``out_of`` names the consortium it leaves where its capacity is shared among several. A lead
    that goes is succeeded by the able member with the shortest ways to the others.
    """

    unit: int
    to: int | None = None
    out_of: int | None = None


@dataclass(frozen=True)
class Split:
    """
    ``new_lead`` leaves ``lead`` with these members; None: those whose way to it is shorter.

    Where ways do not count (services), every second member goes.
    """

    lead: int
    new_lead: int
    members: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Merge:
    """All members of ``other`` join ``lead``."""

    lead: int
    other: int


@dataclass(frozen=True)
class ChangeLead:
    """A member of the consortium leads it from now on."""

    lead: int
    new_lead: int


@dataclass(frozen=True)
class Forbid:
    """The unit is not to follow ``lead``: it leaves it now; with itself: it is not to lead."""

    unit: int
    lead: int


@dataclass(frozen=True)
class Allow:
    """A forbidden pair is forbidden no more."""

    unit: int
    lead: int


@dataclass(frozen=True)
class Pin:
    """The consortium is to be kept as it is: members stay, others may join."""

    lead: int


@dataclass(frozen=True)
class Unpin:
    """The consortium need not be kept."""

    lead: int


Edit = Move | Split | Merge | ChangeLead | Forbid | Allow | Pin | Unpin


def edited(
    problem: FamilyProblem, params: FormationParams, lead_of: Ints, wishes: Wishes, edit: Edit
) -> tuple[Ints, Wishes]:
    """
    Return the grouping and the wishes after an edit; those given stay as they are.

    ``lead_of`` holds the position of each unit's lead, NOBODY for none. Raises a Refusal where
    the edit names units or consortia that are not there, or changes nothing.
    """
    work = _Work(problem, params, lead_of.copy(), wishes)
    _DONE[type(edit)](work, edit)
    if work.wishes == wishes and np.array_equal(work.lead_of, lead_of):
        raise EditChangesNothing()
    return work.lead_of, work.wishes


@dataclass
class _Work:
    """The grouping as it is being changed."""

    problem: FamilyProblem
    params: FormationParams
    lead_of: Ints
    wishes: Wishes

    def parts(self, unit: int) -> Ints:
        """Return the positions of a unit's parts, one where its capacity is not shared out."""
        ids = self.problem.unit_id
        first, end = np.searchsorted(ids, [unit, unit + 1])
        if first == end:
            raise EditOfUnknownUnit(unit=unit)
        return np.arange(first, end)

    def head(self, lead: int) -> int:
        at = int(self.parts(lead)[0])
        if self.lead_of[at] != at:
            raise EditOfNoConsortium(unit=lead)
        return at

    def member(self, unit: int, lead: int) -> int:
        """Return the position of a unit's part in the consortium of a lead."""
        parts, head = self.parts(unit), self.head(lead)
        inside = parts[self.lead_of[parts] == head]
        if not len(inside):
            raise EditOfNoMember(unit=unit, lead=lead)
        return int(inside[0])

    def as_lead(self, unit: int, lead: int) -> int:
        """Return a member's first part, changed for the part that is here: only that may lead."""
        here, first = self.member(unit, lead), int(self.parts(unit)[0])
        if here != first:
            if self.lead_of[first] == first:
                raise EditOfLeadTwice(unit=unit)
            self.lead_of[[here, first]] = self.lead_of[[first, here]]
        return first

    def company(self, head: int) -> Ints:
        company: Ints = np.flatnonzero(self.lead_of == head)
        return company

    def succeed(self, head: int, barred: int) -> None:
        """Put the company of a lead under another; without anybody to lead it, it is dissolved."""
        company = self.company(head)
        could = company[(company != barred) & (self.problem.readiness[company] >= 0)]
        able = could[self.problem.readiness[could] >= self.params.lead_readiness]
        if len(able):
            ways = [self.problem.way_km(company, np.full(len(company), at)).sum() for at in able]
            self.lead_of[company] = able[int(np.argmin(np.round(ways, 6)))]  # ties: the first
        elif len(could):
            self.lead_of[company] = could[int(np.argmax(self.problem.readiness[could]))]
        else:
            self.lead_of[company] = NOBODY


def _move(work: _Work, edit: Move) -> None:
    to = NOBODY if edit.to is None else work.head(edit.to)
    at = _leaving(work, edit)
    if work.lead_of[at] == to:
        return
    was_lead = work.lead_of[at] == at
    work.lead_of[at] = to
    if was_lead:
        work.succeed(at, at)


def _leaving(work: _Work, edit: Move) -> int:
    """Return the part of a unit that an edit moves: a free one first, if it is to go somewhere."""
    if edit.out_of is not None:
        return work.member(edit.unit, edit.out_of)
    parts = work.parts(edit.unit)
    placed = parts[work.lead_of[parts] != NOBODY]
    if edit.to is not None and len(placed) < len(parts):
        return int(parts[work.lead_of[parts] == NOBODY][0])
    if len(placed) > 1:
        raise EditNotClear(unit=edit.unit)
    return int(placed[0] if len(placed) else parts[0])


def _split(work: _Work, edit: Split) -> None:
    head = work.head(edit.lead)
    if edit.new_lead == edit.lead or edit.lead in (edit.members or ()):
        raise EditOfLeadTwice(unit=edit.lead)
    new = work.as_lead(edit.new_lead, edit.lead)
    if edit.members is None:
        going = _nearer(work, head, new)
    else:
        going = np.array([work.member(unit, edit.lead) for unit in edit.members], np.int64)
    work.lead_of[going] = new
    work.lead_of[new] = new


def _nearer(work: _Work, head: int, new: int) -> Ints:
    company = work.company(head)
    others: Ints = company[(company != head) & (company != new)]
    if work.problem.is_service:
        return others[::2]
    to_new, to_old = (
        work.problem.way_km(others, np.full(len(others), lead)) for lead in (new, head)
    )
    return others[to_new < to_old]


def _merge(work: _Work, edit: Merge) -> None:
    head, other = work.head(edit.lead), work.head(edit.other)
    work.lead_of[work.company(other)] = head


def _change_lead(work: _Work, edit: ChangeLead) -> None:
    head = work.head(edit.lead)
    work.lead_of[work.company(head)] = work.as_lead(edit.new_lead, edit.lead)


def _forbid(work: _Work, edit: Forbid) -> None:
    parts, head = work.parts(edit.unit), int(work.parts(edit.lead)[0])
    work.wishes = work.wishes.forbid(edit.unit, edit.lead)
    if edit.unit != edit.lead:
        work.lead_of[parts[work.lead_of[parts] == head]] = NOBODY
    elif work.lead_of[head] == head:
        work.succeed(head, head)


def _allow(work: _Work, edit: Allow) -> None:
    work.wishes = work.wishes.allow(edit.unit, edit.lead)


def _pin(work: _Work, edit: Pin) -> None:
    company = work.problem.unit_id[work.company(work.head(edit.lead))]
    work.wishes = work.wishes.pin(edit.lead, frozenset(int(unit) for unit in company))


def _unpin(work: _Work, edit: Unpin) -> None:
    work.wishes = work.wishes.unpin(edit.lead)


_DONE: dict[type, Callable[[_Work, Any], None]] = {
    Move: _move,
    Split: _split,
    Merge: _merge,
    ChangeLead: _change_lead,
    Forbid: _forbid,
    Allow: _allow,
    Pin: _pin,
    Unpin: _unpin,
}
