"""Judges what a formation proves: each family's bound, and the sums the run record quotes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hamafza.consortia.verdict.bound import Case, bound_under_prices
from hamafza.consortia.verdict.exact import best_possible
from hamafza.consortia.verdict.judge import CLOSE_SHARE

EXACT_CLOSE_SHARE = 1e-6
"""Two full searches, each within its tolerance, may differ by this share."""


@dataclass(frozen=True)
class Claim:
    """What the certificate says of one family, beside the value recomputed from its members."""

    case: Case
    family: str
    kind: str
    bound: float
    value: float


@dataclass(frozen=True)
class Verdict:
    """The bound its prices truly give, and what does not hold."""

    bound_prices: float
    findings: list[str]


def judge_family(claim: Claim) -> Verdict:
    """Recompute a family's bound; a full search is repeated where one is claimed."""
    true_bound = bound_under_prices(claim.case)
    return Verdict(true_bound, list(_findings(claim, true_bound)))


def _findings(claim: Claim, true_bound: float) -> Iterator[str]:
    name = f"family {claim.family!r}"
    slack = CLOSE_SHARE * max(1.0, abs(true_bound))
    if claim.value > claim.bound + slack:
        yield f"{name} is worth {claim.value:.9g}, above its own bound {claim.bound:.9g}"
    if claim.kind == "prices":
        if claim.bound < true_bound - slack:
            yield f"{name} claims bound {claim.bound:.9g}, its prices give {true_bound:.9g}"
        elif claim.bound > true_bound + 10 * slack:
            yield f"{name} claims bound {claim.bound:.9g}, above the {true_bound:.9g} of its prices"
    elif claim.kind == "exact":
        yield from _exact_findings(claim, true_bound, name)
    else:
        yield f"{name} has a certificate of unknown kind {claim.kind!r}"


def _exact_findings(claim: Claim, true_bound: float, name: str) -> Iterator[str]:
    slack = EXACT_CLOSE_SHARE * max(1.0, abs(claim.bound))
    if claim.value < claim.bound - slack:
        yield f"{name} claims proof, but its value {claim.value:.9g} is below {claim.bound:.9g}"
        return
    best = best_possible(claim.case, claim.value, true_bound)
    if best is None:
        yield f"{name}: the full search could not be repeated in time"
    elif claim.bound < min(best, true_bound) - slack:
        yield f"{name} claims the exact bound {claim.bound:.9g}; a full search gives {best:.9g}"


def judge_sums(
    record: Mapping[str, object], claims: list[Claim], verdicts: list[Verdict], weight: float
) -> Iterator[str]:
    """Compare the figures of the run record with the sums of what was recomputed."""
    value = sum(claim.value for claim in claims)
    bound = sum(claim.bound for claim in claims)
    prices = sum(verdict.bound_prices for verdict in verdicts)
    expected = {
        "value": value,
        "bound": bound,
        "bound_prices": prices,
        "gap_share": share(bound - value, bound),
        "loss_gap_share": share(bound - value, weight - value),
    }
    for key, truth in expected.items():
        told = record.get(key)
        slack = 2 * CLOSE_SHARE * max(1.0, abs(truth))
        if not isinstance(told, (int, float)) or not abs(told - truth) <= slack:
            yield f"run.json says {key} = {told}, the tables give {truth:.9g}"


def share(part: float, whole: float) -> float:
    """Return a part of a whole, zero when there is no whole to speak of."""
    return max(0.0, part) / whole if whole > 0 else 0.0
