"""Ranked rows of services: a bar that opens into supply, demand and ease, each with its ground."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hamafza.markets.refusals import CountryHasNoExports
from hamafza.runs.market_grounds import Ground
from hamafza.runs.services import ServiceFacts, ServicesRun, services_run
from hamafza.runs.services_import import LAYOUTS
from hamafza.sources.geography import country_names
from hamafza.sources.service_refusals import ServicesNotLoaded
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.pages.market_choice import own_country
from hamafza.web.pages.market_names import country_name
from hamafza.web.pages.market_rows import percentage
from hamafza.web.pages.public.service_words import (
    BASES,
    MEANINGS,
    QUALITIES,
    group_name,
    why,
    why_group,
)
from hamafza.web.pages.taken_along import file_of

MILLION = 1e6
BALANCED = LAYOUTS[0]


@dataclass(frozen=True)
class Line:
    """One factor of an opened row; ``size`` is 0 to 100 of the largest on the page."""

    label: str
    means: str
    kind: str
    value: float
    size: str
    basis: Provenance


@dataclass(frozen=True)
class Row:
    """A row of the list: what stands on its bar, and what it opens into."""

    facts: ServiceFacts
    place: int
    name: str
    why: str
    sold_size: str
    open_size: str
    gap: float
    lines: tuple[Line, ...]
    quality: str
    quality_means: str
    basis: Provenance
    links: tuple[tuple[str, str], ...]


def exporter_of(asked: QueryDict) -> str:
    """Return the country whose services are looked at: the installation's own unless asked."""
    told = asked.get("exporter", "").upper()
    return told if told in country_names() else own_country()


def run_of(exporter: str) -> ServicesRun | None:
    """Return the potential of the loaded table; None where none is, or it lacks the country."""
    try:
        return services_run(Path(settings.HOME), exporter)
    except (ServicesNotLoaded, CountryHasNoExports):
        return None


def ground_of(run: ServicesRun) -> Ground:
    """Return the years and source under every figure of the loaded table."""
    used = run.services
    return Ground(tuple(map(str, used.years)), used.source, basis_of(run))


def basis_of(run: ServicesRun) -> Provenance:
    """A balanced table is put together of both sides' records and estimates."""
    is_balanced = f"-{BALANCED}-" in run.services.name
    return Provenance.RECONSTRUCTED if is_balanced else Provenance.REAL


def rows_of(
    found: Sequence[ServiceFacts], run: ServicesRun, first: int, *, by_group: bool
) -> list[Row]:
    """
    Return the rows of one page, which may be part of the list; ``first`` is the place of the first.

    Solid is what is sold of the potential, dashed the room.
    """
    widest = max((each.potential_usd for each in found), default=0.0) or 1.0
    most = {
        "supply": max((each.supply for each in found), default=0.0) or 1.0,
        "demand": max((each.demand for each in found), default=0.0) or 1.0,
        "ease": max((each.ease for each in found), default=0.0) or 1.0,
    }
    return [
        _row(each, run, place, widest, most, by_group=by_group)
        for place, each in enumerate(found, first)
    ]


def _row(
    facts: ServiceFacts,
    run: ServicesRun,
    place: int,
    widest: float,
    most: dict[str, float],
    *,
    by_group: bool,
) -> Row:
    name = group_name(facts.group) if by_group else country_name(facts.importer)
    sold = 100 * (facts.potential_usd - facts.gap_usd) / widest
    room = 100 * facts.gap_usd / widest
    return Row(
        facts,
        place,
        name,
        why_group(facts, name) if by_group else why(facts, name),
        percentage(sold) if sold else "",
        percentage(room) if room else "",
        facts.gap_usd / MILLION,
        _lines(facts, run, most),
        str(QUALITIES[facts.quality]),
        str(MEANINGS[facts.quality]),
        BASES[facts.quality],
        _links(facts, run.exporter, by_group=by_group),
    )


def _lines(facts: ServiceFacts, run: ServicesRun, most: dict[str, float]) -> tuple[Line, ...]:
    table = basis_of(run)
    ease = table if facts.ease_basis == "recorded" else Provenance.ESTIMATED
    told = (
        ("supply", _("Supply"), _("Our share of the world's exports of these services"), "share",
         facts.supply, table),
        ("demand", _("Demand"), _("Bought from all the world"), "sum", facts.demand, table),
        ("ease", _("Ease of trade"),
         _("Services between the two against what their groups alone explain"), "ratio",
         facts.ease, ease),
    )  # fmt: skip
    return tuple(
        Line(label, means, kind, value, percentage(100 * value / most[name]), basis)
        for name, label, means, kind, value, basis in told
    )


def _links(facts: ServiceFacts, exporter: str, *, by_group: bool) -> tuple[tuple[str, str], ...]:
    rest = "" if exporter == own_country() else f"?exporter={exporter}"
    if by_group:
        url = reverse("public:service_group", args=[facts.group])
        return ((_("Other markets of these services"), f"{url}{rest}#{facts.importer}"),)
    url = reverse("public:service_market", args=[facts.importer])
    return ((_("What other services this market buys"), f"{url}{rest}#{facts.group}"),)


def table_file(
    form: str, name: str, found: Iterable[ServiceFacts], run: ServicesRun | None
) -> HttpResponseBase:
    """Hand over services in markets in the order of the page, with year and source in each row."""
    told = run.metadata() if run is not None else {}
    heads = [
        _("Rank"), _("Market, code"), _("Market"), _("Group of services"), _("Name of the group"),
        _("Phase (1 neighbours now, 2 later)"), _("Potential, USD a year"),
        _("Bought from us, USD a year"), _("Room left, USD a year"),
        _("Supply, share of the world's exports"), _("Bought from all the world, USD a year"),
        _("Ease of trade"), _("Ease rests on"), _("What the figure rests on"), _("Years"),
        _("Edition"), _("Variant"), _("Source"),
    ]  # fmt: skip
    rows = (_cells(place, each, told) for place, each in enumerate(found, 1))
    return file_of(form, name, heads, rows)


def _cells(place: int, facts: ServiceFacts, told: dict[str, str]) -> list[Any]:
    eases = {
        "recorded": pgettext("services", "recorded"),
        "gravity": pgettext("services", "gravity"),
    }
    return [
        place, facts.importer, country_name(facts.importer), facts.group, group_name(facts.group),
        facts.phase, round(facts.potential_usd), round(facts.actual_usd), round(facts.gap_usd),
        facts.supply, round(facts.demand), facts.ease, eases[facts.ease_basis],
        QUALITIES[facts.quality], told["year"], f"EBOPS {told['ebops_edition']}", told["variant"],
        told["source"],
    ]  # fmt: skip
