"""Where the producer's own services could go."""

from django.shortcuts import render
from django.urls import path, reverse

from hamafza.web.access import seen_by
from hamafza.web.pages.public.service_rows import table_file
from hamafza.web.pages.unit_services import facts_of, table_of
from hamafza.web.records.accounts import Role


@seen_by(Role.PRODUCER)
def services(request):
    """Show the best markets of her services, by group and by market."""
    facts = facts_of(request.user.unit) | {
        "is_own": True,
        "files": [
            (form.upper(), reverse("producer:services_file", args=(form,)))
            for form in ("csv", "xlsx")
        ],
        "goods_url": reverse("producer:goods"),
    }
    return render(request, "services/unit.html", facts)


@seen_by(Role.PRODUCER)
def services_file(request, form: str):
    """Give all markets of her services as a file; without a table, its heads alone."""
    unit = request.user.unit
    rows, run = table_of(unit)
    return table_file(form, f"services-{unit.public_id}", rows, run)


urlpatterns = [
    path("services/", services, name="services"),
    path("services.<str:form>", services_file, name="services_file"),
]
