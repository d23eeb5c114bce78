"""The programme in the office: commitments kept with evidence, official totals entered."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.programme.commitments import CommitmentState
from hamafza.runs import programme as runs
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import programme as act
from hamafza.web.exchange import programme as exchange
from hamafza.web.pages.consortium.deal_forms import DayField, SumField, WholeField
from hamafza.web.pages.public.programme import commitments, share_facts
from hamafza.web.records.accounts import Role
from hamafza.web.records.programme import Commitment, OfficialTotal

READERS = (*OFFICE, Role.OBSERVER)


class TotalForm(forms.Form):
    """An official total with its rule and its source."""

    year = WholeField(label=_("Year"), min_value=1990, max_value=2100)
    rule = forms.ChoiceField(label=_("Rule"))
    value_usd = SumField(label=_("Non-oil exports of the country, dollars"), min_value=1)
    source = forms.CharField(label=_("Source"), max_length=300)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        persian = (get_language() or "fa") == "fa"
        rule_field = self.fields["rule"]
        assert isinstance(rule_field, forms.ChoiceField)
        rule_field.choices = [
            (name, rule.title_fa if persian else rule.title_en)
            for name, rule in runs.non_oil_rules().rules.items()
        ]


class EvidenceForm(forms.Form):
    evidence = forms.CharField(label=_("What shows it"), max_length=500)
    on = DayField(label=_("Day it was kept"), required=False)


@seen_by(*READERS)
def programme(request):
    """The share, the totals it stands on, and the commitments."""
    facts = _facts() | {"form": TotalForm(), "may_change": request.user.role in OFFICE}
    return render(request, "programme/office.html", facts)


@seen_by(*OFFICE)
@require_POST
def total(request):
    """Enter a year's official total, or a revision of it."""
    form = TotalForm(request.POST)
    if not form.is_valid():
        facts = _facts() | {"form": form, "may_change": True}
        return render(request, "programme/office.html", facts, status=422)
    told = form.cleaned_data
    act.enter_total(
        actor=request.user,
        country="IRN",
        year=told["year"],
        rule=told["rule"],
        value_usd=int(told["value_usd"]),
        source=told["source"],
    )
    return redirect("office:programme")


@seen_by(*OFFICE)
def commitment(request, number: int):
    """One commitment: mark it kept, with what shows it."""
    kept = get_object_or_404(Commitment, number=number)
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.move_commitment(
            actor=request.user,
            commitment=kept,
            towards=CommitmentState.KEPT,
            evidence=form.cleaned_data["evidence"],
            on=form.cleaned_data["on"] or timezone.localdate(),
        )
        return redirect("office:programme")
    return render(request, "programme/commitment.html", {"commitment": kept, "form": form})


def _facts() -> dict:
    years = exchange.shares()
    return {
        "share": share_facts(years[-1]) if years else None,
        "target": runs.target(),
        "totals": OfficialTotal.objects.order_by("-year", "rule", "-revision"),
        "commitments": commitments(),
    }


urlpatterns = [
    path("programme/", programme, name="programme"),
    path("programme/totals/", total, name="enter_total"),
    path("programme/commitments/<int:number>/", commitment, name="commitment"),
]
