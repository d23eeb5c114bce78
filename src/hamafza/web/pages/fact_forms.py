"""Forms of the facts of a unit, one for each kind; digits and days read as people write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.registry.unit_facts import LicenceState
from hamafza.sources.geography import country_names
from hamafza.vocabulary.dates import jalali
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import currency_name
from hamafza.web import factwords
from hamafza.web.actions.fact_kinds import KINDS
from hamafza.web.actions.facts import records_of
from hamafza.web.dealwords import MEASURES
from hamafza.web.pages.consortium.deal_forms import DayField, SumField, WholeField, minor
from hamafza.web.pages.paper_files import PaperField
from hamafza.web.records.people import Person
from hamafza.web.records.units import Unit
from hamafza.web.records.workshops import UnitGood

CURRENCIES = ("USD", "EUR", "IRR")
_JALALI = range(1250, 1500)
JALALI_BEHIND = 621
"""Years between a Jalali year and the Gregorian one in which it begins."""

_YEAR_HELP = gettext_lazy("Jalali or Gregorian.")


class YearField(WholeField):
    """A year of either calendar, kept as the Gregorian one in which it begins."""

    def __init__(self, **options):
        super().__init__(**({"max_value": 2200, "help_text": _YEAR_HELP} | options))

    def to_python(self, value):
        year = super().to_python(value)
        return year + JALALI_BEHIND if year in _JALALI else year

    def prepare_value(self, value):
        is_kept = isinstance(value, int) and get_language() == "fa"
        return value - JALALI_BEHIND if is_kept else value


class ShownDayField(DayField):
    """A day, shown again in the reader's calendar."""

    def __init__(self, **options):
        super().__init__(**({"required": False} | options))

    def prepare_value(self, value):
        return day_in_figures(value) if hasattr(value, "year") else value


class FactForm(forms.Form):
    """``unit`` is the record that stands for the unit; ``is_owner`` when it tells for itself."""

    kind = ""
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, unit: Unit, is_owner: bool = False, **options):
        super().__init__(*args, **options)
        self.unit = unit
        if is_owner:
            for name in KINDS[self.kind].owners:
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Return what was told, by the fields of the fact."""
        known = KINDS[self.kind].fields
        return {
            name: "" if value is None and not self._may_be_empty(name) else value
            for name, value in self.cleaned_data.items()
            if name in known
        }

    def _may_be_empty(self, name: str) -> bool:
        return KINDS[self.kind].model._meta.get_field(name).null

    def people(self) -> list[tuple[str, str]]:
        """Return the unit's people, to choose one of."""
        ties = Person.objects.filter(
            units__unit__in=records_of(self.unit), units__ended_at__isnull=True
        )
        return [("", "—"), *((str(one.pk), one.name) for one in ties.distinct().order_by("name"))]


class ChosenRow(forms.ChoiceField):
    """One of a few rows, given as the row itself."""

    def __init__(self, *, model: type, **options):
        super().__init__(**({"required": False} | options))
        self.model = model

    def clean(self, value):
        chosen = super().clean(value)
        return self.model.objects.get(pk=chosen) if chosen else None

    def prepare_value(self, value):
        return str(value.pk) if isinstance(value, self.model) else value


