"""Markets of one unit: for each of its goods the best markets, for each market its goods."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hamafza.goods.names import short_name
from hamafza.markets.refusals import HeadingUnknown
from hamafza.markets.weights import SHIPPED
from hamafza.runs.market_grounds import reckoned
from hamafza.runs.market_ranks import Ranked, ranked_by
from hamafza.runs.markets import MarketFacts, MarketPage, market_facts
from hamafza.sources.geography import country_names
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.actions.facts import records_of
from hamafza.web.own_country import own_country
from hamafza.web.pages.market_choice import Choice
from hamafza.web.pages.market_names import heading_name, market_name
from hamafza.web.pages.market_rows import ON_A_PAGE, THOUSAND, percentage
from hamafza.web.pages.public.market_words import why
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.units import Unit
from hamafza.web.records.workshops import UnitGood

CONFIRMED, TOLD, READ, EXPORTED = "confirmed", "told", "read", "exported"
HOW: dict[str, Promise] = {
    CONFIRMED: _("confirmed by a person"),
    TOLD: _("told by the unit, not confirmed yet"),
    EXPORTED: _("exported before"),
    READ: _("read from its words, not confirmed yet"),
}
MARKETS_OF_GOODS = 5
"""So many fit on the first page of a product's markets."""
MARKETS = 8


@dataclass(frozen=True)
class Goods:
    """One heading of the unit; ``page`` is None where the trade table lacks it."""

    hs4: str
    how: str
    page: MarketPage | None

    @property
    def name(self) -> str:
        return short_name(heading_name(self.hs4))

    @property
    def how_words(self) -> str:
        return str(HOW[self.how])


@dataclass(frozen=True)
class Share:
    """One of the unit's goods in a market."""

    goods: Goods
    facts: MarketFacts
    reckoned: Provenance
    why: str
    product: str
    compare: str


@dataclass(frozen=True)
class Market:
    """A market for the unit, with those of its goods that have room there."""

    importer: str
    name: str
    phase: int
    gap_usd: float
    size: str
    shares: tuple[Share, ...]
    url: str


def goods_of(unit: Unit) -> list[Goods]:
    """Return the unit's headings, each once and by its firmest ground, of all its records."""
    told: dict[str, str] = {}
    confirmed = unit.confirmations.filter(is_current=True).exclude(hs4="").first()
    if confirmed is not None:
        told[confirmed.hs4] = CONFIRMED
    numbers = records_of(unit)
    made = UnitGood.objects.living().filter(unit__in=numbers).exclude(hs6="").order_by("id")
    of_its_own = list(made.values_list("hs6", "confirmed_at"))
    told |= {hs6[:4]: CONFIRMED for hs6, when in of_its_own if when is not None}
    for hs6, _when in of_its_own:
        told.setdefault(hs6[:4], TOLD)
    sold = ExportRecord.objects.living().filter(unit__in=numbers).exclude(hs6="")
    for hs6 in sold.order_by("-year", "id").values_list("hs6", flat=True):
        told.setdefault(hs6[:4], EXPORTED)
    if unit.hs4 and confirmed is None:
        told.setdefault(unit.hs4, READ)
    country = unit.country if unit.country in country_names() else own_country()
    return [Goods(hs4, how, _page(country, hs4)) for hs4, how in told.items()]


def facts_of(unit: Unit, choice: Choice) -> dict[str, object]:
    """Return what both pages of a unit's markets show."""
    goods = goods_of(unit)
    return {
        "unit": unit,
        "goods": [_by_goods(each, choice) for each in goods],
        "markets": _by_market(goods, choice),
        "page": next((each.page for each in goods if each.page), None),
        "is_service": bool(unit.service_code) and not goods,
    }


def table_of(unit: Unit) -> tuple[list[Ranked], MarketPage | None]:
    """Return all markets of all the unit's goods, each heading in its own order."""
    pages = [each.page for each in goods_of(unit) if each.page]
    rows = [row for page in pages for row in ranked_by(page.markets, SHIPPED)]
    return rows, pages[0] if pages else None


def _by_goods(goods: Goods, choice: Choice) -> dict[str, object]:
    markets = goods.page.markets[:MARKETS_OF_GOODS] if goods.page else ()
    url = choice.address("public:markets", hs4=goods.hs4, phase="")
    bars = [
        {
            "label": market_name(each),
            "link": f"{url}#{each.importer}",
            "parts": (each.actual_of_potential, each.gap_usd),
            "figure": each.gap_usd / THOUSAND,
        }
        for each in markets
    ]
    return {
        "goods": goods,
        "bars": bars,
        "url": url,
        "why": why(markets[0]) if markets else "",
        "many": len(goods.page.markets) if goods.page else 0,
    }


def _by_market(goods: Iterable[Goods], choice: Choice) -> list[Market]:
    """
    Return the markets with most room for all the unit's goods together, neighbours first.

    A market without room is left out, unless none has any.
    """
    found: dict[str, list[tuple[Goods, MarketFacts]]] = {}
    for each in goods:
        for facts in each.page.markets if each.page else ():
            found.setdefault(facts.importer, []).append((each, facts))
    room = {name: sum(facts.gap_usd for _goods, facts in pairs) for name, pairs in found.items()}
    shown = [name for name in found if room[name] > 0] or list(found)
    first = sorted(shown, key=lambda name: (found[name][0][1].phase, -room[name], name))[:MARKETS]
    widest = max((room[name] for name in first), default=0.0) or 1.0
    return [
        Market(
            name,
            market_name(found[name][0][1]),
            found[name][0][1].phase,
            room[name] / THOUSAND,
            percentage(100 * room[name] / widest) if room[name] else "",
            tuple(_share(each, facts, choice) for each, facts in _largest(found[name])),
            choice.address("public:market", name, phase=""),
        )
        for name in first
    ]


def _largest(pairs: list[tuple[Goods, MarketFacts]]) -> list[tuple[Goods, MarketFacts]]:
    return sorted(pairs, key=lambda pair: -pair[1].gap_usd)


def _share(goods: Goods, facts: MarketFacts, choice: Choice) -> Share:
    assert goods.page is not None, "a market comes from a page"
    turned = goods.page.markets.index(facts) // ON_A_PAGE + 1
    page = str(turned) if turned > 1 else ""
    product = choice.address("public:markets", hs4=goods.hs4, phase="", page=page)
    compare = choice.address("public:compare_markets", hs4=goods.hs4, a=facts.importer, phase="")
    return Share(
        goods, facts, reckoned(facts.basis), why(facts), f"{product}#{facts.importer}", compare
    )


def _page(exporter: str, hs4: str) -> MarketPage | None:
    try:
        return market_facts(exporter, hs4)
    except HeadingUnknown:
        return None
