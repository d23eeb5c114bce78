"""What is real and what is not, who owns the data, and the judgements with their sources."""

from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from hamafza.store.notices import licence_notices, parameter_notices
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.access import PUBLIC, seen_by

GROUNDS = (
    (
        Provenance.REAL,
        _("Given by the file or the person it belongs to"),
        _("Rows of a registry, answers of its owner, codes, places, roads, ports, unions."),
    ),
    (
        Provenance.RECONSTRUCTED,
        _("Put together from real tables that do not hold it themselves"),
        _("Who sold which goods to whom: from each country's exports and from trade by section."),
    ),
    (
        Provenance.ESTIMATED,
        _("Calculated by a stated rule where no table reaches"),
        _("Missing pairs of trade, distance beyond the road graph, days and costs of a route."),
    ),
    (
        Provenance.ASSUMED,
        _("Taken from a parameters file"),
        _("Capacity and readiness that a file does not give, reach, ceilings, tariffs."),
    ),
    (
        Provenance.SYNTHETIC,
        _("Invented for demonstration"),
        _("Workshops, people, buyers, orders and money of the demo, and its sample list."),
    ),
)


@seen_by(PUBLIC)
def sources(request):
    """Show the five grounds a figure can stand on, then licences and parameters as they are."""
    facts = {
        "grounds": GROUNDS,
        "licences": licence_notices(),
        "parameters": parameter_notices(),
    }
    return render(request, "public/sources.html", facts)


urlpatterns = [path("sources/", sources, name="sources")]
