"""What follows when an office changes: its units, its accounts, its delegations, its files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Model

from hamafza.web.records.accounts import User
from hamafza.web.records.delegations import Delegation
from hamafza.web.records.insertion import insert_rows
from hamafza.web.records.offices import FormerUnion, Office, OfficeChange
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

AT_ONCE = 5_000
FOLLOWERS: dict[str, type[Model]] = {
    "accounts": User, "delegations": Delegation, "uploads": Upload, "runs": Run,
}  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """How many records were moved, and the digest of their numbers: an event names both."""

    units: int = 0
    digest: str = ""

    def told(self) -> dict[str, object]:
        return {"units": self.units, "units_sha256": self.digest} if self.units else {}


def units_in(office: Office) -> list[int]:
    """Return the numbers of all records that belong to an office itself."""
    return list(Unit.objects.filter(office=office).order_by("pk").values_list("pk", flat=True))


def move_units(change: OfficeChange, numbers: Sequence[int], office: Office) -> Moved:
    """
    Lay units into an office; those of a union bear its name, and what stood there is kept.

    Records joined to another come along: they stay records of the same unit.
    """
    fields: dict[str, object] = {"office": office}
    if office.is_union:
        fields["union"] = office.name_fa
    columns = ["unit_id", "change_id", "office_id", "union"]
    for some in _chunks(sorted(numbers)):
        held = Unit.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
        rows = list(held.values_list("unit_id", "office_id", "union"))
        kept = ((number, change.pk, before, union) for number, before, union in rows)
        insert_rows(FormerUnion, columns, kept, is_demo=change.is_demo)
        Unit.objects.filter(pk__in=some).update(**fields)
    change.units = len(numbers)
    change.save(update_fields=["units"])
    return Moved(len(numbers), digest_of(numbers))


def move_back(change: OfficeChange) -> int:
    """Lay the units of a change back where they were, each with its union as it was written."""
    told: dict[tuple[int, str | None], list[int]] = {}
    for number, office, union in change.moved.values_list("unit_id", "office_id", "union"):
        told.setdefault((office, union), []).append(number)
    for (office, union), numbers in told.items():
        for some in _chunks(numbers):
            Unit.objects.filter(pk__in=some).update(office=office, union=union)
    return sum(map(len, told.values()))


def follow(gone: Office, into: Office) -> dict[str, list[int]]:
    """Let everything that is about an office be about another; return what moved, by kind."""
    return {name: _follow(model, gone, into) for name, model in FOLLOWERS.items()}


def go_back(told: dict[str, list[int]], now: Office, before: Office) -> None:
    """Let what followed be about the earlier office again, unless it was moved on since."""
    for name, numbers in told.items():
        if name in FOLLOWERS:
            rows = FOLLOWERS[name]._default_manager.filter(pk__in=numbers, office=now)
            rows.update(office=before)


def digest_of(numbers: Collection[int]) -> str:
    """Return the SHA-256 of numbers of units, in order."""
    return sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()


def _follow(model: type[Model], gone: Office, into: Office) -> list[int]:
    rows = model._default_manager.filter(office=gone)
    numbers = sorted(rows.values_list("pk", flat=True))
    rows.update(office=into)
    return numbers


def _chunks(numbers: list[int]):
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))
