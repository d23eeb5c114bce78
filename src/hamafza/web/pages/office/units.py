"""A unit for officers: one of them whole, verified, set right."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import twins
from hamafza.web.actions import units as act
from hamafza.web.actions.privacy import note_read
from hamafza.web.branches import units_of
from hamafza.web.pages.office.twin_facts import joined_records, pairs_of_unit, stands_for
from hamafza.web.pages.unit_facts import capacity_of, sections
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.events import Event
from hamafza.web.records.units import Unit

READERS = (*OFFICE, *BRANCH, Role.OBSERVER)
CORRECTORS = (*OFFICE, *BRANCH)
TOLD = ("verify-unit", "correct-unit", "confirm-goods")
"""What of a unit's history its page tells; which orders it passed by is its own affair."""
TOLD_OF_TWINS = (twins.SAY_SAME, twins.SAY_DIFFERENT, twins.UNDO, twins.JOIN)


class CorrectionForm(forms.Form):
    """What may be set right of a unit, and why."""

    name = forms.CharField(label=gettext_lazy("name of the unit"), max_length=300)
    goods_text = forms.CharField(label=gettext_lazy("goods or service"), max_length=1000)
    phone = forms.CharField(label=gettext_lazy("telephone"), max_length=40, required=False)
    workers = forms.CharField(label=gettext_lazy("number of workers"), max_length=9, required=False)
    why = forms.CharField(label=gettext_lazy("Why"), max_length=400, required=False)

    def clean_workers(self) -> int | None:
        text = latin_digits(self.cleaned_data["workers"]).strip()
        if not text:
            return None
        if not text.isdecimal():
            raise forms.ValidationError(_("Write a whole number."))
        return int(text)

    def clean_phone(self) -> str | None:
        return self.cleaned_data["phone"].strip() or None


def within_reach(user: User, number: int) -> bool:
    """An officer sees the units of the own branch alone."""
    return units_of(user).filter(pk=number).exists()


@seen_by(*READERS, scope=within_reach)
def unit(request, number: int):
    """Show one unit; take a correction of what is written of it."""
    kept = get_object_or_404(
        Unit.objects.select_related("upload", "verified_by", "office"), pk=number
    )
    counts_as = stands_for(kept)
    may_read = request.user.role in CORRECTORS and act.may_speak_for(request.user, kept)
    told = sections(request.user, kept, shows_people=may_read)
    if may_read:
        shown = [name for name in ("phone", "licence") if getattr(kept, name)]
        shown += [each.kind for each in told if each.kind in ("person", "contact") and each.rows]
        note_read(reader=request.user, unit=kept, what=shown, why="unit-page")
    may_act = may_read and counts_as is None
    form = CorrectionForm(request.POST or None, initial=_written(kept)) if may_act else None
    if form is not None and request.method == "POST" and form.is_valid():
        act.correct_unit(actor=request.user, unit=kept, **form.cleaned_data)
        messages.success(request, _("The correction is kept; what stood there before stays known."))
        return redirect("office:unit", number)
    about = Q(subject_kind="unit", subject_id=kept.pk, verb__in=TOLD)
    about |= Q(subject_kind="twinpair", subject_id__in=pairs_of_unit(kept), verb__in=TOLD_OF_TWINS)
    events = Event.objects.filter(about)
    facts = {
        "unit": kept,
        "form": form,
        "may_act": may_act,
        "may_read": may_read,
        "events": events.select_related("actor", "acting_for").order_by("-id")[:20],
        "memberships": kept.memberships.select_related("consortium"),
        "former_unions": kept.former_unions.filter(change__undone_at=None)
        .select_related("office", "change")
        .order_by("-id")[:5],
        "counts_as": counts_as,
        "joined": joined_records(kept),
        "may_part": request.user.role in CORRECTORS,
        "sections": told,
        "capacity": capacity_of(kept),
        "sees_accounts": request.user.role == Role.PROMOTION,
    }
    return render(request, "office/unit.html", facts)


@require_POST
def verify(request, number: int):
    """Keep that an officer has verified the unit."""
    act.verify_unit(actor=request.user, unit=get_object_or_404(Unit, pk=number))
    messages.success(request, _("The unit is verified."))
    return redirect("office:unit", number)


def _written(unit: Unit) -> dict[str, object]:
    return {name: getattr(unit, name) for name in act.CORRECTABLE}


urlpatterns = [
    path("units/<int:number>/", unit, name="unit"),
    path("units/<int:number>/verify/", seen_by(*CORRECTORS, scope=within_reach)(verify),
         name="verify_unit"),
]  # fmt: skip
