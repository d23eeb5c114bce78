"""Tells which consortia of a grouping obey every rule, those on single members included."""

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Flags, Floats, Ints
from hamafza.consortia.params import FormationParams

ROUNDING_SHARE = 1e-12
"""Part of a sum that its rounding may take away."""
REACH_SLACK_KM = 1e-6


def hands_of(problem: FamilyProblem) -> Ints:
    """Return one code for each hand: related units and the parts of one unit share theirs."""
    alone = np.where(problem.twin != NOBODY, problem.twin, np.arange(len(problem)))
    related = problem.owner != NOBODY
    return np.where(related, len(problem) + problem.owner, alone)


def sound_heads(
    problem: FamilyProblem, params: FormationParams, lead_of: Ints
) -> tuple[Ints, Flags]:
    """
    Return the leads of a grouping and whether each one's consortium is sound.

    ``lead_of`` holds the position of each unit's lead, NOBODY for units in no consortium.
    """
    joined = np.flatnonzero(lead_of != NOBODY)
    heads, group = np.unique(lead_of[joined], return_inverse=True)
    count = len(heads)
    size = np.bincount(group, minlength=count)
    capacity = np.bincount(group, weights=problem.capacity[joined], minlength=count)
    led = lead_of[heads] == heads
    sound = led & (problem.readiness[heads] >= params.lead_readiness)
    sound &= (size >= params.min_size) & (size <= params.max_size)
    sound &= capacity >= params.min_capacity * (1 - ROUNDING_SHARE)
    if not problem.is_service:
        way = problem.way_km(joined, lead_of[joined])
        sound[group[way > params.reach_km + REACH_SLACK_KM]] = False
    sound &= ~_with_twins(problem, joined, group, count)
    sound &= _with_lines(problem, joined, group, count)
    sound &= _with_hands(problem, params, joined, group, np.asarray(capacity, np.float64))
    return heads, sound


def _with_twins(problem: FamilyProblem, joined: Ints, group: Ints, count: int) -> Flags:
    """Tell which groups hold two parts of one unit."""
    shared = problem.twin[joined] != NOBODY
    pairs = np.stack([group[shared], problem.twin[joined][shared]])
    told, times = np.unique(pairs, axis=1, return_counts=True)
    twice = np.zeros(count, np.bool_)
    twice[told[0][times > 1]] = True
    return twice


def _with_lines(problem: FamilyProblem, joined: Ints, group: Ints, count: int) -> Flags:
    """Tell which groups hold enough members of each line."""
    enough = np.ones(count, np.bool_)
    for line, least in enumerate(problem.line_least):
        enough &= np.bincount(group[problem.line[joined] == line], minlength=count) >= least
    return enough


def _with_hands(
    problem: FamilyProblem, params: FormationParams, joined: Ints, group: Ints, capacity: Floats
) -> Flags:
    """Tell which groups have enough hands able to lead, and none that holds too much."""
    count = len(capacity)
    hand = hands_of(problem)[joined]
    fine = np.ones(count, np.bool_)
    if params.leads_needed > 1:
        able = problem.readiness[joined] >= params.lead_readiness
        told = np.unique(np.stack([group[able], hand[able]]), axis=1)
        fine &= np.bincount(told[0], minlength=count) >= params.leads_needed
    if params.member_share_ceiling < 1.0:
        told, at = np.unique(np.stack([group, hand]), axis=1, return_inverse=True)
        held = np.bincount(at.ravel(), weights=problem.capacity[joined])
        most = params.member_share_ceiling * capacity * (1 + ROUNDING_SHARE)
        fine[told[0][held > most[told[0]]]] = False
    return fine
