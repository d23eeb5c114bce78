"""Families and provinces that an officer may choose from, with how many units each has."""

from django.utils.translation import get_language

from hamafza.goods.names import short_name
from hamafza.sources.headings import heading_names
from hamafza.store.outlines import province_named
from hamafza.vocabulary.writing import number
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit, Units

COUNTRY = "IRN"


def families(office: Office | None = None) -> list[tuple[str, str]]:
    """Return code and name of the families of goods, those of most units first."""
    units = _units(office)
    names = heading_names()
    return [
        (family, _counted(family_name(family), count))
        for family, count in units.how_many_by("family").most_common()
        if family in names and count > 1
    ]


def provinces(office: Office | None = None) -> list[tuple[str, str]]:
    """Return each province as the registry writes it and as the reader does."""
    units = _units(office)
    counted = sorted(units.how_many_by("province").items())
    return [(name, _counted(province_word(name), count)) for name, count in counted if name]


def _units(office: Office | None) -> Units:
    below = Office.objects.below(office).values("pk") if office else ()
    return Unit.objects.filter(office__in=below) if office else Unit.objects.all()


def family_name(family: str) -> str:
    """Return a short name of the family in the reader's language, its code where none is known."""
    english, persian = heading_names().get(family, (family, family))
    return short_name(persian if _language() == "fa" else english)


def province_word(name: str) -> str:
    """Return the province in the reader's language, as the registry wrote it if unknown."""
    if _language() == "fa":
        return name
    known = province_named(COUNTRY, name)
    return known.name_en if known else name


def _counted(name: str, count: int) -> str:
    return f"{name} ({number(count, _language())})"


def _language() -> str:
    return (get_language() or "fa")[:2]
