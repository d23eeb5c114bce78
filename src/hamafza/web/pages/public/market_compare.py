"""Two markets beside each other: for a product, or for a country's goods together."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from hamafza.goods.names import short_name
from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs.market_compare import (
    Overall,
    Pair,
    compare,
    compare_goods,
    largest_markets,
)
from hamafza.runs.markets import market_facts
from hamafza.sources.geography import country_names
from hamafza.vocabulary.sorting import sort_key
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import number
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.market_choice import Choice, choice_of, language
from hamafza.web.pages.market_files import file_of, grounds_told
from hamafza.web.pages.market_makers import families
from hamafza.web.pages.market_names import country_name, heading_name
from hamafza.web.pages.public.market_beside import Line, goods_lines, overall_lines
from hamafza.web.pages.public.market_words import joined, thousands, tipped

LEADING = 6
EVERYTHING = "all"


class Asked:
    """The two markets and the goods of an address."""

    def __init__(self, request: HttpRequest) -> None:
        self.choice: Choice = choice_of(request.GET)
        self.hs4 = latin_digits(request.GET.get("hs4", "")).strip()[:4]
        self.has_makers = bool(families())
        self.only_made = self.has_makers and request.GET.get("goods") != EVERYTHING
        self.headings = list(families()) if self.only_made else None
        self.known = self._known()
        told = [request.GET.get(name, "").upper() for name in ("a", "b")]
        if any(each and each not in country_names() for each in told):
            raise Http404
        rest = [each for each in self.known if each not in told]
        self.first = told[0] or (rest.pop(0) if rest else "")
        self.second = told[1] or (rest.pop(0) if rest else "")

    @property
    def are_two(self) -> bool:
        return bool(self.first and self.second) and self.first != self.second

    @property
    def names(self) -> tuple[str, str]:
        return country_name(self.first), country_name(self.second)

    def address(
        self, view: str = "public:compare_markets", /, *arguments: str, **query: str
    ) -> str:
        goods = EVERYTHING if self.has_makers and not self.only_made and not self.hs4 else ""
        told = {"hs4": self.hs4, "a": self.first, "b": self.second, "goods": goods, "phase": ""}
        return self.choice.address(view, *arguments, **(told | query))

    def _known(self) -> list[str]:
        """Return the markets that may be proposed, best first."""
        if not self.hs4:
            return largest_markets(self.choice.exporter, self.headings)
        try:
            page = market_facts(self.choice.exporter, self.hs4)
        except HeadingUnknown as unknown:
            raise Http404 from unknown
        return [each.importer for each in page.markets]


@seen_by(PUBLIC)
def compare_markets(request: HttpRequest) -> HttpResponse:
    """Show two markets side by side, and say what tips it."""
    asked = Asked(request)
    facts = {
        "asked": asked,
        "choice": asked.choice,
        "country": country_name(asked.choice.exporter),
        "name": heading_name(asked.hs4) if asked.hs4 else "",
        "asked_exporter": dict(asked.choice.carried())["exporter"],
        "options": _options(asked),
        "all_goods": asked.address(hs4=""),
        "product": asked.choice.address("public:markets", hs4=asked.hs4, phase=""),
        "made_url": asked.address(goods=""),
        "all_url": asked.address(goods=EVERYTHING),
        "swap": asked.address(a=asked.second, b=asked.first),
        "files": [
            (form.upper(), asked.address("public:compare_table", form)) for form in ("csv", "xlsx")
        ],
    }
    if asked.are_two:
        facts |= _of_heading(asked) if asked.hs4 else _of_all(asked)
    return render(request, "markets/compare.html", facts)


@seen_by(PUBLIC)
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the same figures as a file."""
    asked = Asked(request)
    if not asked.are_two:
        raise Http404
    shown = _of_heading(asked) if asked.hs4 else _of_all(asked)
    lines: list[Line] = shown["lines"]
    rows = [
        (str(line.label), line.first.plain, line.second.plain, line.told_ground) for line in lines
    ]
    about = {
        "exporter": asked.choice.exporter,
        "hs4": asked.hs4 or ("made by registered workshops" if asked.only_made else "all"),
        **grounds_told(shown["page"]),
    }
    name = f"compare-{asked.choice.exporter}-{asked.first}-{asked.second}"
    name += f"-{asked.hs4}" if asked.hs4 else ""
    return file_of(form, name, ("figure", *asked.names, "source_of_figure"), rows, about)


