"""
Where found units are: the spots a map gathers into clusters.

Up to ``finding.MOST`` units each spot is told. More are gathered by the database on a grid of five
kilometres, which costs it a reading of them all, so what it said is kept. Ten minutes later, or
when units have come since, what is kept is shown once more and gathered anew behind the reader's
back: nobody waits for it, and the page says when it was counted.
"""

import json
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from hamafza.vocabulary.svg.clusters import Spots
from hamafza.web.records.finding import Asked, Found, along_the_index, among
from hamafza.web.records.resting import by_index
from hamafza.web.records.units import Unit

CELLS_PER_DEG = 20
FRESH = timedelta(minutes=10)
KEPT_S = 3600
GATHERING_S = 60
"""How long another may be trusted to be gathering the same; longer, and it has died of it."""


class Kept(NamedTuple):
    """What the database gathered, when, and the last unit there was."""

    spots: Spots
    at: datetime
    newest: int | None

    def is_fresh(self) -> bool:
        return timezone.now() - self.at < FRESH and self.newest == _newest()


def spots(found: Found) -> tuple[Spots, datetime | None]:
    """Return all spots of what was found, and when they were counted if not at this moment."""
    if not found.is_more:
        return Spots.of(_each(found)), None
    key = f"spots-{_fingerprint(found)}"
    kept = cache.get(key)
    if kept is None:
        kept = _keep(key, found)
    elif not kept.is_fresh() and cache.add(f"{key}-gathering", 1, GATHERING_S):
        threading.Thread(target=_keep_behind, args=(key, found), daemon=True).start()
    return kept.spots, kept.at


def gather_whole() -> None:
    """Gather the map that everybody opens first, so that the first of them does not wait."""
    found = Found(Unit.objects.all(), Asked())
    if found.is_more:
        spots(found)


def _keep(key: str, found: Found) -> Kept:
    at, newest = timezone.now(), _newest()
    kept = Kept(_gathered(found), at, newest)
    cache.set(key, kept, KEPT_S)
    return kept


def _keep_behind(key: str, found: Found) -> None:
    try:
        _keep(key, found)
    finally:
        cache.delete(f"{key}-gathering")
        if not connection.in_atomic_block:  # a thread's own; never a caller's
            connection.close()


def _newest() -> int | None:
    return Unit.objects.order_by("-pk").values_list("pk", flat=True).first()


def _gathered(found: Found) -> Spots:
    points, parameters = _points(found)
    whole = "CAST({0} * %s AS INTEGER)" if connection.vendor == "sqlite" else "FLOOR({0} * %s)"
    # One number for both sides of a cell: grouping by two takes half as long again.
    cell = f"{whole.format('p.lat_deg')} * 100000 + {whole.format('p.lon_deg')}"
    sql = (
        f"SELECT AVG(p.lat_deg), AVG(p.lon_deg), COUNT(*), MIN(p.unit_id) FROM {points} "
        f"GROUP BY {cell}"
    )
    with along_the_index() as cursor:
        cursor.execute(sql, [*parameters, CELLS_PER_DEG, CELLS_PER_DEG])
        return Spots.of(cursor.fetchall())


def _points(found: Found) -> tuple[str, Sequence[object]]:
    """Return a table p with the point of each unit found."""
    if not found.asked.is_narrowed:
        plain = found.by_columns().order_by().values("lat_deg", "lon_deg", "unit_id")
        inner, known = plain.query.sql_with_params()
        return f"({inner}) p", known
    rows, parameters = found.rows()
    if connection.vendor != "sqlite":
        return f"(SELECT lat_deg, lon_deg, unit_id FROM {rows}) p", parameters
    # The narrow index holds all that is asked: the rows themselves are forty times as much.
    return (
        f"(SELECT rowid AS number FROM {rows}) f CROSS JOIN {Unit._meta.db_table} p "
        f"{by_index('unit_where')} ON p.unit_id = f.number"
    ), parameters


def _each(found: Found) -> list[tuple[float, float, int, int]]:
    """Return the point of each unit; on SQLite again from the narrow index."""
    if connection.vendor != "sqlite":
        rows = among(found.units, found.numbers).order_by()
        return [
            (*point, 1, number) for *point, number in rows.values_list("lat_deg", "lon_deg", "pk")
        ]
    sql = (
        "SELECT p.lat_deg, p.lon_deg, 1, p.unit_id FROM json_each(%s) f CROSS JOIN "
        f"{Unit._meta.db_table} p {by_index('unit_where')} ON p.unit_id = f.value"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(found.numbers)])
        return cursor.fetchall()


def _fingerprint(found: Found) -> str:
    asked = found.asked
    told = (asked.words, sorted(asked.told.items()), sorted(asked.flags), asked.capacity)
    words = blake2b(repr(told).encode(), digest_size=16).hexdigest()
    return f"{words}-{found.units.fingerprint()}"
