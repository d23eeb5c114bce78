"""Twins: pairs of records that may be one unit, and what was decided of each."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from hamafza.vocabulary.life import Life
from hamafza.web.records.kept import Kept, within_0_1


class TwinState(StrEnum):
    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"
    LATER = "later"


DECIDED = (TwinState.SAME, TwinState.DIFFERENT)
TWIN_LIFE = Life(
    "twin-pair",
    TwinState.OPEN,
    {
        TwinState.OPEN: frozenset({TwinState.SAME, TwinState.DIFFERENT, TwinState.LATER}),
        TwinState.SAME: frozenset({TwinState.OPEN}),
        TwinState.DIFFERENT: frozenset({TwinState.OPEN}),
        TwinState.LATER: frozenset({TwinState.OPEN, TwinState.SAME, TwinState.DIFFERENT}),
    },
)

IN_USE, SAID_DIFFERENT, UNDONE = "in-use", "said-different", "undone"
OTHER_OWNERS = "other-owners"
"""
Why the house held a pair that the finding would have joined: a consortium or an order counts on
the record that would cease to count; somebody said otherwise; somebody undid it; the owners are
known by their national codes and nobody owns both.
"""


class TwinPair(Kept):
    """
    One question: are these two records one unit?

    ``evidence`` holds the bits of each attribute that both records tell, ``units`` among how many
    records they were counted. ``joined`` is the record that this very decision joined to another
    (``joined.merged_into``); a pair that is the same because of other pairs has none.
    """

    one = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="pairs_as_one")
    other = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="pairs_as_other")
    probability = models.FloatField()
    decision = models.CharField(max_length=12)
    """The machine's: ``automatic`` or ``review``."""
    held = models.CharField(max_length=20, null=True, blank=True)
    bits = models.FloatField()
    evidence = models.JSONField(default=dict)
    units = models.PositiveIntegerField()
    weighed = models.CharField(max_length=32)
    """What the two records said when they were weighed, or decided: a fingerprint."""
    run = models.ForeignKey(
        "Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="twins"
    )
    state = models.CharField(max_length=12, default=TwinState.OPEN)
    decided_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="decided_twins"
    )
    """Empty for the machine."""
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    joined = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    filled = models.JSONField(default=dict)
    """Fields of the kept record that were empty: what stood there, and what the other gave."""
    accounts = models.JSONField(default=list)
    """Numbers of the accounts of the joined record that act for the kept one since."""
    shown_to = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.SET_NULL, related_name="shown_twins"
    )
    shown_until = models.DateTimeField(null=True, blank=True)
    """Until when the pair lies before an officer and is shown to no other."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="twin_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="twin_pair_in_order"),
            models.CheckConstraint(
                condition=Q(joined=None) | Q(state=TwinState.SAME), name="twin_joined_is_same"
            ),
            within_0_1("probability", "twin_probability"),
        ]
        indexes = [
            models.Index(fields=["state", "-probability", "id"], name="twin_queue"),
            models.Index(fields=["decided_by", "-decided_at"], name="twin_decided_by"),
            models.Index(fields=["-decided_at", "-id"], name="twin_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED
