"""The form of a market plan: whose groups, how widely spread, neighbours first or not, how long."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.runs.market_plan import plan_choices

GROUPS = (
    ("all", _("All groups, adopted and still proposed")),
    ("adopted", _("Adopted groups alone")),
)
SPREADS = (
    ("wide", _("Wide: many countries, little in each")),
    ("usual", _("Usual: at most a quarter of the programme in one country")),
    ("free", _("Free: up to half of the programme in one country")),
)
NEIGHBOURS = (
    ("first", _("Neighbours first, further countries a little more each quarter")),
    ("only", _("Neighbours alone in this year")),
    ("alike", _("Neighbours and further countries alike")),
)
EFFORTS = (
    ("quick", _("Quick: ten seconds, for a first look")),
    ("normal", _("Normal: half a minute")),
    ("thorough", _("Thorough: two minutes, for a whole country")),
)
_ONE_OF_THESE = {"invalid_choice": _("Choose one of those offered.")}


def _choice(label: Any, choices: Any, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, initial=initial, widget=forms.RadioSelect,
        error_messages=_ONE_OF_THESE,
    )  # fmt: skip


class MarketPlanForm(forms.Form):
    groups = _choice(_("Which groups"), GROUPS, "all")
    spread = _choice(_("Spread of the risk"), SPREADS, "usual")
    neighbours = _choice(_("Neighbours and further countries"), NEIGHBOURS, "first")
    effort = _choice(_("How long to search"), EFFORTS, "normal")

    def parameters(self) -> dict[str, Any]:
        """Return what the run is begun with."""
        told = dict(self.cleaned_data)
        seconds = plan_choices().seconds[told.pop("effort")]
        return told | {"seconds": seconds}


def initial_of(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the form's words as an earlier plan was asked."""
    known = {seconds: name for name, seconds in plan_choices().seconds.items()}
    told = {name: parameters[name] for name in ("groups", "spread", "neighbours")
            if name in parameters}  # fmt: skip
    effort = known.get(parameters.get("seconds", 0.0))
    return told | ({"effort": effort} if effort else {})


def asked_words(parameters: dict[str, Any]) -> list[Any]:
    """Return what a plan was asked, in words."""
    told = initial_of(parameters)
    of = {"groups": GROUPS, "spread": SPREADS, "neighbours": NEIGHBOURS}
    return [dict(words)[told[name]] for name, words in of.items() if told.get(name) in dict(words)]
