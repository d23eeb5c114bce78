"""Numbers of papers, without gaps: one row for each kind of paper and year."""

from django.db import models


class Series(models.Model):
    """
    The last number given; locked while the next is taken, inside the action that makes the paper.

    The demo's papers are counted apart, so that its numbers leave no gap when it goes.
    """

    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    is_demo = models.BooleanField(default=False, editable=False, db_index=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "is_demo"], name="series_once"),
        ]

    @classmethod
    def next_number(cls, kind: str, year: int, *, is_demo: bool) -> int:
        """Return the next number; it is given back if the transaction is rolled back."""
        told = {"kind": kind, "year": year, "is_demo": is_demo}
        rows = cls.objects.select_for_update(no_key=True)
        row = rows.filter(**told).first() or rows.get_or_create(**told)[0]
        cls.objects.filter(pk=row.pk).update(last=row.last + 1)
        return row.last + 1
