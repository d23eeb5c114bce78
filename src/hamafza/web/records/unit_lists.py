"""Lists of units: who keeps one, what its columns mean, and which units it names."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept, written


class UnitList(Kept):
    """
    A list that a union or a chamber keeps; each file sent of it is an edition.

    ``office`` is whose officers keep it, none for the two institutions. ``meanings`` holds what a
    person said of its columns: the key of a heading, and the field (empty: unread).
    """

    name = models.CharField(max_length=200)
    office = models.ForeignKey(
        "Office", null=True, blank=True, on_delete=models.PROTECT, related_name="lists"
    )
    country = models.CharField(max_length=3, default="IRN")
    meanings = models.JSONField(default=dict)
    kept_by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="lists")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["country", "office", "name"], name="list_named_once"),
            models.UniqueConstraint(
                fields=["country", "name"], condition=Q(office=None), name="list_named_once_for_all"
            ),
            written("name", "list_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ListedUnit(Kept):
    """
    A unit as a list knows it: ``registry.recognising`` says what identity, words and told are.

    ``upload`` and ``line`` say where what the list tells of it stands; ``gone_in`` is the edition
    that did not name it any more. The unit itself stays.
    """

    unit_list = models.ForeignKey(
        UnitList, on_delete=models.PROTECT, related_name="units", db_index=False
    )
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="listed")
    identity = models.CharField(max_length=60, blank=True)
    words = models.BigIntegerField()
    told = models.BigIntegerField()
    upload = models.ForeignKey(
        "Upload", on_delete=models.PROTECT, related_name="listed", db_index=False
    )
    line = models.PositiveIntegerField()
    gone_in = models.ForeignKey(
        "Upload", null=True, blank=True, on_delete=models.PROTECT, related_name="gone",
        db_index=False,
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["unit_list", "unit"], name="listed_once"),
        ]
        indexes = [
            models.Index(
                fields=["gone_in"], condition=Q(gone_in__isnull=False), name="listed_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_list_id} {self.unit_id}"
