"""Markets of one unit for officers, within their reach."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from hamafza.web.access import seen_by
from hamafza.web.pages.market_choice import choice_of
from hamafza.web.pages.market_files import about, ranked_file
from hamafza.web.pages.office.units import CORRECTORS, READERS, within_reach
from hamafza.web.pages.unit_markets import facts_of, table_of
from hamafza.web.records.accounts import User
from hamafza.web.records.units import Unit


def file_within_reach(user: User, number: int, form: str) -> bool:
    """An officer sees the units of the own branch alone."""
    return within_reach(user, number)


@seen_by(*READERS, scope=within_reach)
def unit_markets(request, number: int):
    """Show where the goods of a unit could go."""
    unit = get_object_or_404(Unit, pk=number)
    may_confirm = request.user.role in CORRECTORS
    facts = facts_of(unit, choice_of(request.GET)) | {
        "files": [
            (form.upper(), reverse("office:unit_markets_file", args=(number, form)))
            for form in ("csv", "xlsx")
        ],
        "goods_url": reverse("office:unit_goods", args=(number,)) if may_confirm else "",
    }
    return render(request, "markets/unit.html", facts)


@seen_by(*READERS, scope=file_within_reach)
def unit_markets_file(request, number: int, form: str):
    """Give all markets of all its goods as a file."""
    unit = get_object_or_404(Unit, pk=number)
    rows, page = table_of(unit)
    if page is None:
        raise Http404
    told = about(page, choice_of(request.GET)) | {"unit_public_id": unit.public_id}
    return ranked_file(form, f"markets-{unit.public_id}", rows, told)


urlpatterns = [
    path("units/<int:number>/markets/", unit_markets, name="unit_markets"),
    path("units/<int:number>/markets.<str:form>", unit_markets_file, name="unit_markets_file"),
]
