"""What pages tell of offices: counts by branch, who works there, and what happened."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hamafza.registry.offices import OfficeKind
from hamafza.web.access import OFFICE
from hamafza.web.actions.office_history import may_be_taken_back
from hamafza.web.actions.offices import may_change
from hamafza.web.office_counts import Counted
from hamafza.web.records.accounts import User
from hamafza.web.records.offices import ChangeVerb, Office, OfficeChange

HISTORY = 30
KINDS = {
    OfficeKind.PROMOTION: gettext_lazy("promotion organisation"),
    OfficeKind.NATIONAL: gettext_lazy("national chamber"),
    OfficeKind.PROVINCIAL: gettext_lazy("chamber of a province"),
    OfficeKind.COUNTY: gettext_lazy("chamber of a county"),
    OfficeKind.UNION: pgettext_lazy("office", "union"),
}
DONE = {
    ChangeVerb.OPENED: gettext_lazy("opened"),
    ChangeVerb.RENAMED: gettext_lazy("renamed"),
    ChangeVerb.MOVED: gettext_lazy("moved in the tree"),
    ChangeVerb.MERGED: gettext_lazy("merged into another"),
    ChangeVerb.SPLIT: gettext_lazy("split"),
    ChangeVerb.CLOSED: gettext_lazy("closed"),
}


def rows_of(offices: Iterable[Office], counted: Counted) -> list[dict[str, Any]]:
    """Return a line for each office: its name, its units, how many are verified."""
    return [
        {
            "office": office,
            "kind": KINDS[OfficeKind(office.kind)],
            "units": counted.units[office.pk],
            "verified": counted.verified[office.pk],
            "share": _share(counted.verified[office.pk], counted.units[office.pk]),
        }
        for office in offices
    ]


def crumbs(office: Office, head: Office | None) -> list[Office]:
    """Return the offices above one, from the head of the reader's branch down."""
    above = Office.objects.filter(pk__in=office.above).order_by("pk")
    return [each for each in above if head is None or head.holds(each)]


def history_of(office: Office, reader: User) -> list[dict[str, Any]]:
    """Return what happened to an office, the newest first, and whether it may be taken back."""
    about = Q(office=office) | Q(other=office)
    changes = OfficeChange.objects.filter(about).select_related(
        "office", "other", "by", "acting_for", "undone_by"
    )
    return [_told(change, office, reader) for change in changes[:HISTORY]]


def _told(change: OfficeChange, office: Office, reader: User) -> dict[str, Any]:
    ends = [change.office, *([change.other] if change.other else [])]
    may = all(may_change(reader, end) for end in ends)
    return {
        "change": change,
        "done": DONE[ChangeVerb(change.verb)],
        "what": _what(change, office),
        "may_take_back": may and may_be_taken_back(change),
    }


def _what(change: OfficeChange, office: Office) -> str:
    """Return from what to what, in a few words of the reader's language."""
    if change.verb == ChangeVerb.RENAMED:
        return _("“%(before)s” became “%(after)s”") % {
            "before": change.before["name_fa"], "after": change.after["name_fa"],
        }  # fmt: skip
    if change.verb == ChangeVerb.MOVED:
        names = dict(
            Office.objects.filter(
                pk__in=(change.before["parent"], change.after["parent"])
            ).values_list("pk", "name_fa")
        )
        return _("from “%(before)s” to “%(after)s”") % {
            "before": names[change.before["parent"]], "after": names[change.after["parent"]],
        }  # fmt: skip
    if change.other is None:
        return ""
    one, other = change.office.name_fa, change.other.name_fa
    if change.verb == ChangeVerb.MERGED:
        return _("“%(one)s” went into “%(other)s”") % {"one": one, "other": other}
    return _("“%(other)s” came out of “%(one)s”") % {"one": one, "other": other}


def people_of(office: Office) -> QuerySet[User]:
    """Return the accounts about an office itself."""
    return office.people.filter(is_active=True).order_by("role", "full_name")


def may_build(reader: User) -> bool:
    return reader.role in OFFICE


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
