"""Units for programs of the two institutions: no telephone and no licence leaves by this door."""

from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Query, Router, Schema

from hamafza.web.access import OFFICE
from hamafza.web.api.answers import answered_to
from hamafza.web.branches import units_of
from hamafza.web.records.accounts import BRANCH, Role
from hamafza.web.records.finding import Asked, numbers_after
from hamafza.web.records.units import Unit

router = Router(tags=["units"])
READERS = (*OFFICE, *BRANCH, Role.OBSERVER)


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


class Search(Schema):
    q: str = ""
    hs4: str = Field("", pattern=r"^(\d{4})?$")
    province: str = ""
    kind: str = ""
    after: int = 0
    limit: int = Field(50, ge=1, le=500)


@router.get("", response=UnitsOut, summary="Search the units")
@answered_to(*READERS)
def search(request, asked: Query[Search]):
    """Units in which every word of ``q`` stands or begins a word, in the order of their numbers."""
    told = {"province": asked.province, "kind": asked.kind, "family": asked.hs4}
    question = Asked.of_text(asked.q, told={name: said for name, said in told.items() if said})
    units = units_of(request.user)
    numbers = numbers_after(units, question, asked.after, asked.limit)
    page = list(units.filter(pk__in=numbers).order_by("unit_id"))
    return {"units": page, "after": page[-1].unit_id if len(page) == asked.limit else None}


@router.get("/{public_id}", response=UnitOut, summary="One unit by its public number")
@answered_to(*READERS)
def one(request, public_id: str):
    """One unit of the reader's branch. A record that was joined to another says to which."""
    return get_object_or_404(units_of(request.user), public_id=public_id)
