"""
What a row tells beside the unit itself: owner, licence, workshop, ways to reach it, machines.

A cell that cannot be read never sets its row aside: the unit is kept, and the cell is reported
with its line. A file without columns for these is not looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from hamafza.registry.cells_read import (
    addresses,
    codes_read,
    emails,
    numbers_called,
    parts,
    pieces_of_work,
    plain_code,
)
from hamafza.registry.columns import FACT_FIELDS, ColumnMapping, tells
from hamafza.registry.fields import LINE, choices, one_of, whole_name
from hamafza.registry.identity import CodeRule
from hamafza.registry.params import RegistryParams
from hamafza.registry.reading_numbers import figure, latin
from hamafza.registry.unit_facts import LicenceKind
from hamafza.vocabulary.written_dates import read_date

_OWNER = ("owner", "owner_family", "owner_code", "owner_gender")
TOLD_WITH: Mapping[str, tuple[str, ...]] = {
    "person": _OWNER,
    "licence": ("licence_expiry", "issuer", "activity_class", *_OWNER),
    "workshop": ("county", "postal_code", "workers_women"),
    "contact": ("mobile", "email", "website"),
    "machine": ("machines",),
}
"""
Kind of fact -> the fields of which a file must have one to tell it. A number of a licence alone,
or a telephone, stands with the unit as it always has.
"""
WAYS = ("telephone", "mobile", "email", "website")
FACTS: dict[str, pl.DataType | type[pl.DataType]] = {
    LINE: pl.Int64, "owner": pl.String, "code": pl.String, "code_key": pl.String,
    "gender": pl.String, "licence_kind": pl.String, "number": pl.String, "issued_on": pl.Date,
    "expires_on": pl.Date, "issuer": pl.String, "activity_class": pl.String, "trade": pl.String,
    "county": pl.String, "address": pl.String, "postal_code": pl.String, "jobs": pl.Int64,
    "jobs_women": pl.Int64, **dict.fromkeys((*WAYS, "machines"), pl.List(pl.String)),
}  # fmt: skip
"""``code`` is the national code itself: it lies in memory alone, ``code_key`` is its hash."""
UNREAD = {LINE: pl.Int64, "field": pl.String, "code": pl.String, "cell": pl.String}
LONGEST = {
    "owner": 150, "issuer": 200, "county": 100, "trade": 200, "number": 60,
    "mobile": 200, "email": 200, "website": 200, "machines": 200,
}  # fmt: skip
"""Letters that the place where a fact is kept has room for."""


@dataclass(frozen=True)
class Told:
    """``facts`` of rows, under FACTS; ``unread``: the cells of them nobody could read."""

    facts: pl.DataFrame
    unread: pl.DataFrame


def kinds_told(mapping: ColumnMapping) -> frozenset[str]:
    """Return the kinds of facts that a file has columns for."""
    there = {name for name in FACT_FIELDS if tells(mapping, name)}
    return frozenset(kind for kind, fields in TOLD_WITH.items() if there & set(fields))


def facts_of(
    fields: pl.DataFrame, kinds: frozenset[str], country: str, params: RegistryParams, today: date
) -> Told:
    """Return what rows tell; a column of another kind than ``kinds`` is empty."""
    rule = params.identity.national_codes.get(country)
    written = (pl.col(name).str.contains(r"[\p{L}\p{N}]") for name in FACT_FIELDS)
    fields = fields.with_columns(  # a cell of marks alone tells nothing
        pl.when(says).then(name).alias(name)
        for name, says in zip(FACT_FIELDS, written, strict=True)
    )
    read = _read(fields, country, params, rule, today)
    flags = _flags(read, params.facts.postal_digits.get(country, 0), rule)
    found = [
        read.filter(flag.fill_null(False)).select(
            LINE, field=pl.lit(field), code=pl.lit(code), cell=pl.col(f"cell_{field}")
        )
        for (field, code), flag in flags.items()
    ]
    unread = pl.concat(found).unique([LINE, "field"], keep="first", maintain_order=True)
    return Told(_kept(read, kinds), unread.sort(LINE, maintain_order=True))


def nothing_told() -> Told:
    """Return what a file tells that has no such column."""
    return Told(pl.DataFrame(schema=FACTS), pl.DataFrame(schema=UNREAD))


def _read(
    fields: pl.DataFrame, country: str, params: RegistryParams, rule: CodeRule | None, today: date
) -> pl.DataFrame:
    words, limits = params.words, params.facts
    last = today.replace(year=today.year + limits.most_licence_years, day=1)
    raw = {f"cell_{name}": pl.col(name) for name in (*FACT_FIELDS, "licence", "address", "trade")}
    read = fields.select(
        LINE,
        **raw,
        name_told=whole_name(pl.col("owner"), pl.col("owner_family")),
        code_told=codes_read(pl.col("owner_code"), rule) if rule else pl.lit(None, pl.String),
        gender=choices(fields["owner_gender"], words.gender),
        home=one_of(fields["permit"], words.home_based),
        handicraft=one_of(fields["permit"], words.handicraft),
        number=latin(pl.col("licence")).str.strip_chars(),
        issued_on=_days(fields["licence_date"], today),
        expires_told=_days(fields["licence_expiry"], last),
        activity_class=choices(fields["activity_class"], words.activity_class),
        postal_told=plain_code(pl.col("postal_code")),
        jobs=figure(pl.col("workers")).cast(pl.Int64, strict=False),
        women_told=figure(pl.col("workers_women")),
        telephone=numbers_called(pl.col("phone"), params.phones.get(country)),
        mobile=numbers_called(pl.col("mobile"), params.phones.get(country)),
        email=emails(pl.col("email")),
        website=addresses(pl.col("website")),
        machines=pieces_of_work(pl.col("machines")),
    )
    named = read["name_told"]
    return read.with_columns(
        is_firm=one_of(named, words.legal_person), is_name=named.str.contains(r"\p{L}")
    )


def _flags(
    read: pl.DataFrame, postal_digits: int, rule: CodeRule | None
) -> dict[tuple[str, str], pl.Expr]:
    """Return by field and code which rows have a cell that says nothing usable."""
    told = {name: pl.col(f"cell_{name}").is_not_null() for name in FACT_FIELDS}
    no_code = pl.col("code_told").is_null()
    no_number = pl.col("number").fill_null("") == ""
    women, jobs = pl.col("women_told"), pl.col("jobs")
    name = "owner" if read["cell_owner"].null_count() < read.height else "owner_family"
    flags = {
        (name, "owner-not-a-person"): pl.col("is_firm"),
        (name, "owner-name-wrong"): pl.col("name_told").is_not_null() & ~pl.col("is_name"),
        ("owner_code", "code-wrong" if rule else "code-without-rule"): told["owner_code"] & no_code,
        ("owner_code", "code-without-name"): told["owner_code"] & ~_is_person(),
        ("owner_gender", "gender-unknown"): told["owner_gender"] & pl.col("gender").is_null(),
        ("licence_expiry", "expiry-wrong"): told["licence_expiry"]
        & pl.col("expires_told").is_null(),
        ("licence_expiry", "ends-before-it-begins"): pl.col("expires_told") < pl.col("issued_on"),
        ("licence_expiry", "licence-without-number"): told["licence_expiry"] & no_number,
        ("issuer", "licence-without-number"): told["issuer"] & no_number,
        ("activity_class", "class-unknown"): told["activity_class"]
        & pl.col("activity_class").is_null(),
        ("postal_code", "postal-code-wrong"): told["postal_code"] & ~_is_postal(postal_digits),
        ("workers_women", "women-wrong"): told["workers_women"]
        & ~((women >= 0) & (women == women.floor()) & (jobs.is_null() | (women <= jobs))).fill_null(
            False
        ),
    }
    for field in ("mobile", "email", "website"):
        parted = parts(pl.col(f"cell_{field}")).list.len()
        flags[field, f"{field}-wrong"] = told[field] & (pl.col(field).list.len() < parted)
    return flags | {
        (field, "cell-too-long"): _is_too_long(field) for field in LONGEST if field in told
    }


def _is_too_long(field: str) -> pl.Expr:
    if FACTS.get(field) == pl.List(pl.String):
        return pl.col(field).list.eval(pl.element().str.len_chars()).list.max() > LONGEST[field]
    text = "name_told" if field == "owner" else f"cell_{field}"
    return pl.col(text).str.len_chars() > LONGEST[field]


def _is_person() -> pl.Expr:
    short = pl.col("name_told").str.len_chars() <= LONGEST["owner"]
    return (pl.col("is_name") & ~pl.col("is_firm") & short).fill_null(False)


def _is_postal(digits: int) -> pl.Expr:
    return pl.col("postal_told").str.contains(rf"^\d{{{digits}}}$" if digits else r"^.{1,20}$")


def _kept(read: pl.DataFrame, kinds: frozenset[str]) -> pl.DataFrame:
    """Return what of the cells is sound, in the columns of FACTS."""
    issued, expires = pl.col("issued_on"), pl.col("expires_told")
    women = pl.col("women_told").cast(pl.Int64, strict=False)
    women_fit = (women >= 0) & (pl.col("jobs").is_null() | (women <= pl.col("jobs")))
    has_number = pl.col("number").fill_null("") != ""
    kind = (
        pl.when(pl.col("home"))
        .then(pl.lit(LicenceKind.HOME_BASED.value))
        .when(pl.col("handicraft"))
        .then(pl.lit(LicenceKind.HANDICRAFT.value))
        .otherwise(pl.lit(LicenceKind.BUSINESS.value))
    )
    is_person = _is_person()
    columns: dict[str, dict[str, pl.Expr]] = {
        "person": {
            "owner": pl.when(is_person).then("name_told"),
            "code": pl.when(is_person).then("code_told"),
            "gender": pl.when(is_person).then("gender"),
        },
        "licence": {
            "licence_kind": pl.when(has_number).then(kind),
            "number": pl.when(has_number & _short("number", "number")).then("number"),
            "issued_on": issued,
            "expires_on": pl.when((expires >= issued).fill_null(True)).then(expires),
            "issuer": _fitting("issuer"),
            "activity_class": pl.col("activity_class"),
            "trade": _fitting("trade"),
        },
        "workshop": {
            "county": _fitting("county"),
            "address": pl.col("cell_address"),
            "postal_code": pl.when(pl.col("postal_told").str.len_chars() <= 20).then("postal_told"),
            "jobs": pl.col("jobs"),
            "jobs_women": pl.when(women_fit.fill_null(False)).then(women),
        },
        "contact": {way: _fitting_parts(way) for way in WAYS},
        "machine": {"machines": _fitting_parts("machines")},
    }
    told = {
        name: expression if each in kinds else pl.lit(None, FACTS[name])
        for each, group in columns.items()
        for name, expression in group.items()
    }
    return read.select(LINE, code_key=pl.lit(None, pl.String), **told).select(*FACTS)


def _fitting(field: str) -> pl.Expr:
    return pl.when(_short(f"cell_{field}", field)).then(f"cell_{field}")


def _short(column: str, field: str) -> pl.Expr:
    return pl.col(column).str.len_chars() <= LONGEST[field]


def _fitting_parts(field: str) -> pl.Expr:
    longest = LONGEST.get(field, LONGEST["mobile"])
    return pl.col(field).list.eval(pl.element().filter(pl.element().str.len_chars() <= longest))


def _days(column: pl.Series, latest: date) -> pl.Series:
    days = {text: read_date(text, latest) for text in column.drop_nulls().unique()}
    return column.replace_strict(days, default=None, return_dtype=pl.Date)
