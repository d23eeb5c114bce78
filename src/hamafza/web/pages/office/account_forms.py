"""Forms of the accounts page."""

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hamafza.registry.offices import OfficeKind
from hamafza.vocabulary.text import latin_digits
from hamafza.web.actions.offices import key_of
from hamafza.web.context import ROLE_NAMES
from hamafza.web.records.accounts import SCOPES, Role
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.offices import Office
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory
from hamafza.web.records.units import Unit

_LATIN_NAME = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9.@_-]*\Z", _("Latin letters, digits, and . @ _ - between them.")
)


class RoleForm(forms.Form):
    """A role, and what it is about: a unit by its public number, the others by number or name."""

    role = forms.ChoiceField(label=_("Role"), choices=list(ROLE_NAMES.items()))
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=200,
        help_text=_(
            "A producer: the unit's number (HM-…). An officer of a union or a chamber, "
            "and a clerk: the office's number in the tree, or its name. A manager, buyer or "
            "factory: its number or exact name. The others: nothing."
        ),
    )
    is_new_union = forms.BooleanField(
        label=_("The union is new here: none of its units has been read yet"),
        required=False,
        help_text=_(
            "It is opened below the national chamber, for its units anywhere; one of a county is "
            "opened in the tree of offices first."
        ),
    )

    def clean(self):
        cleaned = super().clean() or {}
        if "role" in cleaned:
            cleaned["scope"] = self._scope(Role(cleaned["role"]), cleaned.get("about", "").strip())
        return cleaned

    def _scope(self, role: Role, about: str):
        if role not in SCOPES:
            return None
        if not about:
            self.add_error("about", _("This role must say what it is about."))
            return None
        if role is Role.UNION and self.cleaned_data.get("is_new_union"):
            return about  # its first file can only be sent by somebody who has this account
        if role in _OFFICES and not about.isdecimal() and len(_offices(role, about)) > 1:
            self.add_error("about", _("Several offices have this name; write the number."))
            return None
        found = _FINDERS[role](about)
        if found is None:
            self.add_error("about", _("Nothing of this number or name was found."))
        return found


class AccountForm(RoleForm):
    field_order = ["full_name", "username", "email", "role", "about", "is_new_union"]

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.CharField(
        label=_("Account name"),
        max_length=150,
        validators=[_LATIN_NAME],
        help_text=_("In Latin letters; the person signs in with it."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The letter for setting a password goes there."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


_CHAMBERS = (OfficeKind.NATIONAL, OfficeKind.PROVINCIAL, OfficeKind.COUNTY)
_OFFICES = {
    Role.UNION: (OfficeKind.UNION,),
    Role.CHAMBER: _CHAMBERS,
    Role.CLERK: (*_CHAMBERS, OfficeKind.UNION),
}


def _offices(role: Role, about: str) -> list[Office]:
    """Return the open offices of a number, or of a name; two are enough to be too many."""
    offices = Office.objects.open().filter(kind__in=_OFFICES[role])
    number = latin_digits(about)
    if number.isdecimal() and len(number) < 19:
        return list(offices.filter(pk=int(number)))
    return list(offices.filter(Q(name_key=key_of(about)) | Q(name_en=about))[:2])


def _office(role: Role):
    def find(about: str) -> Office | None:
        found = _offices(role, about)
        return found[0] if len(found) == 1 else None

    return find


def _unit(about: str) -> Unit | None:
    return Unit.objects.filter(public_id=latin_digits(about).upper()).first()


def _named(model):
    def find(about: str):
        number = latin_digits(about)
        if number.isdecimal() and len(number) < 19:
            return model.objects.filter(pk=int(number)).first()
        names = ("name_fa", "name_en") if model is not Party else ("name", "native_name")
        found = [model.objects.filter(**{name: about})[:2] for name in names]
        matches = {row.pk: row for rows in found for row in rows}
        return next(iter(matches.values())) if len(matches) == 1 else None

    return find


_FINDERS = {
    **{role: _office(role) for role in _OFFICES},
    Role.PRODUCER: _unit,
    Role.MANAGER: _named(Consortium),
    Role.BUYER: _named(Party),
    Role.FACTORY: _named(Factory),
}
