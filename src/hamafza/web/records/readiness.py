"""Readiness: an assessment as it was answered and checked, and the certificate it earned."""

from django.db import models
from django.db.models import Q

from hamafza.registry.readiness_life import UNDER_WAY, AssessmentState
from hamafza.web.records.kept import Kept, share_field, within_0_1, written


class Assessment(Kept):
    """
    The answers of one unit to one version of the questionnaire.

    ``findings`` are what the officer found true of each question; ``reasons`` why it is not what
    was answered. A unit has at most one assessment under way; the checked ones stay.
    """

    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="assessments")
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=AssessmentState.FILLING)
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    """What the unit says beside an answer: the number of a certificate, the name of a buyer."""
    findings = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    begun_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    helped_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The officer who filled in answers with the unit; may not check them."""
    helper_name = models.CharField(max_length=120, blank=True)
    """Somebody the unit trusts, who sat beside."""
    answered_share = share_field(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    found_share = share_field(null=True, blank=True)
    level = models.CharField(max_length=20, blank=True)
    checked_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    """What the officer says of the whole, or why it was sent back."""

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=[state.value for state in UNDER_WAY]),
                name="assessment_one_under_way",
            ),
            within_0_1("answered_share", "assessment_answered"),
            within_0_1("found_share", "assessment_found"),
        ]
        indexes = [models.Index(fields=["state", "handed_in_at"], name="assessment_queue")]

    @property
    def may_be_filled(self) -> bool:
        return self.state in (AssessmentState.FILLING, AssessmentState.SENT_BACK)


class ReadinessCertificate(Kept):
    """A certificate of readiness: numbered without gaps, dated, withdrawn but never deleted."""

    number = models.CharField(max_length=24, unique=True)
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="certificate"
    )
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="readiness_papers")
    share = share_field()
    level = models.CharField(max_length=20)
    issued_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    valid_until = models.DateField()
    withdrawn_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            within_0_1("share", "readiness_paper_share"),
            written("number", "readiness_paper_number"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("issued_on")), name="readiness_paper_days"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(why=""), name="readiness_paper_withdrawn"
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_until"], name="readiness_paper_unit")]

    def __str__(self) -> str:
        return self.number

    def holds_on(self, day) -> bool:
        """Say whether the certificate is good on a day."""
        return self.withdrawn_at is None and self.issued_on <= day <= self.valid_until
