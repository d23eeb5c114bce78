"""Markets of a product, products of a market: potentials with their factors opened."""

import csv
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.goods.names import short_name
from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs import classifying
from hamafza.runs.markets import MarketFacts, MarketPage, goods_of_market, market_facts
from hamafza.runs.potential import potential
from hamafza.runs.requirements import is_known
from hamafza.sources.geography import country_names
from hamafza.sources.headings import heading_names
from hamafza.vocabulary.codes import is_hs4
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import digits
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.public.market_map import market_map
from hamafza.web.pages.public.market_words import THOUSAND, why
from hamafza.web.records.units import Unit
from hamafza.web.small_cells import told_alone

SHOWN = 15
GOODS_SHOWN = 30
FOUND = 8
FAMILIES_KEPT_S = 600
ALL, NOW, LATER = "", "1", "2"
COLUMNS = (
    "importer", "name_en", "name_fa", "hs4", "phase", "neighbour", "potential_usd", "actual_usd",
    "gap_usd", "supply", "demand", "ease", "imports_usd", "distance_factor", "distance_km",
    "distance_basis", "basis",
)  # fmt: skip
"""Of the table that a reader takes away."""


@dataclass(frozen=True)
class Shelf:
    """A heading one may open: what it is, and how many workshops make it."""

    hs4: str
    name: str
    url: str
    makers: int = 0


@seen_by(PUBLIC)
def markets(request: HttpRequest) -> HttpResponse:
    """Ask for a product; with ``hs4`` show its markets."""
    exporter = _exporter(request)
    hs4 = latin_digits(request.GET.get("hs4", "")).strip()[:4]
    if hs4:
        return _product(request, exporter, hs4)
    words = request.GET.get("q", "").strip()[:200]
    code = latin_digits(words)
    if is_hs4(code[:4]) and len(code) in (4, 6, 7):
        return redirect(_address(exporter, code[:4]))
    facts = {
        "words": words,
        "found": _found(exporter, words) if words else [],
        "shelves": _shelves(exporter),
        "exporter": exporter,
        "country": _country(exporter),
    }
    return render(request, "markets/ask.html", facts)


@seen_by(PUBLIC)
def table(request: HttpRequest) -> HttpResponse:
    """Give the markets of a product as CSV: every row of the page's choice, not its first few."""
    exporter, hs4 = _exporter(request), latin_digits(request.GET.get("hs4", ""))[:4]
    page = _page(exporter, hs4)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="markets-{exporter}-{hs4}.csv"'
    sheet = csv.writer(answer)
    sheet.writerow((*COLUMNS, "variant", "year", "defaults", "source"))
    ground = (page.variant, page.year, page.defaults, page.source)
    for market in _of_phase(page, request.GET.get("phase", ALL)):
        sheet.writerow((*(getattr(market, name) for name in COLUMNS), *ground))
    return answer


@seen_by(PUBLIC)
def market(request: HttpRequest, importer: str) -> HttpResponse:
    """Show what a country could buy: goods of the registered workshops, or all goods."""
    exporter = _exporter(request)
    if importer not in country_names():
        raise Http404
    makers = _families()
    only_made = bool(makers) and request.GET.get("goods") != "all"
    rows = goods_of_market(exporter, importer)
    if only_made:
        rows = rows.filter(rows["hs4"].is_in(list(makers)))
    goods = [
        {
            "label": _heading(row["hs4"]),
            "link": _address(exporter, row["hs4"]),
            "parts": (max(row["potential_usd"] - row["gap_usd"], 0.0), row["gap_usd"]),
            "figure": row["gap_usd"] / THOUSAND,
            "note": " ".join(
                filter(None, (digits(row["hs4"], _language()), _full(row["gap_usd"])))
            ),
        }
        for row in rows.head(GOODS_SHOWN).iter_rows(named=True)
    ]
    facts = {
        "goods": goods,
        "only_made": only_made,
        "has_makers": bool(makers),
        "market": _country(importer),
        "importer": importer,
        "country": _country(exporter),
        "exporter": exporter,
        "asked_exporter": _asked_exporter(exporter),
    }
    return render(request, "markets/market.html", facts)


