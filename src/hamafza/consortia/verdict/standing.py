"""The judge's own account of standing consortia: which can be kept, who moved, what is charged."""

from dataclasses import dataclass, replace

import numpy as np

from hamafza.consortia.verdict.case import NONE, REACH_SLACK_KM, Case, Flags, Ints


@dataclass(frozen=True)
class Changed:
    """How many consortia stood and had to be kept, and what became of them and their members."""

    standing: int = 0
    stayed: int = 0
    moved: int = 0
    dissolved: int = 0
    kept: int = 0

    def __add__(self, other: "Changed") -> "Changed":
        return Changed(
            self.standing + other.standing,
            self.stayed + other.stayed,
            self.moved + other.moved,
            self.dissolved + other.dissolved,
            self.kept + other.kept,
        )


def with_what_can_be_kept(case: Case) -> Case:
    """
    Return the case with only those consortia to be kept that can be.

    Members beyond reach are free. A consortium can be kept if its lead may lead, it is not too
    large, and with all units around that need not be elsewhere it is large and rich enough.
    Consortia are looked at in order of their lead's ``unit_id``: one given up frees its members.
    """
    if not case.kept.any():
        return case
    kept = case.kept.copy()
    there = np.flatnonzero(kept)
    reach_km = case.rules["reach_km"] + REACH_SLACK_KM
    kept[there[case.way_km(there, case.home[there]) > reach_km]] = False
    heads = np.unique(case.home[kept])
    for head in heads[np.argsort(case.unit_id[heads])]:
        if not _can_stay(case, int(head), kept, reach_km):
            kept[case.home == head] = False
    return replace(case, kept=kept)


def _can_stay(case: Case, head: int, kept: Flags, reach_km: float) -> bool:
    most, fewest = int(case.rules["max_size"]), int(case.rules["min_size"])
    company = np.flatnonzero(kept & (case.home == head))
    if not case.may_lead[head] or len(company) > most:
        return False
    everybody = np.arange(len(kept))
    free = np.where(kept, case.shares - 1, case.shares)
    free[case.way_km(everybody, np.full(len(kept), head)) > reach_km] = 0
    if len(company) + free.sum() < fewest:
        return False
    richest = np.sort(np.repeat(case.capacity, free))[::-1][: most - len(company)]
    return bool(case.capacity[company].sum() + richest.sum() >= case.rules["min_capacity"])


def changed_by(case: Case, member: Ints, lead: Ints) -> Changed:
    """Return what memberships (position of the member, position of its lead) changed."""
    had = np.flatnonzero(case.home != NONE)
    heads = np.unique(case.home[had])
    at_home = member[case.home[member] == lead]
    stayed = len(np.unique(at_home))
    return Changed(
        standing=len(heads),
        stayed=stayed,
        moved=len(had) - stayed,
        dissolved=int((~np.isin(heads, lead)).sum()),
        kept=len(np.unique(case.home[case.kept])),
    )


def charge_for(case: Case, changed: Changed) -> float:
    """Return what is taken from a family's value."""
    move, dissolve = (case.rules.get(name, 0.0) for name in ("move_charge", "dissolve_charge"))
    return move * changed.moved + dissolve * changed.dissolved
