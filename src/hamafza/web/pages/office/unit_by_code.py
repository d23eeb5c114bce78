"""Units found by their owner's national code: asked by a form, so that no address holds a code."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache

from hamafza.registry.unit_facts import Part
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import seen_by
from hamafza.web.actions.people import ties_by_code
from hamafza.web.factwords import PARTS
from hamafza.web.pages.office.unit_facts import TELLERS
from hamafza.web.sentences import sentence


class CodeForm(forms.Form):
    """The code alone; it is never shown again."""

    national_code = forms.CharField(
        label=gettext_lazy("National code"),
        max_length=30,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Whom you look up is written down with your name."),
    )


@seen_by(*TELLERS)
@never_cache
def units_by_code(request: HttpRequest) -> HttpResponse:
    """Show the units of the person whose national code is told."""
    form = CodeForm(request.POST or None)
    ties = None
    if request.method == "POST" and form.is_valid():
        try:
            ties = ties_by_code(reader=request.user, code=form.cleaned_data["national_code"])
            form = CodeForm()
        except Refusal as refusal:
            form.add_error("national_code", sentence(refusal, get_language() or "en"))
    for tie in ties or ():
        tie.part_word = PARTS[Part(tie.part)]
    return render(request, "office/units_by_code.html", {"form": form, "ties": ties})


urlpatterns = [path("units/by-code/", units_by_code, name="units_by_code")]
