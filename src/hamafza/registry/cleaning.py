"""Fields of a record read and checked: clean ones become units, the others keep their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from hamafza.registry.faults import codes
from hamafza.registry.fields import choices, one_of
from hamafza.registry.params import Phones, RegistryParams, Words
from hamafza.registry.places import PlaceTables, keyed, placed
from hamafza.registry.reading_numbers import figure, latin
from hamafza.vocabulary.text import match_key
from hamafza.vocabulary.written_dates import read_date

CODES = "codes"
_INSTEAD = {"city": "county", "phone": "mobile", "kind": "activity_class"}
_MOST_READINESS_POINTS = 100.0


@dataclass(frozen=True)
class Country:
    """The country that is read for, and what tells another one's name."""

    code: str
    keys: dict[str, str]
    places: PlaceTables


@dataclass(frozen=True)
class Damage:
    """Lines whose row is broken as a whole, not in a cell."""

    too_long: Sequence[int] = ()
    not_closed: Sequence[int] = ()


def read_and_check(
    fields: pl.DataFrame, country: Country, params: RegistryParams, damage: Damage, today: date
) -> pl.DataFrame:
    """
    Return every record with its cells read, its place found and its fault codes.

    ``codes`` is the empty text for a clean record. Adds the columns of ``_read`` and of
    ``places.placed``; nothing is left out. No licence is issued after ``today``.
    """
    read = _read(_helped(fields), country, params, today)
    found = placed(read, country.places)
    flags = _flags(country, params, damage)
    return found.with_columns(codes(flags).fill_null("").alias(CODES))


def _helped(fields: pl.DataFrame) -> pl.DataFrame:
    """Take what a row leaves out from the cell beside it: a town's county, a mobile number."""
    told = {
        name: other
        for name, other in _INSTEAD.items()
        if fields[other].null_count() < fields.height
    }
    return (
        fields.with_columns(pl.coalesce(name, other).alias(name) for name, other in told.items())
        if told
        else fields
    )


def _read(
    fields: pl.DataFrame, country: Country, params: RegistryParams, today: date
) -> pl.DataFrame:
    """Numbers, choices, dates and keys of places beside the cells they were read from."""
    words = params.words
    aliases = dict(country.places.provinces.select("alias_key", "province_key").iter_rows())
    read = fields.with_columns(
        units_read=figure(pl.col("monthly_units")),
        workers_read=figure(pl.col("workers")),
        lat_read=figure(pl.col("lat_deg")),
        lon_read=figure(pl.col("lon_deg")),
        readiness_read=figure(pl.col("readiness")),
        licence=latin(pl.col("licence")),
        phone=_with_its_zero(latin(pl.col("phone")), params.phones.get(country.code)),
        own_id=latin(pl.col("own_id")),
        kind_read=choices(fields["kind"], words.kind),
        measure_read=choices(fields["measure"], words.measure),
        women_read=_yes_or_no(fields["women_owned"], words),
        home_read=_yes_or_no(fields["home_based"], words),
        permit_home=one_of(fields["permit"], words.home_based),
        closed_read=one_of(fields["state"], words.closed),
        date_ok=_dates(fields["licence_date"], today),
        country_read=_codes_of(fields["country"], country.keys),
        city_key=_keys(fields["city"], words.city_prefixes, set(country.places.cities["city_key"])),
        alias_key=_keys(fields["province"], words.province_prefixes, set(aliases)),
    )
    province = pl.col("alias_key").replace_strict(aliases, default=None, return_dtype=pl.String)
    stray = pl.col("province").is_not_null() & province.is_null()
    return read.with_columns(province_key=province, province_is_stray=stray)


def _flags(country: Country, params: RegistryParams, damage: Damage) -> dict[str, pl.Expr]:
    return (
        _who(params, country, damage)
        | _where(country.places.are_known)
        | _how_much(params.limits.most_monthly_units, params.limits.most_workers)
    )


