"""The screening officer's page: lists, doubts to decide, questions, and what was found."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.runs.screening import screening_rules
from hamafza.screening.goods import Answer
from hamafza.screening.parties import Band
from hamafza.web.access import seen_by
from hamafza.web.actions import screening as act
from hamafza.web.exchange import screening as exchange
from hamafza.web.placenames import country_name
from hamafza.web.records.accounts import Role
from hamafza.web.records.screening import GOODS_GATE, Screening
from hamafza.web.screeningwords import ANSWERS, GOODS_QUESTIONS, GROUNDS, ROLES, outcome_badge

A_PAGE = 20
MOST_BYTES = 200 * 1024 * 1024  # the largest public lists are some 100 MB


class ListFile(forms.Form):
    """A list as its issuer publishes it."""

    file = forms.FileField(
        label=gettext_lazy("A list in the UN's XML format"), widget=forms.FileInput
    )

    def clean_file(self):
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a list."))
        return given


class Question(forms.Form):
    """A name to look for; the question is written down."""

    name = forms.CharField(label=gettext_lazy("Name, in any script"), max_length=200)
    country = forms.CharField(
        label=gettext_lazy("Country, three letters"), max_length=3, required=False
    )


@seen_by(Role.SCREENING)
def screening(request):
    """What is in force, what waits, and what was found lately."""
    question = Question(request.POST or None)
    finding = None
    if request.method == "POST" and question.is_valid():
        said = question.cleaned_data
        country = said["country"].upper()
        finding = act.ask_about(actor=request.user, name=said["name"], country=country)
    found = Screening.objects.select_related("party", "deal", "lead", "cleared_by")
    page = Paginator(found.exclude(outcome="review"), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "lists": _lists(),
        "most_days": screening_rules().max_age_days,
        "waiting": [_shown(one) for one in found.filter(outcome="review")],
        "unanswered": act.unanswered_deals(),
        "page": page,
        "rows": [_shown(one) for one in page],
        "form": ListFile(),
        "question": question,
        "finding": finding,
        "finding_badge": outcome_badge(finding.band) if finding else None,
        "hits": [_hit(hit) for hit in finding.hits[:10]] if finding else [],
    }
    return render(request, "screening/screening.html", facts)


@seen_by(Role.SCREENING)
@require_POST
def load_list(request):
    """Load a list; every open deal is screened with it at once."""
    form = ListFile(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["file"]))
        return redirect("office:screening")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "list.xml"
        with kept.open("wb") as target:
            for chunk in form.cleaned_data["file"].chunks():
                target.write(chunk)
        act.load_list(actor=request.user, path=kept)
    messages.success(request, _("The list is in force, and open deals were screened with it."))
    return redirect("office:screening")


@seen_by(Role.SCREENING)
@require_POST
def screen_now(request):
    """Screen the open deals that the lists in force have not answered for."""
    act.screen_open_deals(actor=request.user)
    return redirect("office:screening")


@seen_by(Role.SCREENING)
def decide(request, number: int):
    """One doubt with its evidence: clear it or refuse the party, with the reason."""
    kept = get_object_or_404(Screening, pk=number)
    if request.method == "POST":
        verb = act.refuse if request.POST.get("answer") == "refuse" else act.clear
        verb(actor=request.user, screening=kept, reason=request.POST.get("reason", ""))
        return redirect("office:screening")
    language = get_language() or "fa"
    facts = {
        "one": _shown(kept),
        "months": screening_rules().clear_months,
        "country": country_name(kept.party.country, language),
        "destination": country_name(kept.deal.final_destination, language) if kept.deal else "",
    }
    return render(request, "screening/decide.html", facts)


def _lists() -> list[dict]:
    today, most_days = timezone.localdate(), screening_rules().max_age_days
    told = []
    for kept in exchange.current_lists(for_demo=True):
        day = exchange.issued(kept)
        days = None if day is None else (today - day).days
        told.append({"kept": kept, "day": day, "is_old": days is None or days > most_days})
    return told


def _shown(one: Screening) -> dict[str, object]:
    is_goods = one.gate == GOODS_GATE
    return {
        "kept": one,
        "badge": outcome_badge(Band(one.outcome)),
        "is_goods": is_goods,
        "hits": [] if is_goods else [
            hit | {"role": ROLES[hit["role"]], "grounds": _words(hit["grounds"])}
            for hit in one.evidence
        ],
        "answers": [
            (GOODS_QUESTIONS[told["question"]], ANSWERS[Answer(told["answer"])])
            for told in (one.evidence if is_goods else ())
        ],
        "is_open": one.outcome == Band.REVIEW.value,
    }  # fmt: skip


def _hit(hit) -> dict[str, object]:
    return {
        "entry": hit.entry_id,
        "entry_name": hit.entry_name,
        "list": hit.list_name,
        "score": hit.score,
        "grounds": _words(hit.grounds),
    }


def _words(grounds) -> list[str]:
    return [str(GROUNDS[ground]) for ground in grounds]


urlpatterns = [
    path("screening/", screening, name="screening"),
    path("screening/list/", load_list, name="load_screening_list"),
    path("screening/now/", screen_now, name="screen_now"),
    path("screening/<int:number>/", decide, name="decide_screening"),
]
