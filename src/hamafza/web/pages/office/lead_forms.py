"""Forms of buyers' leads and of fairs and missions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hamafza.consortia.lifecycle import ConsortiumState
from hamafza.markets.leads import MissionKind
from hamafza.vocabulary.money import MINOR_DIGITS, Money
from hamafza.vocabulary.writing import currency_name, day_in_words
from hamafza.web.actions.leads import Told
from hamafza.web.actions.missions import ToldOfMission
from hamafza.web.leadwords import MISSION_KINDS
from hamafza.web.pages.consortium.deal_forms import DayField, SumField, plain_digits
from hamafza.web.pages.fact_forms import day_in_figures
from hamafza.web.pages.trade_fields import CodeField, CountryField
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission
from hamafza.web.records.proposals import Proposal

_OVER = (ConsortiumState.DISSOLVED.value,)


def _label(row: Any) -> str:
    """Return a row's name in the reader's language; a fair with its first day."""
    if isinstance(row, Mission):
        day = day_in_words(row.begins_on, (get_language() or "fa")[:2])
        return f"{row.name} ({day})"
    return str((row.name_en or row.name_fa) if get_language() == "en" else row.name_fa)


class _One(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _label(obj)


class _Many(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return _label(obj)


class ProposalField(forms.CharField):
    """A proposal by its number, in any script."""

    def __init__(self, **options):
        super().__init__(max_length=12, required=False, **options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})

    def clean(self, value) -> Proposal | None:
        told = plain_digits(super().clean(value))
        if not told:
            return None
        found = Proposal.objects.filter(pk=int(told)).first() if told.isdecimal() else None
        if found is None:
            raise forms.ValidationError(_("There is no proposal of this number."))
        return found


class LeadForm(forms.Form):
    """Whom somebody met, what they look for, and which group it is for."""

    buyer_name = forms.CharField(
        label=_("Company"), max_length=200, help_text=_("In Latin letters, as it is registered.")
    )
    native_name = forms.CharField(
        label=_("Its name in its own script"), max_length=200, required=False
    )
    country = CountryField(label=_("Its country"))
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    contact_name = forms.CharField(label=_("Person met"), max_length=150, required=False)
    contact_role = forms.CharField(label=_("Their post"), max_length=100, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    goods_text = forms.CharField(label=_("What they look for"), max_length=300)
    code = CodeField(
        label=_("Tariff code"), required=False, help_text=_("Two, four or six digits.")
    )
    market = CountryField(
        label=_("Market it is for"),
        help_text=_("Where the goods stay, not a country they pass through."),
    )
    mission = _One(label=_("Fair or mission"), queryset=Mission.objects.none(), required=False)
    met_at = forms.CharField(label=_("Where you met, in words"), max_length=200, required=False)
    met_on = DayField(label=_("Day you met"))
    consortium = _One(
        label=_("For which consortium"), queryset=Consortium.objects.none(), required=False
    )
    proposal = ProposalField(label=_("Or for which proposal, its number"))
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, is_demo: bool = False, knows_buyer: bool = False, **options):
        super().__init__(*args, **options)
        missions, consortia = self.fields["mission"], self.fields["consortium"]
        assert isinstance(missions, forms.ModelChoiceField)
        assert isinstance(consortia, forms.ModelChoiceField)
        missions.queryset = Mission.objects.filter(is_demo=is_demo)
        consortia.queryset = open_consortia(is_demo)
        if knows_buyer:
            for name in ("buyer_name", "native_name", "country", "city"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("consortium") and told.get("proposal"):
            self.add_error("proposal", _("Choose a consortium or a proposal, not both."))
        if not told.get("mission") and not told.get("met_at"):
            self.add_error("met_at", _("Say where you met: a fair or mission, or in words."))
        return told

    def told(self) -> Told:
        said = self.cleaned_data
        names = ("goods_text", "market", "met_on", "code", "mission", "met_at", "consortium",
                 "proposal", "contact_name", "contact_role", "contact_email", "contact_phone",
                 "note")  # fmt: skip
        return Told(**{name: said[name] for name in names})


class MissionForm(forms.Form):
    """A fair or trade mission: where, when, who goes, and what it costs all in all."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(k.value, w) for k, w in
                                                       MISSION_KINDS.items()])  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=200)
    country = CountryField(label=_("Country"))
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    consortia = _Many(
        label=_("Consortia that go"), queryset=Consortium.objects.none(), required=False
    )
    proposal = ProposalField(label=_("A proposed group that goes, its number"))
    cost = SumField(
        label=_("What it cost all in all"), required=False,
        help_text=_("Stand, travel, freight of samples, interpreters. Empty while it is unknown."),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    cost_evidence = forms.CharField(label=_("What shows the cost"), max_length=300, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, is_demo: bool = False, **options):
        super().__init__(*args, **options)
        language = (get_language() or "fa")[:2]
        currencies, consortia = self.fields["currency"], self.fields["consortia"]
        assert isinstance(currencies, forms.ChoiceField)
        assert isinstance(consortia, forms.ModelMultipleChoiceField)
        currencies.choices = [
            ("", "—"), *((code, currency_name(code, language)) for code in sorted(MINOR_DIGITS)),
        ]  # fmt: skip
        consortia.queryset = open_consortia(is_demo)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("cost") is not None and not told.get("currency"):
            self.add_error("currency", _("A sum has a currency."))
        if told.get("currency") and told.get("cost") is None and "cost" not in self.errors:
            told["currency"] = ""
        return told

    def told(self) -> ToldOfMission:
        said = self.cleaned_data
        cost: Decimal | None = said["cost"]
        money = None if cost is None else Money.from_decimal(cost, said["currency"])
        names = ("name", "country", "city", "begins_on", "ends_on", "cost_evidence", "note")
        return ToldOfMission(
            kind=MissionKind(said["kind"]), cost=money, **{name: said[name] for name in names}
        )

    def goers(self) -> dict[str, Any]:
        said = self.cleaned_data
        proposals = [said["proposal"]] if said["proposal"] else []
        return {"consortia": list(said["consortia"]), "proposals": proposals}


def open_consortia(is_demo: bool):
    """Return the consortia that are not over, of the same ground as who asks."""
    return Consortium.objects.filter(is_demo=is_demo).exclude(state__in=_OVER)


def written(lead: BuyerLead) -> dict[str, object]:
    """Return what a form of a lead holds at first."""
    names = ("goods_text", "market", "code", "mission", "met_at", "consortium", "contact_name",
             "contact_role", "contact_email", "contact_phone", "note", "version")  # fmt: skip
    told = {name: getattr(lead, name) for name in names}
    return told | {"proposal": lead.proposal_id or "", "met_on": day_in_figures(lead.met_on)}


def matching(words: str) -> Q:
    """Return what a search for a lead asks: the company's name, or what it looks for."""
    return (
        Q(party__name__icontains=words)
        | Q(party__native_name__icontains=words)
        | Q(goods_text__icontains=words)
    )
