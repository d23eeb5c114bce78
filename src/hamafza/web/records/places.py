"""
Where found units are: the spots a map gathers into clusters.

Up to ``finding.MOST`` units each spot is told. More are gathered by the database on a grid of five
kilometres, which costs it a reading of them all, so what it said is kept for ten minutes.
"""

from datetime import datetime
from hashlib import blake2b

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from hamafza.vocabulary.svg.clusters import Spots
from hamafza.web.records.finding import Found, among
from hamafza.web.records.units import Unit

CELLS_PER_DEG = 20
KEPT_S = 600


def spots(found: Found) -> tuple[Spots, datetime | None]:
    """Return all spots of what was found, and when they were counted if not at this moment."""
    if not found.is_more:
        rows = among(found.units, found.numbers).order_by()
        points = rows.values_list("lat_deg", "lon_deg", "pk")
        return Spots.of((lat, lon, 1, number) for lat, lon, number in points), None
    key = f"spots-{_fingerprint(found)}"
    kept = cache.get(key)
    if kept is None:
        kept = (_gathered(found), timezone.now())
        cache.set(key, kept, KEPT_S)
    return kept


def _gathered(found: Found) -> Spots:
    inner, parameters = _points(found).query.sql_with_params()
    cell = "CAST({0} * %s AS INTEGER)" if connection.vendor == "sqlite" else "FLOOR({0} * %s)"
    lat, lon = cell.format("p.lat_deg"), cell.format("p.lon_deg")
    sql = (
        f"SELECT AVG(p.lat_deg), AVG(p.lon_deg), COUNT(*), MIN(p.unit_id) FROM ({inner}) p "
        f"GROUP BY {lat}, {lon}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, CELLS_PER_DEG, CELLS_PER_DEG])
        return Spots.of(cursor.fetchall())


def _points(found: Found) -> QuerySet:
    rows = among(found.units, found.all_numbers()) if found.asked.words else found.by_columns()
    return rows.order_by().values("lat_deg", "lon_deg", "unit_id")


def _fingerprint(found: Found) -> str:
    asked = found.asked
    sql, parameters = found.units.order_by().values("pk").query.sql_with_params()
    told = (asked.words, sorted(asked.told.items()), sorted(asked.flags), asked.capacity)
    newest = Unit.objects.order_by("-pk").values_list("pk", flat=True).first()
    return blake2b(repr((told, sql, parameters, newest)).encode(), digest_size=16).hexdigest()
