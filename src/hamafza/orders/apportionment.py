"""Whole shares in proportion to weights, none above its cap."""

from collections.abc import Sequence

from hamafza.vocabulary.apportionment import share_out


def capped_shares(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """
    Share ``total`` in proportion to ``weights``, nobody above the cap, each share whole.

    Who would pass the cap in exact proportion is set to the cap, and the rest is shared anew
    among the others until all fit; then the largest remainders take what rounding down leaves.
    Every share is therefore its cap, or within one of its exact proportion among those below
    theirs. The sum is ``total``, or the sum of the caps of those with a weight if that is less.
    A weight of zero gets nothing.
    """
    shares = [0] * len(weights)
    open_ = [i for i, weight in enumerate(weights) if weight > 0 and caps[i] > 0]
    left = total
    while open_:
        whole = sum(weights[i] for i in open_)
        full = [i for i in open_ if left * weights[i] >= caps[i] * whole]
        if not full:
            break
        for i in full:
            shares[i] = caps[i]
        left -= sum(caps[i] for i in full)
        open_ = [i for i in open_ if i not in full]
    if open_:
        rest = share_out(left, [weights[i] for i in open_])
        for i, share in zip(open_, rest, strict=True):
            shares[i] = share
    return shares
