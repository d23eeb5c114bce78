"""Units: makers, service providers and distributive units, as clean rows of a registry."""

from collections import Counter
from hashlib import blake2b

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import models

from hamafza.web.records.found_by import KEYS, SEARCHED, SORTED, keys_of
from hamafza.web.records.kept import Kept, within_0_1, written

VERY_MANY, KEPT_S = 100_000, 300
"""So many units are counted by reading an index of them all, and no reader waits for each."""


class Units(models.QuerySet):
    """
    Records of units; those joined to another are few and have an index of their own.

    They are left out by their numbers: asking each record whether it is joined would read every
    row where an index of the question's own holds all it needs.
    """

    def counted(self):
        """Return the records that stand for a unit: those joined to no other."""
        return self.exclude(pk__in=_joined())

    def how_many(self) -> int:
        """Count the records that stand for a unit; what is very many, anew after minutes."""
        try:
            key = f"how-many-{self.fingerprint()}"
        except EmptyResultSet:
            return 0
        kept: int | None = cache.get(key)
        if kept is not None:
            return kept
        many = self.count() - self.filter(pk__in=_joined()).count()
        if many > VERY_MANY:
            cache.set(key, many, KEPT_S)
        return many

    def fingerprint(self) -> str:
        """Return what tells this question from others; EmptyResultSet where it finds nothing."""
        told = repr(self.order_by().values("pk").query.sql_with_params())
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def how_many_by(self, field: str) -> Counter[str]:
        """Count the records that stand for a unit by what a field says."""
        counted = self.order_by().values_list(field).annotate(models.Count("pk"))
        many = Counter(dict(counted))
        many.subtract(dict(counted.filter(pk__in=_joined())))
        return many


def _joined():
    return Unit.objects.filter(merged_into__isnull=False).values("pk")


class Unit(Kept):
    """
    One unit. Its first fields bear the names of the table ``vocabulary.tables.units.Units``.

    The owner is the producer's account (``unit.people``); ``status`` says whether an officer
    has verified it.
    """

    unit_id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(max_length=20, unique=True)
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    name = models.TextField()
    goods_text = models.TextField(blank=True)
    union = models.CharField(max_length=200, null=True, blank=True)
    trade = models.CharField(max_length=200, null=True, blank=True)
    hs4 = models.CharField(max_length=4, null=True, blank=True)
    hs6 = models.CharField(max_length=6, null=True, blank=True)
    hs_probability = models.FloatField(null=True, blank=True)
    hs_reason = models.TextField(null=True, blank=True)
    service_code = models.CharField(max_length=20, null=True, blank=True)
    family = models.CharField(max_length=40)
    province = models.CharField(max_length=100)
    city = models.CharField(max_length=100)
    lat_deg = models.FloatField()
    lon_deg = models.FloatField()
    place_basis = models.CharField(max_length=8)
    capacity = models.FloatField()
    capacity_basis = models.CharField(max_length=16)
    monthly_units = models.FloatField(null=True, blank=True)
    readiness = models.FloatField()
    readiness_basis = models.CharField(max_length=16)
    weight = models.FloatField()
    workers = models.PositiveIntegerField(null=True, blank=True)
    home_based = models.BooleanField(null=True, blank=True)
    women_owned = models.BooleanField(null=True, blank=True)
    phone = models.CharField(max_length=40, null=True, blank=True)
    licence = models.CharField(max_length=60, null=True, blank=True)
    address = models.TextField(null=True, blank=True)

    country = models.CharField(max_length=3, default="IRN")
    office = models.ForeignKey(
        "Office",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        db_index=False,
    )
    """Its union, or the chamber that holds it while its union is not known."""
    search_key = models.TextField(blank=True)
    """The words that find it, in one spelling; see ``found_by``, which every saving asks."""
    name_order = models.CharField(max_length=40, blank=True, default="")
    place_order = models.CharField(max_length=40, blank=True, default="")
    """The name and the city as Persian sorts them."""
    upload = models.ForeignKey(
        "Upload", null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    status = models.CharField(max_length=16, default="unverified", db_index=True)
    verified_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="verified_units"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        db_index=False,
    )
    """The record of the same unit that counts in this one's place; this one stays as it is."""

    objects = Units.as_manager()

    class Meta:
        ordering = ["unit_id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(capacity__gte=0), name="unit_capacity"),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="unit_weight"),
            within_0_1("readiness", "unit_readiness"),
            within_0_1("hs_probability", "unit_hs_probability"),
            written("family", "unit_family_written"),
        ]
        indexes = [
            models.Index(fields=["family", "unit_id"], name="unit_family"),
            models.Index(fields=["hs6"], name="unit_hs6"),
            models.Index(fields=["province", "city"], name="unit_place"),
            models.Index(fields=["office", "status", "unit_id"], name="unit_office"),
            models.Index(fields=["kind", "unit_id"], name="unit_kind"),
            models.Index(fields=["union"], name="unit_by_union"),
            models.Index(fields=["name_order", "unit_id"], name="unit_by_name"),
            models.Index(fields=["place_order", "unit_id"], name="unit_by_place"),
            models.Index(fields=["office", "name_order", "unit_id"], name="unit_office_name"),
            models.Index(fields=["province", "name_order", "unit_id"], name="unit_province_name"),
            models.Index(fields=["-capacity", "unit_id"], name="unit_by_capacity"),
            models.Index(fields=["lat_deg", "lon_deg"], name="unit_point"),
            models.Index(fields=["unit_id", "lat_deg", "lon_deg"], name="unit_where"),
            models.Index(fields=["phone"], name="unit_phone"),
            models.Index(fields=["licence"], name="unit_licence"),
            models.Index(
                fields=["merged_into", "status"],
                condition=models.Q(merged_into__isnull=False),
                name="unit_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, update_fields=None, **options):
        """Keep the keys in step with what is written; many rows at once bring theirs along."""
        if update_fields is None or _KEYED & set(update_fields):
            for key, value in keys_of(self).items():
                setattr(self, key, value)
            update_fields = None if update_fields is None else {*update_fields, *KEYS}
        super().save(*args, update_fields=update_fields, **options)


_KEYED = {*SEARCHED, *SORTED.values()}
