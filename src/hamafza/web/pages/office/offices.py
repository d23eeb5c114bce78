"""The tree of offices: browsed from the head of the reader's branch, and one office whole."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hamafza.registry.offices import PARENTS, OfficeKind
from hamafza.vocabulary.text import latin_digits
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import office_building
from hamafza.web.actions import offices as act
from hamafza.web.branches import branch_of, offices_of
from hamafza.web.exchange.offices import key_of
from hamafza.web.office_counts import counted_below
from hamafza.web.pages.office import office_facts as facts
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit

READERS = (*OFFICE, *BRANCH, Role.OBSERVER)
CHANGERS = (*OFFICE, Role.CHAMBER)
PAGE = 60


def within_reach(user: User, number: int, **_more: int) -> bool:
    """An officer sees the offices of the own branch."""
    return offices_of(user).filter(pk=number).exists()


def may_change(user: User, number: int, **_more: int) -> bool:
    """An office is changed by those above it: an institution, or the chamber it stands below."""
    office = offices_of(user).filter(pk=number).first()
    return office is not None and act.may_change(user, office)


def may_open_below(user: User, number: int) -> bool:
    """A chamber opens offices below itself too."""
    office = offices_of(user).filter(pk=number).first()
    return office is not None and act.may_open_below(user, office)


@seen_by(*READERS)
def offices(request):
    """Show the top of the reader's branch, or what a search by name or number finds."""
    head = branch_of(request.user)
    asked = request.GET.get("q", "").strip()[:200]
    if not asked and head is not None:
        return redirect("office:office", head.pk)
    found = _found(offices_of(request.user), asked) if asked else _top()
    page = Paginator(found, PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    told = {
        "page": page,
        "rows": facts.rows_of(page.object_list, counted_below(head)),
        "q": asked,
        "without": Unit.objects.filter(office=None).count() if head is None else 0,
        "may_build": facts.may_build(request.user),
    }
    return render(request, "offices/list.html", told)


@seen_by(*READERS, scope=within_reach)
def office(request, number: int):
    """Show one office: what lies below it, who works there, and its history."""
    kept = get_object_or_404(Office.objects.select_related("parent", "successor"), pk=number)
    below = kept.children.open().order_by("kind", "name_fa", "pk")
    page = Paginator(below, PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    counted = counted_below(kept)
    may = act.may_change(request.user, kept) and kept.is_open
    head = branch_of(request.user)
    told = {
        "office": kept,
        "kind": facts.KINDS[OfficeKind(kept.kind)],
        "crumbs": facts.crumbs(kept, head),
        "own": facts.rows_of([kept], counted)[0],
        "held": Unit.objects.filter(office=kept).how_many(),
        "page": page,
        "rows": facts.rows_of(page.object_list, counted),
        "people": facts.people_of(kept),
        "may_delegate": head is not None and head.pk == kept.pk and not request.user.acting_for,
        "history": facts.history_of(kept, request.user),
        "may_change": may,
        "may_merge": may and kept.kind not in (OfficeKind.PROMOTION, OfficeKind.NATIONAL),
        "may_open": act.may_open_below(request.user, kept)
        and kept.is_open
        and any(kept.kind in above for above in PARENTS.values()),
    }
    return render(request, "offices/office.html", told)


@seen_by(*OFFICE)
@require_POST
def build(request):
    """Begin to lay the units without an office into the tree; its progress has a page."""
    tasks.gather_carriers()
    run = office_building.ask_to_build(actor=request.user)
    tasks.hand_over(run)
    return redirect("runs:run", run.pk)


def _top() -> QuerySet[Office]:
    """Return the roots, the national chambers and the chambers of provinces, as they stand."""
    top = (OfficeKind.PROMOTION, OfficeKind.NATIONAL, OfficeKind.PROVINCIAL)
    return Office.objects.open().filter(kind__in=top).order_by("country", "id")


def _found(offices: QuerySet[Office], asked: str) -> QuerySet[Office]:
    number = latin_digits(asked)
    if number.isdecimal() and len(number) < 19:
        return offices.filter(pk=int(number))
    for word in key_of(asked).split():
        offices = offices.filter(name_key__contains=word)
    return offices.order_by("closed_on", "path")


urlpatterns = [
    path("offices/", offices, name="offices"),
    path("offices/build/", build, name="build_offices"),
    path("offices/<int:number>/", office, name="office"),
]
