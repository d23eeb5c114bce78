"""Formations: what a run of formation came to, and what officers changed in it by hand."""

from django.db import models
from django.db.models import Q

from hamafza.web.records.kept import Kept


class Formation(Kept):
    """
    The grouping of one run as it stands; its groups are the run's proposals.

    ``value`` moves with every edit; ``bound`` and ``weight`` stay what the run proved and had.
    """

    run = models.OneToOneField("Run", on_delete=models.PROTECT, related_name="formation")
    units = models.PositiveIntegerField()
    weight = models.FloatField()
    bound = models.FloatField()
    value = models.FloatField()
    value_formed = models.FloatField()
    """What the run itself reached, before anybody changed anything."""
    edits = models.PositiveIntegerField(default=0)
    """Number of the last edit or undoing; a page shows it and sends it back with what it asks."""
    forbidden = models.JSONField(default=list)
    """Pairs of units that are not to be in one group."""

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"formation {self.run_id}"

    @property
    def gap_share(self) -> float:
        """How far the value stays below the bound, of the bound."""
        return max(0.0, self.bound - self.value) / self.bound if self.bound > 0 else 0.0

    @property
    def loss_gap_share(self) -> float:
        """The same distance, of all that is lost to ways, costs and units left out."""
        lost = self.weight - self.value
        return max(0.0, self.bound - self.value) / lost if lost > 0 else 0.0

    @property
    def better_percent(self) -> float | None:
        """By how many percent another grouping could at most be better."""
        return 100 * max(0.0, self.bound / self.value - 1) if self.value > 0 else None


class FormationEdit(Kept):
    """One change by hand. ``before`` and ``after`` hold the groups it touched, whole."""

    formation = models.ForeignKey(Formation, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    actor = models.ForeignKey("User", on_delete=models.PROTECT, related_name="formation_edits")
    verb = models.CharField(max_length=16)
    facts = models.JSONField(default=dict)
    """What a sentence about it names: units by name, groups by their number."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    value_change = models.FloatField(default=0.0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_edits"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["formation", "number"], name="formation_edit_number"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="formation_edit_undone_by_somebody",
            ),
        ]
