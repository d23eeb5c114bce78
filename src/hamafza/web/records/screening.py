"""Screening: lists of those who must not be dealt with, and what a party was found to be."""

from django.db import models

from hamafza.web.records.kept import Kept


class ScreeningList(Kept):
    """One version of one list as loaded; a sample is marked and says so on every page."""

    name = models.CharField(max_length=120)
    version = models.CharField(max_length=60)
    format = models.CharField(max_length=20)
    issued_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    is_sample = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    loaded_by = models.ForeignKey(
        "User", null=True, on_delete=models.PROTECT, related_name="loaded_lists"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "sha256"], name="list_loaded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ScreeningEntry(Kept):
    screening_list = models.ForeignKey(
        ScreeningList, on_delete=models.CASCADE, related_name="entries"
    )
    entry_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    """person, entity, vessel or other."""
    name = models.TextField()
    aliases = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    identifiers = models.JSONField(default=list)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["screening_list", "entry_id"]
        constraints = [
            models.UniqueConstraint(fields=["screening_list", "entry_id"], name="entry_once"),
        ]


GOODS_GATE = "goods"
"""The gate of answers about a deal's goods; all other gates are about its parties."""


class Screenings(models.QuerySet):
    def of_parties(self):
        """Return the checks of parties, without those of goods."""
        return self.exclude(gate=GOODS_GATE)


class Screening(Kept):
    """
    One check of one version of a party, kept as evidence also when it is clear.

    At ``GOODS_GATE`` it holds what was answered about the deal's goods instead: ``evidence`` are
    questions with answers, ``lists`` what they are about.
    """

    party = models.ForeignKey("Party", on_delete=models.PROTECT, related_name="screenings")
    party_version = models.PositiveIntegerField(default=1)
    deal = models.ForeignKey(
        "Deal", null=True, blank=True, on_delete=models.PROTECT, related_name="screenings"
    )
    lead = models.ForeignKey(
        "BuyerLead", null=True, blank=True, on_delete=models.PROTECT, related_name="screenings"
    )
    person_version = models.PositiveIntegerField(null=True, blank=True)
    """Of a lead: the version of its person that was checked along with the party."""
    gate = models.CharField(max_length=20)
    outcome = models.CharField(max_length=8)
    """clear, review or block, as ``hamafza.screening`` found it."""
    score = models.FloatField(default=0)
    evidence = models.JSONField(default=list)
    lists = models.JSONField(default=list)
    """Names and versions of the lists it was checked against."""
    checked_by = models.ForeignKey(
        "User", null=True, on_delete=models.PROTECT, related_name="screenings"
    )
    cleared_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="clearances"
    )
    cleared_reason = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)

    objects = Screenings.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["outcome", "id"], name="screening_outcome")]
