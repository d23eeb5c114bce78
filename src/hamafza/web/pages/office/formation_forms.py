"""The form of a formation: which units, under which rules, for how long."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.runs.formation import formation_params
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import number
from hamafza.web.exchange.formations import params_of

EFFORTS = {"quick": 30.0, "normal": 120.0, "thorough": 900.0}
"""Seconds of search."""
_ONE_OF_THESE = {"invalid_choice": gettext_lazy("Choose one of those offered.")}
RULES = ("min_size", "max_size", "reach_km", "min_capacity", "fixed_cost")
MOST_MEMBERS = 200
PROVINCE_FLOORS = 2


class FigureField(forms.FloatField):
    """A figure in digits of any script, with either decimal mark."""

    widget = forms.TextInput

    def __init__(self, *, low: float, high: float, whole: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.low, self.high, self.whole = low, high, whole
        mode = "numeric" if whole else "decimal"
        self.widget.attrs.update({"inputmode": mode, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        told = latin_digits(str(value or "")).replace("٬", "").replace("٫", ".").strip(" %٪")
        figure = super().to_python(told)
        if figure is None or not self.whole:
            return figure
        if figure != int(figure):
            raise forms.ValidationError(_("Write a whole number."))
        return int(figure)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.low <= value <= self.high:
            written = {name: self.prepare_value(getattr(self, name)) for name in ("low", "high")}
            raise forms.ValidationError(_("Write a figure from %(low)s to %(high)s.") % written)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int | float):
            return number(value, (get_language() or "fa")[:2])
        return value


def _share(label: Any) -> FigureField:
    return FigureField(label=label, low=1, high=100, required=False)


class FormationForm(forms.Form):
    """Nothing ticked means all of them; a floor left empty asks nothing."""

    families = forms.MultipleChoiceField(
        label=gettext_lazy("Product families"), required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=_ONE_OF_THESE,
    )  # fmt: skip
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Provinces"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages=_ONE_OF_THESE,
    )  # fmt: skip
    min_size = FigureField(
        label=gettext_lazy("Members at least"), low=1, high=MOST_MEMBERS, whole=True
    )
    max_size = FigureField(
        label=gettext_lazy("Members at most"), low=1, high=MOST_MEMBERS, whole=True
    )
    reach_km = FigureField(
        label=gettext_lazy("Reach of the lead"), low=1, high=2000,
        help_text=gettext_lazy("In a straight line; no member is further away."),
    )  # fmt: skip
    min_capacity = FigureField(
        label=gettext_lazy("Capacity at least"), low=0, high=1000,
        help_text=gettext_lazy("One is what fills a smallest export shipment each month."),
    )  # fmt: skip
    fixed_cost = FigureField(
        label=gettext_lazy("Cost of a consortium"), low=0, high=1000,
        help_text=gettext_lazy(
            "Promoter, by-laws, joint papers: a higher cost gives fewer, larger groups."
        ),
    )  # fmt: skip
    home_based = _share(gettext_lazy("Home-based workshops served at least"))
    women_owned = _share(gettext_lazy("Women-owned workshops served at least"))
    effort = forms.ChoiceField(
        label=gettext_lazy("How long to search"), widget=forms.RadioSelect, initial="normal",
        error_messages=_ONE_OF_THESE,
        choices=[
            ("quick", gettext_lazy("Quick: half a minute, for a first look")),
            ("normal", gettext_lazy("Normal: two minutes")),
            ("thorough", gettext_lazy("Thorough: a quarter of an hour, for a whole country")),
        ],
    )  # fmt: skip

    def __init__(
        self, *args: Any, families: list[tuple[str, str]], provinces: list[tuple[str, str]],
        **options: Any,
    ) -> None:  # fmt: skip
        options["initial"] = _shipped() | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.fields["families"].choices = families  # type: ignore[attr-defined]
        self.fields["provinces"].choices = provinces  # type: ignore[attr-defined]
        named = [("", _("No province")), *((key, key) for key, _word in provinces)]
        for at in range(1, PROVINCE_FLOORS + 1):
            self.fields[f"province_{at}"] = forms.ChoiceField(
                label=_("Province served"),
                choices=named,
                required=False,
                error_messages=_ONE_OF_THESE,
            )
            self.fields[f"province_share_{at}"] = _share(_("at least"))

    def province_floors(self) -> list[tuple[Any, Any]]:
        """Return the rows of a province and its share, for the page."""
        rows = range(1, PROVINCE_FLOORS + 1)
        return [(self[f"province_{at}"], self[f"province_share_{at}"]) for at in rows]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("min_size") or 0) > (told.get("max_size") or MOST_MEMBERS):
            self.add_error("max_size", _("It must not be below the smallest size."))
        for at in range(1, PROVINCE_FLOORS + 1):
            if bool(told.get(f"province_{at}")) != bool(told.get(f"province_share_{at}")):
                self.add_error(
                    f"province_share_{at}", _("Name a province and its share, or neither.")
                )
        if not self.errors:
            self._refuse_impossible(told)
        return told

    def _refuse_impossible(self, told: dict[str, Any]) -> None:
        try:
            params_of(self.rules(told), self.floors(told))
        except ValueError:
            self.add_error(None, _("These rules contradict each other; no group could keep them."))

    def rules(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return the rules that differ from the shipped ones."""
        shipped = formation_params()
        return {name: told[name] for name in RULES if told[name] != getattr(shipped, name)}

    def floors(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the floors asked for, as a run's parameters hold them."""
        asked = [
            {"by": by, "is": True, "least_share": told[by] / 100}
            for by in ("home_based", "women_owned")
            if told.get(by)
        ]
        for at in range(1, PROVINCE_FLOORS + 1):
            if told.get(f"province_{at}"):
                share = told[f"province_share_{at}"] / 100
                asked.append({"by": "province", "is": told[f"province_{at}"], "least_share": share})
        return asked

    def parameters(self) -> dict[str, Any]:
        """Return what the run is begun with; what was left as it was is left out."""
        told = self.cleaned_data
        asked = {
            "families": told["families"],
            "provinces": told["provinces"],
            "rules": self.rules(told),
            "floors": self.floors(told),
        }
        kept = {name: value for name, value in asked.items() if value}
        return kept | {"seconds": EFFORTS[told["effort"]]}


def initial_of(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the form's figures as an earlier run was asked, to change some and run again."""
    told = dict(parameters.get("rules") or {})
    told |= {name: parameters[name] for name in ("families", "provinces") if name in parameters}
    at = 0
    for floor in parameters.get("floors", ()):
        share = round(100 * floor["least_share"], 2)
        if floor["by"] == "province" and at < PROVINCE_FLOORS:
            at += 1
            told |= {f"province_{at}": floor["is"], f"province_share_{at}": share}
        elif floor["by"] != "province":
            told[floor["by"]] = share
    seconds = parameters.get("seconds")
    known = {value: name for name, value in EFFORTS.items()}
    return told | ({"effort": known[seconds]} if seconds in known else {})


def _shipped() -> dict[str, Any]:
    shipped = formation_params()
    return {name: getattr(shipped, name) for name in RULES}
