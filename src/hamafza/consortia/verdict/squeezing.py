"""
Relaxation (c): sizes kept, and a price m put on each unit of capacity that a company lacks.

For every m >= 0, with Q the capacity required,

    v(h) <= D(m) = own + max over S of sum of (gain + m capacity) - m (Q - capacity of the lead)

D is the highest of finitely many straight lines in m, so it is convex, and two lines that fall
and rise meet below its minimum. Each step asks D where the lowest falling and rising lines known
meet, and gets a lower pair, until D is no higher there than the lines: the minimum itself, hence
never above D on any grid of m.
"""

from hamafza.consortia.verdict.case import Floats, Ints
from hamafza.consortia.verdict.choosing import NEVER, Choice, View, highest
from hamafza.consortia.verdict.compiled import compiled
from hamafza.consortia.verdict.near import Company, Rules

MOST_STEPS = 60
CLOSE = 1e-13


@compiled
def squeezed(
    count: int, first: Choice, must_open: bool, rules: Rules, view: View, company: Company,
    key: Floats, chosen: Ints,
) -> float:  # fmt: skip
    """
    Return the least D(m); ``first`` is the best choice at m = 0.

    A lead that need not open is not asked further once D is no longer above zero.
    """
    own, has = company.own[0], company.own[1]
    if first.keys == NEVER:
        return NEVER
    falling_value, falling_slope = own + first.gain, has + first.capacity - rules.enough
    best = falling_value
    if falling_slope >= 0.0:
        return float(best)
    key[:count] = company.capacity[:count]
    fullest = highest(count, key, view, company, chosen)
    rising_value, rising_slope = own + fullest.gain, has + fullest.capacity - rules.enough
    if rising_slope < 0.0:
        return NEVER
    for _ in range(MOST_STEPS):
        if not must_open and best <= 0.0:
            break
        pull = max(0.0, (falling_value - rising_value) / (rising_slope - falling_slope))
        meet = falling_value + pull * falling_slope
        key[:count] = company.gain[:count] + pull * company.capacity[:count]
        one = highest(count, key, view, company, chosen)
        slope = has + one.capacity - rules.enough
        told = own + one.gain + pull * slope
        best = min(best, told)
        if told <= meet + CLOSE * (1.0 + abs(meet)):
            break
        if slope < 0.0:
            falling_value, falling_slope = own + one.gain, slope
        else:
            rising_value, rising_slope = own + one.gain, slope
    return float(best)
