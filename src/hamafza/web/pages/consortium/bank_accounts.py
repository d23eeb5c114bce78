"""The members' bank accounts, for the manager who pays them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from hamafza.web.access import seen_by
from hamafza.web.pages.bank_accounts import accounts_page
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.consortia import Member
from hamafza.web.records.units import Unit


def of_a_member(user: User, number: int) -> bool:
    """A manager sees the accounts of the own consortium's members alone."""
    return _members(user).filter(unit=number).exists()


@seen_by(Role.MANAGER)
def accounts(request: HttpRequest) -> HttpResponse:
    """List the members, each with whether there is an account to pay to."""
    members = list(_members(request.user).select_related("unit").order_by("pk"))
    living = BankAccount.objects.living().filter(unit__in=[each.unit_id for each in members])
    by_unit: dict[int, list[BankAccount]] = {}
    for account in living:
        by_unit.setdefault(account.unit_id, []).append(account)
    for member in members:
        own = by_unit.get(member.unit_id, [])
        member.confirmed = next((each for each in own if each.confirmed_at), None)
        member.waiting = next((each for each in own if not each.confirmed_at), None)
    return render(request, "unit_facts/members_accounts.html", {"members": members})


@seen_by(Role.MANAGER, scope=of_a_member)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a member's account, or open its number to pay."""
    return accounts_page(
        request,
        get_object_or_404(Unit, pk=number),
        here=reverse("consortium:bank_account", args=[number]),
        home=(reverse("consortium:bank_accounts"), _("Members' accounts")),
    )


def _members(user: User):
    return Member.objects.filter(consortium=user.consortium_id, state="accepted")


urlpatterns = [
    path("accounts/", accounts, name="bank_accounts"),
    path("accounts/<int:number>/", account, name="bank_account"),
]
