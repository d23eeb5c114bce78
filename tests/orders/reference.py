"""Slow plain answers: shares by looking at every possible one, money by fractions."""

from fractions import Fraction
from itertools import product

from hamafza.orders.terms import Key, Tier


def exact_quotas(total, weights, caps):
    """Return the fractional shares min(cap, w x level) whose sum is the total."""
    bearing = [i for i, w in enumerate(weights) if w and caps[i]]
    if sum(caps[i] for i in bearing) <= total:
        return [Fraction(caps[i]) if i in bearing else Fraction(0) for i in range(len(weights))]
    for level in sorted({Fraction(caps[i], weights[i]) for i in bearing} | {Fraction(0)}):
        full = [i for i in bearing if Fraction(caps[i], weights[i]) <= level]
        rest = [i for i in bearing if i not in full]
        left = total - sum(caps[i] for i in full)
        if not rest or left < 0:
            continue
        reached = Fraction(left, sum(weights[i] for i in rest))
        if reached >= level and all(weights[i] * reached < caps[i] for i in rest):
            return [
                Fraction(caps[i])
                if i in full
                else (weights[i] * reached if i in rest else Fraction(0))
                for i in range(len(weights))
            ]
    raise AssertionError("no level fits")


def nearest_shares(total, weights, caps):
    """Return, of all whole shares with the right sum, those nearest the quotas; ties to earlier."""
    quotas = exact_quotas(total, weights, caps)
    goal = min(total, sum(c for w, c in zip(weights, caps, strict=True) if w))
    whole = (
        shares
        for shares in product(*(range(cap + 1) for cap in caps))
        if sum(shares) == goal
        and not any(s and not w for s, w in zip(shares, weights, strict=True))
    )
    return list(
        min(
            whole,
            key=lambda shares: (
                sum((s - q) ** 2 for s, q in zip(shares, quotas, strict=True)),
                [-s for s in shares],
            ),
        )
    )


def hamilton(total, weights):
    """Return largest-remainder shares, one unit at a time."""
    whole = sum(weights)
    shares = [total * w // whole for w in weights]
    while sum(shares) < total:
        behind = [Fraction(total * w, whole) - s for w, s in zip(weights, shares, strict=True)]
        shares[behind.index(max(behind))] += 1
    return shares


def settled(entitlements, receipts, costs, terms):
    """Return member -> (gross, {tier: taken}, net), by the waterfall written a second time."""
    people = sorted(entitlements, key=lambda e: e.member_id)
    ids = [e.member_id for e in people]
    values = [e.accepted * e.unit_price_minor for e in people]
    total = sum(r.amount_minor for r in receipts)
    left = dict(zip(ids, hamilton(total, values), strict=True))
    gross = dict(left)
    took = {i: dict.fromkeys(Tier, 0) for i in ids}

    def take(tier, dues):
        for i, due in dues.items():
            part = min(due, left[i])
            left[i] -= part
            took[i][tier] += part

    def spread(amount, weights):
        return dict(zip(ids, hamilton(amount, weights), strict=True)) if amount else {}

    take(Tier.BANK, spread(sum(r.bank_charges_minor for r in receipts), values))
    for cost in (c for c in costs if c.key is Key.OWN):
        take(Tier.DIRECT, {cost.member_id: cost.amount_minor})
    weigh = {
        Key.VALUE: values,
        Key.QUANTITY: [e.accepted for e in people],
        Key.EQUAL: [int(e.accepted > 0) for e in people],
    }
    for cost in sorted((c for c in costs if c.key is not Key.OWN), key=lambda c: (c.code, c.key)):
        take(Tier.COMMON, spread(cost.amount_minor, weigh[cost.key]))
    for tier, rate in (
        (Tier.COMMISSION, terms.commission_share),
        (Tier.ROYALTY, terms.royalty_share),
        (Tier.RESERVE, terms.reserve_share),
        (Tier.RETENTION, terms.retention_share),
    ):
        take(tier, spread(int(Fraction(rate) * total), values))
    return {i: (gross[i], took[i], left[i]) for i in ids}
