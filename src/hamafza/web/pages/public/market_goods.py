"""Goods of a market: what a country could buy, ranked and opened like the markets of a product."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hamafza.goods.names import short_name
from hamafza.runs.market_ranks import Ranked, ranked_by, weight_bounds
from hamafza.runs.markets import GoodsPage, goods_facts
from hamafza.sources.geography import country_names
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.market_choice import Choice, choice_of, sliders, told_weights
from hamafza.web.pages.market_files import about, ranked_file
from hamafza.web.pages.market_makers import families
from hamafza.web.pages.market_names import country_name, heading_name
from hamafza.web.pages.market_rows import rows_of
from hamafza.web.pages.public.market_words import why_goods

SHOWN = 30
RESTING = ("ease",)
"""The same for all goods of one market."""
EVERYTHING = "all"


@seen_by(PUBLIC)
def market(request: HttpRequest, importer: str) -> HttpResponse:
    """Show what a country could buy: goods of the registered workshops, or all goods."""
    choice, page, only_made = _asked(request, importer)
    ranked = _ranked(page, choice)
    pages: Paginator = Paginator(ranked, SHOWN)
    turned = pages.get_page(latin_digits(request.GET.get("page", "1")))
    first: list[Ranked] = list(turned.object_list)
    makers = families()
    names = [short_name(heading_name(each.facts.hs4)) for each in first]
    reasons = [
        why_goods(each.facts, name, makers.get(each.facts.hs4, 0))
        for each, name in zip(first, names, strict=True)
    ]
    goods = {"goods": "" if only_made or not makers else EVERYTHING}
    facts = {
        "page": page,
        "turned": turned,
        "rows": rows_of(first, page, choice, names, reasons, [""] * len(first)),
        "only_made": only_made,
        "has_makers": bool(makers),
        "made_url": choice.address("public:market", importer, phase="", goods=""),
        "all_url": choice.address("public:market", importer, phase="", goods=EVERYTHING),
        "goods": goods["goods"],
        "market": country_name(importer),
        "country": country_name(choice.exporter),
        "choice": choice,
        "carried": choice.carried(**goods),
        "sliders": sliders(choice, resting=RESTING),
        "bounds": weight_bounds(),
        "moved_words": told_weights(choice),
        "shipped": choice.address(
            "public:market", importer, **goods, **dict.fromkeys(choice.moved_weights(), "")
        ),
        "decimals": 1,
        "count": len(ranked),
        "room_usd": sum(each.gap_usd for each in page.goods),
        "sold_usd": sum(each.actual_usd for each in page.goods),
        "compare": choice.address("public:compare_markets", a=importer, phase=""),
        "files": [
            (form.upper(), choice.address("public:market_table", importer, form, **goods))
            for form in ("csv", "xlsx")
        ],
    }
    return render(request, "markets/market.html", facts)


@seen_by(PUBLIC)
def table(request: HttpRequest, importer: str, form: str) -> HttpResponse:
    """Give all goods of the page's choice, in its order."""
    choice, page, only_made = _asked(request, importer)
    choice.must_be_sound()
    told = about(page, choice) | {"goods": "made by registered workshops" if only_made else "all"}
    name = f"goods-{choice.exporter}-{importer}"
    return ranked_file(form, name, _ranked(page, choice), told)


def _asked(request: HttpRequest, importer: str) -> tuple[Choice, GoodsPage, bool]:
    """Return the choice, the goods, and whether these are the registered workshops' alone."""
    if importer not in country_names():
        raise Http404
    choice = choice_of(request.GET)
    makers = families()
    only_made = bool(makers) and request.GET.get("goods") != EVERYTHING
    page = goods_facts(choice.exporter, importer, list(makers) if only_made else None)
    return choice, page, only_made


def _ranked(page: GoodsPage, choice: Choice) -> list[Ranked]:
    return ranked_by(page.goods, choice.weights)


urlpatterns = [
    path("markets/<str:importer>/", market, name="market"),
    path("markets/<str:importer>/goods.<str:form>", table, name="market_table"),
]
