"""What registered makers could make, by good and province: counted anew after some minutes."""

import polars as pl
from django.core.cache import cache
from django.db.models import Count, Max, Sum

from hamafza.registry.unit_facts import Use
from hamafza.vocabulary.tables.units import UNCLASSIFIED
from hamafza.web.records.consents import agreed_no_more
from hamafza.web.records.units import Unit

KEPT_S = 600
_KEY = "guild-part:capacity"
_COLUMNS = {
    "hs4": pl.String, "province": pl.String, "shipments_a_month": pl.Float64, "units": pl.Int64,
    "largest": pl.Float64,
}  # fmt: skip


def guild_capacity() -> pl.DataFrame:
    """
    Return hs4, province, shipments_a_month, units and largest.

    ``largest`` is what the unit that makes most of the good in the province makes of it.
    """
    told = cache.get(_KEY)
    if told is None:
        makers = Unit.objects.counted().filter(kind="maker", hs4__isnull=False)
        makers = makers.exclude(family=UNCLASSIFIED).exclude(agreed_no_more(Use.STATISTICS))
        grouped = makers.order_by().values_list("hs4", "province")
        told = list(grouped.annotate(Sum("capacity"), Count("pk"), Max("capacity")))
        cache.set(_KEY, told, KEPT_S)
    return pl.DataFrame(told, schema=_COLUMNS, orient="row")
