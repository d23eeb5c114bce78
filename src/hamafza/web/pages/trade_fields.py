"""Fields of forms on trade: a tariff code, a country."""

from functools import lru_cache

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hamafza.runs.requirements import is_known
from hamafza.sources.geography import country_names
from hamafza.vocabulary.sorting import sort_key
from hamafza.vocabulary.text import latin_digits


@lru_cache(maxsize=2)
def countries(language: str) -> list[tuple[str, str]]:
    """Return code and name of each country, by name in the reader's language."""
    at = 1 if language == "fa" else 0
    named = [(code, names[at]) for code, names in country_names().items()]
    return sorted(named, key=lambda item: sort_key(item[1]))


def country_choices() -> list[tuple[str, str]]:
    return [("", "—"), *countries((get_language() or "fa")[:2])]


class CodeField(forms.CharField):
    """A tariff code of two, four or six digits, in any script and with or without its dot."""

    def __init__(self, **options):
        super().__init__(max_length=9, **options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})

    def to_python(self, value):
        return latin_digits(str(value or "")).replace(".", "").strip()

    def validate(self, value):
        super().validate(value)
        if value and not is_known(value):
            raise forms.ValidationError(
                _("The tariff has no such code; write two, four or six digits.")
            )


class CountryField(forms.ChoiceField):
    """A country by its name in the reader's language."""

    def __init__(self, **options):
        super().__init__(choices=country_choices, **options)
