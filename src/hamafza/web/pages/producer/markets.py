"""Where the producer's own goods could go."""

from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse

from hamafza.web.access import seen_by
from hamafza.web.pages.market_choice import choice_of
from hamafza.web.pages.market_files import about, ranked_file
from hamafza.web.pages.unit_markets import facts_of, table_of
from hamafza.web.records.accounts import Role


@seen_by(Role.PRODUCER)
def markets(request):
    """Show the best markets of her goods, and for each market which of her goods."""
    facts = facts_of(request.user.unit, choice_of(request.GET)) | {
        "is_own": True,
        "files": [
            (form.upper(), reverse("producer:markets_file", args=(form,)))
            for form in ("csv", "xlsx")
        ],
        "goods_url": reverse("producer:goods"),
    }
    return render(request, "markets/unit.html", facts)


@seen_by(Role.PRODUCER)
def markets_file(request, form: str):
    """Give all markets of all her goods as a file."""
    unit = request.user.unit
    rows, page = table_of(unit)
    if page is None:
        raise Http404
    told = about(page, choice_of(request.GET)) | {"unit_public_id": unit.public_id}
    return ranked_file(form, f"markets-{unit.public_id}", rows, told)


urlpatterns = [
    path("markets/", markets, name="markets"),
    path("markets.<str:form>", markets_file, name="markets_file"),
]
