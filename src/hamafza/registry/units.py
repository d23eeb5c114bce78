"""Clean records, once their words have codes, as the table of units."""

import dataframely as dy
import polars as pl

from hamafza.registry.capacity import Others, with_capacity, with_readiness, with_weight
from hamafza.registry.params import RegistryParams
from hamafza.vocabulary.codes import public_ids
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import UNCLASSIFIED, Units

_USUAL_KIND = "maker"
_OTHER_SERVICE = "other"


def units_table(
    clean: pl.DataFrame,
    codes: pl.DataFrame,
    params: RegistryParams,
    others: Others | None = None,
) -> dy.DataFrame[Units]:
    """
    Return the Units of the clean records.

    ``clean`` comes from ``cleaning.read_and_check``; ``codes`` (text, hs4, hs6, probability,
    reason, service_code) has a row for each ``goods_read``. The line is the unit's number
    within its file; ``others`` are the units of the list that ``clean`` leaves out.
    """
    coded = clean.with_columns(kind=pl.col("kind_read").fill_null(_USUAL_KIND)).join(
        codes.select("text", "hs4", "hs6", "probability", "reason", "service_code"),
        left_on="goods_read", right_on="text", how="left", maintain_order="left",
    )  # fmt: skip
    made = _family(_only_goods_of_makers(coded), params.assumed.least_probability)
    sized = with_weight(with_readiness(_capacity(made, params), params.assumed), others)
    return checked(Units, _columns(sized))


def _capacity(made: pl.DataFrame, params: RegistryParams) -> pl.DataFrame:
    return with_capacity(made, params.shipments, params.assumed)


def _only_goods_of_makers(coded: pl.DataFrame) -> pl.DataFrame:
    """A repairer of shoes and a seller of shoes have words of shoes, and make none."""
    maker = pl.col("kind") == _USUAL_KIND
    names = ("hs4", "hs6", "probability")
    kept = coded.with_columns(pl.when(maker).then(pl.col(name)).alias(name) for name in names)
    no_code = pl.col("hs4").is_null()
    return kept.with_columns(
        probability=pl.when(~no_code).then(pl.col("probability")),
        service_code=pl.when(pl.col("kind") == "service").then(pl.col("service_code")),
    )


def _family(coded: pl.DataFrame, least_probability: float) -> pl.DataFrame:
    service = pl.concat_str(pl.lit("service:"), pl.col("service_code").fill_null(_OTHER_SERVICE))
    likely = pl.col("hs4").is_not_null() & (pl.col("probability") >= least_probability)
    family = (
        pl.when(pl.col("kind") == "maker")
        .then(pl.when(likely).then(pl.col("hs4")).otherwise(pl.lit(UNCLASSIFIED)))
        .when(pl.col("kind") == "service")
        .then(service)
        .otherwise(pl.col("kind"))
    )
    return coded.with_columns(family=family)


def _columns(sized: pl.DataFrame) -> pl.DataFrame:
    has_point = pl.col("lat_read").is_not_null() & pl.col("lon_read").is_not_null()
    return sized.with_columns(
        unit_id=pl.col("line"),
        public_id=public_ids(sized["line"]),
        hs_probability=pl.col("probability"),
        hs_reason=pl.col("reason"),
        province=pl.coalesce("province_found", "province").fill_null(""),
        city=pl.coalesce("city_found", "city").fill_null(""),
        lat_deg=pl.when(has_point).then(pl.col("lat_read")).otherwise(pl.col("city_lat")),
        lon_deg=pl.when(has_point).then(pl.col("lon_read")).otherwise(pl.col("city_lon")),
        place_basis=pl.when(has_point).then(pl.lit("point")).otherwise(pl.lit("city")),
        monthly_units=pl.col("units_read"),
        workers=pl.col("workers_read").cast(pl.Int64),
        home_based=pl.when(pl.col("permit_home")).then(True).otherwise(pl.col("home_read")),
        women_owned=pl.col("women_read"),
    )
