"""Units counted by the branches of the tree: each office with all that stands below it."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count

from hamafza.registry.offices import OfficeKind
from hamafza.web.actions.units import VERIFIED
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit


@dataclass
class Counted:
    """Units and verified ones of whole branches, by the number of each branch's head."""

    units: Counter[int]
    verified: Counter[int]


def counted_below(head: Office | None) -> Counted:
    """
    Count the units of each office with all below it; without a head, of all offices.

    One grouped count answered by the index of offices, however many units there are.
    """
    offices = Office.objects.all() if head is None else Office.objects.below(head)
    above = dict(offices.order_by().values_list("pk", "parent"))
    units = Unit.objects.exclude(office=None)
    if head is not None:
        units = units.filter(office__in=offices.values("pk"))
    told = Counted(Counter(), Counter())
    joined = units.filter(pk__in=Unit.objects.filter(merged_into__isnull=False).values("pk"))
    for rows, sign in ((units, 1), (joined, -1)):
        grouped = rows.order_by().values_list("office", "status").annotate(Count("pk"))
        for office, status, many in grouped:
            told.units[office] += sign * many
            if status == VERIFIED:
                told.verified[office] += sign * many
    for number in sorted(above, reverse=True):  # a lower kind has higher numbers
        parent = above[number]
        if parent in above:
            told.units[parent] += told.units[number]
            told.verified[parent] += told.verified[number]
    return told


class Line(NamedTuple):
    """One office as a line of the printed tree."""

    depth: int
    number: int
    kind: str
    name: str
    units: int
    verified: int


def counted_tree(country: str, *, with_unions: bool = False) -> list[Line]:
    """Return the open offices of a country, each after the one above it, with its units."""
    offices = Office.objects.open().filter(country=country)
    if not with_unions:
        offices = offices.exclude(kind=OfficeKind.UNION)
    counted = counted_below(None)
    ordered = sorted(offices, key=lambda each: [int(one) for one in each.path.split(".")[:-1]])
    return [
        Line(
            len(each.above), each.pk, each.kind, each.name_fa,
            counted.units[each.pk], counted.verified[each.pk],
        )
        for each in ordered
    ]  # fmt: skip
