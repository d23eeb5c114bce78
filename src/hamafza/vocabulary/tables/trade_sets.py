"""Trade by subheading, customs tables, tariffs, agreements and economies, as they are stored."""

import dataframely as dy
import polars as pl

from hamafza.vocabulary.tables import TableNotSound
from hamafza.vocabulary.tables.trade import COUNTRY

SUBHEADING = r"^\d{6}$"
EDITION = r"^(19|20)\d\d$"
BASES = ("reconciled", "direct", "mirror")
"""Both sides' records made one by its maker; the exporter's own; the importer's, by its report."""
BASIS = pl.Enum(BASES)


class Flows6(dy.Schema):
    """
    One row for each year, exporter, importer and subheading that traded.

    ``split_share`` is the part of the value that a rule divided when a code was brought into
    another edition. At rest exporter, importer, hs6 and basis are Enum columns; their categories
    are all countries, all subheadings of the edition, in order, and BASES.
    """

    year = dy.Int16(primary_key=True, min=1960)
    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    hs6 = dy.String(primary_key=True, regex=SUBHEADING)
    value_usd = dy.Float64(nullable=False, min=0)
    quantity_t = dy.Float32(nullable=True, min=0)
    basis = dy.String(nullable=False)
    split_share = dy.Float32(nullable=False, min=0)


class CustomsFlows(dy.Schema):
    """
    What a customs office recorded in a month; months keep the calendar they were told in.

    ``code`` is as told (8 digits or more, or 6); ``hs6`` its first six digits. ``from_day`` and
    ``to_day`` are Gregorian, both within the month.
    """

    country = dy.String(nullable=False, regex=COUNTRY)
    partner = dy.String(nullable=False, regex=COUNTRY)
    direction = dy.String(nullable=False, regex=r"^(export|import)$")
    code = dy.String(nullable=False, regex=r"^\d{6,12}$")
    hs6 = dy.String(nullable=False, regex=SUBHEADING)
    office = dy.String(nullable=True)
    calendar = dy.String(nullable=False, regex=r"^(solar|common)$")
    year = dy.Int16(nullable=False, min=1250)
    month = dy.Int8(nullable=False, min=1, max=12)
    from_day = dy.Date(nullable=False)
    to_day = dy.Date(nullable=False)
    value_usd = dy.Float64(nullable=False, min=0)
    weight_kg = dy.Float64(nullable=True, min=0)


class Tariffs(dy.Schema):
    """What a market takes of a subheading; an empty exporter is everybody else (MFN)."""

    importer = dy.String(primary_key=True, regex=COUNTRY)
    exporter = dy.String(primary_key=True, regex=r"^([A-Z]{3})?$")
    hs = dy.String(primary_key=True, regex=r"^\d{4}(\d{2})?$")
    edition = dy.String(nullable=False, regex=EDITION)
    year = dy.Int16(primary_key=True, min=1960)
    rate_percent = dy.Float64(nullable=False, min=0)
    source = dy.String(nullable=False)
    as_of = dy.Date(nullable=True)


class Agreements(dy.Schema):
    """One row for each party and time of its being one; without an end it goes on."""

    agreement = dy.String(primary_key=True)
    party = dy.String(primary_key=True, regex=COUNTRY)
    from_day = dy.Date(primary_key=True)
    until_day = dy.Date(nullable=True)
    source = dy.String(nullable=False)


class Economies(dy.Schema):
    """A country's year: what was, and what is foreseen."""

    iso3 = dy.String(primary_key=True, regex=COUNTRY)
    year = dy.Int16(primary_key=True, min=1900)
    gdp_usd = dy.Float64(nullable=True, min=0)
    population = dy.Float64(nullable=True, min=0)
    is_forecast = dy.Bool(nullable=False)


def sound_flows6(frame: pl.DataFrame) -> pl.DataFrame:
    """
    Return rows in the order of Flows6's key; raise TableNotSound if they break its rules.

    As ``checked(Flows6, ...)`` would, but on the Enum columns: texts are checked once for each
    category, so eleven million rows take a second.
    """
    if frame.columns != Flows6.column_names():
        raise TableNotSound(f"Flows6 has other columns: {frame.columns}")
    for name, pattern in (("exporter", COUNTRY), ("importer", COUNTRY), ("hs6", SUBHEADING)):
        if not names_of(frame, name).str.contains(pattern).all():
            raise TableNotSound(f"Flows6: {name} is {frame.schema[name]}")
    if frame.schema["basis"] != BASIS:
        raise TableNotSound(f"Flows6: basis is {frame.schema['basis']}")
    packed = _packed()
    if not frame.select(packed.is_sorted()).item():
        frame = frame.sort(packed)
    twice = frame.select((packed.diff() == 0).any()).item()
    value = pl.col("value_usd")
    bad = (
        value.is_null()
        | ~value.is_finite()
        | (value < 0)
        | (pl.col("split_share") > 1.0001)
        | pl.any_horizontal(pl.col("year", "exporter", "importer", "hs6", "basis").is_null())
    )
    if twice or frame.select(bad.any()).item():
        raise TableNotSound(f"Flows6: {'a key comes twice' if twice else 'a value is not sound'}")
    return frame


def names_of(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return the categories of an Enum column, by their numbers; raise TableNotSound of others."""
    dtype = frame.schema[column]
    if not isinstance(dtype, pl.Enum):
        raise TableNotSound(f"Flows6: {column} is {dtype}")
    return dtype.categories


def _packed() -> pl.Expr:
    """Return the key as one number."""
    place = {name: pl.col(name).to_physical().cast(pl.Int64) for name in ("exporter", "importer")}
    return (
        (pl.col("year").cast(pl.Int64) * 1000 + place["exporter"]) * 1000 + place["importer"]
    ) * 10_000 + pl.col("hs6").to_physical().cast(pl.Int64)
