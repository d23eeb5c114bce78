"""Forms of a deal's steps; digits are read in any script."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hamafza.orders.terms import Key
from hamafza.vocabulary.dates import parse_date
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.text import latin_digits
from hamafza.web.dealwords import COSTS, KEYS


def plain_digits(value: object) -> str:
    """Return what a person typed with Latin digits and without thousands marks."""
    told = latin_digits(str(value or "")).replace("٬", "").replace(",", "").replace("٫", ".")
    return told.strip()


class WholeField(forms.IntegerField):
    """A whole number in digits of any script."""

    widget = forms.TextInput

    def __init__(self, **options):
        options.setdefault("min_value", 1)
        options.setdefault("max_value", 10**15)
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(plain_digits(value))


class SumField(forms.DecimalField):
    """A sum in whole units of a currency."""

    widget = forms.TextInput

    def __init__(self, **options):
        options.setdefault("min_value", Decimal(0))
        options.setdefault("max_value", Decimal(10**12))
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(plain_digits(value))


class DayField(forms.CharField):
    """A day, Jalali or Gregorian, as people write it."""

    def to_python(self, value):
        told = super().to_python(value)
        if not told:
            return None
        day = parse_date(told)
        if day is None:
            raise forms.ValidationError(_("Write a day such as 1405/09/07 or 2026-11-28."))
        return day


def minor(amount: Decimal, currency: str) -> int:
    """Return the smallest units of a sum that was typed."""
    return Money.from_decimal(amount, currency).minor


class Why(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=300)


class OpenOffers(forms.Form):
    days = WholeField(label=_("Days for offers"), max_value=60, initial=5)

    def closes_at(self):
        return timezone.now() + timedelta(days=self.cleaned_data["days"])


class SendQuote(forms.Form):
    unit_price = SumField(label=_("Price of one piece"))
    freight = SumField(label=_("Freight for all"), initial=0)
    other = SumField(label=_("Papers, inspection and the rest"), initial=0)
    rate = SumField(label=_("Rate: members' currency for one of the deal's"))
    rate_source = forms.CharField(label=_("Where the rate comes from"), max_length=200)
    valid_days = WholeField(label=_("Days the quote holds"), max_value=180, initial=20)


class SignContract(forms.Form):
    most_days = WholeField(label=_("Longest time of making, days"), max_value=730)


class ServiceContract(SignContract):
    first = forms.CharField(label=_("First milestone"), max_length=200)
    first_percent = WholeField(label=_("Its part of the price, percent"), max_value=100)
    second = forms.CharField(label=_("Second milestone"), max_length=200, required=False)
    second_percent = WholeField(
        label=_("Its part of the price, percent"), min_value=0, max_value=100, required=False
    )
    third = forms.CharField(label=_("Third milestone"), max_length=200, required=False)
    third_percent = WholeField(
        label=_("Its part of the price, percent"), min_value=0, max_value=100, required=False
    )

    def milestones(self):
        told = self.cleaned_data
        return [
            (told[name], Decimal(told[f"{name}_percent"] or 0) / 100, None)
            for name in ("first", "second", "third")
            if told[name]
        ]


class Customs(forms.Form):
    customs_number = forms.CharField(label=_("Number of the export declaration"), max_length=60)


class Invoice(forms.Form):
    invoice_number = forms.CharField(label=_("Number of the invoice"), max_length=60)


class Cost(forms.Form):
    code = forms.ChoiceField(label=_("Cost"), choices=list(COSTS.items()))
    amount = SumField(label=_("Sum"), min_value=Decimal("0.01"))
    key = forms.ChoiceField(
        label=_("Key"), choices=[(k, w) for k, w in KEYS.items() if k not in ("rate", "own")]
    )
    evidence = forms.CharField(label=_("Evidence: number of the invoice"), max_length=200)

    def clean_key(self):
        return Key(self.cleaned_data["key"])


class Receive(forms.Form):
    amount = SumField(label=_("Sum received"), min_value=Decimal("0.01"))
    bank_charges = SumField(label=_("Bank charges in it"), initial=0)
    reference = forms.CharField(label=_("Number of the transfer"), max_length=80)
    received_on = DayField(label=_("Day it came"))


class Publish(forms.Form):
    rate = SumField(label=_("Rate: members' currency for one of the deal's"))
    rate_source = forms.CharField(label=_("Where the rate comes from"), max_length=200)


class TakeOn(forms.Form):
    hs6 = forms.CharField(
        label=_("Tariff code, six digits"),
        required=False,
        max_length=7,
        help_text=_("For goods; a service has a service code instead."),
    )
    service_code = forms.CharField(label=_("Service code"), required=False, max_length=20)

    def clean_hs6(self):
        return plain_digits(self.cleaned_data["hs6"]).replace(".", "")
