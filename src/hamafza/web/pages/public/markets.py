"""Markets of a product: ask for it, then see where it could go, ranked and opened."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from hamafza.goods.names import short_name
from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs import classifying
from hamafza.runs.market_lines import knows_lines, lines_of, lines_page
from hamafza.runs.market_ranks import Ranked, ranked_by, weight_bounds
from hamafza.runs.markets import HEADING_DIGITS, MarketFacts, MarketPage, market_facts
from hamafza.runs.potential import potential
from hamafza.sources.headings import heading_names
from hamafza.vocabulary.codes import is_hs4, public_id_is_valid
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.market_choice import (
    ALL,
    LATER,
    NOW,
    Choice,
    choice_of,
    sliders,
    told_weights,
)
from hamafza.web.pages.market_files import about, ranked_file
from hamafza.web.pages.market_makers import families
from hamafza.web.pages.market_names import LINE_DIGITS, country_name, heading_name, market_name
from hamafza.web.pages.market_rows import ON_A_PAGE, line_rows, rows_of
from hamafza.web.pages.public.market_map import market_map
from hamafza.web.pages.public.market_words import why
from hamafza.web.pages.unit_found import page_of_unit

SHOWN = 15
"""Headings of registered workshops."""
FOUND = 8


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
    choice = choice_of(request.GET)
    if code := _code(choice, request.GET.get("hs4", "")):
        return _product(request, choice, code)
    words = request.GET.get("q", "").strip()[:200]
    code = latin_digits(words)
    if is_hs4(code[:4]) and len(code) in (4, 6, 7):
        return redirect(_address(choice, _code(choice, code)))
    if public_id_is_valid(code) and (url := page_of_unit(request.user, code)):
        return redirect(url)
    facts = {
        "words": words,
        "found": _found(choice, words) if words else [],
        "shelves": _shelves(choice),
        "choice": choice,
        "country": country_name(choice.exporter),
        "compare": choice.address("public:compare_markets"),
        "new_goods": choice.address("public:new_goods"),
    }
    return render(request, "markets/ask.html", facts)


@seen_by(PUBLIC)
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the markets of a product: every row of the page's choice, not its first few."""
    choice = choice_of(request.GET)
    choice.must_be_sound()
    hs4 = _code(choice, request.GET.get("hs4", ""))
    page = _page(choice.exporter, hs4)
    name = f"markets-{choice.exporter}-{hs4}"
    if request.GET.get("lines") == "1" and len(hs4) == HEADING_DIGITS:
        page, name = lines_page(choice.exporter, hs4), f"{name}-lines"
    return ranked_file(form, name, _ranked(page, choice), about(page, choice))


def _product(request: HttpRequest, choice: Choice, hs4: str) -> HttpResponse:
    page = _page(choice.exporter, hs4)
    ranked = _ranked(page, choice)
    pages: Paginator = Paginator(ranked, ON_A_PAGE)
    turned = pages.get_page(latin_digits(request.GET.get("page", "1")))
    first: list[Ranked] = list(turned.object_list)
    names = [market_name(each.facts) for each in first]
    rows = rows_of(
        first,
        page,
        choice,
        names,
        [why(each.facts) for each in first],
        [_full(each.facts.gap_usd) for each in first],
    )
    facts = {
        "page": page,
        "turned": turned,
        "name": heading_name(hs4),
        "country": country_name(choice.exporter),
        "choice": choice,
        "carried": choice.carried(hs4=hs4),
        "phases": _phases(choice, hs4),
        "rows": rows,
        "sliders": sliders(choice, resting=() if _is_summed(page) else ("supply",)),
        "bounds": weight_bounds(),
        "moved_words": told_weights(choice),
        "shipped": _address(choice, hs4, **_shipped(choice)),
        "decimals": 0 if _are_large(first) and not choice.by_weights else 1,
        "count": len(ranked),
        "picture": market_map(
            choice.exporter, _("Markets on the map"), [each.facts for each in first]
        ),
        "near_usd": sum(each.gap_usd for each in page.markets if each.phase == 1),
        "far_usd": sum(each.gap_usd for each in page.markets if each.phase == 2),
        "compare": choice.address("public:compare_markets", hs4=hs4, phase=""),
        "files": _files(choice, hs4=hs4),
        **_lines(page, choice),
    }
    return render(request, "markets/product.html", facts)


