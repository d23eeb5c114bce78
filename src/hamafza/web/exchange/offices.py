"""The tree of offices: made and found from the provinces, cities and unions that units tell."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from hamafza.registry.offices import NUMBERS, OfficeKind, OfficeParams, Place, office_key, place_key
from hamafza.sources.registry_places import counties
from hamafza.store.parameters import load
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.offices import Seats
from hamafza.vocabulary.text import match_key as key_of_words
from hamafza.web.exchange import Binding
from hamafza.web.records.insertion import insert_rows
from hamafza.web.records.offices import ChangeVerb, Office, OfficeChange
from hamafza.web.records.units import Unit

BINDINGS = (Binding(Seats, Unit),)
_key = lru_cache(200_000)(key_of_words)
TOLD = ("province", "city", "union")
"""What of a unit says where it belongs."""
_TOLD_OF_OFFICE = (
    "id", "country", "kind", "name_fa", "name_en", "name_key", "code", "place", "parent_id", "path",
    "opened_on", "is_demo",
)  # fmt: skip
"""Of a new office; the rest is alike in all."""


def office_params() -> OfficeParams:
    """Return the shipped names and judgements about offices."""
    return load(OfficeParams, "offices")


def key_of(name: str) -> str:
    """Return what two names of one office have alike."""
    return office_key(name, office_params().union_words)


def locked_root(country: str, *, is_demo: bool = False) -> Office:
    """
    Return the root of a country's tree for this transaction alone; it is made if need be.

    Whoever changes the tree, or lays units into it, locks its root first: so no unit is laid into
    a union that is being merged, and no two make the same office.
    """
    roots = Office.objects.select_for_update(no_key=True).filter(
        country=country, kind=OfficeKind.PROMOTION, closed_on=None
    )
    return roots.first() or _made_root(country, is_demo)


class Tree:
    """
    The offices of one country, by what leads to them; new ones are made where none is found.

    Use it with the root locked. Former names and places lead to where an office has gone.
    """

    def __init__(self, country: str, *, is_demo: bool = False) -> None:
        self.country, self.is_demo = country, is_demo
        self.params = office_params()
        self.names = self.params.names_of(country)
        self.places = counties(country)
        self.root = locked_root(country, is_demo=is_demo)
        self.offices = {office.pk: office for office in Office.objects.filter(country=country)}
        self.offices[self.root.pk] = self.root
        self.made: list[Office] = []
        self._used: set[int] = set()
        self._last = {kind: self._highest(kind) for kind in OfficeKind}
        self._chambers: dict[tuple[str, str], Office] = {}
        self._unions: dict[tuple[int, str], Office] = {}
        self._by_town: dict[tuple[str, str], Office] = {}
        self._union_key = lru_cache(None)(lambda name: office_key(name, self.params.union_words))
        self._learn()

    def seat(self, province: str, city: str, union: str | None, limit: Office | None) -> Office:
        """
        Return the office of a unit; within ``limit`` what lies elsewhere stays with the limit.

        The union of that name in the unit's county; else one that spans its province, or the
        country; else a new one in the county. Where no union or no county is told, the chamber.
        """
        if limit is not None and limit.is_union:
            return self._using(limit)
        chamber = self.chamber(province, city)
        if limit is not None and not limit.holds(chamber):
            return self._using(limit)
        key = self._union_key(union or "")
        if not key:
            return self._using(chamber)
        for number in (chamber.pk, *reversed(chamber.above)):
            found = self._unions.get((number, key))
            if found is not None and (limit is None or limit.holds(found)):
                return self._using(found)
        if chamber.kind != OfficeKind.COUNTY:
            return self._using(chamber)
        made = self._make(OfficeKind.UNION, chamber, (str(union).strip(), ""), key=key)
        self._unions[chamber.pk, key] = made
        return self._using(made)

    def chamber(self, province: str, city: str) -> Office:
        """Return the chamber of a city's county; of its province, or the national one, else."""
        known = self._by_town.get((province, city))
        if known is None:
            known = self._by_town[province, city] = self._chamber_of(province, city)
        return known

    def _chamber_of(self, province: str, city: str) -> Office:
        national = self._of(OfficeKind.NATIONAL, self.root, "", self.names.of(OfficeKind.NATIONAL))
        if not _key(province):
            return national
        place = self.places.get((_key(province), _key(city)))
        place = place or self.places.get((_key(province), "")) or Place(province)
        persian, english = place.province, place.province_en
        names = self.names.of(OfficeKind.PROVINCIAL, persian, english)
        above = self._of(OfficeKind.PROVINCIAL, national, place_key(persian), names)
        if not place.county:
            return above
        names = self.names.of(OfficeKind.COUNTY, place.county, place.county_en)
        return self._of(OfficeKind.COUNTY, above, place_key(persian, place.county), names)

    def write(self) -> None:
        """Keep the offices that were made, and begin their history."""
        rows = ([getattr(office, name) for name in _TOLD_OF_OFFICE] for office in self.made)
        insert_rows(Office, _TOLD_OF_OFFICE, rows)
        write_openings(self.made)

    def used(self) -> list[Office]:
        """Return the offices that units were laid into."""
        return [self.offices[number] for number in sorted(self._used)]

    def _using(self, office: Office) -> Office:
        self._used.add(office.pk)
        return office

    def _of(self, kind: OfficeKind, above: Office, place: str, names: tuple[str, str]) -> Office:
        known = self._chambers.get((kind.value, place))
        if known is None:
            known = self._make(kind, above, names, place=place)
            self._chambers[kind.value, place] = known
        return known

    def _make(
        self,
        kind: OfficeKind,
        above: Office,
        names: tuple[str, str],
        place: str = "",
        key: str = "",
    ) -> Office:
        self._last[kind] += 1
        made = an_office(
            number=self._last[kind], kind=kind, country=self.country, above=above, names=names,
            place=place, key=key, is_demo=self.is_demo,
        )  # fmt: skip
        self.made.append(made)
        self.offices[made.pk] = made
        return made

    def _highest(self, kind: OfficeKind) -> int:
        """Numbers are one row for all countries."""
        numbers = NUMBERS[kind]
        there = Office.objects.filter(pk__gte=numbers.start, pk__lt=numbers.stop)
        return there.order_by("-pk").values_list("pk", flat=True).first() or numbers.start - 1

    def _learn(self) -> None:
        """Present names come last and win; an earlier name or place leads where it went."""
        for change in (
            OfficeChange.objects.filter(office__country=self.country, undone_at=None)
            .filter(verb__in=(ChangeVerb.RENAMED, ChangeVerb.MOVED))
            .order_by("pk")
        ):
            office = self.offices[change.office_id]
            if office.is_union:
                parent = change.before.get("parent", office.parent_id)
                key = change.before.get("name_key", office.name_key)
                self._unions[parent, key] = self._last_of(office)
        ranked = sorted(self.offices.values(), key=lambda each: (each.is_open, each.pk))
        for office in ranked:
            end = self._last_of(office)
            if not end.is_open:
                continue
            if office.is_union:
                self._unions[office.parent_id or 0, office.name_key] = end
            elif office.place or office.kind == OfficeKind.NATIONAL:
                self._chambers[office.kind, office.place] = end

    def _last_of(self, office: Office) -> Office:
        while office.successor_id is not None:
            office = self.offices[office.successor_id]
        return office


