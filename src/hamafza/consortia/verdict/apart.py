"""The judge's own taking apart of a family where nobody's reach joins its units."""

from collections.abc import Iterator

import numpy as np

from hamafza.consortia.verdict.case import NONE, REACH_SLACK_KM, Case, Floats, Ints, RoadTable
from hamafza.consortia.verdict.obeying import Grouping


def taken_apart(case: Case, told: Grouping) -> Iterator[tuple[Case, float]]:
    """
    Yield each part with what the consortia told of it are worth, with what floors add.

    A family with standing consortia stays whole: their charges are counted for all of it.
    """
    label = _labels(case)
    worth = _worth(case, told)
    for part in range(int(label.max()) + 1 if len(label) else 0):
        at = np.flatnonzero(label == part)
        yield _part(case, at), float(worth[label[told.lead] == part].sum())


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


def _part(case: Case, at: Ints) -> Case:
    roads = case.roads
    if roads is not None:
        roads = RoadTable(roads.node[at], roads.access_km[at], roads.between_km)
    return Case(
        lat=case.lat[at], lon=case.lon[at], capacity=case.capacity[at],
        readiness=case.readiness[at], weight=case.weight[at], price=case.price[at],
        rules=case.rules, unit_id=case.unit_id[at], raised=case.raised[at],
        shares=case.shares[at], line=case.line[at], line_least=case.line_least,
        hand=case.hand[at], within=case.within[at], roads=roads,
    )  # fmt: skip


def stays_whole(case: Case) -> bool:
    """Tell whether consortia stood, so that the family is judged as one."""
    return bool(np.any(case.home != NONE))
