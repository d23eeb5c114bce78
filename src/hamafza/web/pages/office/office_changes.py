"""Offices opened, renamed, moved, merged, split, closed, and each of it taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import office_history, office_unions, offices
from hamafza.web.pages.office.office_forms import (
    MergeForm,
    MoveForm,
    NameForm,
    NewOfficeForm,
    SplitForm,
)
from hamafza.web.pages.office.offices import CHANGERS, may_change, may_open_below
from hamafza.web.records.offices import Office, OfficeChange

MOST_TOLD = 8


@seen_by(*CHANGERS, scope=may_open_below)
def open_below(request, number: int):
    """Open an office below this one."""
    above = get_object_or_404(Office, pk=number)
    form = NewOfficeForm(request.POST or None, above=above)
    if request.method == "POST" and form.is_valid():
        new = offices.open_office(actor=request.user, parent=above, **form.cleaned_data)
        messages.success(request, _("The office is open."))
        return redirect("office:office", new.pk)
    return _shown(request, "offices/open.html", above, form)


@seen_by(*CHANGERS, scope=may_change)
def rename(request, number: int):
    """Give the office another name."""
    kept = get_object_or_404(Office, pk=number)
    now = {"name_fa": kept.name_fa, "name_en": kept.name_en, "code": kept.code}
    form = NameForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        offices.rename_office(actor=request.user, office=kept, **form.cleaned_data)
        messages.success(request, _("The name is changed; the earlier one stays in the history."))
        return redirect("office:office", number)
    return _shown(request, "offices/rename.html", kept, form)


@seen_by(*CHANGERS, scope=may_change)
def move(request, number: int):
    """Let the office stand below another."""
    kept = get_object_or_404(Office.objects.select_related("parent"), pk=number)
    form = MoveForm(request.POST or None, office=kept, reader=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        offices.move_office(
            actor=request.user, office=kept, parent=said["other"], why=said["why"]
        )  # fmt: skip
        messages.success(request, _("The office stands in its new place, with all below it."))
        return redirect("office:office", number)
    return _shown(request, "offices/move.html", kept, form)


@seen_by(*CHANGERS, scope=may_change)
def merge(request, number: int):
    """Choose an office to go into, see what would move, then do it."""
    gone = get_object_or_404(Office, pk=number)
    form = MergeForm(request.POST or None, office=gone, reader=request.user)
    seen = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "seen" in request.POST:
            into = office_unions.merge_offices(
                actor=request.user, gone=gone, into=said["other"], why=said["why"],
                seen=request.POST["seen"],
            )  # fmt: skip
            messages.success(request, _("The two offices are one; the history tells of it."))
            return redirect("office:office", into.pk)
        seen = office_unions.merge_seen(gone)
    more = {"seen": seen, "other": form.cleaned_data.get("other") if seen else None}
    return _shown(request, "offices/merge.html", gone, form, **more, **_told(seen))


@seen_by(*CHANGERS, scope=may_change)
def split(request, number: int):
    """Choose what goes to a new union, see it, then do it."""
    union = get_object_or_404(Office, pk=number)
    form = SplitForm(request.POST or None, union=union)
    seen = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "seen" in request.POST:
            new = office_unions.split_union(
                actor=request.user, union=union, choice=form.choice(), name_fa=said["name_fa"],
                name_en=said["name_en"], accounts=[int(one) for one in said["accounts"]],
                why=said["why"], seen=request.POST["seen"],
            )  # fmt: skip
            messages.success(request, _("The new union is open, with the units you chose."))
            return redirect("office:office", new.pk)
        seen = office_unions.split_seen(union, form.choice())
    return _shown(request, "offices/split.html", union, form, seen=seen, **_told(seen))


@seen_by(*CHANGERS, scope=may_change)
@require_POST
def close(request, number: int):
    """End an office that holds nothing any more."""
    kept = get_object_or_404(Office, pk=number)
    offices.close_office(actor=request.user, office=kept, why=request.POST.get("why", "")[:400])
    messages.success(request, _("The office is closed."))
    return redirect("office:office", kept.parent_id)


@seen_by(*CHANGERS, scope=may_change)
@require_POST
def take_back(request, number: int, change: int):
    """Take a change back, where nothing happened since."""
    kept = get_object_or_404(OfficeChange, pk=change, office=number)
    office_history.take_back(actor=request.user, change=kept)
    messages.success(request, _("It is taken back; the history tells of both."))
    return redirect("office:office", number)


def _told(seen: office_unions.Seen | None) -> dict[str, object]:
    if seen is None:
        return {}
    return {
        "trades": seen.trades.most_common(MOST_TOLD),
        "cities": seen.cities.most_common(MOST_TOLD),
    }


def _shown(request, template: str, office: Office, form, **more):
    facts = {"office": office, "form": form, **more}
    return render(request, template, facts, status=400 if form.errors else 200)


urlpatterns = [
    path("offices/<int:number>/open/", open_below, name="open_office"),
    path("offices/<int:number>/rename/", rename, name="rename_office"),
    path("offices/<int:number>/move/", move, name="move_office"),
    path("offices/<int:number>/merge/", merge, name="merge_office"),
    path("offices/<int:number>/split/", split, name="split_office"),
    path("offices/<int:number>/close/", close, name="close_office"),
    path("offices/<int:number>/changes/<int:change>/take-back/", take_back,
         name="take_back_office_change"),
]  # fmt: skip
