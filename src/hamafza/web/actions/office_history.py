"""A change of offices taken back, where nothing has happened since that stands on it."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import record
from hamafza.web.actions.office_moves import go_back, move_back
from hamafza.web.actions.offices import NotYourOffice, hang_below, may_change, saved
from hamafza.web.exchange.offices import locked_root
from hamafza.web.records.accounts import User
from hamafza.web.records.offices import ChangeVerb, Office, OfficeChange
from hamafza.web.records.units import Unit


class StandsFast(Refusal):
    """Something has happened since, and would be lost or hang in the air."""

    code = "office-change-stands"


class TakenBackAlready(Refusal):
    code = "office-change-taken-back"


@transaction.atomic
def take_back(*, actor: User, change: OfficeChange, why: str = "") -> OfficeChange:
    """Let an office be as it was before a change; the change stays in its history."""
    country = change.office.country
    locked_root(country)
    kept = OfficeChange.objects.select_related("office__parent", "other").get(pk=change.pk)
    offices = [kept.office, *([kept.other] if kept.other else [])]
    for office in offices:
        if not may_change(actor, office):
            raise NotYourOffice(office=office.name_fa)
    if kept.undone_at is not None:
        raise TakenBackAlready()
    if not may_be_taken_back(kept):
        raise StandsFast(office=kept.office.name_fa)
    _UNDO[ChangeVerb(kept.verb)](kept)
    kept.undone_at, kept.undone_by = timezone.now(), actor
    kept.save(update_fields=["undone_at", "undone_by"])
    record(
        actor=actor, verb="take-back-office-change", subject=kept.office,
        before={"change": kept.pk, "verb": kept.verb}, after={"units": kept.units}, why=why,
    )  # fmt: skip
    return kept


def may_be_taken_back(change: OfficeChange) -> bool:
    """Say whether nothing stands on a change: no later one, no unit or account moved since."""
    if change.undone_at is not None or change.verb == ChangeVerb.OPENED:
        return False
    ends = [change.office_id, *([change.other_id] if change.other_id else [])]
    later = OfficeChange.objects.filter(pk__gt=change.pk, undone_at=None)
    later = later.filter(Q(office__in=ends) | Q(other__in=ends))
    if later.exists() or not _units_are_where_it_laid_them(change):
        return False
    return change.verb not in _STANDS_ON or not _STANDS_ON[ChangeVerb(change.verb)](change)


def _units_are_where_it_laid_them(change: OfficeChange) -> bool:
    if change.verb not in (ChangeVerb.RENAMED, ChangeVerb.MERGED, ChangeVerb.SPLIT):
        return True
    office = change.office if change.verb == ChangeVerb.RENAMED else change.other
    assert office is not None
    moved = Unit.objects.filter(former_unions__change=change, office=office)
    if office.is_union:
        moved = moved.filter(union=office.name_fa)
    return moved.count() == change.units


def _came_since(change: OfficeChange) -> bool:
    """A union that was split off, or renamed, holds units that the change did not lay there."""
    office = change.office if change.verb == ChangeVerb.RENAMED else change.other
    assert office is not None
    if not office.is_union or (change.verb == ChangeVerb.RENAMED and not change.units):
        return False
    return Unit.objects.filter(office=office).count() != change.units


def _new_union_is_used(change: OfficeChange) -> bool:
    assert change.other is not None
    people = change.other.people.exclude(pk__in=change.after["accounts"])
    return _came_since(change) or people.exists() or change.other.uploads.exists()


def _offices_moved_on(change: OfficeChange) -> bool:
    below = Office.objects.filter(pk__in=change.after["offices"], closed_on=None)
    return below.filter(parent=change.other).count() != len(change.after["offices"])


_STANDS_ON = {
    ChangeVerb.RENAMED: _came_since,
    ChangeVerb.SPLIT: _new_union_is_used,
    ChangeVerb.MERGED: _offices_moved_on,
}


def _rename_back(change: OfficeChange) -> None:
    office = change.office
    for name, value in change.before.items():
        setattr(office, name, value)
    saved(office, *change.before)
    move_back(change)


def _move_back(change: OfficeChange) -> None:
    hang_below(change.office, Office.objects.get(pk=change.before["parent"]))


def _unmerge(change: OfficeChange) -> None:
    office, into = change.office, change.other
    assert into is not None
    office.closed_on, office.successor = None, None
    saved(office, "closed_on", "successor")
    for below in Office.objects.filter(pk__in=change.after["offices"]):
        hang_below(below, office)
    move_back(change)
    go_back(change.after, now=into, before=office)


def _unsplit(change: OfficeChange) -> None:
    new = change.other
    assert new is not None
    move_back(change)
    go_back({"accounts": change.after["accounts"]}, now=new, before=change.office)
    new.closed_on, new.successor = timezone.localdate(), change.office
    new.save(update_fields=["closed_on", "successor"])


def _reopen(change: OfficeChange) -> None:
    change.office.closed_on = None
    saved(change.office, "closed_on")


_UNDO = {
    ChangeVerb.RENAMED: _rename_back,
    ChangeVerb.MOVED: _move_back,
    ChangeVerb.MERGED: _unmerge,
    ChangeVerb.SPLIT: _unsplit,
    ChangeVerb.CLOSED: _reopen,
}