def new_office(**told: Any) -> Office:
    """Write a new office below another, and nothing more."""
    office = an_office(**told)
    office.save(force_insert=True)
    return office


def an_office(
    *,
    number: int,
    kind: OfficeKind,
    country: str,
    above: Office | None,
    names: tuple[str, str],
    place: str = "",
    key: str = "",
    code: str = "",
    is_demo: bool = False,
) -> Office:
    """Return a new office below another, not written yet."""
    return Office(
        id=number,
        kind=str(kind),
        country=country,
        name_fa=names[0][:200],
        name_en=names[1][:200],
        name_key=(key or office_key(names[0]))[:200],
        code=code,
        place=place,
        parent=above,
        path=f"{above.path if above else ''}{number}.",
        opened_on=timezone.localdate(),
        is_demo=is_demo,
    )


def seats_of(
    told: Iterable[tuple[str, str, str | None]],
    *,
    country: str,
    limit: Office | None = None,
    is_demo: bool = False,
) -> pl.DataFrame:
    """Return the office of each place and union told; the transaction around it holds the root."""
    tree = Tree(country, is_demo=is_demo)
    rows = [(*each, tree.seat(*each, limit).pk) for each in dict.fromkeys(told)]
    tree.write()
    if not is_demo:
        make_real(tree.used())
    schema = {name: column.dtype for name, column in Seats.columns().items()}
    return checked(Seats, pl.DataFrame(rows, schema=schema, orient="row"))


