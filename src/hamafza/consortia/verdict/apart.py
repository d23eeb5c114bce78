"""The judge's own taking apart of a family where nobody's reach joins its units."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hamafza.consortia.verdict.case import NONE, REACH_SLACK_KM, Case, Floats, Ints, RoadTable
from hamafza.consortia.verdict.obeying import Grouping


@dataclass(frozen=True)
class Part:
    """A part's positions in its family, and what the consortia told of it are worth, raised."""

    at: Ints
    value: float


def taken_apart(case: Case, told: Grouping) -> Iterator[Part]:
    """
    Yield the parts.

    A family with standing consortia stays whole: their charges are counted for all of it.
    """
    label = np.zeros(len(case.lat), np.int64) if stays_whole(case) else _labels(case)
    worth = _worth(case, told)
    for part in range(int(label.max()) + 1 if len(label) else 0):
        yield Part(np.flatnonzero(label == part), float(worth[label[told.lead] == part].sum()))


def _labels(case: Case) -> Ints:
    """Number the parts: a lead's part takes in those of all within its reach."""
    label = np.arange(len(case.lat))
    everybody = np.arange(len(case.lat))
    for lead in np.flatnonzero(case.may_lead):
        way = case.way_km(everybody, np.full(len(everybody), lead))
        met = np.unique(label[way <= case.rules["reach_km"] + REACH_SLACK_KM])
        label[np.isin(label, met)] = met[0]
    return np.unique(label, return_inverse=True)[1].ravel()


def _worth(case: Case, told: Grouping) -> Floats:
    ways = case.rules["distance_cost_per_km"] * case.way_km(told.member, told.lead[told.group])
    gain = case.weight[told.member] - ways
    worth = np.bincount(told.group, weights=gain, minlength=len(told.lead))
    return np.asarray(worth - case.rules["fixed_cost"])


def case_at(case: Case, at: Ints) -> Case:
    """
    Return the units at these positions, ascending, as a case of their own; all of them stay it.

    Cuts are left behind, and so are homes whose lead is not among the units.
    """
    if len(at) == len(case.lat):
        return case
    place = np.full(len(case.lat) + 1, NONE)  # the last place answers for NONE
    place[at] = np.arange(len(at))
    roads = case.roads
    if roads is not None:
        roads = RoadTable(roads.node[at], roads.access_km[at], roads.between_km)
    return Case(
        lat=case.lat[at], lon=case.lon[at], capacity=case.capacity[at],
        readiness=case.readiness[at], weight=case.weight[at], price=case.price[at],
        rules=case.rules, unit_id=case.unit_id[at], raised=case.raised[at],
        shares=case.shares[at], line=case.line[at], line_least=case.line_least,
        hand=case.hand[at], home=place[case.home[at]], kept=case.kept[at],
        within=case.within[at], roads=roads,
    )  # fmt: skip


def stays_whole(case: Case) -> bool:
    """Tell whether consortia stood, so that the family is judged as one."""
    return bool(np.any(case.home != NONE))
