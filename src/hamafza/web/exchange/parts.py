"""Needs and matches: a factory's record as the stage reads it, and what the stage found."""

import math
from functools import reduce
from operator import or_

import polars as pl
from django.db.models import Q

from hamafza.parts.matching import MAKERS
from hamafza.parts.needs import Need as Asked
from hamafza.registry.unit_facts import Use
from hamafza.runs.matching import Matching
from hamafza.vocabulary.tables.needs import NeedMatches
from hamafza.web.exchange import Binding
from hamafza.web.exchange.units import units_table
from hamafza.web.records.consents import agreed_no_more
from hamafza.web.records.parts import Need, NeedMatch
from hamafza.web.records.units import Unit

KM_PER_DEGREE = 111.2  # of latitude; of longitude at the equator
_ON_THE_UNIT = "kept on the unit itself"

BINDINGS = (
    Binding(
        NeedMatches,
        NeedMatch,
        renamed={"able": "capacity"},
        not_kept={
            "public_id": _ON_THE_UNIT,
            "name": _ON_THE_UNIT,
            "city": _ON_THE_UNIT,
            "goods_text": _ON_THE_UNIT,
            "hs4": _ON_THE_UNIT,
            "readiness": _ON_THE_UNIT,
            "fit": "weighed in the score, told in the reasons",
            "able_basis": "told in the reasons",
            "share": "told in the reasons",
        },
    ),
)


def as_asked(need: Need) -> Asked:
    """Return a kept need as the stage reads it; the factory's place is the need's."""
    words = f"{need.text} {need.material}"
    place = (need.factory.lat_deg, need.factory.lon_deg)
    return Asked(need.quantity, *place, need.hs6 or need.hs4, need.service_code, words)


def units_for(need: Need, reach_km: float) -> pl.DataFrame:
    """Return the units worth weighing: of the code or the words, in a square around the factory."""
    asked = as_asked(need)
    lat_span = reach_km / KM_PER_DEGREE
    lon_span = lat_span / max(math.cos(math.radians(asked.lat_deg)), 0.01)
    near = Q(
        lat_deg__range=(asked.lat_deg - lat_span, asked.lat_deg + lat_span),
        lon_deg__range=(asked.lon_deg - lon_span, asked.lon_deg + lon_span),
    )
    fits = [Q(search_key__contains=word) for word in asked.keys]
    if asked.code:
        fits.append(Q(hs4=asked.code[:4]))
    if asked.service_code:
        fits.append(Q(service_code=asked.service_code))
    chosen = Unit.objects.filter(near, reduce(or_, fits), kind__in=MAKERS)
    return units_table(chosen.exclude(agreed_no_more(Use.MATCHING)))


def write_matches(need: Need, found: Matching) -> None:
    """Keep what was found; what somebody was already asked about is left as it is."""
    NeedMatch.objects.filter(need=need, state="proposed").delete()
    asked = set(NeedMatch.objects.filter(need=need).values_list("unit_id", flat=True))
    rows = zip(found.matches.iter_rows(named=True), found.reasons, strict=True)
    NeedMatch.objects.bulk_create(
        NeedMatch(
            need=need,
            unit_id=row["unit_id"],
            rank=row["rank"],
            score=row["score"],
            km=row["km"],
            capacity=row["able"],
            reasons=_with_share(reasons, row["share"]),
            is_demo=need.is_demo,
        )
        for row, reasons in rows
        if row["unit_id"] not in asked
    )


def share_of(match: NeedMatch) -> int:
    """Return the pieces a month that the joint bid gives a workshop; zero if it does without."""
    told = [reason["pieces"] for reason in match.reasons if reason["code"] == "joint-share"]
    return int(told[0]) if told else 0


def _with_share(reasons: list[dict[str, object]], share: int) -> list[dict[str, object]]:
    return [*reasons, {"code": "joint-share", "pieces": share}] if share else reasons
