"""What pages of changes show: the fields in words, before and after, as a table of two sides."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.registry.change_life import ChangeState
from hamafza.registry.claim_params import ChangeField
from hamafza.vocabulary import writing
from hamafza.vocabulary.text import latin_digits
from hamafza.web.actions import changes as act
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.units import Unit

LABELS = {
    "name": gettext_lazy("name of the unit"),
    "goods_text": gettext_lazy("goods or service"),
    "trade": gettext_lazy("trade line"),
    "licence": gettext_lazy("licence number"),
    "phone": gettext_lazy("telephone"),
    "workers": gettext_lazy("number of workers"),
    "home_based": gettext_lazy("home-based"),
    "women_owned": gettext_lazy("owned by a woman"),
}
STATES = {
    ChangeState.ASKED: gettext_lazy("waits for an officer"),
    ChangeState.IN_REVIEW: gettext_lazy("an officer has it"),
    ChangeState.ACCEPTED: gettext_lazy("written down"),
    ChangeState.REFUSED: gettext_lazy("refused"),
    ChangeState.WITHDRAWN: gettext_lazy("taken back"),
}


class ChangeForm(forms.Form):
    """The fields an owner may ask to have changed, as they stand, with why and the paper."""

    def __init__(self, *args, unit: Unit, **options):
        super().__init__(*args, **options)
        for name, told in act.params().fields.items():
            self.fields[name] = _field(name, told, getattr(unit, name))
        self.fields["why"] = forms.CharField(
            label=_("Why"), max_length=400, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields["file"] = forms.FileField(
            label=_("A paper that shows it"),
            required=False,
            help_text=_("A photograph or a PDF; needed for what is marked."),
            widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        )

    def clean(self):
        for name, told in act.params().fields.items():
            if name in self.cleaned_data:
                try:
                    self.cleaned_data[name] = _value(self.cleaned_data[name], told)
                except forms.ValidationError as wrong:
                    self.add_error(name, wrong)
        return self.cleaned_data

    def said(self) -> dict[str, object]:
        """Return the fields that were changed in the form: what another wrote meanwhile stays."""
        return {
            name: self.cleaned_data[name]
            for name in act.params().fields
            if name in self.changed_data
        }


def compared(change: ChangeRequest) -> list[dict[str, Any]]:
    """Return each field: what stood there, what was asked, and what stands there now."""
    stale = set(act.stale_fields(change)) if change.is_waiting else set()
    return [
        {
            "label": LABELS.get(name, name),
            "before": _shown(told["before"]),
            "after": _shown(told["after"]),
            "now": _shown(getattr(change.unit, name)),
            "is_stale": name in stale,
        }
        for name, told in change.changes.items()
    ]


def state_of(change: ChangeRequest) -> str:
    """Return the state in words."""
    return str(STATES[ChangeState(change.state)])


def _field(name: str, told: ChangeField, value: object) -> forms.Field:
    label = str(LABELS.get(name, name))
    more: dict[str, Any] = {"label": label, "required": False, "initial": value}
    if told.needs_evidence:
        more["help_text"] = _("A paper is needed for this.")
    if told.kind == "truth":
        choices = [("", _("not told")), ("yes", _("yes")), ("no", _("no"))]
        more["initial"] = {True: "yes", False: "no"}.get(value, "")  # type: ignore[call-overload]
        return forms.ChoiceField(choices=choices, **more)
    if told.kind == "text" and told.most > 300:
        return forms.CharField(
            max_length=told.most, widget=forms.Textarea(attrs={"rows": 2}), **more
        )
    if value is not None and told.kind in ("whole", "phone"):
        more["initial"] = writing.digits(value, get_language() or "fa")
    marks = {"inputmode": "numeric"} if told.kind == "whole" else {}
    if told.kind == "phone":
        marks = {"inputmode": "tel", "dir": "ltr"}
    most = told.most if told.kind in ("text", "phone") else 12
    return forms.CharField(max_length=most, widget=forms.TextInput(attrs=marks), **more)


def _value(text: str, told: ChangeField) -> object:
    if told.kind == "truth":
        return {"yes": True, "no": False}.get(text)
    if told.kind == "whole":
        digits = latin_digits(text).replace("٬", "").replace(",", "").strip()
        if digits and (not digits.isdecimal() or int(digits) > told.most):
            raise forms.ValidationError(_("Write a whole number."))
        return int(digits) if digits else None
    if told.kind == "phone":
        return latin_digits(text).strip() or None
    return text.strip() or None


def _shown(value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
