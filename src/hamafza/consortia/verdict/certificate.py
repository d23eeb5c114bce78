"""Judges what a formation proves: each family's rules and bound, and the sums of the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from hamafza.consortia.verdict.apart import case_at, taken_apart
from hamafza.consortia.verdict.bound import Bounds, Case, Range, bounds_of
from hamafza.consortia.verdict.districts import (
    can_have_districts,
    not_borne_out,
    range_by_districts,
)
from hamafza.consortia.verdict.exact import EXACT_CLOSE_SHARE, best_possible
from hamafza.consortia.verdict.judge import Claim
from hamafza.consortia.verdict.obeying import CLOSE_SHARE, Worth, broken_rules, worth_of
from hamafza.consortia.verdict.pooled import bound_of_service
from hamafza.consortia.verdict.standing import Changed, with_what_can_be_kept

ABOVE_SHARE = 1e-6
"""A claimed bound may be so much above the loosest that its prices give, and no more."""


@dataclass(frozen=True)
class Verdict:
    """A family's true figures, and what does not hold."""

    value: float
    bound: float
    """As claimed."""
    bound_prices: Range
    changed: Changed
    kind: str
    findings: list[str]


def judge_family(claim: Claim) -> Verdict:
    """Recompute a family's values and bound; a full search is repeated where one is claimed."""
    case = with_what_can_be_kept(claim.case)
    claim = replace(claim, case=case)
    worth, wrong = worth_of(case, claim.grouping)
    findings = [*broken_rules(case, claim.grouping), *wrong]
    if case.is_service:
        prices, findings = _service(claim, worth, findings)
    else:
        bounds = bounds_of(case)
        prices = bounds.prices
        findings += _findings(claim, worth, bounds)
    return Verdict(worth.value, claim.bound, prices, worth.changed, claim.kind, findings)


def _name(claim: Claim) -> str:
    return f"family {claim.family!r}"


def _above_its_bound(claim: Claim, worth: Worth) -> Iterator[str]:
    value, bound = worth.raised_value, claim.bound
    if value > bound + CLOSE_SHARE * max(1.0, abs(bound)):
        yield f"{_name(claim)} is worth {value:.9g}, above its own bound {bound:.9g}"


def _findings(claim: Claim, worth: Worth, bounds: Bounds) -> Iterator[str]:
    yield from _above_its_bound(claim, worth)
    if claim.kind == "prices":
        yield from _outside(claim, bounds.prices, "its prices")
    elif claim.kind == "cuts":
        if claim.case.cuts is None:
            yield f"{_name(claim)} claims a bound by cuts, and there are none of it"
        yield from _outside(claim, bounds.cuts, "its prices and cuts")
    elif claim.kind == "exact":
        yield from _exact_findings(claim, worth, bounds)
    elif claim.kind == "districts":
        yield from _districts_findings(claim, bounds)
    else:
        yield f"{_name(claim)} has a certificate of unknown kind {claim.kind!r}"


def _outside(claim: Claim, truth: Range, source: str) -> Iterator[str]:
    """Yield a bound that is lower than the truth, or higher than its source gives."""
    slack = CLOSE_SHARE * max(1.0, abs(truth.tight))
    most = max(0.0, truth.loose)
    if claim.bound < truth.tight - slack:
        yield f"{_name(claim)} claims bound {claim.bound:.9g}, {source} give {truth.tight:.9g}"
    elif claim.bound > most + ABOVE_SHARE * max(1.0, most):
        yield f"{_name(claim)} claims bound {claim.bound:.9g}, above the {most:.9g} of {source}"


def _service(claim: Claim, worth: Worth, findings: list[str]) -> tuple[Range, list[str]]:
    """Judge a service, which counting bounds, one province after another."""
    bound = sum(bound_of_service(part) for part in _provinces(claim.case))
    findings += _above_its_bound(claim, worth)
    if claim.kind == "pooled":
        findings += _outside(claim, Range(bound, bound), "counting")
    elif claim.kind == "exact":
        slack = EXACT_CLOSE_SHARE * max(1.0, abs(claim.bound))
        if worth.raised_value < claim.bound - slack:
            findings += [_unproved(claim, worth)]
        findings += _outside(claim, Range(bound, max(bound, claim.bound)), "counting")
    else:
        findings += [f"{_name(claim)} is a service and has a certificate of kind {claim.kind!r}"]
    return Range(bound, bound), findings


def _provinces(case: Case) -> Iterator[Case]:
    """Yield the parts of a service that are grouped apart."""
    for code in np.unique(case.within):
        at = case.within == code
        yield Case(
            lat=case.lat[at], lon=case.lon[at], capacity=case.capacity[at],
            readiness=case.readiness[at], weight=case.weight[at], price=case.price[at],
            rules=case.rules, scope=case.scope, hand=case.hand[at],
        )  # fmt: skip


def _unproved(claim: Claim, worth: Worth) -> str:
    return (
        f"{_name(claim)} claims proof, but its value {worth.raised_value:.9g} is below "
        f"{claim.bound:.9g}"
    )


