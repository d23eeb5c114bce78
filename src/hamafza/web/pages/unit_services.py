"""Markets of a unit's services: its group, by whom it was told, and where it could go."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hamafza.runs.services import ServiceFacts, ServicesRun, group_of_lines, groups_for, shown
from hamafza.sources.geography import country_names
from hamafza.sources.service_groups import groups_of
from hamafza.web.pages.market_choice import own_country
from hamafza.web.pages.market_names import country_name
from hamafza.web.pages.public.service_rows import ground_of, rows_of, run_of
from hamafza.web.pages.public.service_words import group_name
from hamafza.web.records.units import Unit

CONFIRMED, READ, LINE = "confirmed", "read", "line"
HOW: dict[str, Promise] = {
    CONFIRMED: _("confirmed by a person"),
    READ: _("read from its words, not confirmed yet"),
    LINE: _("assumed from its union and trade line"),
}
SHOWN = 8
MARKETS = 8


@dataclass(frozen=True)
class Offered:
    """The group of EBOPS 2010 that a unit's service is of, and on what ground."""

    code: str
    how: str

    @property
    def name(self) -> str:
        return group_name(self.code)

    @property
    def how_words(self) -> str:
        return str(HOW[self.how])


def offered_by(unit: Unit) -> Offered | None:
    """Return the group by its firmest ground: a person's word, its own words, its trade line."""
    confirmed = unit.confirmations.filter(is_current=True).exclude(service_code="").first()
    known = groups_of("2010")
    if confirmed is not None and confirmed.service_code in known:
        return Offered(confirmed.service_code, CONFIRMED)
    if unit.service_code in known:
        return Offered(unit.service_code, READ)
    if unit.kind != "service":
        return None
    told = group_of_lines([text for text in (unit.trade, unit.union) if text])
    return Offered(told, LINE) if told else None


def facts_of(unit: Unit) -> dict[str, Any]:
    """Return what both pages of a unit's services show."""
    offered, run = offered_by(unit), run_of(_country(unit))
    facts: dict[str, Any] = {"unit": unit, "offered": offered, "run": run}
    if offered is None or run is None:
        return facts
    groups = groups_for(offered.code, run.services.edition)
    found = {group: shown(run, group=group) for group in groups if _has(run, group)}
    return facts | {
        "ground": ground_of(run),
        "groups": [
            {
                "group": group,
                "name": group_name(group),
                "rows": rows_of(rows[:SHOWN], run, 1, by_group=False),
                "count": len(rows),
                "url": reverse("public:service_group", args=[group]),
            }
            for group, rows in found.items()
        ],
        "markets": _by_market(found),
    }


def table_of(unit: Unit) -> tuple[list[ServiceFacts], ServicesRun | None]:
    """Return all markets of the unit's groups, each group in its own order."""
    offered, run = offered_by(unit), run_of(_country(unit))
    if offered is None or run is None:
        return [], run
    groups = groups_for(offered.code, run.services.edition)
    return [each for group in groups if _has(run, group) for each in shown(run, group=group)], run


def _by_market(found: dict[str, list[ServiceFacts]]) -> list[dict[str, Any]]:
    """Return the markets with most room for all its groups together, neighbours first."""
    rows = [each for markets in found.values() for each in markets]
    phase = {each.importer: each.phase for each in rows}
    room = {name: sum(each.gap_usd for each in rows if each.importer == name) for name in phase}
    sold = {
        name: sum(each.potential_usd - each.gap_usd for each in rows if each.importer == name)
        for name in phase
    }
    first = sorted(phase, key=lambda name: (phase[name], -room[name], name))[:MARKETS]
    return [
        {
            "label": country_name(name),
            "link": reverse("public:service_market", args=[name]),
            "parts": (sold[name], room[name]),
            "figure": room[name] / 1e6,
        }
        for name in first
    ]


def _has(run: ServicesRun, group: str) -> bool:
    return group in run.services.totals.headings


def _country(unit: Unit) -> str:
    return unit.country if unit.country in country_names() else own_country()
