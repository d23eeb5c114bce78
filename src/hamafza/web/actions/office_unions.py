"""Offices merged into one, and a union split in two: seen before it is done."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hamafza.registry.offices import OfficeKind
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import record
from hamafza.web.actions.office_moves import digest_of, follow, move_units, units_in
from hamafza.web.actions.offices import hang_below, locked, opened_beside, written_down
from hamafza.web.records.accounts import User
from hamafza.web.records.offices import ChangeVerb, Office
from hamafza.web.records.units import Unit

EXAMPLES = 10


class NotAPair(Refusal):
    """An office cannot be merged with itself, with another kind, or the root with any."""

    code = "office-not-a-pair"


class NotAUnion(Refusal):
    code = "office-not-a-union"


class NothingToSplit(Refusal):
    code = "office-nothing-to-split"


class OfficeChangedMeanwhile(Refusal):
    """What was seen before is not what would be done now."""

    code = "office-changed-meanwhile"


@dataclass(frozen=True)
class Choice:
    """
    Which units go to the new union: those of the trades and of the cities named, and some by name.

    Where both trades and cities are named a unit must be of one of each.
    """

    trades: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    """Public numbers."""

    def of(self, office: Office) -> list[int]:
        """
        Return the numbers of an office's records that are chosen.

        A record joined to another of the office goes or stays with it: it is of the same unit.
        """
        own = Unit.objects.filter(office=office)
        chosen = Q(public_id__in=self.units)
        if self.trades or self.cities:
            narrowed = Q()
            if self.trades:
                narrowed &= Q(trade__in=self.trades)
            if self.cities:
                narrowed &= Q(city__in=self.cities)
            chosen |= narrowed
        found = set(own.filter(chosen).values_list("pk", flat=True))
        held = own.filter(merged_into__office=office)
        joined = dict(held.values_list("pk", "merged_into"))
        heads = {number: _head(number, joined) for number in joined}
        return sorted(
            (found - joined.keys()) | {one for one, head in heads.items() if head in found}
        )

    def told(self) -> dict[str, list[str]]:
        return {name: sorted(getattr(self, name)) for name in ("trades", "cities", "units")}


@dataclass(frozen=True)
class Seen:
    """What would be done, before it is; ``print`` changes with anything of it."""

    units: int
    stay: int
    print: str
    trades: Counter[str] = field(default_factory=Counter)
    cities: Counter[str] = field(default_factory=Counter)
    examples: tuple[Unit, ...] = ()


def split_seen(office: Office, choice: Choice) -> Seen:
    """Return what a split would move."""
    own = Unit.objects.filter(office=office)
    rows = {row[0]: row[1:] for row in own.values_list("pk", "trade", "city")}
    return _seen(rows, choice.of(office))


def merge_seen(gone: Office) -> Seen:
    """Return what merging an office into another would move."""
    own = Unit.objects.filter(office=gone)
    rows = {row[0]: row[1:] for row in own.values_list("pk", "trade", "city")}
    below = gone.children.filter(closed_on=None).values_list("pk", flat=True)
    return _seen(rows, sorted(rows), tuple(below))


def _seen(
    rows: dict[int, tuple[str | None, str]], chosen: Sequence[int], below: Sequence[int] = ()
) -> Seen:
    return Seen(
        len(chosen),
        len(rows) - len(chosen),
        digest_of([*chosen, *below]),
        Counter(rows[number][0] or "" for number in chosen),
        Counter(rows[number][1] for number in chosen),
        tuple(Unit.objects.filter(pk__in=chosen[:EXAMPLES]).order_by("pk")),
    )


def _head(number: int, joined: dict[int, int]) -> int:
    while number in joined:
        number = joined[number]
    return number


@transaction.atomic
def split_union(
    *,
    actor: User,
    union: Office,
    choice: Choice,
    name_fa: str,
    name_en: str = "",
    accounts: Collection[int] = (),
    why: str = "",
    seen: str | None = None,
) -> Office:
    """
    Open a new union in the same chamber with the units chosen and the officers named.

    ``seen`` is the print of what the person saw; what would be another thing now is refused.
    """
    kept = locked(actor, union)
    if not kept.is_union:
        raise NotAUnion(office=kept.name_fa)
    now = split_seen(kept, choice)
    if seen is not None and seen != now.print:
        raise OfficeChangedMeanwhile(office=kept.name_fa)
    if not now.units or not now.stay:
        raise NothingToSplit(office=kept.name_fa, units=now.units)
    new = opened_beside(actor, kept, name_fa, name_en)
    moving = kept.people.filter(pk__in=accounts)
    people = sorted(moving.values_list("pk", flat=True))
    told: dict[str, object] = {**choice.told()} | {"name_fa": new.name_fa, "accounts": people}
    change = written_down(actor, ChangeVerb.SPLIT, kept, other=new, after=told, why=why)
    moved = move_units(change, choice.of(kept), new)
    User.objects.filter(pk__in=people).update(office=new)
    record(
        actor=actor, verb="split-union", subject=kept,
        before={"units": now.units + now.stay},
        after=told | moved.told() | {"new": new.pk}, why=why,
    )  # fmt: skip
    return new


@transaction.atomic
def merge_offices(
    *, actor: User, gone: Office, into: Office, why: str = "", seen: str | None = None
) -> Office:
    """Let an office go into another of its kind: units, offices below, accounts and files."""
    ending, kept = locked(actor, gone), locked(actor, into)
    is_pair = ending.pk != kept.pk and ending.kind == kept.kind
    is_pair = is_pair and ending.country == kept.country
    if not is_pair or kept.kind in (OfficeKind.PROMOTION, OfficeKind.NATIONAL):
        raise NotAPair(one=ending.name_fa, other=kept.name_fa)
    if seen is not None and seen != merge_seen(ending).print:
        raise OfficeChangedMeanwhile(office=ending.name_fa)
    below = list(Office.objects.filter(parent=ending, closed_on=None).order_by("pk"))
    for office in below:
        hang_below(office, kept)
    told = follow(ending, kept) | {"offices": [office.pk for office in below]}
    change = written_down(actor, ChangeVerb.MERGED, ending, other=kept, after=told, why=why)
    moved = move_units(change, units_in(ending), kept)
    ending.closed_on, ending.successor = timezone.localdate(), kept
    ending.save(update_fields=["closed_on", "successor"])
    record(
        actor=actor, verb="merge-offices", subject=ending,
        before={"office": ending.pk}, after=told | moved.told() | {"into": kept.pk}, why=why,
    )  # fmt: skip
    return kept
