"""Units for programs of the two institutions: no telephone and no licence leaves by this door."""

from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Query, Router, Schema

from hamafza.vocabulary.text import match_key
from hamafza.web.access import OFFICE
from hamafza.web.api.answers import answered_to
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.units import Unit

router = Router(tags=["units"])
READERS = (*OFFICE, Role.UNION, Role.OBSERVER)


class UnitOut(ModelSchema):
    class Meta:
        model = Unit
        fields = (
            *("unit_id", "public_id", "kind", "name", "goods_text", "union", "trade", "country"),
            *("hs4", "hs6", "hs_probability", "service_code", "family", "province", "city"),
            *("lat_deg", "lon_deg", "place_basis", "capacity", "capacity_basis"),
            *("readiness", "readiness_basis", "status", "is_demo"),
        )

    same_as: str | None = None
    """Public number of the record that stands for the same unit in this one's place."""

    @staticmethod
    def resolve_same_as(unit: Unit) -> str | None:
        return unit.merged_into.public_id if unit.merged_into_id else None


class UnitsOut(Schema):
    units: list[UnitOut]
    after: int | None
    """Hand it back as ``after`` for the next page; null on the last one."""


class Asked(Schema):
    q: str = ""
    hs4: str = Field("", pattern=r"^(\d{4})?$")
    province: str = ""
    kind: str = ""
    after: int = 0
    limit: int = Field(50, ge=1, le=500)


@router.get("", response=UnitsOut, summary="Search the units")
@answered_to(*READERS)
def search(request, asked: Query[Asked]):
    """Units whose name, goods or place hold every word of ``q``, in the order of their numbers."""
    found = within_reach(request.user).counted().filter(unit_id__gt=asked.after)
    for word in match_key(asked.q).split():
        found = found.filter(search_key__contains=word)
    exact = {name: getattr(asked, name) for name in ("hs4", "province", "kind")}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    page = list(found.order_by("unit_id")[: asked.limit])
    return {"units": page, "after": page[-1].unit_id if len(page) == asked.limit else None}


@router.get("/{public_id}", response=UnitOut, summary="One unit by its public number")
@answered_to(*READERS)
def one(request, public_id: str):
    """One unit; a union sees its own. A record of it that was joined to another says to which."""
    return get_object_or_404(within_reach(request.user), public_id=public_id)


def within_reach(reader: User):
    """A union officer reaches the union's units, the others all."""
    units = Unit.objects.all()
    return units.filter(union=reader.union) if reader.role == Role.UNION else units