class LicenceForm(FactForm):
    kind = "licence"

    number = forms.CharField(label=gettext_lazy("Licence number"), max_length=60)
    holder = ChosenRow(model=Person, label=gettext_lazy("Held by"))
    trade = forms.CharField(label=gettext_lazy("Trade line"), max_length=200, required=False)
    activity_class = forms.ChoiceField(label=gettext_lazy("Activity class"), required=False)
    issuer = forms.CharField(label=gettext_lazy("Given by"), max_length=200, required=False)
    issued_on = ShownDayField(label=gettext_lazy("Day of issue"))
    expires_on = ShownDayField(label=gettext_lazy("Last day"))
    state = forms.ChoiceField(label=gettext_lazy("State"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        chosen = forms.ChoiceField(
            label=_("Kind of permit"), choices=list(factwords.LICENCE_KINDS.items())
        )
        self.fields = {"kind": chosen, **self.fields}
        self.fields["holder"].choices = self.people()
        self.fields["activity_class"].choices = [("", "—"), *factwords.ACTIVITY_CLASSES.items()]
        self.fields["state"].choices = list(factwords.LICENCE_STATES.items())
        self.initial.setdefault("state", LicenceState.VALID)


class WorkshopForm(FactForm):
    kind = "workshop"
    county = forms.CharField(label=gettext_lazy("County"), max_length=100, required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Seen by you and your officers, never by buyers or the public."),
    )
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=20, required=False)
    jobs = WholeField(label=gettext_lazy("People who work there"), required=False, min_value=0)
    jobs_women = WholeField(label=gettext_lazy("Women among them"), required=False, min_value=0)
    jobs_home = WholeField(
        label=gettext_lazy("People who work for it at home"), required=False, min_value=0
    )

    def clean_postal_code(self) -> str:
        return latin_digits(self.cleaned_data["postal_code"]).strip()

    def clean(self):
        told = super().clean() or {}
        women, jobs = told.get("jobs_women"), told.get("jobs")
        if women is not None and (jobs is None or women > jobs):
            self.add_error("jobs_women", _("There are more women than people here."))
        return told


class MachineForm(FactForm):
    kind = "machine"
    means = forms.ChoiceField(
        label=gettext_lazy("Machine or process"), choices=list(factwords.MEANS.items())
    )
    name = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    how_many = WholeField(label=gettext_lazy("How many"), initial=1, max_value=10_000)
    made_in_year = YearField(label=gettext_lazy("Year it was made"), required=False)
    materials = forms.CharField(label=gettext_lazy("Materials"), max_length=300, required=False)
    size = forms.CharField(
        label=gettext_lazy("Largest piece it takes"), max_length=100, required=False
    )


class GoodForm(FactForm):
    kind = "good"
    words = forms.CharField(label=gettext_lazy("The good, in your words"), max_length=400)
    hs6 = forms.CharField(
        label=gettext_lazy("Goods code, if known"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("Six digits. Leave it empty if you are not sure."),
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Counted in"), choices=list(MEASURES.items()), initial="piece"
    )
    monthly_units = WholeField(label=gettext_lazy("How many a month"), required=False)
    monthly_kg = WholeField(label=gettext_lazy("Kilograms a month"), required=False)


class CertificateForm(FactForm):
    kind = "certificate"
    name = forms.CharField(label=gettext_lazy("Name of the certificate"), max_length=200)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=60, required=False)
    body = forms.CharField(label=gettext_lazy("Given by"), max_length=200, required=False)
    good = ChosenRow(model=UnitGood, label=gettext_lazy("For which good"))
    issued_on = ShownDayField(label=gettext_lazy("Day of issue"))
    expires_on = ShownDayField(label=gettext_lazy("Last day"))
    file = PaperField(label=gettext_lazy("The paper itself"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        chosen = forms.ChoiceField(
            label=_("Kind of certificate"), choices=list(factwords.CERTIFICATE_KINDS.items())
        )
        self.fields = {"kind": chosen, **self.fields}
        goods = UnitGood.objects.living().filter(unit__in=records_of(self.unit))
        whole = [("", _("the whole workshop"))]
        self.fields["good"].choices = whole + [(str(each.pk), each.words) for each in goods]

    def said(self) -> dict[str, Any]:
        """A paper sent before stays unless another is sent."""
        told = super().said()
        return told if told["file"] else {name: told[name] for name in told if name != "file"}


class ExportForm(FactForm):
    kind = "export"
    year = YearField(label=gettext_lazy("Year"))
    country = forms.ChoiceField(label=gettext_lazy("To which country"))
    words = forms.CharField(label=gettext_lazy("Which goods"), max_length=300, required=False)
    hs6 = forms.CharField(label=gettext_lazy("Goods code, if known"), max_length=10, required=False)
    value = SumField(label=gettext_lazy("Value"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    source = forms.ChoiceField(
        label=gettext_lazy("Who says so"), choices=list(factwords.EXPORT_SOURCES.items())
    )
    evidence = forms.CharField(
        label=gettext_lazy("Number of the paper"), max_length=300, required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["country"].choices = countries()
        language = get_language() or "fa"
        named = [(code, currency_name(code, language)) for code in CURRENCIES]
        self.fields["currency"].choices = named

    def said(self) -> dict[str, Any]:
        value = self.cleaned_data["value"]
        told = minor(value, self.cleaned_data["currency"]) if value is not None else None
        return super().said() | {"value_minor": told}


class ContactForm(FactForm):
    kind = "contact"
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=list(factwords.WAYS.items()))
    value = forms.CharField(
        label=gettext_lazy("Number or address"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    person = ChosenRow(model=Person, label=gettext_lazy("Whose it is"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args, is_owner: bool = False, **options):
        super().__init__(*args, is_owner=is_owner, **options)
        whole = [("", _("of the unit itself"))]
        self.fields["person"].choices = whole if is_owner else whole + self.people()[1:]


class DistributorForm(FactForm):
    kind = "distributor"
    coverage = forms.MultipleChoiceField(label=gettext_lazy("Provinces it serves"), required=False)
    reach = forms.MultipleChoiceField(
        label=gettext_lazy("Countries it trades or carries into"), required=False
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages spoken there"), max_length=200, required=False
    )
    vehicles = WholeField(label=gettext_lazy("Vehicles"), required=False, min_value=0)
    carries_kg = WholeField(
        label=gettext_lazy("What they load together, kg"), required=False, min_value=0
    )
    stores = WholeField(label=gettext_lazy("Stores"), required=False, min_value=0)
    stores_m2 = WholeField(
        label=gettext_lazy("Their floor, square metres"), required=False, min_value=0
    )
    is_cold = forms.BooleanField(label=gettext_lazy("Keeps or carries goods cold"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        rows = Unit.objects.exclude(province="").order_by("province")
        found = rows.values_list("province", flat=True).distinct()
        self.fields["coverage"].choices = [(name, name) for name in found]
        self.fields["reach"].choices = countries()


class PersonForm(forms.Form):
    """A person of a unit; the code is asked once and shown to nobody on the way."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("Name and surname"), max_length=150)
    part = forms.ChoiceField(
        label=gettext_lazy("What they are to the unit"), choices=list(factwords.PARTS.items())
    )
    national_code = forms.CharField(
        label=gettext_lazy("National code"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Kept sealed. With it, a person is known again in another unit."),
    )
    gender = forms.ChoiceField(label=gettext_lazy("Gender, if they like to say"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["gender"].choices = [("", "—"), *factwords.GENDERS.items()]


FORMS: Mapping[str, type[FactForm]] = {
    form.kind: form
    for form in (
        LicenceForm, WorkshopForm, MachineForm, GoodForm, CertificateForm, ExportForm, ContactForm,
        DistributorForm,
    )
}  # fmt: skip


def countries() -> list[tuple[str, str]]:
    """Return all countries by name, in the reader's language."""
    at = 1 if get_language() == "fa" else 0
    named = [(code, told[at] or told[0]) for code, told in country_names().items()]
    return sorted(named, key=lambda each: each[1])


def day_in_figures(day: date) -> str:
    """Return a day as it is written into a form, in the reader's calendar."""
    year, month, number = jalali(day) if get_language() == "fa" else (day.year, day.month, day.day)
    return f"{year:04d}/{month:02d}/{number:02d}"