def _of_heading(asked: Asked) -> dict[str, Any]:
    today = timezone.localdate()
    pair: Pair = compare(
        asked.choice.exporter, asked.hs4, (asked.first, asked.second), settings.HOME, today
    )
    first, second = (side.facts for side in pair.sides)
    sentence = tipped(pair.tip, asked.names) if first and second else ""
    return {
        "page": pair.page,
        "lines": goods_lines(pair),
        "sentence": sentence,
        "missing": [
            name for name, side in zip(asked.names, pair.sides, strict=True) if side.facts is None
        ],
        "bars": _bars(
            asked,
            [
                (each.actual_of_potential, each.gap_usd) if each else (0.0, 0.0)
                for each in (first, second)
            ],
        ),
    }


def _of_all(asked: Asked) -> dict[str, Any]:
    overall = compare_goods(asked.choice.exporter, (asked.first, asked.second), asked.headings)
    sides = overall.sides
    return {
        "page": sides[0].page,
        "lines": overall_lines(overall),
        "sentence": _overall_sentence(asked, overall),
        "missing": [name for name, side in zip(asked.names, sides, strict=True) if not side.goods],
        "bars": _bars(asked, [(each.potential_usd - each.gap_usd, each.gap_usd) for each in sides]),
        "differences": [
            {
                "name": short_name(heading_name(each.hs4)),
                "hs4": each.hs4,
                "link": asked.address(hs4=each.hs4, goods=""),
                "first": each.first_usd,
                "second": each.second_usd,
                "ahead": each.ahead,
            }
            for each in overall.differences[:LEADING]
        ],
    }


def _overall_sentence(asked: Asked, overall: Overall) -> str:
    """Say which market has more room for all goods together, and by which goods."""
    gaps = [side.gap_usd for side in overall.sides]
    if gaps[0] == gaps[1]:
        return _("%(first)s and %(second)s have the same room.") % {
            "first": asked.names[0],
            "second": asked.names[1],
        }
    at = 0 if gaps[0] > gaps[1] else 1
    speaking = [each for each in overall.differences if each.ahead == at][:2]
    return _(
        "%(ahead)s has room for %(more)s thousand dollars a year more than %(behind)s; "
        "most of it in %(goods)s. It stands before in %(many)s of %(all)s goods."
    ) % {
        "ahead": asked.names[at],
        "behind": asked.names[1 - at],
        "more": thousands(abs(gaps[0] - gaps[1])),
        "goods": joined([short_name(heading_name(each.hs4)) for each in speaking]),
        "many": number(overall.ahead()[at], language()),
        "all": number(len(overall.differences), language()),
    }


def _bars(asked: Asked, parts: list[tuple[float, float]]) -> list[dict[str, object]]:
    return [
        {"label": name, "parts": part, "figure": part[1] / 1000}
        for name, part in zip(asked.names, parts, strict=True)
    ]


def _options(asked: Asked) -> list[tuple[str, str]]:
    """Return the markets to choose from, by name; those asked for stand among them in any case."""
    codes = {*asked.known, asked.first, asked.second} - {""}
    return sorted(
        ((code, country_name(code)) for code in codes), key=lambda pair: sort_key(pair[1])
    )


urlpatterns = [
    path("markets/compare/", compare_markets, name="compare_markets"),
    path("markets/compare/table.<str:form>", table, name="compare_table"),
]
