"""The producer's goods: her words, what they are read as, the one question, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions.goods import choose_national_line
from hamafza.web.pages.goods_facts import LONGEST, confirm_from, current_of, facts_of, taken_code
from hamafza.web.records.accounts import Role


@seen_by(Role.PRODUCER)
def goods(request: HttpRequest) -> HttpResponse:
    """Show her own words, or other words she tries; nothing changes until she confirms."""
    unit = request.user.unit
    tried = request.GET.get("q", "").strip()
    facts = facts_of(tried or unit.goods_text, taken_code(unit))
    facts |= {"unit": unit, "current": current_of(unit), "longest": LONGEST, "tried": tried}
    return render(request, "goods/own.html", facts)


@seen_by(Role.PRODUCER)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep her choice."""
    confirm_from(request, request.user.unit)
    messages.success(request, _("Your goods are confirmed."))
    return redirect("producer:goods")


@seen_by(Role.PRODUCER)
@require_POST
def national_line(request: HttpRequest) -> HttpResponse:
    """Keep the country's own line that she chose."""
    code = request.POST.get("line", "")
    choose_national_line(actor=request.user, unit=request.user.unit, code=code)
    messages.success(request, _("The national line is kept."))
    return redirect("producer:goods")


urlpatterns = [
    path("goods/", goods, name="goods"),
    path("goods/confirm/", confirm, name="confirm_goods"),
    path("goods/line/", national_line, name="national_line"),
]