def _is_summed(page: MarketPage) -> bool:
    """Say whether the page's heading is the sum of lines, so that supply differs by market."""
    return page.by_lines and len(page.hs4) == HEADING_DIGITS


def _lines(page: MarketPage, choice: Choice) -> dict[str, object]:
    """Return the lines of a heading over the markets of its page; of a line, its heading."""
    if len(page.hs4) != HEADING_DIGITS:
        heading = page.hs4[:HEADING_DIGITS]
        name = short_name(heading_name(heading))
        return {"heading": Shelf(heading, name, _address(choice, heading))}
    shown = {each.importer for each in page.markets if _is_chosen(each, choice.phase)}
    lines = line_rows(lines_of(choice.exporter, page.hs4, shown), choice)
    return {"lines": lines, "line_files": _files(choice, hs4=page.hs4, lines="1")}


def _files(choice: Choice, **query: str) -> list[tuple[str, str]]:
    return [
        (form.upper(), choice.address("public:markets_table", form, **query))
        for form in ("csv", "xlsx")
    ]


def _code(choice: Choice, told: str) -> str:
    """Read a heading, or a line where the trade in use tells lines; else a line's heading."""
    code = latin_digits(told).replace(".", "").strip()[:LINE_DIGITS]
    is_line = len(code) == LINE_DIGITS and knows_lines(choice.exporter)
    return code if is_line else code[:HEADING_DIGITS]


def _are_large(ranked: list[Ranked]) -> bool:
    """Say whether the room of the first row is so large that decimals say nothing."""
    return bool(ranked) and ranked[0].facts.gap_usd >= 100_000


def _shipped(choice: Choice) -> dict[str, str]:
    """Return what takes the moved weights out of an address."""
    return dict.fromkeys((*choice.moved_weights(), "together"), "")


def _page(exporter: str, hs4: str) -> MarketPage:
    """Return the markets; a heading nobody trades is as good as not there."""
    try:
        return market_facts(exporter, hs4)
    except HeadingUnknown as unknown:
        raise Http404 from unknown


def _ranked(page: MarketPage, choice: Choice) -> list[Ranked]:
    """Return the markets of the phase, in the order of the weights."""
    chosen = [each for each in page.markets if _is_chosen(each, choice.phase)]
    return ranked_by(chosen, choice.weights, neighbours_first=not choice.together)


def _is_chosen(market: MarketFacts, phase: str) -> bool:
    return phase == ALL or market.phase == int(phase)


def _phases(choice: Choice, hs4: str) -> list[dict[str, object]]:
    words = ((ALL, _("All markets")), (NOW, _("Neighbours, now")), (LATER, _("Further, later")))
    return [
        {
            "word": word,
            "url": _address(choice, hs4, phase=key),
            "is_chosen": key == choice.phase,
        }
        for key, word in words
    ]


def _full(gap_usd: float) -> str:
    """Say why a market has no room left."""
    return "" if gap_usd > 0 else _("Sold there already: all the potential")


def _found(choice: Choice, words: str) -> list[Shelf]:
    """Return the headings that a maker's words mean, likeliest first."""
    verdict = classifying.classify_one(words)
    codes = dict.fromkeys(candidate.hs4 for candidate in verdict.candidates)
    known = set(potential(choice.exporter)["hs4"].unique())
    return [_shelf(choice, code) for code in codes if code in known][:FOUND]


def _shelves(choice: Choice) -> list[Shelf]:
    """Return the headings that most registered workshops make."""
    ranked = sorted(families().items(), key=lambda pair: (-pair[1], pair[0]))
    known = set(potential(choice.exporter)["hs4"].unique()) & set(heading_names())
    return [_shelf(choice, code, makers) for code, makers in ranked if code in known][:SHOWN]


def _shelf(choice: Choice, hs4: str, makers: int = 0) -> Shelf:
    return Shelf(hs4, short_name(heading_name(hs4)), _address(choice, hs4), makers)


def _address(choice: Choice, hs4: str, **query: str) -> str:
    return choice.address("public:markets", hs4=hs4, **query)


urlpatterns = [
    path("markets/", markets, name="markets"),
    path("markets/table.<str:form>", table, name="markets_table"),
]
