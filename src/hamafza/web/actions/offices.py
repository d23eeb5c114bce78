"""Offices of the tree: opened, renamed, moved and closed by those above them."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from hamafza.registry.offices import NUMBERS, PARENTS, OfficeKind
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import OFFICE
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.office_moves import Moved, move_units, units_in
from hamafza.web.branches import branch_of
from hamafza.web.exchange.offices import (
    Tree,
    key_of,
    locked_root,
    make_real,
    new_office,
)
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.offices import ChangeVerb, Office, OfficeChange


class NotYourOffice(Refusal):
    code = "office-not-yours"


class OfficeHasEnded(Refusal):
    code = "office-has-ended"


class NotBelow(Refusal):
    """A kind may not stand below another: a county chamber not below a union."""

    code = "office-not-below"


class OfficeNameTaken(Refusal):
    code = "office-name-taken"


class OfficeNameMissing(Refusal):
    code = "office-name-missing"


class OfficeNotEmpty(Refusal):
    code = "office-not-empty"


def may_change(actor: User, office: Office) -> bool:
    """Say whether a person may change an office: an institution any, a chamber those below it."""
    if actor.role in OFFICE:
        return True
    head = branch_of(actor)
    return (
        actor.role == Role.CHAMBER
        and head is not None
        and head.holds(office)
        and head.pk != office.pk
    )


def may_open_below(actor: User, office: Office) -> bool:
    """Say whether a person may open an office below this one."""
    head = branch_of(actor) if actor.role == Role.CHAMBER else None
    return actor.role in OFFICE or (head is not None and head.holds(office))


@transaction.atomic
def open_office(
    *, actor: User, parent: Office, kind: str, name_fa: str, name_en: str = "", code: str = ""
) -> Office:
    """Open an office below another."""
    locked_root(parent.country)
    above = _open(Office.objects.get(pk=parent.pk))
    if not may_open_below(actor, above):
        raise NotYourOffice(office=above.name_fa)
    kind_of = OfficeKind(kind)
    _may_stand_below(kind_of, above)
    office = _opened(actor, above, kind_of, _named(name_fa), name_en.strip(), code.strip())
    after = {"kind": kind, "name_fa": office.name_fa, "parent": above.pk}
    _told(actor, ChangeVerb.OPENED, office, after=after)
    record(actor=actor, verb="open-office", subject=office, after=after)
    return office


@transaction.atomic
def new_union(*, actor: User, name: str, country: str = "IRN") -> Office:
    """
    Return the union of a name below the national chamber, opened if need be.

    It spans the country: whatever unit names it, and has no union of that name nearer, is its own.
    """
    is_demo = belongs_to_demo(actor)
    tree = Tree(country, is_demo=is_demo)
    national = tree.chamber("", "")
    tree.write()
    if not is_demo:
        make_real([national])
    known = national.children.open().filter(kind=OfficeKind.UNION, name_key=key_of(name)).first()
    if known is not None:
        return known
    return open_office(actor=actor, parent=national, kind=OfficeKind.UNION, name_fa=name)


@transaction.atomic
def rename_office(
    *, actor: User, office: Office, name_fa: str, name_en: str = "", code: str = "", why: str = ""
) -> Office:
    """Give an office another name; a union's units bear it too, and the earlier stays known."""
    kept = locked(actor, office)
    before = {"name_fa": kept.name_fa, "name_en": kept.name_en, "code": kept.code}
    after = {"name_fa": _named(name_fa), "name_en": name_en.strip(), "code": code.strip()}
    if before == after:
        return kept
    is_new_name = before["name_fa"] != after["name_fa"]
    keys = {"name_key": kept.name_key}
    kept.name_fa, kept.name_en, kept.code = after["name_fa"], after["name_en"], after["code"]
    kept.name_key = key_of(kept.name_fa)
    saved(kept, "name_fa", "name_en", "code", "name_key")
    change = _told(actor, ChangeVerb.RENAMED, kept, before=before | keys, after=after, why=why)
    moved = Moved()
    if kept.is_union and is_new_name:
        moved = move_units(change, units_in(kept), kept)
    record(
        actor=actor, verb="rename-office", subject=kept,
        before=before, after=after | moved.told(), why=why,
    )  # fmt: skip
    return kept


