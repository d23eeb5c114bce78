"""Searching the registry for twins in the background; what is certain is joined by the run."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db import transaction

from hamafza.registry.twins.deciding import AUTOMATIC, REVIEW
from hamafza.runs.twins import twins_among
from hamafza.vocabulary.progress import Report
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.stop import Stop
from hamafza.web.access import OFFICE
from hamafza.web.actions import runs, twins
from hamafza.web.actions.events import record
from hamafza.web.actions.twin_joining import ties_of_pairs
from hamafza.web.actions.twin_ties import OwnersDiffer, SaidToDiffer, Ties
from hamafza.web.branches import branch_of
from hamafza.web.exchange.twins import (
    Kept,
    forget_unfound,
    of_branch,
    weighed_units,
    write_pairs,
)
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.offices import Office
from hamafza.web.records.runs import ENDED, Run
from hamafza.web.records.twins import IN_USE, OTHER_OWNERS, SAID_DIFFERENT, TwinPair, TwinState

KIND = "twins"
_HELD: dict[type[Refusal], str] = {SaidToDiffer: SAID_DIFFERENT, OwnersDiffer: OTHER_OWNERS}
KEPT_AT_ONCE = 1_000
JOINED_AT_ONCE = 100


@transaction.atomic
def find_twins(*, actor: User) -> Run:
    """
    Begin a search over the registry, or return the one that is under way.

    An officer of a branch has its pairs kept; how rare a value is, is counted in all.
    """
    if actor.role not in (*OFFICE, *BRANCH):
        raise twins.NotYourTwins()
    going = Run.objects.filter(kind=KIND, office=branch_of(actor)).exclude(state__in=ENDED)
    return going.first() or runs.begin(actor=actor, kind=KIND, parameters={})


@runs.carries_out(KIND)
def search(run: Run, *, report: Report, stop: Stop) -> dict[str, object]:
    """Weigh all units, keep the pairs as questions, and join those that are certain."""
    report("twins", 0, 0)
    units = weighed_units()
    twins_found, told = twins_among(units)
    found = of_branch(twins_found, run.office) if run.office else twins_found
    report("keeping", 0, found.height)
    kept = {"new": 0, "known": 0, "decided_before": 0, "asked_again": 0}
    for start in range(0, found.height, KEPT_AT_ONCE):
        for name, count in _keep(found.slice(start, KEPT_AT_ONCE), units, run).items():
            kept[name] += count
        report("keeping", min(start + KEPT_AT_ONCE, found.height), found.height)
    forgotten = forget_unfound(run, _reached(run.office))
    joined = _join_all(run, report)
    laid = TwinPair.objects.filter(run=run, state=TwinState.OPEN).count()
    return {
        "figures": told.figures | kept | joined | {"forgotten": forgotten, "laid": laid},
        "parameters": told.parameters,
        "link": "office:twins",
    }


def _reached(office: Office | None):
    pairs = TwinPair.objects.all()
    if office is None:
        return pairs
    below = Office.objects.below(office).values("pk")
    return pairs.filter(one__office__in=below, other__office__in=below)


@transaction.atomic
def _keep(found: pl.DataFrame, units: pl.DataFrame, run: Run) -> dict[str, int]:
    kept: Kept = write_pairs(found, units, run)
    for pair in kept.asked_again:
        before, after = {"state": TwinState.DIFFERENT.value}, {"state": pair.state}
        record(actor=None, verb=twins.ASK_AGAIN, subject=pair, before=before, after=after)
    counts = {"new": kept.new, "known": kept.known, "decided_before": kept.decided}
    return counts | {"asked_again": len(kept.asked_again)}


def _join_all(run: Run, report: Report) -> dict[str, int]:
    """Join what this run found certain; what an attempt before it joined is no longer open."""
    certain = TwinPair.objects.filter(run=run, state=TwinState.OPEN, decision=AUTOMATIC, held=None)
    numbers = list(certain.order_by("-probability", "id").values_list("pk", flat=True))
    told = {"joined": 0, "held_back": 0}
    for start in range(0, len(numbers), JOINED_AT_ONCE):
        report("joining", start, len(numbers))
        for is_joined in _join_some(numbers[start : start + JOINED_AT_ONCE]):
            told["joined" if is_joined else "held_back"] += 1
    report("joining", len(numbers), len(numbers))
    return told


@transaction.atomic
def _join_some(numbers: Sequence[int]) -> list[bool]:
    """Join some pairs one after another: the first may answer one that waits behind it."""
    locked = TwinPair.objects.select_for_update(no_key=True, of=("self",))
    waiting = locked.filter(pk__in=numbers, state=TwinState.OPEN, held=None)
    pairs = list(waiting.select_related("one", "other").order_by("-probability", "id"))
    ties = ties_of_pairs(pairs)
    events = [_joined(pair, ties) for pair in pairs]
    for event in filter(None, events):
        record(**event)
    return [event is not None for event in events]


def _joined(pair: TwinPair, ties: Ties) -> dict[str, Any] | None:
    """Join one; return the event to record, or None for a pair that is held back."""
    try:
        return twins.decided_same(actor=None, pair=pair, verb=twins.JOIN, ties=ties)
    except Refusal as refusal:  # raised before anything is written
        pair.decision = REVIEW
        pair.held = _HELD.get(type(refusal), IN_USE)
        pair.save(update_fields=["decision", "held"])
        return None