class Seating:
    """
    The offices of a whole table of units, found once and asked for piece by piece.

    Each piece is a transaction of its own. It holds the root, and where the tree has changed since
    the offices were found, they are found again: no unit is laid into a union merged meanwhile.
    """

    def __init__(
        self, units: pl.DataFrame, *, country: str, limit: Office | None, is_demo: bool
    ) -> None:
        self.told = units.select(TOLD).unique(maintain_order=True)
        self.country, self.limit, self.is_demo = country, limit, is_demo
        self.as_of: tuple[int, int] | None = None
        self.seats = pl.DataFrame()

    def seated(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Return some of the units with the office of each beside it (``office_id``)."""
        locked_root(self.country, is_demo=self.is_demo)
        if self.as_of is None or self.as_of != _last_change():
            limit = Office.objects.get(pk=self.limit.pk) if self.limit else None
            while limit is not None and limit.successor_id is not None:
                limit = Office.objects.get(pk=limit.successor_id)
            self.seats = seats_of(
                self.told.iter_rows(), country=self.country, limit=limit, is_demo=self.is_demo
            )
            self.as_of = _last_change()
        return piece.join(self.seats, on=TOLD, how="left", nulls_equal=True, maintain_order="left")


def _last_change() -> tuple[int, int]:
    """Return the newest change of the tree, and how many were taken back."""
    newest = OfficeChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return newest, OfficeChange.objects.exclude(undone_at=None).count()


def make_real(offices: Iterable[Office]) -> None:
    """What somebody real stands on is real: offices that the demo made, and those above them."""
    numbers = {up for office in offices for up in (office.pk, *office.above)}
    Office.objects.filter(pk__in=numbers, is_demo=True).update(is_demo=False)
    changes = OfficeChange.objects.filter(office__in=numbers, verb=ChangeVerb.OPENED)
    changes.filter(is_demo=True).update(is_demo=False)


def write_openings(made: Iterable[Office]) -> None:
    """Begin the history of new offices."""
    rows = (
        (office.pk, {"name_fa": office.name_fa, "parent": office.parent_id}, office.is_demo)
        for office in made
    )
    insert_rows(OfficeChange, ("office_id", "after", "is_demo"), rows, verb=str(ChangeVerb.OPENED))


def _made_root(country: str, is_demo: bool) -> Office:
    names = office_params().names_of(country).of(OfficeKind.PROMOTION)
    numbers = NUMBERS[OfficeKind.PROMOTION]
    highest = Office.objects.filter(pk__lt=numbers.stop).order_by("-pk").first()
    with transaction.atomic():
        made, is_new = Office.objects.get_or_create(
            country=country, kind=OfficeKind.PROMOTION, closed_on=None,
            defaults={
                "id": highest.pk + 1 if highest else numbers.start,
                "name_fa": names[0], "name_en": names[1], "name_key": office_key(names[0]),
                "path": f"{highest.pk + 1 if highest else numbers.start}.",
                "opened_on": timezone.localdate(), "is_demo": is_demo,
            },
        )  # fmt: skip
    if is_new:
        write_openings([made])
    return Office.objects.select_for_update(no_key=True).get(pk=made.pk)