@transaction.atomic
def move_office(*, actor: User, office: Office, parent: Office, why: str = "") -> Office:
    """Let an office, with all below it, stand below another one."""
    kept = locked(actor, office)
    above = _open(Office.objects.get(pk=parent.pk))
    if not may_open_below(actor, above) or above.country != kept.country:
        raise NotYourOffice(office=above.name_fa)
    _may_stand_below(OfficeKind(kept.kind), above)
    if kept.parent_id == above.pk:
        return kept
    before, after = {"parent": kept.parent_id}, {"parent": above.pk}
    hang_below(kept, above)
    _told(actor, ChangeVerb.MOVED, kept, before=before, after=after, why=why)
    record(actor=actor, verb="move-office", subject=kept, before=before, after=after, why=why)
    return kept


@transaction.atomic
def close_office(*, actor: User, office: Office, why: str = "") -> Office:
    """End an office that has no units, no offices below it, and no accounts."""
    kept = locked(actor, office)
    if kept.kind in (OfficeKind.PROMOTION, OfficeKind.NATIONAL):
        raise NotYourOffice(office=kept.name_fa)
    holds = (kept.units, kept.children.filter(closed_on=None), kept.people.filter(is_active=True))
    if any(rows.exists() for rows in holds):
        raise OfficeNotEmpty(office=kept.name_fa)
    kept.closed_on = timezone.localdate()
    kept.save(update_fields=["closed_on"])
    after = {"closed_on": kept.closed_on}
    _told(actor, ChangeVerb.CLOSED, kept, after={"closed_on": str(kept.closed_on)}, why=why)
    record(actor=actor, verb="close-office", subject=kept, after=after, why=why)
    return kept


def locked(actor: User, office: Office) -> Office:
    """Return an office as it is now, with its country's tree locked, if the actor may change it."""
    locked_root(office.country)
    kept = Office.objects.get(pk=office.pk)
    if not may_change(actor, kept):
        raise NotYourOffice(office=kept.name_fa)
    return _open(kept)


def hang_below(office: Office, above: Office) -> None:
    """Write the new parent and path of an office, and the paths of all below it."""
    old, new = office.path, f"{above.path}{office.pk}."
    office.parent = above
    for each in Office.objects.below(office):
        each.path = new + each.path.removeprefix(old)
        if each.pk == office.pk:
            each.parent = above
        saved(each, "parent", "path")
    office.path = new


def saved(office: Office, *fields: str) -> None:
    """Write an office; refuse a name that another open office beside it bears."""
    try:
        with transaction.atomic():
            office.save(update_fields=list(fields))
    except IntegrityError:
        raise _name_taken(office) from None


def written_down(
    actor: User,
    verb: ChangeVerb,
    office: Office,
    *,
    other: Office | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    why: str = "",
) -> OfficeChange:
    """Add a row to the history of an office."""
    return OfficeChange.objects.create(
        verb=verb,
        office=office,
        other=other,
        before=dict(before or {}),
        after=dict(after or {}),
        by=actor,
        acting_for=actor.acting_for,
        why=why,
        is_demo=belongs_to_demo(actor, office, other),
    )


_told = written_down


def _opened(
    actor: User, above: Office, kind: OfficeKind, name_fa: str, name_en: str, code: str
) -> Office:
    numbers = NUMBERS[kind]
    there = Office.objects.filter(pk__gte=numbers.start, pk__lt=numbers.stop)
    highest = there.order_by("-pk").values_list("pk", flat=True).first()
    is_demo = belongs_to_demo(actor)
    if not is_demo:
        make_real([above])
    try:
        with transaction.atomic():
            return new_office(
                number=highest + 1 if highest else numbers.start,
                kind=kind, country=above.country, above=above, names=(name_fa, name_en),
                key=key_of(name_fa), code=code, is_demo=is_demo,
            )  # fmt: skip
    except IntegrityError:
        raise OfficeNameTaken(name=name_fa) from None


def opened_beside(actor: User, office: Office, name_fa: str, name_en: str = "") -> Office:
    """Open another office of the same kind and chamber, inside the action that needs it."""
    above = office.parent
    assert above is not None
    return _opened(actor, above, OfficeKind(office.kind), _named(name_fa), name_en.strip(), "")


def _name_taken(office: Office) -> OfficeNameTaken:
    return OfficeNameTaken(name=office.name_fa)


def _named(name: str) -> str:
    named = " ".join(name.split())[:200]
    if not key_of(named):
        raise OfficeNameMissing()
    return named


def _open(office: Office) -> Office:
    if not office.is_open:
        raise OfficeHasEnded(office=office.name_fa)
    return office


def _may_stand_below(kind: OfficeKind, above: Office) -> None:
    if above.kind not in PARENTS[kind]:
        raise NotBelow(kind=kind.value, office=above.name_fa)
