"""
Units found by words and narrowed by what they are: the one door to the index of words.

The first ``MOST`` numbers of what is found are asked for, never all: nobody turns so many pages,
and a count beyond is "more than". Best order: the unit whose whole number was written; then those
in whose name every word stands; then the rest; within each, the older record first.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from hamafza.vocabulary.codes import public_id_is_valid
from hamafza.vocabulary.sorting import sort_key
from hamafza.vocabulary.text import latin_digits, match_key
from hamafza.web.records import word_index
from hamafza.web.records.found_by import NAME_MARK, words_in
from hamafza.web.records.reach import numbers_of_reach, offices_of_reach
from hamafza.web.records.resting import by_index
from hamafza.web.records.units import Unit

MOST = 10_000
MOST_WORDS = 12
LONGEST_QUESTION = 200

BEST, NEWEST, NAME, PLACE, CAPACITY = "", "newest", "name", "place", "capacity"
ORDERS: Mapping[str, tuple[str, ...]] = {
    BEST: ("unit_id",),
    NEWEST: ("-unit_id",),
    NAME: ("name_order", "unit_id"),
    PLACE: ("place_order", "unit_id"),
    CAPACITY: ("-capacity", "unit_id"),
}


@dataclass(frozen=True)
class Asked:
    """A question: words that must all be there (each may go on), what the unit is, the order."""

    words: tuple[str, ...] = ()
    number: str = ""
    """A whole public number, if that is what was written."""
    told: Mapping[str, str] = field(default_factory=dict)
    """Field (one of ``word_index.TOLD``) to the value it must have."""
    flags: frozenset[str] = frozenset()
    """Of ``word_index.FLAGGED``: what must be true."""
    capacity: float | None = None
    """Shipments a month at least, one of ``word_index.CAPACITIES``."""
    order: str = BEST

    @classmethod
    def of_text(cls, text: str, **more) -> "Asked":
        """Read what a person typed, in any script."""
        typed = latin_digits(text[:LONGEST_QUESTION]).strip().upper()
        number = typed if public_id_is_valid(typed) else ""
        words = tuple(dict.fromkeys(words_in(match_key(text[:LONGEST_QUESTION]))))
        return cls(words=words[:MOST_WORDS], number=number, **more)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.told or self.flags or self.capacity)


class Found:
    """What was found among ``units``; a slice of it holds the units of one page."""

    def __init__(self, units: QuerySet[Unit], asked: Asked, most: int = MOST) -> None:
        self.units, self.asked, self.most = units, asked, most

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers found, in best order; no more than ``most`` and one."""
        if self.asked.number:
            return [each.pk for each in _last(self.units, self.asked.number)]
        return first_numbers(self.units, self.asked, self.most + 1)

    @property
    def is_more(self) -> bool:
        """Say whether there are more than ``most``."""
        return len(self.numbers) > self.most

    @property
    def is_sorted(self) -> bool:
        """Say whether the order asked for is kept: many units with a common word are not sorted."""
        return self.asked.order == BEST or not (self.is_more and self.asked.words)

    def count(self) -> int:
        return min(len(self.numbers), self.most)

    def __getitem__(self, page: slice) -> list[Unit]:
        if self.asked.order == BEST or not self.is_sorted:
            numbers = self.numbers[: self.most][page]
            there = {unit.pk: unit for unit in self.units.filter(pk__in=numbers)}
            return [there[number] for number in numbers if number in there]
        if self.is_more:
            numbers = _sorted_numbers(self.units, self.asked, page)
            rows = self.units.filter(pk__in=numbers)
        else:
            rows = among(self.units, self.numbers)
        in_order = rows.order_by(*ORDERS[self.asked.order])
        return list(in_order if self.is_more else in_order[page])

    def all_numbers(self) -> list[int]:
        """Return every number found, however many, in the order asked for where it is kept."""
        if self.asked.order != BEST and self.is_sorted:
            if self.is_more:
                return _sorted_numbers(self.units, self.asked, slice(None))
            rows = among(self.units, self.numbers).order_by(*ORDERS[self.asked.order])
            return list(rows.values_list("pk", flat=True))
        if self.is_more:
            return first_numbers(self.units, self.asked, None)
        return self.numbers

    def rows(self) -> tuple[str, list[Any]]:
        """Return what was found as table and condition of a query, with its parameters."""
        return _rows(self.units, _all_of(self.asked), self.asked)

    def by_columns(self) -> QuerySet[Unit]:
        """Return the same units by their columns, where no word was asked."""
        units = self.units.counted().filter(**self.asked.told)
        if self.asked.capacity is not None:
            units = units.filter(capacity__gte=self.asked.capacity)
        return units.filter(**dict.fromkeys(self.asked.flags, True))


