"""What the pages on proposals show, for officers and for the public."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.goods.names import short_name
from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs.formation import formation_params
from hamafza.runs.markets import MarketFacts, market_facts
from hamafza.sources.headings import heading_names
from hamafza.store.outlines import province_named
from hamafza.vocabulary.svg import Picture
from hamafza.web import pictures
from hamafza.web.pages.public.market_words import why
from hamafza.web.placenames import city_name, country_name, roughly
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.units import Unit
from hamafza.web.small_cells import told_beside_total

ON_THE_MAP = 1500
SCATTER = 400
MARKETS_SHOWN = 3
THOUSAND = 1000.0


@dataclass(frozen=True)
class Named:
    """A proposal with the words that name it to a reader."""

    proposal: Proposal
    goods: str
    city: str
    province: str
    market: str

    @property
    def gap_thousand(self) -> float | None:
        """What the market could still buy, in thousand USD a year."""
        gap = self.proposal.gap_usd
        return None if gap is None else gap / THOUSAND


def named(proposal: Proposal) -> Named:
    """Put goods, town and market into the reader's words."""
    return Named(
        proposal,
        short_name(heading(proposal.family, _language())),
        city_name(proposal.lead_unit.city, _language()),
        province_name(proposal.lead_unit),
        country_name(proposal.market, _language()) if proposal.market else "",
    )


def map_of_proposals(found: QuerySet[Proposal]) -> Picture | None:
    """Draw the country with a light at the lead of each proposal."""
    leads = found.values_list("lead_unit__lat_deg", "lead_unit__lon_deg")[:ON_THE_MAP]
    places = list(dict.fromkeys(roughly(*place) for place in leads))
    country = next(iter(found.order_by().values_list("lead_unit__country", flat=True)[:1]), None)
    if country is None:
        return None
    return pictures.nation(
        country, _("Map of the proposed consortia; a light at each lead"),
        scatter=_some_makers(), lit=places,
    )  # fmt: skip


def facts_of(proposal: Proposal, *, exact: bool = False) -> dict[str, Any]:
    """Return all that a page on one proposal shows; places are ``exact`` for officers alone."""
    members = list(proposal.members.select_related("unit"))
    lead = next(m for m in members if m.unit_id == proposal.lead_unit_id)
    others = [member for member in members if member is not lead]
    words = named(proposal)
    market, rows = _markets(proposal)
    return {
        "proposal": proposal,
        "named": words,
        "lead": lead,
        "members": [_told(member) for member in (lead, *others)],
        "towns": _towns(members),
        "picture": _picture(proposal, lead.unit, [member.unit for member in others], exact),
        "way": pictures.way(
            proposal.lead_unit.country, _("The way of the goods to their market"), proposal.route
        ),
        "legs": [leg for leg in proposal.route if leg.get("km")],
        "road_km": _km(proposal.route, "road"),
        "sea_km": _km(proposal.route, "sea"),
        "market": market,
        "market_why": why(market) if market else "",
        "market_rows": rows,
        "largest_share": max(m.unit.capacity for m in members) / (proposal.capacity or 1.0),
        "farthest_km": max(m.km_to_lead for m in members),
        "helped": sum(1 for m in members if m.unit.home_based or m.unit.women_owned),
        "better_percent": _better_percent(proposal),
        "params": _params(proposal),
        "lead_readiness": _params(proposal)["lead_readiness"],
        "consortium": getattr(proposal, "consortium", None),
        "name_fa": f"{short_name(heading(proposal.family, 'fa'))} {lead.unit.city}",
        "name_en": "",
    }


def _picture(proposal: Proposal, lead: Unit, others: list[Unit], exact: bool) -> Picture:
    return pictures.consortium(
        lead.country, _("Map of the proposed members and their lead"),
        _place(lead, exact), [_place(unit, exact) for unit in others], scatter=_neighbours(lead),
        firm=False,
    )  # fmt: skip


def _place(unit: Unit, exact: bool) -> pictures.Place:
    label = city_name(unit.city, _language())
    point = (unit.lat_deg, unit.lon_deg)
    return pictures.Place(*(point if exact else roughly(*point)), label, label)


def _neighbours(lead: Unit) -> list[tuple[float, float]]:
    near = Unit.objects.filter(province=lead.province, kind="maker")[:SCATTER]
    return [roughly(*place) for place in near.values_list("lat_deg", "lon_deg")]


def _some_makers() -> list[tuple[float, float]]:
    makers = Unit.objects.filter(kind="maker").values_list("lat_deg", "lon_deg")
    return list(dict.fromkeys(roughly(*place) for place in makers[:ON_THE_MAP]))


def _towns(members: Iterable[Any]) -> list[tuple[str, int | None]]:
    """Return towns with their members; a few, and what would betray them, are not counted."""
    counted = Counter(city_name(member.unit.city, _language()) for member in members)
    few = told_beside_total(counted).cells
    return [(town, None if town in few else many) for town, many in counted.most_common()]


def _markets(proposal: Proposal) -> tuple[MarketFacts | None, list[dict[str, Any]]]:
    """Return the market the proposal points at, and the first few of its heading as bars."""
    try:
        page = market_facts(proposal.lead_unit.country, proposal.family)
    except HeadingUnknown:
        return None, []
    chosen = next((each for each in page.markets if each.importer == proposal.market), None)
    shown = list(page.markets[:MARKETS_SHOWN])
    if chosen is not None and chosen not in shown:
        shown = [*shown[: MARKETS_SHOWN - 1], chosen]
    return chosen, [
        {
            "label": each.name_fa if _language() == "fa" else each.name_en,
            "parts": (max(each.potential_usd - each.gap_usd, 0.0), each.gap_usd),
            "figure": each.gap_usd / THOUSAND,
        }
        for each in shown
    ]


def _km(route: list[dict[str, Any]], mode: str) -> float:
    return sum(float(leg["km"]) for leg in route if leg["mode"] == mode)


def _better_percent(proposal: Proposal) -> float | None:
    """Return by how many percent of their value another grouping could at most be better."""
    gap = proposal.gap_share
    return None if gap is None or gap >= 1 else 100 * gap / (1 - gap)


def _params(proposal: Proposal) -> dict[str, Any]:
    """Return the rules under which the run formed; the shipped ones where it kept none."""
    told = proposal.run.record.get("parameters") if proposal.run else None
    return told or asdict(formation_params())


def heading(family: str, language: str) -> str:
    """Return the heading's name, the code where there is none."""
    english, persian = heading_names().get(family, (family, family))
    return persian if language == "fa" else english


def province_name(unit: Unit) -> str:
    """Return the province in the reader's language, as the registry wrote it if unknown."""
    if _language() == "fa":
        return unit.province
    known = province_named(unit.country, unit.province)
    return known.name_en if known else unit.province


def _told(member: ProposalMember) -> dict[str, Any]:
    city = city_name(member.unit.city, _language())
    return {"unit": member.unit, "km_to_lead": member.km_to_lead, "city": city}


def _language() -> str:
    return (get_language() or "fa")[:2]
