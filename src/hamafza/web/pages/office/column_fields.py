"""What a column of a registry may mean, in the words of the page that asks."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.registry.columns import ColumnMapping, is_named_by_owner

MEANINGS = {
    "name": _("name of the unit"),
    "goods_text": _("goods or service"),
    "goods_hint": _("more about the goods"),
    "kind": _("kind of unit"),
    "trade": _("trade line"),
    "union": _("union"),
    "licence": _("licence number"),
    "licence_date": _("date of the licence"),
    "permit": _("kind of permit"),
    "own_id": _("number of the unit in this list"),
    "country": _("country"),
    "province": _("province"),
    "city": _("city"),
    "address": _("address"),
    "lat_deg": _("latitude"),
    "lon_deg": _("longitude"),
    "monthly_units": _("monthly capacity"),
    "measure": _("unit of measure"),
    "workers": _("number of workers"),
    "home_based": _("home-based or not"),
    "women_owned": _("owned by a woman or not"),
    "phone": _("telephone"),
    "readiness": _("export readiness, 0 to 100"),
    "state": _("open or closed"),
    "origin": _("origin of the rows"),
    "owner": _("owner's name, whole or given name"),
    "owner_family": _("owner's family name"),
    "owner_code": _("owner's national code"),
    "owner_gender": _("owner's gender"),
    "licence_expiry": _("last day of the licence"),
    "issuer": _("who issued the licence"),
    "activity_class": _("activity class of the guild"),
    "county": _("county"),
    "postal_code": _("postal code"),
    "mobile": _("mobile number"),
    "email": _("e-mail address"),
    "website": _("website"),
    "workers_women": _("number of women who work there"),
    "machines": _("machines, a list"),
}
"""By field of ``registry.columns.FIELDS``."""


@dataclass(frozen=True)
class ColumnRow:
    """One column: its heading, what stands in it, and what it is taken for."""

    name: str
    heading: str
    sample: str
    meanings: list[tuple[str, str, bool]]
    is_known: bool
    is_left_to_union: bool = False


def column_rows(mapping: dict[str, Any], has_own_union: bool) -> list[ColumnRow]:
    """
    Return the columns of an upload's preview with the guessed meaning chosen.

    Who brings the units of one union is not asked for the column of the union.
    """
    taken = {
        heading: name for name, named in mapping.get("columns", {}).items() for heading in named
    }
    offered = {
        name: word for name, word in MEANINGS.items() if not (has_own_union and name == "union")
    }
    rows = []
    for at, heading in enumerate(mapping.get("headings", [])):
        chosen = taken.get(heading, "")
        meanings = [(name, str(word), name == chosen) for name, word in offered.items()]
        sample = next((row[at] for row in mapping["rows"] if row[at]), "")
        is_unions = has_own_union and chosen == "union"
        row = ColumnRow(f"c{at}", heading, sample[:80], meanings, chosen in offered, is_unions)
        rows.append(row)
    return rows


def named_by_owner(mapping: dict[str, Any]) -> bool:
    """Say whether the columns, as they are chosen now, leave a unit no name but its owner's."""
    columns = {name: tuple(each) for name, each in mapping.get("columns", {}).items() if each}
    return is_named_by_owner(ColumnMapping(columns))