def first_numbers(units: QuerySet[Unit], asked: Asked, most: int | None) -> list[int]:
    """Return the first numbers found, those first in whose name every word stands."""
    if not asked.words:
        return _numbers(units, _all_of(asked), most, asked)
    narrowed = replace(asked, words=())
    in_name = [_any([_begins(NAME_MARK + word)]) for word in asked.words]
    named = _all([*in_name, _all_of(narrowed)])
    first = _numbers(units, named, most)
    left = None if most is None else most - len(first)
    if left == 0:
        return first
    return first + _numbers(units, _but_not(_all_of(asked), _all(in_name)), left)


def numbers_after(units: QuerySet[Unit], asked: Asked, after: int, most: int) -> list[int]:
    """Return the next numbers found after one, in the order of their numbers."""
    if asked.number:
        return [each.pk for each in _last(units, asked.number) if each.pk > after]
    return _numbers(units, _all_of(asked), most, asked, after=after)


def among(units: QuerySet[Unit], numbers: Sequence[int]) -> QuerySet[Unit]:
    """Return the units of these numbers, which may be thousands."""
    if connection.vendor == "sqlite":
        return units.extra(
            where=["records_unit.unit_id IN (SELECT value FROM json_each(%s))"],
            params=[json.dumps(list(numbers))],
        )
    return units.extra(where=["records_unit.unit_id = ANY(%s)"], params=[list(numbers)])


