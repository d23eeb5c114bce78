"""What a reader chose on a page of markets: country, weights, phase; all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.markets.refusals import WeightOutOfBounds
from hamafza.markets.weights import FACTORS, SHIPPED, Weights
from hamafza.runs.market_ranks import weight_bounds
from hamafza.sources.geography import country_names
from hamafza.vocabulary import writing
from hamafza.vocabulary.text import latin_digits
from hamafza.web.own_country import own_country

ALL, NOW, LATER = "", "1", "2"
LABELS: dict[str, Promise] = {
    "supply": gettext_lazy("Supply"),
    "demand": gettext_lazy("Demand"),
    "nearness": gettext_lazy("Nearness"),
    "ease": gettext_lazy("Ease of trade"),
    "room": gettext_lazy("Room left"),
}
HELP: dict[str, Promise] = {
    "supply": gettext_lazy("our share of the world's exports"),
    "demand": gettext_lazy("what the market buys from all the world"),
    "nearness": gettext_lazy("our distance beside that of its usual suppliers"),
    "ease": gettext_lazy("trade of the two against what goods alone explain"),
    "room": gettext_lazy("the share of the potential not sold yet"),
}


class WeightField(forms.FloatField):
    """A weight between the bounds, in digits of any script; left out, it is the shipped one."""

    def to_python(self, value):
        text = latin_digits(str(value)).replace("٫", ".") if value not in self.empty_values else ""
        return super().to_python(text)

    def validate(self, value):
        super().validate(value)
        if value is not None and not weight_bounds().allow(value):
            raise forms.ValidationError(_out_of_bounds())


class WeightsForm(forms.Form):
    """One slider for each factor."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name in FACTORS:
            self.fields[name] = WeightField(required=False)

    def weights(self) -> Weights:
        """Return what was asked for; a weight that is none leaves all as shipped."""
        if not self.is_valid():
            return SHIPPED
        given = {name: each for name, each in self.cleaned_data.items() if each is not None}
        return Weights(**given)


@dataclass(frozen=True)
class Slider:
    """A weight as the form draws it."""

    name: str
    label: str
    help: str
    value: float
    error: str
    rests: bool
    """Whether this weight moves nothing on this page."""


@dataclass(frozen=True)
class Choice:
    """What was chosen; ``kept`` is the part of the address that differs from the shipped."""

    exporter: str
    weights: Weights
    together: bool
    phase: str
    errors: Mapping[str, str]

    @property
    def is_moved(self) -> bool:
        """Return whether rows may stand elsewhere than with the shipped choice."""
        return self.together or not self.weights.are_shipped

    @property
    def by_weights(self) -> bool:
        """Return whether figures are a rank and no dollars."""
        return not self.weights.are_shipped

    def moved_weights(self) -> dict[str, float]:
        return {
            name: getattr(self.weights, name)
            for name in FACTORS
            if getattr(self.weights, name) != getattr(SHIPPED, name)
        }

    def address(self, view: str, /, *arguments: str, **query: str) -> str:
        """Return a page's address with this choice in it; an empty value leaves its key out."""
        kept: dict[str, str] = {"phase": self.phase}
        kept |= {name: f"{weight:g}" for name, weight in self.moved_weights().items()}
        kept["together"] = "1" if self.together else ""
        kept["exporter"] = "" if self.exporter == own_country() else self.exporter
        asked = {key: value for key, value in (query | _others(kept, query)).items() if value}
        return reverse(view, args=arguments) + (f"?{urlencode(asked)}" if asked else "")

    def carried(self, **query: str) -> list[tuple[str, str]]:
        """Return what the form of the weights carries along beside them."""
        abroad = "" if self.exporter == own_country() else self.exporter
        return [*query.items(), ("phase", self.phase), ("exporter", abroad)]

    def must_be_sound(self) -> None:
        """Refuse weights out of bounds, where no form is there to say so."""
        if self.errors:
            bounds = weight_bounds()
            raise WeightOutOfBounds(
                least=Decimal(f"{bounds.least:g}"), most=Decimal(f"{bounds.most:g}")
            )


def choice_of(asked: QueryDict) -> Choice:
    """Read the choice of an address."""
    form = WeightsForm(asked)
    weights = form.weights()
    phase = latin_digits(asked.get("phase", ""))
    return Choice(
        exporter=_exporter(asked),
        weights=weights,
        together=asked.get("together") == "1",
        phase=phase if phase in (NOW, LATER) else ALL,
        errors={name: str(errors[0]) for name, errors in form.errors.items()},
    )


def sliders(choice: Choice, resting: tuple[str, ...] = ()) -> list[Slider]:
    """Return the sliders of the form; ``resting`` are the same for all rows of the page."""
    return [
        Slider(
            name,
            str(LABELS[name]),
            str(HELP[name]),
            getattr(choice.weights, name),
            choice.errors.get(name, ""),
            name in resting,
        )
        for name in FACTORS
    ]


def told_weights(choice: Choice) -> str:
    """Say the moved weights in one line: for the head of a file and of a list."""
    comma = "، " if language() == "fa" else ", "
    return comma.join(
        f"{LABELS[name]} {writing.number(weight, language())}"
        for name, weight in choice.moved_weights().items()
    )


def language() -> str:
    """Return the reader's language, ``fa`` or ``en``."""
    return (get_language() or "fa")[:2]


def _others(kept: Mapping[str, str], query: Mapping[str, str]) -> dict[str, str]:
    """Return what the query does not say itself: an address begins with what it is about."""
    return {key: value for key, value in kept.items() if key not in query}


def _exporter(asked: QueryDict) -> str:
    told = asked.get("exporter", "").upper()
    return told if told in country_names() else own_country()


def _out_of_bounds() -> str:
    bounds = weight_bounds()
    least, most = (writing.number(each, language()) for each in (bounds.least, bounds.most))
    return _("A weight lies between %(least)s and %(most)s.") % {"least": least, "most": most}