def _who(params: RegistryParams, country: Country, damage: Damage) -> dict[str, pl.Expr]:
    longest = params.limits.longest_text
    other = pl.col("country_read") != country.code
    return {
        "quote-not-closed": pl.col("line").is_in(damage.not_closed),
        "row-too-long": pl.col("line").is_in(damage.too_long),
        "name-missing": ~_written("name"),
        "goods-missing": ~_written("goods_text"),
        "text-too-long": (pl.col("name").str.len_chars() > longest)
        | (pl.col("goods_text").str.len_chars() > longest),
        "kind-unknown": pl.col("kind").is_not_null() & pl.col("kind_read").is_null(),
        "other-country": pl.col("country").is_not_null() & other.fill_null(True),
        "closed": pl.col("closed_read"),
        "licence-date-wrong": ~pl.col("date_ok"),
        "digits-lost": _has_lost_digits("licence") | _has_lost_digits("own_id"),
    }


def _where(names_are_known: bool) -> dict[str, pl.Expr]:
    told = pl.col("lat_deg").is_not_null() | pl.col("lon_deg").is_not_null()
    lat, lon = pl.col("lat_read"), pl.col("lon_read")
    # 0, 0 lies in the sea: what programs write for "not known"
    sound = lat.is_between(-90, 90) & lon.is_between(-180, 180) & ((lat != 0) | (lon != 0))
    has_point = told & sound.fill_null(False)
    flags = {"coordinates-wrong": told & ~sound.fill_null(False)}
    if not names_are_known:
        return flags | {"city-missing": ~has_point & ~told}
    has_city = pl.col("city").is_not_null()
    stray = pl.col("province_is_stray")
    lost = has_city & pl.col("city_found").is_null() & ~has_point
    return flags | {
        "province-unknown": stray,
        "city-missing": ~has_city & ~has_point,
        "city-unknown": lost & ~pl.col("city_elsewhere") & ~stray,
        "city-not-in-province": lost & pl.col("city_elsewhere") & ~stray,
    }


def _how_much(most_units: float, most_workers: int) -> dict[str, pl.Expr]:
    told = pl.col("monthly_units").is_not_null()
    units, workers = pl.col("units_read"), pl.col("workers_read")
    points = pl.col("readiness_read")
    return {
        "capacity-not-a-number": told & units.is_null(),
        "capacity-negative": units < 0,
        "capacity-absurd": units > most_units,
        "measure-unknown": pl.col("measure").is_not_null() & pl.col("measure_read").is_null(),
        "workers-wrong": pl.col("workers").is_not_null()
        & ~(workers.is_between(0, most_workers).fill_null(False)),
        "readiness-wrong": pl.col("readiness").is_not_null()
        & ~(points.is_between(0, _MOST_READINESS_POINTS).fill_null(False)),
    }


def _written(name: str) -> pl.Expr:
    """A cell of marks alone («-», «...») tells nothing."""
    return pl.col(name).str.contains(r"[\p{L}\p{N}]").fill_null(False)


def _yes_or_no(column: pl.Series, words: Words) -> pl.Series:
    told = choices(column, {"yes": words.yes, "no": words.no})
    return told == "yes"


def _has_lost_digits(name: str) -> pl.Expr:
    """Excel writes a long number as ``1.23457E+11``: what stood behind is gone."""
    return pl.col(name).str.contains(r"^\d([.,]\d+)?[eE]\+?\d+$").fill_null(False)


def _with_its_zero(column: pl.Expr, phones: Phones | None) -> pl.Expr:
    """Put the zero back that Excel takes from the front of a telephone."""
    if phones is None:
        return column
    bare = column.str.replace_all(r"[\s\-\u200c\u200e\u200f]", "")
    lost = bare.str.contains(rf"^[1-9]\d{{{phones.digits - 1}}}$")
    return pl.when(lost).then(pl.concat_str(pl.lit(phones.trunk), bare)).otherwise(column)


def _dates(column: pl.Series, today: date) -> pl.Series:
    sound = {text: read_date(text, today) is not None for text in column.drop_nulls().unique()}
    return column.replace_strict(sound, default=True, return_dtype=pl.Boolean)


def _codes_of(column: pl.Series, keys: dict[str, str]) -> pl.Series:
    found = {text: keys.get(match_key(text)) for text in column.drop_nulls().unique()}
    return column.replace_strict(found, default=None, return_dtype=pl.String)


def _keys(column: pl.Series, prefixes: tuple[str, ...], known: set[str]) -> pl.Series:
    keys = keyed(column.drop_nulls().unique().to_list(), prefixes, known)
    return column.replace_strict(keys, default=None, return_dtype=pl.String)
