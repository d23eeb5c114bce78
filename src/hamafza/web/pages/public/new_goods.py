"""New goods: what the country does not sell abroad yet but lies near to what it does, and where."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from hamafza.goods.names import short_name
from hamafza.markets.refusals import ComplexityNotDefined, CountryHasNoExports, HeadingNotNew
from hamafza.runs.concentration import Concentration, concentration_page
from hamafza.runs.market_grounds import standing
from hamafza.runs.new_goods import Near, NewGood, NewGoods, NewMarket, new_goods
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.market_choice import Choice, choice_of, language
from hamafza.web.pages.market_makers import families
from hamafza.web.pages.market_names import country_name, heading_name
from hamafza.web.pages.taken_along import file_of
from hamafza.web.sentences import sentence

ON_A_PAGE = 20


@seen_by(PUBLIC)
def new(request: HttpRequest) -> HttpResponse:
    """Rank the new goods of a country; with ``hs4`` the markets of one of them."""
    choice = choice_of(request.GET)
    hs4 = latin_digits(request.GET.get("hs4", "")).strip()[:4]
    common = {"choice": choice, "country": country_name(choice.exporter), "standing": standing()}
    try:
        found = new_goods(choice.exporter)
    except (ComplexityNotDefined, CountryHasNoExports) as refused:
        told = {"refusal": sentence(refused, language()), "count": 0}
        return render(request, "markets/new_goods.html", common | told)
    common |= {
        "standing": standing(found.used),
        "beside": found.beside,
        "all_url": choice.address("public:new_goods"),
    }
    if hs4:
        return render(request, "markets/new_good.html", common | _one(request, found, choice, hs4))
    makers, is_made = families(), request.GET.get("made") == "1"
    goods = [good for good in found.goods() if not is_made or good.hs4 in makers]
    page = Paginator(goods, ON_A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    rows = [
        _row(found, choice, good, makers.get(good.hs4, 0), place)
        for place, good in enumerate(page.object_list, page.start_index())
    ]
    facts = {
        "page": page,
        "rows": rows,
        "count": len(goods),
        "files": _files(choice, ""),
        "is_made": is_made,
        "made_url": choice.address("public:new_goods", made="1"),
        "hangs": _hangs(choice.exporter),
    }
    return render(request, "markets/new_goods.html", common | facts)


@seen_by(PUBLIC)
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Hand over every new good, or every market of one."""
    choice = choice_of(request.GET)
    hs4 = latin_digits(request.GET.get("hs4", "")).strip()[:4]
    found = new_goods(choice.exporter)
    if hs4:
        rows = [_market_cells(each) for each in _markets(found, hs4)]
        return file_of(form, f"new-good-{choice.exporter}-{hs4}", _market_headings(), rows)
    goods = [_good_cells(good) for good in found.goods()]
    return file_of(form, f"new-goods-{choice.exporter}", _good_headings(), goods)


def _one(request: HttpRequest, found: NewGoods, choice: Choice, hs4: str) -> dict[str, object]:
    markets = _markets(found, hs4)
    page = Paginator(markets, ON_A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    rows = [
        {
            "place": place,
            "market": each,
            "name": country_name(each.importer),
            "figure": 100 * each.rank,
            "url": choice.address("public:market", each.importer),
        }
        for place, each in enumerate(page.object_list, page.start_index())
    ]
    good = _row(found, choice, found.good(hs4), families().get(hs4, 0), 0)
    return {
        "good": good,
        "page": page,
        "rows": rows,
        "count": len(markets),
        "files": _files(choice, hs4),
    }


def _row(
    found: NewGoods, choice: Choice, good: NewGood, makers: int, place: int
) -> dict[str, object]:
    return {
        "place": place,
        "good": good,
        "name": short_name(heading_name(good.hs4)),
        "size": 100 * good.density,
        "figure": 100 * good.rank,
        "why": _why(found.made_nearby(good.hs4)),
        "is_more_complex": good.complexity > found.basket,
        "best": _listed([country_name(each) for each in good.best]),
        "makers": makers,
        "url": choice.address("public:new_goods", hs4=good.hs4),
        "markets": choice.address("public:markets", hs4=good.hs4),
    }


def _hangs(exporter: str) -> Concentration | None:
    """Return on how few the exports hang; nothing where the trade tells no markets of them."""
    try:
        return concentration_page(exporter)
    except CountryHasNoExports:
        return None


def _why(near: list[Near]) -> str:
    """Say what the country sells that lies nearest."""
    if not near:
        return _("Little of what lies near is sold by the country.")
    names = _listed([heading_name(each.hs4) for each in near[:3]])
    return _(
        "Countries that sell it mostly sell these too, which this country does: %(names)s."
    ) % {"names": names}


def _listed(names: list[str]) -> str:
    """Join names by semicolons: those of goods have commas of their own."""
    return ("؛ " if language() == "fa" else "; ").join(names)


def _markets(found: NewGoods, hs4: str) -> list[NewMarket]:
    try:
        return found.markets(hs4)
    except HeadingNotNew as known:
        raise Http404 from known


def _files(choice: Choice, hs4: str) -> list[tuple[str, str]]:
    return [
        (form.upper(), choice.address("public:new_goods_table", form, hs4=hs4))
        for form in ("csv", "xlsx")
    ]


def _good_headings() -> list[str]:
    return [
        _("Heading"), _("Goods"), _("Rank, 100 is the best"), _("Nearness, 0 to 1"),
        _("Complexity"), _("What it would open"), _("Advantage now"), _("Best markets"),
    ]  # fmt: skip


def _good_cells(good: NewGood) -> list[object]:
    best = " ".join(good.best)
    figures = (100 * good.rank, good.density, good.complexity, good.gain, good.advantage)
    return [good.hs4, heading_name(good.hs4), *(round(each, 4) for each in figures), best]


def _market_headings() -> list[str]:
    return [
        _("Market, code"), _("Market"), _("Rank, 100 is the best"),
        _("Demand with nearness, USD a year"), _("Ease of trade"),
        _("Phase (1 neighbours now, 2 later)"),
    ]  # fmt: skip


def _market_cells(each: NewMarket) -> list[object]:
    figures = (100 * each.rank, each.demand_usd, each.ease)
    rounded = (round(figure, 4) for figure in figures)
    return [each.importer, country_name(each.importer), *rounded, each.phase]


urlpatterns = [
    path("markets/new-goods/", new, name="new_goods"),
    path("markets/new-goods/table.<str:form>", table, name="new_goods_table"),
]
