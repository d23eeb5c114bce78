"""The neighbours that light up: the consortium on its map, still dashed or already firm."""

from django.utils.translation import gettext as _

from hamafza.web import pictures
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.records.units import Unit
from hamafza.web.shown_units import shown

SCATTER = 250


def together(cast: Cast) -> dict | None:
    """Return the members around their lead, the shared mark and the promoter."""
    members = [
        member.unit
        for member in cast.consortium.members.select_related("unit").exclude(state="declined")
    ]
    if len(members) < 2:
        return None
    lead = cast.consortium.lead_unit
    others = [unit for unit in members if unit.pk != lead.pk]
    told = shown([lead, *others])
    mark = cast.consortium.marks.first()
    return {
        "consortium": cast.consortium,
        "size": len(others) + 1,
        "neighbours": len(others),
        "lead": told[lead.pk],
        "mark": mark,
        "promoter": cast.consortium.promoter,
        "is_firm": cast.consortium.state not in {"forming", "proposed"},
        "picture": pictures.consortium(
            cast.hero.country,
            _("Map of the consortium; its members and their lead"),
            told[lead.pk].dot,
            [told[unit.pk].dot for unit in others],
            scatter=_around(lead),
            firm=cast.consortium.state not in {"forming", "proposed"},
        ),
    }


def _around(lead: Unit) -> list[tuple[float, float]]:
    """Other workshops of the province, as quiet dots."""
    near = Unit.objects.filter(province=lead.province, kind="maker", is_demo=True)[:SCATTER]
    return list(near.values_list("lat_deg", "lon_deg"))
