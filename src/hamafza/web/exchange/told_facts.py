"""Facts that a file tells of units: kept many at once, changed, ended, and taken back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import Model
from django.utils import timezone

from hamafza.registry.fact_changes import Standing
from hamafza.registry.facts_read import FACTS, WAYS
from hamafza.registry.unit_facts import Means, Part
from hamafza.vocabulary.tables.told_facts import ToldLicences, ToldPeople, ToldWorkshops
from hamafza.web.exchange import Binding
from hamafza.web.exchange.told_people import forget_unnamed, people_of
from hamafza.web.records.contacts import Contact
from hamafza.web.records.facts import Fact
from hamafza.web.records.insertion import insert_rows, update_rows
from hamafza.web.records.licences import Licence
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.uploads import Upload
from hamafza.web.records.workshops import Machine, Workshop

BINDINGS = (
    Binding(ToldLicences, Licence, renamed={"licence_kind": "kind"}),
    Binding(ToldWorkshops, Workshop),
)
BESIDE: dict[str, Any] = {
    **{name: kind for name, kind in FACTS.items() if name != "code"},
    **{
        name: column.dtype
        for table in (ToldPeople, ToldLicences, ToldWorkshops)
        for name, column in table.columns().items()
    },
    "person": pl.Int64,
}
"""What is written down of the facts a file tells; no code lies in it."""
_MODELS: Mapping[str, type[Fact]] = {
    "licence": Licence, "contact": Contact, "machine": Machine, "workshop": Workshop,
    "person": UnitPerson,
}  # fmt: skip
"""In the order in which they may go: a licence names a person."""
_LICENCE = tuple(ToldLicences.column_names())
_WORKSHOP = tuple(ToldWorkshops.column_names())
_SEEN: Mapping[str, Mapping[str, str]] = {
    "licence": {name: name for name in ("kind", *_LICENCE[1:])},
    "contact": {"way": "way", "value": "value"},
    "machine": {"means": "means", "name": "name"},
    "workshop": {name: name for name in _WORKSHOP},
    "person": {
        "person": "person_id", "name": "person__name", "gender": "person__gender",
        "person_version": "person__version", "code": "person__code_key",
    },
}  # fmt: skip
_ASKED = 5_000


def keep_facts(beside: pl.DataFrame, units: Mapping[int, int], upload: Upload) -> None:
    """Tell units the facts of their lines; ``units`` says by line which unit it is about."""
    rows = beside.filter(pl.col("line").is_in(list(units)))
    if rows.is_empty():
        return
    unit = [units[line] for line in rows["line"]]
    rows = rows.with_columns(
        pl.Series("unit", unit, dtype=pl.Int64),
        pl.Series("holder", people_of(rows, upload), dtype=pl.Int64),
    )
    same = {"is_demo": upload.is_demo}
    named = rows.filter(pl.col("owner").is_not_null()).select("unit", "holder")
    insert_rows(
        UnitPerson, ("unit_id", "person_id"), named.iter_rows(), part=Part.OWNER.value, **same
    )
    texts = ("trade", "activity_class", "issuer")
    licences = rows.filter(pl.col("number").is_not_null())
    insert_rows(
        Licence,
        ("unit_id", "holder_id", "kind", *_LICENCE[1:]),
        licences.with_columns(pl.col(texts).fill_null(""))
        .select("unit", "holder", *_LICENCE)
        .iter_rows(),
        **same,
    )
    places = rows.filter(pl.any_horizontal(pl.col(_WORKSHOP).is_not_null()))
    texts = ("county", "address", "postal_code")
    insert_rows(
        Workshop,
        ("unit_id", *_WORKSHOP),
        places.with_columns(pl.col(texts).fill_null("")).select("unit", *_WORKSHOP).iter_rows(),
        **same,
    )
    for way in WAYS:
        insert_rows(Contact, ("unit_id", "value"), _each(rows, way), way=way, **same)
    insert_rows(
        Machine, ("unit_id", "name"), _each(rows, "machines"), means=Means.MACHINE.value, **same
    )


def facts_now(units: Sequence[int]) -> dict[int, list[Standing]]:
    """Return by unit the facts that stand, and those that a person ended."""
    found: dict[int, list[Standing]] = {}
    for kind, some in _by_kind(units):
        model, seen = _MODELS[kind], _SEEN[kind]
        rows = model._default_manager.filter(unit__in=some).order_by("pk")
        if kind == "person":
            rows = rows.filter(part=Part.OWNER)
        told = ("pk", "unit_id", "told_by_id", "version", "ended_at", "ended_by_id")
        for number, unit, teller, version, ended, ender, *values in rows.values_list(
            *told, *seen.values()
        ):
            if ended is not None and ender is None:  # an edition ended it: it is past
                continue
            is_files = teller is None and version == 1 and ended is None
            named = _plain(zip(seen, values, strict=True))
            fact = Standing(kind, number, named, is_files, ended is not None)
            found.setdefault(unit, []).append(fact)
    _mark_shared(found)
    return found


def keep_moves(facts: pl.Series, upload: Upload) -> None:
    """End and set the facts that changed rows tell (``facts`` of a change-set)."""
    moves = [json.loads(text) for text in facts if text]
    ends: dict[str, list[int]] = {}
    for kind, number in (each for move in moves for each in move["end"]):
        ends.setdefault(kind, []).append(number)
    for kind, numbers in ends.items():
        for some in _some(numbers):
            rows = _untouched(_MODELS[kind]).filter(pk__in=some)
            rows.update(ended_at=timezone.now(), ended_why=upload.file_name)
    _set((each for move in moves for each in move["set"]), 1)


def holders_follow(units: Sequence[int]) -> None:
    """Let licences that a file told of units bear the name of those who own them now."""
    for some in _some(sorted(set(units))):
        ties = UnitPerson.objects.living().filter(unit__in=some, part=Part.OWNER).order_by("pk")
        owners: dict[int, list[int]] = {}
        for unit, person in ties.values_list("unit_id", "person_id"):
            owners.setdefault(unit, []).append(person)
        papers = _untouched(Licence).filter(unit__in=some)
        stale = [
            (number, owners[unit][-1])
            for number, unit, holder in papers.values_list("pk", "unit_id", "holder_id")
            if unit in owners and holder not in owners[unit]
        ]
        update_rows(Licence, "id", ("holder_id",), stale)


def undo_moves(rows: pl.DataFrame, beside: pl.DataFrame, upload: Upload) -> None:
    """Take back what changed rows told: new facts go, ended ones stand again, values come back."""
    units = dict(rows.select("line", "unit_id").iter_rows())
    told = beside.filter(pl.col("line").is_in(list(units)))
    named = [units[line] for line in told["line"]]
    people = _removed(named, _keys(told, units))
    moves = [json.loads(text) for text in rows["facts"] if text]
    for kind, number in (each for move in moves for each in move["end"]):
        ended = _MODELS[kind]._default_manager.filter(
            pk=number, ended_by=None, ended_why=upload.file_name
        )
        ended.update(ended_at=None, ended_why="")
    _set((each for move in moves for each in move["set"]), 0)
    holders_follow(named)
    forget_unnamed(people)


def forget_facts(units: Sequence[int]) -> None:
    """Remove what files told of units and nobody has touched since, and people nothing names."""
    forget_unnamed(_removed(units))


def _removed(units: Sequence[int], only: set[tuple[Any, ...]] | None = None) -> list[int]:
    """Remove facts that files told, or ``only`` some of them; return the people they named."""
    people: list[int] = []
    for kind, some in _by_kind(units):
        model = _MODELS[kind]
        named = {"person": "person_id", "licence": "holder_id"}.get(kind, "pk")
        rows = _untouched(model).filter(unit__in=some)
        known = _KNOWN_BY[kind]
        going = [
            (number, person)
            for number, unit, person, *values in rows.values_list("pk", "unit_id", named, *known)
            if only is None or (unit, kind, *values) in only
        ]
        people += [person for _, person in going if named != "pk" and person is not None]
        for numbers in _some([number for number, _ in going]):
            model._default_manager.filter(pk__in=numbers).delete()
    return people


_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "licence": ("kind", "number"), "contact": ("way", "value"), "machine": ("name",),
    "workshop": (), "person": (),
}  # fmt: skip


def _keys(told: pl.DataFrame, units: Mapping[int, int]) -> set[tuple[Any, ...]]:
    keys: set[tuple[Any, ...]] = set()
    for row in told.iter_rows(named=True):
        unit = units[row["line"]]
        if row["owner"]:
            keys.add((unit, "person"))
        if row["number"]:
            keys.add((unit, "licence", row["licence_kind"], row["number"]))
        if any(row[name] is not None for name in _WORKSHOP):
            keys.add((unit, "workshop"))
        keys |= {(unit, "contact", way, value) for way in WAYS for value in row[way] or ()}
        keys |= {(unit, "machine", name) for name in row["machines"] or ()}
    return keys


def _set(changes: Iterable[tuple[str, int, Mapping[str, Sequence[Any]]]], comes: int) -> None:
    """Write the value before or after into facts in which the other still stands."""
    by_columns: dict[tuple[str, tuple[str, ...]], dict[int, Mapping[str, Sequence[Any]]]] = {}
    for kind, number, change in changes:
        by_columns.setdefault((kind, tuple(change)), {})[number] = change
    for (kind, columns), told in by_columns.items():
        model: type[Model] = Person if kind == "name" else _MODELS[kind]
        for some in _some(list(told)):
            held = _untouched(model).select_for_update(no_key=True)
            rows = held.filter(pk__in=some).values_list("pk", *columns)
            still = [
                number
                for number, *values in rows
                if all(
                    (_plain_value(value) or None) == (told[number][name][1 - comes] or None)
                    for name, value in zip(columns, values, strict=True)
                )
            ]
            values = (
                (number, *(_kept(model, name, told[number][name][comes]) for name in columns))
                for number in still
            )
            update_rows(model, "id", columns, values)


def _kept(model: type[Model], name: str, value: Any) -> Any:
    return "" if value is None and not model._meta.get_field(name).null else value


def _untouched(model: type[Model]) -> Any:
    """Return the facts that a file told and nobody has changed or ended since."""
    rows = model._default_manager.filter(version=1).order_by("pk")
    if model is not Person:
        rows = rows.filter(told_by=None, ended_at=None)
    return rows


def _mark_shared(found: Mapping[int, list[Standing]]) -> None:
    """Say of people whether another unit has them too, and never what their codes hash to."""
    ties = [fact for facts in found.values() for fact in facts if fact.kind == "person"]
    many: dict[int, int] = {}
    for some in _some(sorted({fact.values["person"] for fact in ties})):
        living = UnitPerson.objects.living().filter(person__in=some).order_by()
        for person in living.values_list("person_id", flat=True):
            many[person] = many.get(person, 0) + 1
    for fact in ties:
        assert isinstance(fact.values, dict)
        fact.values["is_shared"] = many.get(fact.values["person"], 0) > 1
        fact.values["has_code"] = fact.values.pop("code") is not None


def _each(rows: pl.DataFrame, column: str) -> Iterator[tuple[Any, ...]]:
    told = rows.select("unit", column).explode(column).drop_nulls(column)
    return told.iter_rows()


def _plain(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values}


def _plain_value(value: Any) -> Any:
    """A day as a change-set writes it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _by_kind(units: Sequence[int]) -> Iterator[tuple[str, Sequence[int]]]:
    numbers = sorted(set(units))
    return ((kind, some) for kind in _MODELS for some in _some(numbers))


def _some(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[at : at + _ASKED] for at in range(0, len(numbers), _ASKED))
