"""Formations: what an officer asked as parameters and units, and what came of it as records."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl
from django.db.models import QuerySet

from hamafza.consortia.params import Equity, Floor, FormationParams
from hamafza.registry.unit_facts import Use
from hamafza.runs.formation import Standing, formation_params
from hamafza.vocabulary.tables.formation import Standing as StandingTable
from hamafza.vocabulary.tables.units import UNCLASSIFIED
from hamafza.web.exchange import Binding
from hamafza.web.records.consents import agreed_no_more
from hamafza.web.records.consortia import Member
from hamafza.web.records.formations import Formation, FormationEdit
from hamafza.web.records.offices import Office
from hamafza.web.records.proposals import ProposalMember
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit

BINDINGS = (
    Binding(
        StandingTable,
        ProposalMember,
        not_kept={"home": "the lead of its proposal", "kept": "whether its proposal is pinned"},
    ),
)
MOST_POINTS = 90
"""Points of a drawn curve: more would not be told apart on a phone."""


def params_of(
    rules: Mapping[str, Any] | None = None, floors: Iterable[Mapping[str, Any]] = ()
) -> FormationParams:
    """Return the shipped rules with an officer's changes; a ValueError names what cannot be."""
    asked = tuple(
        Floor(by=each["by"], value=each.get("is", True), least_share=each["least_share"])
        for each in floors
    )
    return replace(formation_params(), **dict(rules or {}), floors=asked)


def params_of_record(told: Mapping[str, Any]) -> FormationParams:
    """Return what a run's record tells of the rules of one group; floors are for all together."""
    flat = {name: value for name, value in told.items() if isinstance(value, int | float)}
    return FormationParams(**flat, equity=Equity(**told.get("equity", {})))


def makers_asked(
    country: str,
    families: Iterable[str] = (),
    provinces: Iterable[str] = (),
    office: Office | None = None,
) -> QuerySet[Unit]:
    """
    Return makers with a known heading who are in no consortium yet, of those asked for.

    Who has withdrawn the consent to be proposed is left out.
    """
    chosen = Unit.objects.counted().filter(country=country, kind="maker")
    chosen = chosen.exclude(family=UNCLASSIFIED)
    chosen = chosen.exclude(pk__in=Member.objects.filter(state="accepted").values("unit"))
    chosen = chosen.exclude(agreed_no_more(Use.MATCHING))
    if families := list(families):
        chosen = chosen.filter(family__in=families)
    if provinces := list(provinces):
        chosen = chosen.filter(province__in=provinces)
    if office is None:
        return chosen
    return chosen.filter(office__in=Office.objects.below(office).values("pk"))


def standing_points(before: Mapping[str, Any], now: Standing, seconds: float) -> dict[str, Any]:
    """
    Return where a run stands, with the curve of how it came there.

    Each point is seconds, value, bound. A run that begins a further round begins a new curve.
    """
    points, attempt = list(before.get("points", [])), before.get("round", 1)
    if points and now.units_done < before.get("units_done", 0):
        points, attempt = [], attempt + 1
    points.append([round(seconds, 2), now.value, now.bound])
    if len(points) > MOST_POINTS:
        points = [points[0], *points[1:-1:2], points[-1]]
    return {
        "units_done": now.units_done,
        "units": now.units,
        "value": now.value,
        "bound": now.bound,
        "points": points,
        "round": attempt,
    }


def write_formation_record(run: Run, record: Mapping[str, Any]) -> Formation:
    """Keep the sums of a finished run; what an earlier attempt of it left is replaced."""
    FormationEdit.objects.filter(formation__run=run).delete()
    Formation.objects.filter(run=run).delete()
    return Formation.objects.create(
        run=run,
        units=record["units"],
        weight=record["weight"],
        bound=record["bound"],
        value=record["value"],
        value_formed=record["value"],
        is_demo=run.is_demo,
    )


def kept_groups(run: Run) -> pl.DataFrame:
    """Return unit_id and home of the pinned groups' members, each marked to be kept."""
    rows = ProposalMember.objects.filter(
        proposal__run=run, proposal__pinned=True, proposal__state__in=("proposed", "superseded")
    ).values_list("unit_id", "proposal__lead_unit_id")
    frame = pl.DataFrame(list(rows), schema={"unit_id": pl.Int64, "home": pl.Int64}, orient="row")
    return frame.with_columns(kept=pl.lit(value=True)).sort("unit_id")
