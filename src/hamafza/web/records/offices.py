"""The tree of offices: promotion organisation, chambers, unions; and what became of each."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from hamafza.registry.offices import NUMBERS, PARENTS, OfficeKind
from hamafza.web.records.kept import Kept, written


class ChangeVerb(StrEnum):
    OPENED = "opened"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    CLOSED = "closed"


def _stands_below() -> Q:
    """Return that each office has the number of its kind, and a parent that stands higher."""
    permitted = Q()
    for kind, numbers in NUMBERS.items():
        own = Q(kind=kind.value, id__gte=numbers.start, id__lt=numbers.stop)
        above = Q()
        for higher in PARENTS[kind]:
            those = NUMBERS[higher]
            above |= Q(parent__gte=those.start, parent__lt=those.stop)
        # "is given" by itself: a check whose comparison is of nothing is taken as kept
        permitted |= own & Q(parent__isnull=not PARENTS[kind]) & above
    return permitted


class Offices(models.QuerySet["Office"]):
    def open(self):
        """Return the offices that have not ended."""
        return self.filter(closed_on=None)

    def below(self, office: "Office"):
        """Return an office's branch: itself, and all that stand below it."""
        return self.filter(path__startswith=office.path)


class Office(Kept):
    """
    One office. ``path`` holds the numbers from the root down to its own, each with a dot behind.

    So a branch is what begins with the path of its highest office, wherever that has moved.
    ``place`` is the key of the province or county whose units a chamber was made for, ``place_fa``
    and ``place_en`` its names. ``successor`` is the office into which this one was merged.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    country = models.CharField(max_length=3, default="IRN")
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    """The office's number in the books of others."""
    place = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=80)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    objects = Offices.as_manager()

    class Meta:
        ordering = ["name_fa", "id"]
        constraints = [
            models.CheckConstraint(condition=_stands_below(), name="office_stands_below"),
            models.UniqueConstraint(fields=["path"], name="office_path"),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(kind=OfficeKind.PROMOTION.value, closed_on=None),
                name="office_one_root",
            ),
            models.UniqueConstraint(
                fields=["parent", "kind", "name_key"],
                condition=Q(closed_on=None),
                name="office_name_once",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | (Q(closed_on__isnull=False) & ~Q(successor=F("id"))),
                name="office_ended_is_succeeded",
            ),
            written("name_key", "office_named"),
        ]

    def __str__(self) -> str:
        return self.name_fa

    @property
    def is_union(self) -> bool:
        return self.kind == OfficeKind.UNION

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def above(self) -> list[int]:
        """Numbers of the offices above, the root first."""
        return [int(number) for number in self.path.split(".")[:-2]]

    def holds(self, other: "Office") -> bool:
        """Say whether another office is this one, or stands below it."""
        return other.path.startswith(self.path)


class OfficeChange(Kept):
    """
    One row of an office's history: who did what, when and why, and from where it came.

    ``other`` is what a merged office went into, or what a split one gave; ``units`` how many
    records it moved. Taken back, it stays with ``undone_at``.
    """

    verb = models.CharField(max_length=12)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="changes")
    other = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="changes_as_other"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    units = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="office_changes"
    )
    acting_for = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.office_id}"


class FormerUnion(Kept):
    """Where a unit belonged before a change of offices, and how its union was written then."""

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="former_unions")
    change = models.ForeignKey(OfficeChange, on_delete=models.PROTECT, related_name="moved")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    union = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["change", "unit"], name="former_union_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.union or ''}"
