"""Two more things to follow: a part from a workshop to a factory, a service stage by stage."""

from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.orders.allotment_life import MilestoneState
from hamafza.web import pictures
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.placenames import city_name, destination
from hamafza.web.records.deals import Deal, Milestone
from hamafza.web.records.parts import Need
from hamafza.web.shown_units import shown

MATCHES = 8
_DONE = {MilestoneState.ACCEPTED, MilestoneState.INVOICED, MilestoneState.PAID}


@seen_by(PUBLIC)
def part(request):
    """Tell of the demo's need with the demo's workshops; never of a real factory or workshop."""
    need = Need.objects.filter(is_demo=True, matches__unit__is_demo=True).order_by("id").first()
    return render(request, "story/part.html", _part(need) if need else {})


@seen_by(PUBLIC)
def service(request):
    """Tell of the demo's technical job: what was agreed, what is done, what is paid."""
    deal = (
        Deal.objects.filter(is_demo=True, kind="service", milestones__isnull=False)
        .select_related("consortium")
        .order_by("id")
        .first()
    )
    return render(request, "story/service.html", _service(deal) if deal else {})


def _part(need: Need) -> dict:
    language = get_language() or "fa"
    matches = list(need.matches.filter(unit__is_demo=True).select_related("unit")[:MATCHES])
    told = shown(match.unit for match in matches)
    for match in matches:
        match.told = told[match.unit_id]
    home = need.factory
    lead = pictures.Place(home.lat_deg, home.lon_deg, city_name(home.city, language))
    title = _("Map of the factory and the workshops that could make the part")
    return {
        "need": need,
        "matches": matches,
        "city": city_name(home.city, language),
        "picture": pictures.consortium(
            home.country, title, lead, [match.told.dot for match in matches]
        ),
    }


def _service(deal: Deal) -> dict:
    milestones = list(deal.milestones.all())
    language = get_language() or "fa"
    return {
        "deal": deal,
        "place": destination(deal.destination_city, deal.final_destination, language),
        "milestones": milestones,
        "stages": [_stage(milestone) for milestone in milestones],
        "accepted_share": sum(m.share for m in milestones if m.state in _DONE),
    }


def _stage(milestone: Milestone) -> dict:
    done = milestone.state in _DONE
    begun = milestone.state in {MilestoneState.DELIVERED, MilestoneState.RETURNED}
    return {
        "label": milestone.title,
        "state": "done" if done else "now" if begun else "ahead",
        "when": milestone.accepted_at or milestone.due_on or "",
    }


urlpatterns = [
    path("story/part/", part, name="part_story"),
    path("story/service/", service, name="service_story"),
]
