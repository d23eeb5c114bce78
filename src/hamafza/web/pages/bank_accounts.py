"""The page of a unit's bank accounts, shared by those who pay it and by the unit itself."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import bank_accounts as act
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.units import Unit
from hamafza.web.sentences import sentence


class AccountForm(forms.Form):
    iban = forms.CharField(
        label=gettext_lazy("Account number (IBAN)"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "In Iran: IR and 24 digits. Kept sealed; only who pays you sees it."
        ),
    )
    holder_name = forms.CharField(label=gettext_lazy("Name on the account"), max_length=150)


class AccountVerb(forms.Form):
    """One of the buttons beside an account."""

    account = forms.IntegerField()
    seen = forms.IntegerField()
    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ("confirm", "open", "end")])
    why = forms.CharField(max_length=300, required=False)


def accounts_page(
    request: HttpRequest, unit: Unit, *, here: str, home: tuple[str, str]
) -> HttpResponse:
    """Show the accounts of a unit that stand, and do what one of the buttons says."""
    form = AccountForm()
    opened: dict[int, str] = {}
    if request.method == "POST" and "iban" in request.POST:
        form = AccountForm(request.POST)
        if form.is_valid() and _given(request, unit, form):
            messages.success(request, _("The account is written down; somebody else confirms it."))
            return redirect(here)
    elif request.method == "POST":
        asked = AccountVerb(request.POST)
        if asked.is_valid():
            account = get_object_or_404(act.accounts_of(unit), pk=asked.cleaned_data["account"])
            if asked.cleaned_data["verb"] != "open":
                _done(request, account, asked.cleaned_data)
                return redirect(here)
            why = asked.cleaned_data["why"].strip()
            if not why:
                messages.warning(
                    request, _("Say why you need it; that is written down with your name.")
                )
                return redirect(here)
            number = act.read_iban(actor=request.user, account=account, why=why)
            opened[account.pk] = number or _("unreadable: the key is lost, ask for it again")
    accounts = list(act.accounts_of(unit))
    for each in accounts:
        each.opened = opened.get(each.pk, "")
        each.is_own_hand = each.told_by_id == request.user.pk
    facts = {
        "unit": unit,
        "form": form,
        "accounts": accounts,
        "may_settle": act.may_settle(request.user, unit),
        "here": here,
        "home": home[0],
        "home_word": home[1],
    }
    return render(request, "unit_facts/accounts.html", facts)


def _given(request: HttpRequest, unit: Unit, form: AccountForm) -> bool:
    try:
        act.give_account(actor=request.user, unit=unit, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("iban", sentence(refusal, get_language() or "en"))
        return False
    return True


def _done(request: HttpRequest, account: BankAccount, asked: dict) -> None:
    if asked["verb"] == "confirm":
        act.confirm_account(actor=request.user, account=account, seen=asked["seen"])
        messages.success(
            request, _("The account is confirmed; the unit is paid there from now on.")
        )
    else:
        act.end_account(actor=request.user, account=account, seen=asked["seen"], why=asked["why"])
        messages.success(request, _("It is ended; that it stood here stays known."))
