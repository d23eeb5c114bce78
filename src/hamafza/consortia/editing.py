"""
What a change by hand costs at once: value before and after, rules broken, and the certificate.

A certificate's bound holds for every grouping that breaks no rule, so for the edited one too; pins
and forbidden pairs only narrow the choice. Nothing is solved anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.edits import Edit, edited
from hamafza.consortia.family import NOBODY, FamilyProblem, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.regrouping import Broken
from hamafza.consortia.soundness import REACH_SLACK_KM, ROUNDING_SHARE, hands_of
from hamafza.consortia.standing import changes_of
from hamafza.consortia.wishes import Wishes

BOUND_ROUNDING_SHARE = 1e-9


@dataclass(frozen=True)
class Edited:
    """
    A grouping after an edit; values are after charges, in the unit of ``weight``.

    ``broken`` tells the rules that the consortia touched break, with the lead's unit number among
    the facts, and any pin, forbidden pair or standing consortium not respected, touched or not.
    """

    lead_of: Ints
    wishes: Wishes
    touched: tuple[int, ...]
    """Leads' unit numbers of the consortia that are new or other than they were."""
    value_before: float
    value_after: float
    served_before: int
    served_after: int
    """Units in a consortium; parts of one unit count once."""
    broken: tuple[Broken, ...]
    bound: float | None = None
    """Of the family's certificate; None where none was given."""
    raised_before: float = 0.0
    raised_after: float = 0.0
    """What floors add to the value that the bound is on."""

    @property
    def difference(self) -> float:
        """What the edit brings; mostly below zero."""
        return self.value_after - self.value_before

    @property
    def gap_before(self) -> float | None:
        """How much better another grouping might have been, in shares of the bound."""
        return self._gap(self.value_before + self.raised_before)

    @property
    def gap_after(self) -> float | None:
        """The same afterwards; negative only where rules are broken."""
        return self._gap(self.value_after + self.raised_after)

    @property
    def is_within(self) -> bool:
        """Whether the certificate speaks of this grouping: no rule broken, not above the bound."""
        if self.broken or self.bound is None:
            return False
        slack = BOUND_ROUNDING_SHARE * max(1.0, abs(self.bound))
        return self.value_after + self.raised_after <= self.bound + slack

    def _gap(self, value: float) -> float | None:
        if self.bound is None or self.bound <= 0:
            return None
        return (self.bound - value) / self.bound


NO_WISHES = Wishes()


def after_edit(
    problem: FamilyProblem,
    params: FormationParams,
    lead_of: Ints,
    edit: Edit,
    *,
    wishes: Wishes = NO_WISHES,
    bound: float | None = None,
) -> Edited:
    """
    Return the grouping after an edit with what it costs; raise a Refusal for one without meaning.

    ``problem`` is one family as ``runs.formation_problems.problems_of`` gives it, ``lead_of`` the
    position of each unit's lead (NOBODY for none), as ``lead_positions`` gives it.
    """
    after, wished = edited(problem, params, lead_of, wishes, edit)
    touched = _touched(lead_of, after)
    broken = [each for head in touched for each in broken_by(problem, params, after, int(head))]
    broken += _unheeded(problem, after, wished)
    raised = [float(problem.raised[each != NOBODY].sum()) for each in (lead_of, after)]
    return Edited(
        lead_of=after,
        wishes=wished,
        touched=tuple(int(each) for each in problem.unit_id[touched]),
        value_before=value_of(problem, params, lead_of),
        value_after=value_of(problem, params, after),
        served_before=_served(problem, lead_of),
        served_after=_served(problem, after),
        broken=tuple(broken),
        bound=bound,
        raised_before=raised[0],
        raised_after=raised[1],
    )


def lead_positions(problem: FamilyProblem, unit_id: Ints, lead_unit_id: Ints) -> Ints:
    """
    Return the position of each unit's lead from memberships by number, a row a member.

    A unit in several consortia is put there by its parts: the first part where it leads. Rows of
    units of other families are left aside.
    """
    lead_of = np.full(len(problem), NOBODY)
    first = np.searchsorted(problem.unit_id, unit_id)
    known = first < len(problem)
    known[known] &= problem.unit_id[first[known]] == unit_id[known]
    order = np.lexsort((lead_unit_id != unit_id, unit_id))  # where it leads comes first
    rows = order[known[order]]
    unit, lead = unit_id[rows], lead_unit_id[rows]
    fresh = np.ones(len(rows), np.bool_)
    fresh[1:] = unit[1:] != unit[:-1]
    place = np.arange(len(rows)) - np.maximum.accumulate(np.where(fresh, np.arange(len(rows)), 0))
    lead_of[first[rows] + place] = np.searchsorted(problem.unit_id, lead)
    return lead_of


def value_of(problem: FamilyProblem, params: FormationParams, lead_of: Ints) -> float:
    """Return the value of a grouping after charges, without what floors add."""
    joined = np.flatnonzero(lead_of != NOBODY)
    way = params.distance_cost_per_km * problem.way_km(joined, lead_of[joined])
    brought = float((problem.weight[joined] - problem.raised[joined] - way).sum())
    heads = len(np.unique(lead_of[joined]))
    return brought - params.fixed_cost * heads - changes_of(problem, lead_of).charge(params)