def _exact_findings(claim: Claim, worth: Worth, bounds: Bounds) -> Iterator[str]:
    slack = EXACT_CLOSE_SHARE * max(1.0, abs(claim.bound))
    if worth.raised_value < claim.bound - slack:
        yield _unproved(claim, worth)
        return
    best: float | None = 0.0
    for part in taken_apart(claim.case, claim.grouping):
        own = case_at(claim.case, part.at)
        whole = own is claim.case
        of_part = bounds if whole else bounds_of(own)
        found = _best_of(own, worth.raised_value if whole else part.value, of_part)
        best = None if best is None or found is None else best + found
    if best is None:
        yield f"{_name(claim)}: the full search could not be repeated in time"
    elif claim.bound < min(best, bounds.prices.tight) - slack:
        yield (
            f"{_name(claim)} claims the exact bound {claim.bound:.9g}; a full search gives "
            f"{best:.9g}"
        )


def _best_of(case: Case, value: float, bounds: Bounds) -> float | None:
    """Search who leads, which ends sooner; and all, if that leaves anything open."""
    close = value + 0.1 * EXACT_CLOSE_SHARE * max(1.0, abs(value))
    by_leads = best_possible(case, value, bounds, whole=False, enough=close)
    if by_leads is not None and by_leads <= close:
        return by_leads
    return best_possible(case, value, bounds, enough=close)


def _districts_findings(claim: Claim, bounds: Bounds) -> Iterator[str]:
    """Repeat the searches of the districts; those not searched rest on their leads' values."""
    if not can_have_districts(claim.case):
        yield (
            f"{_name(claim)} has kept consortia or shared units, for which no certificate by "
            "districts is known"
        )
        return
    if claim.districts is None:
        yield f"{_name(claim)} claims a bound by districts, and there are none of it to be read"
        return
    for wrong in not_borne_out(claim.case, claim.grouping, claim.districts):
        yield f"{_name(claim)} {wrong}"
    yield from _outside(claim, range_by_districts(claim.case, claim.districts), "its districts")
    most = max(0.0, bounds.prices.loose)
    if claim.bound > most + ABOVE_SHARE * max(1.0, most):
        yield (
            f"{_name(claim)} claims bound {claim.bound:.9g} by districts, above the {most:.9g} "
            "that its prices give without them"
        )


def judge_sums(
    record: Mapping[str, object], verdicts: list[Verdict], weight: float, paid: float
) -> Iterator[str]:
    """
    Compare the figures of the run record with the sums of what was recomputed.

    ``weight`` is all weight with equity factors; ``paid`` what floors take off the bounds.
    """
    value = sum(verdict.value for verdict in verdicts)
    bound = sum(verdict.bound for verdict in verdicts) - paid
    expected = {
        "value": value,
        "bound": bound,
        "gap_share": share(bound - value, bound),
        "loss_gap_share": share(bound - value, weight - value),
    }
    expected |= {name: true for name, true in _counts(verdicts, weight).items() if name in record}
    for key, truth in expected.items():
        slack = 2 * CLOSE_SHARE * max(1.0, abs(truth))
        if not _is_between(record.get(key), truth - slack, truth + slack):
            yield f"run.json says {key} = {record.get(key)}, the tables give {truth:.9g}"
    yield from _wrong_bound_of_prices(record, verdicts, paid)
    yield from _wrong_changes(record, verdicts)


def _counts(verdicts: list[Verdict], weight: float) -> dict[str, float]:
    exact = sum(verdict.kind == "exact" for verdict in verdicts)
    return {"weight": weight, "families": len(verdicts), "families_exact": exact}


def _wrong_bound_of_prices(
    record: Mapping[str, object], verdicts: list[Verdict], paid: float
) -> Iterator[str]:
    tight = sum(verdict.bound_prices.tight for verdict in verdicts) - paid
    loose = sum(max(0.0, verdict.bound_prices.loose) for verdict in verdicts) - paid
    low = tight - 2 * CLOSE_SHARE * max(1.0, abs(tight))
    high = loose + ABOVE_SHARE * max(1.0, abs(loose))
    told = record.get("bound_prices")
    if not _is_between(told, low, high):
        yield f"run.json says bound_prices = {told}, the prices give {tight:.9g} to {loose:.9g}"


def _wrong_changes(record: Mapping[str, object], verdicts: list[Verdict]) -> Iterator[str]:
    """Compare what is told of standing consortia, if anything is."""
    changed = sum((verdict.changed for verdict in verdicts), start=Changed())
    told = record.get("standing")
    if not isinstance(told, Mapping):
        if changed.standing:
            yield f"run.json tells nothing of the {changed.standing} consortia that stood"
        return
    for name in ("standing", "stayed", "moved", "dissolved", "kept"):
        if told.get(name) != getattr(changed, name):
            yield (
                f"run.json says {told.get(name)} for {name} of standing consortia, the tables "
                f"give {getattr(changed, name)}"
            )


def _is_between(told: object, low: float, high: float) -> bool:
    return isinstance(told, int | float) and low <= told <= high


def share(part: float, whole: float) -> float:
    """Return a part of a whole, zero when there is no whole to speak of."""
    return max(0.0, part) / whole if whole > 0 else 0.0
