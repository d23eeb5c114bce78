"""Twins: the units that are weighed, and the pairs that were found kept as questions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from hamafza.registry.twins.attributes import ATTRIBUTES
from hamafza.vocabulary.tables.twins import Twins
from hamafza.web.exchange import Binding
from hamafza.web.exchange.units import units_table
from hamafza.web.records.offices import Office
from hamafza.web.records.runs import Run
from hamafza.web.records.twins import SAID_DIFFERENT, UNDONE, TwinPair, TwinState
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

BINDINGS = (
    Binding(
        Twins,
        TwinPair,
        not_kept={f"{name}_bits": "kept together, in evidence" for name in ATTRIBUTES},
    ),
)
WEIGHED = (
    "name", "goods_text", "phone", "licence", "trade", "hs4", "service_code", "province", "city",
    "address", "women_owned", "workers", "monthly_units", "place_basis", "lat_deg", "lon_deg",
)  # fmt: skip
"""What of a unit is weighed; a pair may be asked about again once any of it has changed."""
_REFRESHED = ("probability", "decision", "held", "bits", "evidence", "units", "weighed", "run")
_ASKED_AGAIN = ("state", "decided_by", "decided_at", "why")


@dataclass
class Kept:
    """What became of found pairs: new questions, known ones weighed anew, and others."""

    new: int = 0
    known: int = 0
    decided: int = 0
    """Decided before, and left so."""
    asked_again: list[TwinPair] = field(default_factory=list)
    """Said to be different before a record changed."""


def weighed_units() -> pl.DataFrame:
    """Return the units worth weighing: those of a file still being read may go again."""
    whole = Upload.objects.filter(state="imported")
    return units_table(Unit.objects.filter(Q(upload=None) | Q(upload__in=whole)))


def of_branch(twins: pl.DataFrame, office: Office) -> pl.DataFrame:
    """Return the pairs of which both units belong to an office or one below it."""
    below = Office.objects.below(office).values("pk")
    numbers = Unit.objects.filter(office__in=below).values_list("pk", flat=True)
    own = pl.Series(list(numbers), dtype=pl.Int64).implode()
    return twins.filter(pl.col("one_id").is_in(own), pl.col("other_id").is_in(own))


def write_pairs(twins: pl.DataFrame, units: pl.DataFrame, run: Run) -> Kept:
    """
    Keep found pairs as questions; one decided before is not asked again.

    Unless it was said to be different, and one of its records has changed since.
    """
    prints = _prints(twins, units)
    there = {
        (pair.one_id, pair.other_id): pair
        for pair in TwinPair.objects.filter(one__in=twins["one_id"].to_list())
    }
    kept, new, known = Kept(), [], []
    for row in twins.iter_rows(named=True):
        told = _told(row, units.height, prints, run)
        pair = there.get((row["one_id"], row["other_id"]))
        if pair is None:
            ends = {"one_id": row["one_id"], "other_id": row["other_id"]}
            new.append(TwinPair(**ends, **told, is_demo=run.is_demo))
        elif _may_be_asked(pair, told["weighed"]):
            if pair.is_decided:
                kept.asked_again.append(_open_again(pair))
            _weigh_anew(pair, told)
            known.append(pair)
        else:
            kept.decided += 1
    TwinPair.objects.bulk_create(new, ignore_conflicts=True)
    TwinPair.objects.bulk_update(known, (*_REFRESHED, *_ASKED_AGAIN))
    kept.new, kept.known = len(new), len(known)
    return kept


def forget_unfound(run: Run, pairs: QuerySet[TwinPair]) -> int:
    """Remove questions nobody touched that a whole search finds no more; return how many."""
    idle = pairs.filter(state=TwinState.OPEN, one__merged_into=None, other__merged_into=None)
    idle = idle.exclude(run=run).exclude(held__in=(UNDONE, SAID_DIFFERENT))
    return idle.delete()[0]


def fingerprint(told: Sequence[object]) -> str:
    """Return a short print of what two records say, the one's ``WEIGHED`` before the other's."""
    plain = json.dumps(told, ensure_ascii=False)
    return blake2b(plain.encode(), digest_size=16).hexdigest()


def fingerprint_of(one: Unit, other: Unit) -> str:
    """Return the print of two records as they are kept now."""
    return fingerprint([getattr(unit, name) for unit in (one, other) for name in WEIGHED])


def _prints(twins: pl.DataFrame, units: pl.DataFrame) -> dict[int, list[object]]:
    asked = pl.concat([twins["one_id"], twins["other_id"]]).unique().implode()
    rows = units.filter(pl.col("unit_id").is_in(asked)).select("unit_id", *WEIGHED).iter_rows()
    return {row[0]: list(row[1:]) for row in rows}


def _told(
    row: Mapping[str, Any], units: int, prints: Mapping[int, list[object]], run: Run
) -> dict[str, Any]:
    evidence = {name: row[f"{name}_bits"] for name in ATTRIBUTES}
    return {
        "probability": row["probability"],
        "decision": row["decision"],
        "held": row["held"],
        "bits": row["bits"],
        "evidence": {name: round(bits, 3) for name, bits in evidence.items() if bits is not None},
        "units": units,
        "weighed": fingerprint(prints[row["one_id"]] + prints[row["other_id"]]),
        "run": run,
    }


def _may_be_asked(pair: TwinPair, weighed: str) -> bool:
    if pair.state == TwinState.DIFFERENT:
        return pair.weighed != weighed
    return not pair.is_decided


def _open_again(pair: TwinPair) -> TwinPair:
    pair.state, pair.held = TwinState.OPEN, SAID_DIFFERENT
    pair.decided_by, pair.decided_at, pair.why = None, None, ""
    return pair


def _weigh_anew(pair: TwinPair, told: Mapping[str, Any]) -> None:
    """What a person once said or undid keeps a pair from being joined by itself for good."""
    held = pair.held if pair.held in (UNDONE, SAID_DIFFERENT) else None
    for name, value in told.items():
        setattr(pair, name, value)
    if held is not None:
        pair.held, pair.decision = held, "review"
