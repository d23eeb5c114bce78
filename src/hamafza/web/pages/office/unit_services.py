"""Markets of one unit's services for officers, within their reach."""

from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from hamafza.web.access import seen_by
from hamafza.web.pages.office.units import CORRECTORS, READERS, within_reach
from hamafza.web.pages.public.service_rows import table_file
from hamafza.web.pages.unit_services import facts_of, table_of
from hamafza.web.records.accounts import User
from hamafza.web.records.units import Unit


def file_within_reach(user: User, number: int, form: str) -> bool:
    """An officer sees the units of the own branch alone."""
    return within_reach(user, number)


@seen_by(*READERS, scope=within_reach)
def unit_services(request, number: int):
    """Show where the services of a unit could go."""
    unit = get_object_or_404(Unit, pk=number)
    may_confirm = request.user.role in CORRECTORS
    facts = facts_of(unit) | {
        "files": [
            (form.upper(), reverse("office:unit_services_file", args=(number, form)))
            for form in ("csv", "xlsx")
        ],
        "goods_url": reverse("office:unit_goods", args=(number,)) if may_confirm else "",
    }
    return render(request, "services/unit.html", facts)


@seen_by(*READERS, scope=file_within_reach)
def unit_services_file(request, number: int, form: str):
    """Give all markets of its services as a file; without a table, its heads alone."""
    unit = get_object_or_404(Unit, pk=number)
    rows, run = table_of(unit)
    return table_file(form, f"services-{unit.public_id}", rows, run)


urlpatterns = [
    path("units/<int:number>/services/", unit_services, name="unit_services"),
    path("units/<int:number>/services.<str:form>", unit_services_file, name="unit_services_file"),
]
