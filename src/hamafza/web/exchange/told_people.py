"""
People a file tells of, many at once: known by their code's hash, or written down anew.

A person with a code is one, however many units, files and readings name her, also when two readings
run at once; one without is her unit's own.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from hamafza.vocabulary.tables.told_facts import ToldPeople
from hamafza.vocabulary.text import match_key
from hamafza.web import sealing
from hamafza.web.exchange import Binding
from hamafza.web.records.consents import Consent
from hamafza.web.records.contacts import Contact
from hamafza.web.records.insertion import insert_missing, insert_rows, reserved
from hamafza.web.records.licences import Licence
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.uploads import Upload

BINDINGS = (Binding(ToldPeople, Person, renamed={"owner": "name"}),)
CODE = "person.code_sealed"
"""The purpose of the hash of national codes: the column they are sealed in."""
_ASKED = 5_000
_KNOWN = {"code": pl.String, "person": pl.Int64, "name": pl.String}
_COLUMNS = ("id", "name", "gender", "code_sealed", "code_key")


def hide_codes(codes: pl.Series) -> pl.Series:
    """Return the keyed hash of each national code; none where there is no code."""
    told = codes.drop_nulls().unique()
    if told.is_empty():
        return pl.Series(codes.name, [None] * len(codes), dtype=pl.String)
    kept = pl.Series(sealing.lookup_all(told, CODE), dtype=pl.String)
    return codes.replace_strict(told, kept, default=None, return_dtype=pl.String)


def known_people(codes: pl.Series, upload: Upload) -> pl.DataFrame:
    """Return code, person and name of those whom the database knows, under whichever key."""
    told = codes.drop_nulls().unique()
    people = Person.objects.filter(country=upload.country, is_demo=upload.is_demo)
    rows: list[tuple[str, int, str]] = []
    if told.is_empty() or not people.filter(code_key__isnull=False).exists():
        return pl.DataFrame(schema=_KNOWN)
    for key in sealing.ring(sealing.LOOKUP):
        hashes = dict(zip(sealing.lookup_all(told, CODE, key), told, strict=True))
        for some in _some(list(hashes)):
            found = people.filter(code_key__in=some).values_list("code_key", "pk", "name")
            rows += [(hashes[str(kept)], number, name) for kept, number, name in found]
    return pl.DataFrame(rows, schema=_KNOWN, orient="row").unique("code", maintain_order=True)


def opens(sealed: pl.Series) -> bool:
    """Say whether what was sealed when a reading was settled can still be opened."""
    keys = sealed.drop_nulls().str.split(".").list.first().unique()
    return set(keys) <= set(sealing.ring(sealing.SEAL))


def is_another_name(one: str, other: str) -> bool:
    """Say whether two names have no word in common: a code of both is wrong in one place."""
    return not set(match_key(one).split()) & set(match_key(other).split())


def people_of(rows: pl.DataFrame, upload: Upload) -> list[int | None]:
    """
    Return for each row the person it tells of, written down if need be; None where it names nobody.

    ``rows`` has owner, code_key, code_sealed, gender, and ``person``, whom settling has found.
    """
    rows = _with_keys_of_today(rows)
    known, settled = _coded(rows, upload), _settled(rows)
    found: list[int | None] = []
    alone: list[tuple[int, str, str]] = []
    numbers = iter(reserved(Person, rows.height))
    for owner, key, person, gender in rows.select(
        "owner", "code_key", "person", "gender"
    ).iter_rows():
        if owner is None:
            found.append(person)
            continue
        number, name = known.get(key or "") or settled.get(person) or (None, "")
        if number is None or is_another_name(name, owner):
            number = next(numbers)
            alone.append((number, owner, gender or ""))
        found.append(number)
    insert_rows(
        Person, ("id", "name", "gender"), alone, numbers_reserved=True,
        country=upload.country, is_demo=upload.is_demo,
    )  # fmt: skip
    return found


def forget_unnamed(people: Sequence[int]) -> None:
    """Remove those of these people whom nothing names any more: a reading that was taken back."""
    for some in _some(sorted(set(people))):
        named: set[int | None] = set()
        for model, field in (
            (UnitPerson, "person"), (Licence, "holder"), (Contact, "person"), (Consent, "person"),
        ):  # fmt: skip
            named |= set(
                model._default_manager.filter(**{f"{field}__in": some})
                .order_by()
                .values_list(field, flat=True)
            )
        Person.objects.filter(pk__in=set(some) - named).delete()


def _coded(rows: pl.DataFrame, upload: Upload) -> dict[str, tuple[int, str]]:
    """Return by hash who bears each code of the rows; those nobody knows are written down."""
    coded = rows.filter(pl.col("owner").is_not_null() & pl.col("code_key").is_not_null())
    first = coded.unique("code_key", keep="first", maintain_order=True).sort("code_key")
    keys = first["code_key"].to_list()
    known = _of_keys(keys, upload)
    new = first.filter(~pl.col("code_key").is_in(list(known)) & pl.col("code_sealed").is_not_null())
    if new.height:
        numbers = reserved(Person, new.height)
        told = new.select("owner", pl.col("gender").fill_null(""), "code_sealed", "code_key")
        insert_missing(
            Person, _COLUMNS,
            ((number, *row) for number, row in zip(numbers, told.iter_rows(), strict=True)),
            country=upload.country, is_demo=upload.is_demo,
        )  # fmt: skip
        known |= _of_keys(new["code_key"].to_list(), upload)
    return known


def _settled(rows: pl.DataFrame) -> dict[int | None, tuple[int, str]]:
    """Return those whom settling knew: where keys were changed since, their hash is another."""
    numbers = rows.filter(pl.col("code_key").is_not_null())["person"].drop_nulls().unique()
    people = Person.objects.filter(code_key__isnull=False)
    return {
        number: (number, name)
        for some in _some(numbers.to_list())
        for number, name in people.filter(pk__in=some).values_list("pk", "name")
    }


def _of_keys(keys: Sequence[str], upload: Upload) -> dict[str, tuple[int, str]]:
    people = Person.objects.filter(country=upload.country, is_demo=upload.is_demo)
    return {
        key: (number, name)
        for some in _some(keys)
        for key, number, name in people.filter(code_key__in=some).values_list(
            "code_key", "pk", "name"
        )
    }


def _with_keys_of_today(rows: pl.DataFrame) -> pl.DataFrame:
    """Seal and hash codes anew where the keys were changed since they were settled."""
    newest = sealing.ring(sealing.LOOKUP) and sealing.newest(sealing.LOOKUP)
    old = [
        sealed if key is not None and sealing.key_of(key) != newest else None
        for key, sealed in rows.select("code_key", "code_sealed").iter_rows()
    ]
    if not any(old):
        return rows
    codes = [sealing.opened(sealed) for sealed in old]
    anew = {
        at: (sealing.lookup(code, CODE), sealing.seal(code))
        for at, code in enumerate(codes)
        if code is not None
    }
    for which, name in enumerate(("code_key", "code_sealed")):
        kept = [anew[at][which] if at in anew else old for at, old in enumerate(rows[name])]
        rows = rows.with_columns(pl.Series(name, kept, dtype=pl.String))
    return rows


def _some(numbers: Sequence) -> Iterator[Sequence]:
    return (numbers[at : at + _ASKED] for at in range(0, len(numbers), _ASKED))