def broken_by(
    problem: FamilyProblem, params: FormationParams, lead_of: Ints, head: int
) -> Iterator[Broken]:
    """Yield the rules that the consortium led from position ``head`` breaks, with facts."""
    company = np.flatnonzero(lead_of == head)
    lead = {"lead": int(problem.unit_id[head])}
    size, capacity = len(company), float(problem.capacity[company].sum())
    if size < params.min_size:
        yield Broken("too-few", lead | {"size": size, "least": params.min_size})
    if size > params.max_size:
        yield Broken("too-many", lead | {"size": size, "most": params.max_size})
    if capacity < params.min_capacity * (1 - ROUNDING_SHARE):
        yield Broken("too-little", lead | {"capacity": capacity, "least": params.min_capacity})
    way = problem.way_km(company, np.full(size, head))
    beyond = int(np.count_nonzero(way > params.reach_km + REACH_SLACK_KM))
    if beyond and not problem.is_service:
        told = {"count": beyond, "farthest": float(way.max()), "most": params.reach_km}
        yield Broken("beyond-reach", lead | told)
    readiness = float(problem.readiness[head])
    if readiness < params.lead_readiness:
        yield Broken("lead-not-ready", lead | {"own": readiness, "least": params.lead_readiness})
    yield from _of_hands(problem, params, company, capacity, lead)
    yield from _of_lines(problem, company, lead)
    units, times = np.unique(problem.unit_id[company], return_counts=True)
    if (times > 1).any():
        yield Broken("unit-twice", lead | {"unit": int(units[times > 1][0])})


def _of_hands(
    problem: FamilyProblem,
    params: FormationParams,
    company: Ints,
    capacity: float,
    lead: dict[str, int],
) -> Iterator[Broken]:
    """Related members, and parts of one unit, count as one hand."""
    hand = hands_of(problem)[company]
    # Tables know units, not parts: any part of an able unit counts, though one alone may lead.
    whole = np.where(problem.twin[company] != NOBODY, problem.twin[company], company)
    able = len(np.unique(hand[problem.readiness[whole] >= params.lead_readiness]))
    if able < params.leads_needed and params.leads_needed > 1:
        yield Broken("leads-too-few", lead | {"count": able, "least": params.leads_needed})
    _, at = np.unique(hand, return_inverse=True)
    largest = float(np.bincount(at, weights=problem.capacity[company]).max())
    most = params.member_share_ceiling
    if capacity > 0 and largest > most * capacity * (1 + ROUNDING_SHARE) and most < 1:
        yield Broken("one-too-large", lead | {"share": largest / capacity, "most": most})


def _of_lines(problem: FamilyProblem, company: Ints, lead: dict[str, int]) -> Iterator[Broken]:
    for line, least in enumerate(problem.line_least):
        count = int(np.count_nonzero(problem.line[company] == line))
        if count < least:
            yield Broken("line-too-few", lead | {"line": line + 1, "count": count, "least": least})


def _unheeded(problem: FamilyProblem, lead_of: Ints, wishes: Wishes) -> Iterator[Broken]:
    """Yield pairs, pins and standing consortia that the grouping does not respect."""
    pairs = _pairs(problem, lead_of) if wishes != NO_WISHES else set()
    for unit, lead in sorted(wishes.forbidden & pairs):
        if unit == lead:
            yield Broken("may-not-lead", {"lead": lead})
        else:
            yield Broken("forbidden-pair", {"one": unit, "other": lead, "lead": lead})
    for lead, members in sorted(wishes.pinned.items()):
        here = np.isin(np.array(sorted(members)), problem.unit_id)
        gone = [
            unit for unit in np.array(sorted(members))[here].tolist() if (unit, lead) not in pairs
        ]
        if gone:
            yield Broken("pin-left", {"lead": lead, "count": len(gone), "unit": gone[0]})
    left = np.flatnonzero(problem.kept & (lead_of != problem.home))
    for home in np.unique(problem.home[left]):
        gone = problem.unit_id[left[problem.home[left] == home]].tolist()
        lead = int(problem.unit_id[home])
        yield Broken("keep-left", {"lead": lead, "count": len(gone), "unit": gone[0]})


def _pairs(problem: FamilyProblem, lead_of: Ints) -> set[tuple[int, int]]:
    """Return each member's unit number with its lead's."""
    joined = lead_of != NOBODY
    leads = problem.unit_id[lead_of[joined]]
    return set(zip(problem.unit_id[joined].tolist(), leads.tolist(), strict=True))


def _touched(before: Ints, after: Ints) -> Ints:
    """Return the positions of leads, as they are now, whose company or lead is another."""
    changed = before != after
    heads: Ints = np.unique(np.concatenate([before[changed], after[changed]]))
    heads = heads[heads != NOBODY]
    led: Ints = heads[after[heads] == heads]
    return led


def _served(problem: FamilyProblem, lead_of: Ints) -> int:
    return len(np.unique(problem.unit_id[lead_of != NOBODY]))
