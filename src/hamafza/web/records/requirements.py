"""What markets ask of products: dated lines with their source, reviewed by a second officer."""

from django.db import models
from django.db.models import F, Q

from hamafza.markets.requirements import LineState, Subject
from hamafza.web.records.facts import in_order, one_of
from hamafza.web.records.kept import Kept, written


class RequirementLine(Kept):
    """One statement about goods of a code in one country; the database knows no line reviewed by
    the officer who entered it, and none shown that nobody reviewed."""

    code = models.CharField(max_length=6)
    """Chapter, heading or subheading, without a dot."""
    market = models.CharField(max_length=3)
    subject = models.CharField(max_length=12)
    text_fa = models.TextField()
    text_en = models.TextField()
    duty_percent = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    """Of a tariff that is a percentage of the value; empty for any other."""
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    told_on = models.DateField()
    """The day on which the source said so."""
    check_by = models.DateField()
    """From the day after, the line is marked as old."""
    state = models.CharField(max_length=12, default=LineState.ENTERED.value)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    entered_by = models.ForeignKey(
        "User", on_delete=models.PROTECT, related_name="entered_requirements"
    )
    reviewed_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=400, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            written("text_fa", "requirement_text_fa_written"),
            written("text_en", "requirement_text_en_written"),
            written("source", "requirement_source_written"),
            one_of("subject", Subject, "requirement_subject"),
            one_of("state", LineState, "requirement_state"),
            in_order("told_on", "check_by", "requirement_days"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("entered_by")),
                name="requirement_second_officer",
            ),
            models.CheckConstraint(
                condition=Q(state=LineState.ENTERED.value, reviewed_by__isnull=True)
                | (~Q(state=LineState.ENTERED.value) & Q(reviewed_by__isnull=False)),
                name="requirement_shown_after_review",
            ),
            models.CheckConstraint(
                condition=Q(duty_percent__isnull=True)
                | Q(subject=Subject.TARIFF.value, duty_percent__gte=0),
                name="requirement_duty_of_a_tariff",
            ),
        ]
        indexes = [
            models.Index(fields=["market", "code", "state"], name="requirement_card"),
            models.Index(fields=["state", "-id"], name="requirement_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.market} {self.code} {self.subject}"