def _product(request: HttpRequest, exporter: str, hs4: str) -> HttpResponse:
    page = _page(exporter, hs4)
    phase = request.GET.get("phase", ALL)
    chosen = _of_phase(page, phase)
    first = chosen[:SHOWN]
    facts = {
        "page": page,
        "has_card": exporter == _own_country() and is_known(hs4),
        "name": _heading(hs4),
        "country": _country(exporter),
        "exporter": exporter,
        "asked_exporter": _asked_exporter(exporter),
        "phase": phase if phase in (NOW, LATER) else ALL,
        "phases": _phases(exporter, hs4, phase),
        "markets": [{"facts": each, "why": why(each)} for each in first],
        "rows": [_bar(each) for each in first],
        "decimals": 0 if first and first[0].gap_usd >= 100 * THOUSAND else 1,
        "count": len(chosen),
        "picture": market_map(exporter, _("Markets on the map"), first),
        "near_usd": sum(each.gap_usd for each in page.markets if each.phase == 1),
        "far_usd": sum(each.gap_usd for each in page.markets if each.phase == 2),
        "table": f"{reverse('public:markets_table')}?hs4={hs4}&phase={phase}"
        + _asked_exporter(exporter),
    }
    return render(request, "markets/product.html", facts)


def _page(exporter: str, hs4: str) -> MarketPage:
    """Return the markets; a heading nobody trades is as good as not there."""
    try:
        return market_facts(exporter, hs4)
    except HeadingUnknown as unknown:
        raise Http404 from unknown


def _of_phase(page: MarketPage, phase: str) -> list[MarketFacts]:
    return [each for each in page.markets if phase not in (NOW, LATER) or each.phase == int(phase)]


def _phases(exporter: str, hs4: str, phase: str) -> list[dict[str, object]]:
    words = ((ALL, _("All markets")), (NOW, _("Neighbours, now")), (LATER, _("Further, later")))
    return [
        {"word": word, "url": f"{_address(exporter, hs4)}&phase={key}", "is_chosen": key == phase}
        for key, word in words
    ]


def _bar(market: MarketFacts) -> dict[str, object]:
    """Solid is what is realised of the potential, dashed what is open."""
    return {
        "label": market.name_fa if _language() == "fa" else market.name_en,
        "link": f"#{market.importer}",
        "parts": (market.potential_usd - market.gap_usd, market.gap_usd),
        "figure": market.gap_usd / THOUSAND,
        "note": _full(market.gap_usd),
    }


def _full(gap_usd: float) -> str:
    """Say why a market has no room left."""
    return "" if gap_usd > 0 else _("Sold there already: all the potential")


def _found(exporter: str, words: str) -> list[Shelf]:
    """Return the headings that a maker's words mean, likeliest first."""
    verdict = classifying.classify_one(words)
    codes = dict.fromkeys(candidate.hs4 for candidate in verdict.candidates)
    known = set(potential(exporter)["hs4"].unique())
    return [_shelf(exporter, code) for code in codes if code in known][:FOUND]


def _shelves(exporter: str) -> list[Shelf]:
    """Return the headings that most registered workshops make."""
    ranked = sorted(_families().items(), key=lambda pair: (-pair[1], pair[0]))
    known = heading_names()
    return [_shelf(exporter, code, makers) for code, makers in ranked if code in known][:SHOWN]


def _families() -> dict[str, int]:
    """Return how many makers each heading has, where not too few; counted anew after minutes."""
    counted = cache.get("markets:families")
    if counted is None:
        made = Unit.objects.filter(kind="maker").how_many_by("family")
        counted = {
            family: many
            for family, many in made.items()
            if is_hs4(family) and told_alone(many) is not None
        }
        cache.set("markets:families", counted, FAMILIES_KEPT_S)
    return counted


def _shelf(exporter: str, hs4: str, makers: int = 0) -> Shelf:
    return Shelf(hs4, short_name(_heading(hs4)), _address(exporter, hs4), makers)


def _exporter(request: HttpRequest) -> str:
    """Return the country whose goods these are: the one asked for, or the installation's own."""
    asked = request.GET.get("exporter", "").upper()
    return asked if asked in country_names() else _own_country()


def _asked_exporter(exporter: str) -> str:
    """Return what keeps another country than the own in the addresses."""
    return "" if exporter == _own_country() else f"&exporter={exporter}"


def _own_country() -> str:
    return str(getattr(settings, "HOME_COUNTRY", "IRN"))


def _address(exporter: str, hs4: str) -> str:
    return f"{reverse('public:markets')}?hs4={hs4}" + _asked_exporter(exporter)


def _heading(hs4: str) -> str:
    english, persian = heading_names().get(hs4, (hs4, hs4))
    return persian if _language() == "fa" else english


def _country(code: str) -> str:
    english, persian = country_names()[code]
    return persian if _language() == "fa" else english


def _language() -> str:
    return (get_language() or "fa")[:2]


urlpatterns = [
    path("markets/", markets, name="markets"),
    path("markets/table.csv", table, name="markets_table"),
    path("markets/<str:importer>/", market, name="market"),
]