def values_of(field_name: str, most: int = 1_000, **within: str) -> list[str]:
    """Return the values a field has in Persian order; read along an index, a step for each."""
    column = connection.ops.quote_name(Unit._meta.get_field(field_name).column)
    known = [(connection.ops.quote_name(name), value) for name, value in within.items()]
    where = "".join(f" AND {name} = %s" for name, _ in known)
    least = f"SELECT MIN({column}) AS told FROM records_unit WHERE {column} > "
    sql = (
        f"WITH RECURSIVE steps(told) AS ({least} ''{where} UNION ALL "
        f"SELECT ({least} steps.told{where}) FROM steps WHERE steps.told IS NOT NULL) "
        f"SELECT told FROM steps WHERE told IS NOT NULL LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, value in known] * 2)
        return sorted((told for (told,) in cursor.fetchall()), key=sort_key)


def chunks(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


NOT_JOINED = (
    f"unit_id NOT IN (SELECT unit_id FROM {word_index.TABLE} WHERE merged_into_id IS NOT NULL)"
)
"""The few that were joined, gathered once: a list along an index then reads the index alone."""


def _columns(asked: Asked, plain: str) -> tuple[list[str], list[Any]]:
    """Return the conditions on columns that a question without words asks, and their values."""
    known = [(f'{plain}"{name}" = %s', value) for name, value in asked.told.items()]
    known += [(f'{plain}"{flag}" = %s', True) for flag in sorted(asked.flags)]
    if asked.capacity is not None:
        known.append((f"{plain}capacity >= %s", asked.capacity))
    return [said for said, _ in known], [value for _, value in known]


def _sorted_numbers(units: QuerySet[Unit], asked: Asked, page: slice) -> list[int]:
    """Return the numbers of a page where very many were found, read along an index of the order."""
    if units.query.is_empty():
        return []
    led = _rows_of_one(units, asked) if asked.order == NAME else None
    rows, parameters = led or _rows_in_order(units, asked)
    order = ", ".join(
        f"{name[1:]} DESC" if name.startswith("-") else name for name in ORDERS[asked.order]
    )
    limit = "" if page.stop is None else f" LIMIT {page.stop - page.start} OFFSET {page.start}"
    with along_the_index() as cursor:
        cursor.execute(f"SELECT unit_id FROM {rows} ORDER BY {order}{limit}", parameters)
        return [number for (number,) in cursor.fetchall()]


def _rows_in_order(units: QuerySet[Unit], asked: Asked) -> tuple[str, list[Any]]:
    """
    Return the rows of which a page is read along the index of the order, soon full among so many.

    SQLite would rather gather them all by another index and sort them; the plus before a column
    forbids it that index.
    """
    if connection.vendor == "sqlite":
        return _rows_by_columns(units, asked, "+")
    rows, parameters = _rows_by_columns(units, asked)
    if offices_of_reach(units):
        # PostgreSQL would walk the whole order, and units of one office stand close in it: behind
        # this fence it gathers them and sorts.
        columns = "unit_id, name_order, place_order, capacity"
        rows = f"(SELECT {columns} FROM {rows} OFFSET 0) reached"
    return rows, parameters


def _rows_of_one(units: QuerySet[Unit], asked: Asked) -> tuple[str, list[Any]] | None:
    """Return the rows of one office, or of one province, that an index has by name."""
    offices = offices_of_reach(units)
    value: Any
    reach: str = ""
    parameters: Sequence[Any] = ()
    if len(offices) == 1 and len(offices[0]) == 1:
        led, value = "office", offices[0][0]
    elif "province" in asked.told:
        led, value = "province", asked.told["province"]
        reach, parameters = numbers_of_reach(units)
    else:
        return None
    if not (chosen := by_index(f"unit_{led}_name")):
        return None
    rest = replace(asked, told={name: told for name, told in asked.told.items() if name != led})
    plain = "+" if connection.vendor == "sqlite" else ""
    where, values = _columns(rest, plain)
    where += [f"{plain}unit_id IN ({reach})"] if reach else []
    column = Unit._meta.get_field(led).column
    said = " AND ".join([f'"{column}" = %s', NOT_JOINED, *where])
    return f"{word_index.TABLE} {chosen} WHERE {said}", [value, *values, *parameters]


def _last(units: QuerySet[Unit], number: str) -> list[Unit]:
    """Return the unit of a public number; for a record that was joined, the one that counts."""
    unit = Unit.objects.filter(public_id=number).first()
    while unit is not None and unit.merged_into_id is not None:
        unit = Unit.objects.get(pk=unit.merged_into_id)
    return [] if unit is None else list(units.filter(pk=unit.pk))


def _numbers(
    units: QuerySet[Unit],
    question: str,
    most: int | None,
    asked: Asked | None = None,
    *,
    after: int | None = None,
) -> list[int]:
    """Return the numbers of a question; ``asked`` is given where it says all of the question."""
    if units.query.is_empty():
        return []
    rows, parameters = _rows(units, question, asked)
    number = "rowid" if connection.vendor == "sqlite" else "unit_id"
    # PostgreSQL gathers all rows before it sorts; the first that it meets do for a list.
    order = f" ORDER BY {number}" if connection.vendor == "sqlite" or after is not None else ""
    beyond = "" if after is None else f" AND {number} > {int(after)}"
    limit = "" if most is None else f" LIMIT {int(most)}"
    with along_the_index() if _asks_words(asked) else connection.cursor() as cursor:
        cursor.execute(f"SELECT {number} FROM {rows}{beyond}{order}{limit}", parameters)
        found = [found for (found,) in cursor.fetchall()]
    return found if order else sorted(found)


def _asks_words(asked: Asked | None) -> bool:
    """
    SQLite's index of words holds all that is asked. PostgreSQL answers by its columns where one
    that has an index is told, or nothing is; what is ticked has none.
    """
    if connection.vendor == "sqlite" or asked is None or asked.words:
        return True
    return bool(asked.flags) and not asked.told


def _rows(
    units: QuerySet[Unit], question: str, asked: Asked | None = None
) -> tuple[str, list[Any]]:
    """Return table and condition of what is found; on SQLite the table is the index of words."""
    if asked is not None and not _asks_words(asked):
        return _rows_by_columns(units, asked)
    on_sqlite = connection.vendor == "sqlite"
    words_of_reach = _words_of_reach(units)
    reach, parameters = ("", ()) if words_of_reach else numbers_of_reach(units)
    question = _all([question, *words_of_reach]) if words_of_reach else question
    # The plus keeps SQLite from looking up each number of the reach in the index of words.
    inside = f" AND {'+rowid' if on_sqlite else 'unit_id'} IN ({reach})" if reach else ""
    found = (
        f"{word_index.INDEX} WHERE {word_index.INDEX} MATCH %s"
        if on_sqlite
        else f"{word_index.TABLE} WHERE {word_index.postgres_words()} @@ %s::tsquery"
    )
    return found + inside, [question, *parameters]


def _rows_by_columns(units: QuerySet[Unit], asked: Asked, plain: str = "") -> tuple[str, list[Any]]:
    where, values = _columns(asked, plain)
    offices = [] if plain else offices_of_reach(units)
    # A reach as a list of numbers would have PostgreSQL read the key of every unit.
    reach, parameters = ("", ()) if offices else numbers_of_reach(units)
    where += [NOT_JOINED, *["office_id = ANY(%s)"] * len(offices)]
    where += [f"{plain}unit_id IN ({reach})"] if reach else []
    return f"{word_index.TABLE} WHERE {' AND '.join(where)}", [*values, *offices, *parameters]


@contextmanager
def along_the_index() -> Iterator[Any]:
    """
    Give a cursor that looks words up.

    PostgreSQL would rather read all rows for a common word, and work out the words of each.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            yield cursor
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan = on")


def _words_of_reach(units: QuerySet[Unit]) -> list[str]:
    """Return a reader's reach as words, where it is one office or some."""
    return [
        _any([_is(word_index.word_for_office(number)) for number in numbers])
        for numbers in offices_of_reach(units)
    ]


def _all_of(asked: Asked) -> str:
    vendor = connection.vendor
    told = [word_index.word_for(name, value, vendor) for name, value in asked.told.items()]
    told += [f"{word_index.FLAGGED[flag]}_" for flag in sorted(asked.flags)]
    if asked.capacity is not None:
        told.append(word_index.word_for_capacity(asked.capacity))
    parts = [*map(_begins_or_is, asked.words), *map(_is, told)]
    return _all(parts or [_is(word_index.EVERY)])


def _begins_or_is(word: str) -> str:
    """One letter begins half of all words: it must stand alone, or begin a word of the name."""
    if len(word) > 1:
        return _begins(word)
    return _any([_is(word), _begins(NAME_MARK + word)])


def _is(word: str) -> str:
    if connection.vendor == "sqlite":
        return f'"{word}"'
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def _begins(word: str) -> str:
    return _is(word) + (" *" if connection.vendor == "sqlite" else ":*")


def _all(parts: Sequence[str]) -> str:
    return "(" + (" AND " if connection.vendor == "sqlite" else " & ").join(parts) + ")"


def _any(parts: Sequence[str]) -> str:
    return "(" + (" OR " if connection.vendor == "sqlite" else " | ").join(parts) + ")"


def _but_not(first: str, second: str) -> str:
    return f"{first} {'NOT' if connection.vendor == 'sqlite' else '& !'} {second}"
