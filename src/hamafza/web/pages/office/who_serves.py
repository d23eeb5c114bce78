"""A market and a good are chosen: who could serve it, how much, how far, and what is lacking."""

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hamafza.consortia.proposal_life import ProposalState
from hamafza.runs.market_serving import markets_of, servers
from hamafza.sources.headings import heading_names
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.branches import WHOLE, branch_of, units_of
from hamafza.web.exchange.market_plan import (
    groups_in,
    supply_of_groups,
    supply_of_units,
    whole_within,
)
from hamafza.web.market_plan_words import lacking
from hamafza.web.own_country import own_country
from hamafza.web.pages.office.formation_choices import families, family_name, province_word
from hamafza.web.pages.taken_along import file_of
from hamafza.web.placenames import market_name
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.sentences import sentence

READERS = (*OFFICE, *BRANCH, Role.OBSERVER)
PAGE = 25
OF = ("groups", "units")


@seen_by(*READERS)
@require_GET
def who_serves(request):
    """Ask for a market and a good, and show who could serve it, those that lack nothing first."""
    asked = _asked(request)
    facts: dict[str, Any] = {
        "asked": asked,
        "goods": families(branch_of(request.user)),
        "markets": _markets(),
        "may_read_proposals": request.user.role in (*OFFICE, Role.OBSERVER),
        "query": urlencode(asked),
    }
    if asked["market"] and asked["goods"]:
        facts |= _found(request, asked)
    return render(request, "market_plan/who_serves.html", facts)


@seen_by(*READERS)
@require_GET
def who_serves_file(request, form: str):
    """Hand over all that were found, in their order; of no question, the headings alone."""
    asked = _asked(request)
    rows: Iterator[list[Any]] = iter(())
    if asked["market"] and asked["goods"]:
        supply = _supply(request.user, asked)
        rows = _cells(servers(supply, own_country(), asked["market"], asked["goods"]))
    name = f"who-serves-{asked['market']}-{asked['goods']}"
    return file_of(form, name, _headings(), rows)


def _found(request, asked: dict[str, str]) -> dict[str, Any]:
    """Return what the page shows of a question, or the sentence for which it has no answer."""
    try:
        found = servers(
            _supply(request.user, asked), own_country(), asked["market"], asked["goods"]
        )
    except Refusal as refused:
        return {"refusal": sentence(refused, get_language() or "en")}
    page = Paginator(found.to_dicts(), PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    return {
        "market": market_name(asked["market"], _language()),
        "goods_name": family_name(asked["goods"]),
        "page": page,
        "rows": [_row(each) for each in page.object_list],
        "room_usd": found["room_usd"][0] if found.height else 0.0,
        "ready": found.filter(pl.col("lacks").is_in(["", "readiness-unknown"])).height,
        "filled_share": found["filled_share"].max() if found.height else 0.0,
    }


def _supply(user: User, asked: dict[str, str]) -> pl.DataFrame:
    """Return what the reader may see: units of the own branch, groups that lie in it whole."""
    if asked["of"] == "units":
        return supply_of_units(units_of(user), asked["goods"])
    groups = groups_in(ProposalState.PROPOSED, ProposalState.ADOPTED).filter(family=asked["goods"])
    if user.role not in WHOLE:
        groups = whole_within(groups, units_of(user))
    return supply_of_groups(groups)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "province": province_word(row["province"] or ""),
        "lacking": lacking(row["lacks"], _language()),
        "is_hindered": row["lacks"] not in ("", "readiness-unknown"),
    }


def _headings() -> list[str]:
    return [
        _("Rank"), _("Number"), _("Name"), _("Province"), _("Dollars a year"), _("Kilometres"),
        _("Way, share of the value"), _("Left of the value"), _("Export readiness"), _("Lacks"),
        _("Room filled so far"),
    ]  # fmt: skip


def _cells(found: pl.DataFrame) -> Iterator[list[Any]]:
    for row in found.iter_rows(named=True):
        yield [
            row["rank"], row["group_id"], row["label"], province_word(row["province"] or ""),
            round(row["able_usd"]), round(row["km"]), round(row["way_share"], 4),
            round(row["net_share"], 4), row["readiness"], lacking(row["lacks"], _language()),
            round(row["filled_share"], 4),
        ]  # fmt: skip


def _asked(request) -> dict[str, str]:
    """Read the question; what is no market and no heading asks nothing."""
    market = request.GET.get("market", "").strip().upper()
    goods = latin_digits(request.GET.get("goods", "")).strip().replace(".", "")[:4]
    of = request.GET.get("of", "")
    return {
        "market": market if market in markets_of(own_country()) else "",
        "goods": goods if goods in heading_names() else "",
        "of": of if of in OF else OF[0],
    }


def _markets() -> list[tuple[str, str]]:
    named = [(code, market_name(code, _language())) for code in markets_of(own_country())]
    return sorted(named, key=lambda each: each[1])


def _language() -> str:
    return (get_language() or "fa")[:2]


urlpatterns = [
    path("who-serves/", who_serves, name="who_serves"),
    path("who-serves/file/<str:form>/", who_serves_file, name="who_serves_file"),
]
