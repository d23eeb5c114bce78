"""Goods of one unit, for the officer who helps to confirm them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions.goods import choose_national_line, may_confirm
from hamafza.web.pages.goods_facts import LONGEST, confirm_from, current_of, facts_of, taken_code
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.units import Unit

READERS = (*OFFICE, *BRANCH)


def within_reach(user: User, number: int) -> bool:
    """An officer sees the units of the own branch alone."""
    unit = Unit.objects.filter(pk=number).first()
    return unit is not None and may_confirm(user, unit)


@seen_by(*READERS, scope=within_reach)
def unit_goods(request: HttpRequest, number: int) -> HttpResponse:
    """Show the unit's words, five candidates with reasons, the question, and its history."""
    unit = get_object_or_404(Unit, pk=number)
    tried = request.GET.get("q", "").strip()
    facts = facts_of(tried or unit.goods_text, taken_code(unit))
    facts |= {"unit": unit, "current": current_of(unit), "longest": LONGEST, "tried": tried}
    facts["history"] = unit.confirmations.select_related("confirmed_by")[:10]
    return render(request, "goods/unit.html", facts)


@seen_by(*READERS, scope=within_reach)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the officer's choice under the officer's name."""
    confirm_from(request, get_object_or_404(Unit, pk=number))
    messages.success(request, _("The goods of this unit are confirmed."))
    return redirect("office:unit_goods", number)


@seen_by(*READERS, scope=within_reach)
@require_POST
def national_line(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the country's own line that the officer chose."""
    unit = get_object_or_404(Unit, pk=number)
    choose_national_line(actor=request.user, unit=unit, code=request.POST.get("line", ""))
    messages.success(request, _("The national line is kept."))
    return redirect("office:unit_goods", number)


urlpatterns = [
    path("units/<int:number>/goods/", unit_goods, name="unit_goods"),
    path("units/<int:number>/goods/confirm/", confirm, name="confirm_unit_goods"),
    path("units/<int:number>/goods/line/", national_line, name="unit_national_line"),
]
