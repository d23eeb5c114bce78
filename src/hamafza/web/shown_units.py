"""A unit as buyers, factories and the public may see it: by its name only where it agreed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.registry.unit_facts import Use
from hamafza.web.actions.consents import agreed
from hamafza.web.pictures import Place
from hamafza.web.placenames import city_name, roughly
from hamafza.web.records.units import Unit


@dataclass(frozen=True)
class Shown:
    """Without its consent a unit is a workshop of its province, some five kilometres wide."""

    name: str
    place: str
    point: tuple[float, float]
    is_named: bool

    @property
    def dot(self) -> Place:
        return Place(*self.point, self.place, self.name)


def shown(units: Iterable[Unit], *, named: Collection[int] = ()) -> dict[int, Shown]:
    """
    Return each unit as it may be shown, by its number; consents are asked once for all.

    ``named`` said yes to this very reader, which is a consent of its own.
    """
    units = list(units)
    agreeing = agreed((unit.pk for unit in units), Use.BUYERS) | set(named)
    return {unit.pk: _named(unit) if unit.pk in agreeing else _unnamed(unit) for unit in units}


def _named(unit: Unit) -> Shown:
    point = (unit.lat_deg, unit.lon_deg)
    return Shown(unit.name, city_name(unit.city, _language()), point, is_named=True)


def _unnamed(unit: Unit) -> Shown:
    province = city_name(unit.province, _language())
    name = _("A workshop in %(province)s") % {"province": province}
    return Shown(name, province, roughly(unit.lat_deg, unit.lon_deg), is_named=False)


def _language() -> str:
    return get_language() or "fa"
