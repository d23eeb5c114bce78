"""The bound that prices prove: knapsacks in whole weights, solved exactly, rounded downwards."""

import math

import numpy as np

from hamafza.consortia.cpmp.distances import Nearest
from hamafza.consortia.cpmp.instance import Floats, Instance, Ints, able_medians
from hamafza.consortia.cpmp.median_values import fractional_values, least_values, list_pairs

SCALES = (1, 10, 100, 1_000)
"""Weights with so many parts to the unit are taken as they are, if the table stays small."""
MOST_STEPS = 1 << 18
GRID_STEPS = 1 << 16
"""Other weights are rounded down to this share of the largest capacity: room only grows."""
ROUNDING = 1e-9
WHOLE_SLACK = 1e-6


def proved_bound(instance: Instance, near: Nearest, price: Floats) -> float:
    """Return a cost that no answer can fall below, from the prices alone."""
    need, capacity = in_steps(instance.weight, instance.capacity)
    able = able_medians(instance.capacity, instance.weight)
    room = capacity - need
    start, item, profit = list_pairs(price, near.order, near.distance, instance.distance, able)
    lower = fractional_values(
        price, need.astype(np.float64), room.astype(np.float64), able, start, item, profit
    )
    values = least_values(instance.medians, lower, price, need, room, start, item, profit)
    size = math.fsum(np.abs(price)) + math.fsum(np.abs(values))
    rounding = 4 * len(instance) * float(np.finfo(np.float64).eps) * size
    bound = max(0.0, math.fsum(price) + math.fsum(values) - rounding)
    return float(math.ceil(bound - WHOLE_SLACK)) if instance.whole_distances else bound


def in_steps(
    weight: Floats, capacity: Floats, most: int = MOST_STEPS, grid: int = GRID_STEPS
) -> tuple[Ints, Ints]:
    """Return weights and capacities as whole steps, under which every true answer still fits."""
    largest = float(capacity.max())
    for scale in SCALES:
        steps = weight * scale
        if largest * scale <= most and (np.abs(steps - np.rint(steps)) < ROUNDING).all():
            whole = np.floor(capacity * scale * (1 + ROUNDING) + ROUNDING)
            return np.rint(steps).astype(np.int64), whole.astype(np.int64)
    scale_down = grid / max(largest, 1e-300)
    return (
        np.floor(weight * scale_down * (1 - ROUNDING)).astype(np.int64),
        np.floor(capacity * scale_down * (1 + ROUNDING)).astype(np.int64),
    )
