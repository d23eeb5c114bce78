"""The bank account of a unit, for the promotion officers who pay: confirmed, opened by a click."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from hamafza.web.access import seen_by
from hamafza.web.pages.bank_accounts import accounts_page
from hamafza.web.records.accounts import Role
from hamafza.web.records.units import Unit


@seen_by(Role.PROMOTION)
def accounts(request: HttpRequest, number: int) -> HttpResponse:
    """Show the accounts of a unit that stand; confirm, open, or end one."""
    unit = get_object_or_404(Unit, pk=number)
    return accounts_page(
        request,
        unit,
        here=reverse("office:unit_accounts", args=[number]),
        home=(reverse("office:unit", args=[number]), unit.name),
    )


urlpatterns = [path("units/<int:number>/accounts/", accounts, name="unit_accounts")]
