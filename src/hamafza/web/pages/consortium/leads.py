"""Buyers' leads that the office has shown to a consortium's manager: whom, what for, how far."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.actions.privacy import note_read
from hamafza.web.actions.screening import Standing
from hamafza.web.pages import lead_facts
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.leads import BuyerLead

SHOWN = 100


def own(user: User, number: int) -> bool:
    """A manager sees the leads that the office has shown to the own consortium."""
    return _shared_with(user).filter(pk=number).exists()


@seen_by(Role.MANAGER)
def leads(request):
    """The leads shown to this consortium, the newest first."""
    found = _shared_with(request.user).select_related(*lead_facts.LINKED)[:SHOWN]
    return render(request, "leads/shared.html", {"rows": lead_facts.rows(found)})


@seen_by(Role.MANAGER, scope=own)
def lead(request, number: int):
    """One lead; its person is shown while the screening is clear, and the look is noted."""
    kept = get_object_or_404(
        _shared_with(request.user).select_related(*lead_facts.LINKED), pk=number
    )
    row = lead_facts.rows([kept])[0]
    is_clear = row["screening"]["standing"] == Standing.CLEAR
    has_person = is_clear and bool(
        kept.contact_name or kept.contact_email or kept.contact_phone or kept.contact_role
    )
    if has_person:
        note_read(reader=request.user, lead=kept, what=["buyer-contact"], why="lead-page")
    facts = row | {
        "stages": lead_facts.stages_of(kept),
        "is_clear": is_clear,
        "has_person": has_person,
        "sees_person": is_clear,
    }
    return render(request, "leads/shared_lead.html", facts)


def _shared_with(user: User) -> QuerySet[BuyerLead]:
    return BuyerLead.objects.filter(consortium=user.consortium_id, shared_at__isnull=False)


urlpatterns = [
    path("leads/", leads, name="leads"),
    path("leads/<int:number>/", lead, name="lead"),
]
