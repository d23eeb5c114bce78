"""Deals in the office: enquiries to give to a consortium, and the second pair of eyes."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.consortia.lifecycle import MAY_DEAL
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import deals as act
from hamafza.web.pages.consortium import deals as manager
from hamafza.web.pages.consortium.deal_forms import TakeOn
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.deals import Deal


class Assign(TakeOn):
    """Which consortium takes an enquiry on."""

    field_order = ["consortium", "hs6", "service_code"]
    consortium = forms.ModelChoiceField(
        label=_("Consortium"), queryset=Consortium.objects.filter(state__in=sorted(MAY_DEAL))
    )


@seen_by(*OFFICE)
def deals(request):
    """All deals by state; enquiries that nobody has taken on yet come first."""
    found = Deal.objects.all()
    facts = {
        "waiting": found.filter(consortium=None).select_related("buyer"),
        "groups": manager.grouped(found.exclude(consortium=None)),
        "reader_kind": "office",
    }
    return render(request, "deals/list.html", facts)


@seen_by(*OFFICE)
def deal(request, number: int):
    """One deal, as its manager sees it."""
    kept = get_object_or_404(Deal, pk=number)
    if kept.consortium_id is None:
        form = Assign(request.POST or None)
        if request.method == "POST" and form.is_valid():
            act.take_on(actor=request.user, deal=kept, **form.cleaned_data)
            return redirect("office:deal", number)
        return render(request, "deals/assign.html", {"deal": kept, "form": form})
    return manager.show(request, number, "office", None)


@seen_by(*OFFICE)
@require_POST
def step(request, number: int, name: str):
    """Take one step of a deal, such as the second approval."""
    return manager.take(request, number, name, "office")


urlpatterns = [
    path("deals/", deals, name="deals"),
    path("deals/<int:number>/", deal, name="deal"),
    path("deals/<int:number>/<slug:name>/", step, name="step"),
]
