"""What markets ask of the producer's own goods: the markets with most room, known or not."""

from django.db.models import Count
from django.shortcuts import render
from django.urls import path, reverse

from hamafza.markets.refusals import HeadingUnknown
from hamafza.markets.requirements import LineState, Subject, codes_for
from hamafza.runs.markets import market_facts
from hamafza.runs.requirements import is_known
from hamafza.web.access import seen_by
from hamafza.web.goodsnames import code_name, language
from hamafza.web.own_country import own_country
from hamafza.web.placenames import country_name
from hamafza.web.records.accounts import Role
from hamafza.web.records.requirements import RequirementLine
from hamafza.web.records.units import Unit

MARKETS = 8


@seen_by(Role.PRODUCER)
def requirements(request):
    """List markets of her goods, each with how many subjects of its card are known."""
    code = _code_of(request.user.unit)
    facts = {
        "code": code,
        "goods": code_name(code) if code else "",
        "rows": _rows(code) if code else [],
        "subjects": len(Subject),
    }
    return render(request, "requirements/own.html", facts)


def _code_of(unit: Unit) -> str:
    """Return the narrowest code of her goods that the tariff knows; empty if none was read."""
    confirmed = unit.confirmations.filter(is_current=True).first()
    told = (confirmed.hs6 if confirmed else None, unit.hs6, unit.hs4)
    return next((code for code in told if code and is_known(code)), "")


def _rows(code: str) -> list[dict[str, object]]:
    """The markets with most room first, then those of which something else is known."""
    shown = RequirementLine.objects.filter(state=LineState.SHOWN, code__in=codes_for(code))
    counted = shown.order_by("market").values_list("market")
    known = dict(counted.annotate(Count("subject", distinct=True)))
    markets = list(dict.fromkeys([*_with_room(code[:4]), *known]))
    return [
        {
            "country": country_name(market, language()),
            "known": known.get(market, 0),
            "url": reverse("public:requirements", args=[market, code]),
        }
        for market in markets
    ]


def _with_room(hs4: str) -> list[str]:
    try:
        return [each.importer for each in market_facts(own_country(), hs4).markets[:MARKETS]]
    except HeadingUnknown:
        return []


urlpatterns = [path("requirements/", requirements, name="requirements")]
