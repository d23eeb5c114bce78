"""Forms by which offices are opened, renamed, moved, merged and split."""

from collections import Counter

from django import forms
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.registry.offices import PARENTS, OfficeKind
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import number as written
from hamafza.web.actions.office_unions import Choice
from hamafza.web.actions.offices import may_open_below
from hamafza.web.branches import offices_of
from hamafza.web.exchange.offices import key_of
from hamafza.web.pages.office.office_facts import KINDS
from hamafza.web.records.accounts import User
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit

_WHY = {"label": gettext_lazy("Why"), "max_length": 400}
MOST_CHOICES = 60
MOST_PASTED = 20_000


class NameForm(forms.Form):
    """The names of an office, and its number in the books of others."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=200)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Official number"), max_length=40, required=False,
        help_text=gettext_lazy("As the office is numbered elsewhere; it may stay empty."),
    )  # fmt: skip
    why = forms.CharField(**_WHY, required=False)


class NewOfficeForm(NameForm):
    """A new office of one of the kinds that may stand below the other."""

    field_order = ["kind", "name_fa", "name_en", "code"]
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))

    def __init__(self, *args, above: Office, **more) -> None:
        super().__init__(*args, **more)
        kinds = [kind for kind, parents in PARENTS.items() if above.kind in parents]
        self.fields["kind"].choices = [(kind.value, KINDS[kind]) for kind in kinds]
        del self.fields["why"]


class OtherOfficeForm(forms.Form):
    """Another office, named by its number or its whole name, within the reader's reach."""

    other = forms.CharField(
        label=gettext_lazy("The other office"), max_length=200,
        help_text=gettext_lazy("Its number in the tree, or its whole name."),
    )  # fmt: skip
    why = forms.CharField(**_WHY)

    def __init__(self, *args, reader: User, office: Office, **more) -> None:
        super().__init__(*args, **more)
        self.offices = offices_of(reader).open().exclude(pk=office.pk).filter(
            country=office.country
        )  # fmt: skip

    def clean_other(self) -> Office:
        asked = self.cleaned_data["other"].strip()
        number = latin_digits(asked)
        if number.isdecimal() and len(number) < 19:
            found = list(self.offices.filter(pk=int(number)))
        else:
            found = list(self.offices.filter(name_key=key_of(asked))[:2])
        if not found:
            raise forms.ValidationError(_("Nothing of this number or name was found."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several offices have this name; write the number."))
        return found[0]


class MergeForm(OtherOfficeForm):
    """Into which office of the same kind."""

    def __init__(self, *args, office: Office, **more) -> None:
        super().__init__(*args, office=office, **more)
        self.offices = self.offices.filter(kind=office.kind)
        self.beside = list(
            self.offices.filter(parent=office.parent_id).order_by("name_fa")[:MOST_CHOICES]
        )


class MoveForm(OtherOfficeForm):
    """Below which office."""

    def __init__(self, *args, office: Office, reader: User, **more) -> None:
        super().__init__(*args, office=office, reader=reader, **more)
        kinds = PARENTS[OfficeKind(office.kind)]
        self.offices = self.offices.filter(kind__in=kinds).exclude(pk=office.parent_id)
        self.reader = reader
        self.beside: list[Office] = []

    def clean_other(self) -> Office:
        above = super().clean_other()
        if not may_open_below(self.reader, above):
            raise forms.ValidationError(_("Nothing of this number or name was found."))
        return above


class SplitForm(forms.Form):
    """Which units go to the new union, what it is called, and who goes along."""

    trades = forms.MultipleChoiceField(
        label=gettext_lazy("Trade lines"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cities = forms.MultipleChoiceField(
        label=gettext_lazy("Cities"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Where trade lines are chosen too, a unit must be of both."),
    )  # fmt: skip
    units = forms.CharField(
        label=gettext_lazy("Single units by their number"), required=False, max_length=MOST_PASTED,
        help_text=gettext_lazy("HM-… one in a line; they go whatever is chosen above."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )  # fmt: skip
    name_fa = forms.CharField(label=gettext_lazy("Name of the new union"), max_length=200)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    accounts = forms.MultipleChoiceField(
        label=gettext_lazy("Accounts that go along"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    why = forms.CharField(**_WHY)

    def __init__(self, *args, union: Office, **more) -> None:
        super().__init__(*args, **more)
        self.union = union
        for field in ("trades", "cities"):
            self.fields[field].choices = _counted(union, field)
        people = union.people.filter(is_active=True).order_by("full_name")
        self.fields["accounts"].choices = [(each.pk, each.full_name) for each in people]

    def clean_units(self) -> frozenset[str]:
        asked = latin_digits(self.cleaned_data["units"]).upper().replace(",", " ").split()
        own = Unit.objects.filter(office=self.union, public_id__in=asked)
        known = set(own.values_list("public_id", flat=True))
        strange = [each for each in asked if each not in known]
        if strange:
            raise forms.ValidationError(
                _("Not of this union: %(numbers)s") % {"numbers": ", ".join(strange[:5])}
            )
        return frozenset(known)

    def choice(self) -> Choice:
        said = self.cleaned_data
        return Choice(frozenset(said["trades"]), frozenset(said["cities"]), said["units"])


def _counted(union: Office, field: str) -> list[tuple[str, str]]:
    column = {"trades": "trade", "cities": "city"}[field]
    rows = Unit.objects.filter(office=union).order_by().values_list(column).annotate(Count("pk"))
    many = Counter({name: count for name, count in rows if name})
    return [(name, f"{name} ({_number(count)})") for name, count in many.most_common(MOST_CHOICES)]


def _number(count: int) -> str:
    from django.utils.translation import get_language

    return written(count, (get_language() or "fa")[:2])
