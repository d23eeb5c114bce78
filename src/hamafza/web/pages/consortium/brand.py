"""The consortium's mark: licences of its members' products, labels and their QR."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.consortia.brand import LicenceState
from hamafza.web.access import seen_by
from hamafza.web.actions import brand as act
from hamafza.web.pages.consortium.deal_forms import plain_digits
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.brand import BrandLicence


def own(user: User, number: int, **others) -> bool:
    """A manager sees the licences of the own consortium's mark."""
    return BrandLicence.objects.filter(pk=number, mark__consortium=user.consortium_id).exists()


@seen_by(Role.MANAGER)
def brand(request):
    """The mark and every licence under it."""
    consortium = request.user.consortium
    licences: list[Any] = list(
        BrandLicence.objects.filter(mark__consortium=consortium).select_related("unit", "mark")
    )
    quotas = act.accepted_by_licence(licences)
    for licence in licences:
        licence.quota = quotas[licence.pk]
        licence.left = max(licence.quota - licence.labels_issued, 0)
    facts = {"consortium": consortium, "marks": consortium.marks.all(), "licences": licences}
    return render(request, "mark/consortium.html", facts)


@seen_by(Role.MANAGER, scope=own)
@require_POST
def move(request, number: int, towards: str):
    """Suspend a licence, let it hold again, or withdraw it, with the reason."""
    licence = get_object_or_404(BrandLicence, pk=number)
    state = LicenceState(towards) if towards in set(LicenceState) else LicenceState.SUSPENDED
    act.move_licence(
        actor=request.user, licence=licence, towards=state, why=request.POST.get("why", "")
    )
    return redirect("consortium:brand")


@seen_by(Role.MANAGER, scope=own)
@require_POST
def labels(request, number: int):
    """Give out serials for accepted pieces."""
    licence = get_object_or_404(BrandLicence, pk=number)
    told = plain_digits(request.POST.get("wanted"))
    serials = act.issue_labels(
        actor=request.user, licence=licence, wanted=int(told) if told.isdigit() else 0
    )
    span = {"first": serials[0], "last": serials[-1]}
    messages.success(request, _("Labels given out: %(first)s to %(last)s") % span)
    return redirect("consortium:brand")


urlpatterns = [
    path("brand/", brand, name="brand"),
    path("brand/<int:number>/labels/", labels, name="labels"),
    path("brand/<int:number>/<slug:towards>/", move, name="move_licence"),
]
