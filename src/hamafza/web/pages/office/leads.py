"""Buyers' leads in the office: met, screened, tied to a group, moved to an order or a reason."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.markets.leads import LEAD_LIFE, LeadState
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import lead_screening
from hamafza.web.actions import leads as act
from hamafza.web.actions.privacy import note_read
from hamafza.web.branches import leads_of, missions_of
from hamafza.web.goodsnames import code_name, language
from hamafza.web.leadwords import LEAD_STATES
from hamafza.web.pages import lead_facts
from hamafza.web.pages.fact_forms import day_in_figures
from hamafza.web.pages.office.lead_forms import LeadForm, matching, written
from hamafza.web.pages.public.enquiry import EnquiryForm
from hamafza.web.pages.taken_along import file_of
from hamafza.web.pages.trade_fields import country_choices
from hamafza.web.placenames import city_abroad, country_name
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission

READERS = (*OFFICE, *BRANCH)
A_PAGE = 25
MOST_ROWS = 50_000


def within_reach(user: User, number: int) -> bool:
    """An officer of a branch sees the leads tied to groups of the own branch."""
    return leads_of(user).filter(pk=number).exists()


@seen_by(*READERS)
def leads(request):
    """Leads by state, narrowed by market and words; no page shows their people in a list."""
    chosen, found = _chosen(request)
    page = Paginator(found, A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    facts = {
        "page": page,
        "rows": lead_facts.rows(page.object_list),
        "tabs": _tabs(request.user, chosen),
        "chosen": chosen,
        "q": request.GET.get("q", ""),
        "market": request.GET.get("market", ""),
        "countries": country_choices(),
        "may_enter": request.user.role in OFFICE,
        "taken": request.GET.urlencode(),
    }
    return render(request, "leads/list.html", facts)


@seen_by(*READERS)
def leads_file(request, form: str):
    """Hand over what the list shows, all pages of it; no person leaves by this door."""
    _state, found = _chosen(request)
    headings = (
        _("Company"), _("Its country"), _("What they look for"), _("Tariff code"),
        _("Market it is for"), _("Where you met"), _("Day you met"), _("State"),
        _("Why it was lost"), _("Deal"), _("Group"), _("Synthetic data"),
    )  # fmt: skip
    rows = (
        (lead.party.name, country_name(lead.party.country, language()),
         lead.goods_text, lead.code, country_name(lead.market, language()),
         lead.mission.name if lead.mission else lead.met_at, lead.met_on,
         LEAD_STATES[LeadState(lead.state)][1], lead.lost_reason,
         lead.deal.title if lead.deal else "", lead_facts.group_name(lead),
         gettext("yes") if lead.is_demo else gettext("no"))
        for lead in found[:MOST_ROWS]
    )  # fmt: skip
    return file_of(form, "leads", headings, rows)


@seen_by(*OFFICE)
def enter(request):
    """Enter a lead; its company is screened at once."""
    form = LeadForm(request.POST or None, is_demo=request.user.is_demo, initial=_known_of(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        company = {name: said[name] for name in ("buyer_name", "country", "city", "native_name")}
        kept = act.enter_lead(actor=request.user, told=form.told(), **company)
        messages.success(request, gettext("The lead is kept, and its company was screened."))
        return redirect("office:lead", kept.pk)
    facts = {"form": form, "lead": None}
    return render(request, "leads/enter.html", facts, status=422 if form.is_bound else 200)


@seen_by(*READERS, scope=within_reach)
def lead(request, number: int):
    """One lead: its life, its group, its screening, and for the office the person."""
    kept = _one(number)
    sees_person = request.user.role in OFFICE
    if sees_person and _person(kept):
        note_read(reader=request.user, lead=kept, what=["buyer-contact"], why="lead-page")
    facts = lead_facts.rows([kept])[0] | {
        "stages": lead_facts.stages_of(kept),
        "steps": lead_facts.steps_of(kept) if sees_person else [],
        "deals": lead_facts.deals_of(kept)[:50] if sees_person else [],
        "history": lead_facts.history_of(kept),
        "goods": code_name(kept.code) if kept.code else "",
        "city": city_abroad(kept.party.city, kept.party.country, language()),
        "country": country_name(kept.party.country, language()),
        "sees_person": sees_person,
        "has_person": _person(kept),
        "is_over": LEAD_LIFE.is_over(LeadState(kept.state)),
        "others": kept.party.leads.exclude(pk=kept.pk).count(),
    }
    return render(request, "leads/lead.html", facts)


@seen_by(*OFFICE)
def correct(request, number: int):
    """Change what is written of a lead; the company stays."""
    kept = _one(number)
    form = LeadForm(
        request.POST or None, is_demo=kept.is_demo, knows_buyer=True, initial=written(kept)
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        act.correct_lead(actor=request.user, lead=kept, told=form.told(), version=version)
        messages.success(request, gettext("The correction is kept."))
        return redirect("office:lead", number)
    facts = {"form": form, "lead": kept}
    return render(request, "leads/enter.html", facts, status=422 if form.is_bound else 200)


@seen_by(*OFFICE)
@require_POST
def move(request, number: int, towards: str):
    """Take a step of the lead's life."""
    kept = get_object_or_404(BuyerLead.objects.select_related("party"), pk=number)
    if towards not in set(LeadState):
        raise StepNotPermitted(kind=LEAD_LIFE.kind, state=kept.state, towards=towards)
    chosen = request.POST.get("deal", "")
    deal = lead_facts.deals_of(kept).filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    act.move_lead(
        actor=request.user, lead=kept, towards=LeadState(towards),
        why=request.POST.get("why", ""), deal=deal,
    )  # fmt: skip
    return redirect("office:lead", number)


@seen_by(*OFFICE)
@require_POST
def screen(request, number: int):
    """Check company and person by the lists in force."""
    kept = get_object_or_404(BuyerLead.objects.select_related("party"), pk=number)
    lead_screening.screen_lead(actor=request.user, lead=kept)
    return redirect("office:lead", number)


@seen_by(*OFFICE)
@require_POST
def share(request, number: int):
    """Let the manager of its consortium see the lead."""
    kept = get_object_or_404(BuyerLead.objects.select_related("party"), pk=number)
    act.share_lead(actor=request.user, lead=kept)
    messages.success(request, gettext("The consortium's manager sees the lead now."))
    return redirect("office:lead", number)


@seen_by(*OFFICE)
@require_POST
def forget(request, number: int):
    """Forget the person of a lead, with the reason."""
    kept = get_object_or_404(BuyerLead, pk=number)
    act.forget_contact(actor=request.user, lead=kept, why=request.POST.get("why", ""))
    messages.success(request, gettext("The person is forgotten; the company's lead stays."))
    return redirect("office:lead", number)


@seen_by(*OFFICE)
def ask(request, number: int):
    """Make an enquiry of a lead, with final destination and end user."""
    kept = _one(number)
    known = {"goods_text": kept.goods_text, "destination_country": kept.market}
    form = EnquiryForm(request.POST or None, known_buyer=True, initial=known)
    if request.method == "POST" and form.is_valid():
        deal = act.ask_from_lead(
            actor=request.user, lead=kept, enquiry=form.enquiry(kept.party.name),
            token=form.cleaned_data["token"],
        )  # fmt: skip
        messages.success(request, gettext("The enquiry stands among the deals now."))
        return redirect("office:deal", deal.pk)
    facts = {"form": form, "lead": kept}
    return render(request, "leads/ask.html", facts, status=422 if form.is_bound else 200)


def _one(number: int) -> BuyerLead:
    return get_object_or_404(BuyerLead.objects.select_related(*lead_facts.LINKED), pk=number)


def _person(lead: BuyerLead) -> bool:
    return any(getattr(lead, name) for name in act.PERSON)


def _chosen(request) -> tuple[str, QuerySet[BuyerLead]]:
    """Return the tab that is open and its leads, narrowed by market and words."""
    found = leads_of(request.user).select_related(*lead_facts.LINKED).order_by("-id")
    chosen = request.GET.get("state", "")
    if chosen in set(LeadState):
        found = found.filter(state=chosen)
    else:
        chosen = ""
    if market := request.GET.get("market", ""):
        found = found.filter(market=market)
    if words := request.GET.get("q", "").strip()[:100]:
        found = found.filter(matching(words))
    return chosen, found


def _tabs(user: User, chosen: str) -> list[dict[str, Any]]:
    counted = leads_of(user).order_by("state").values_list("state").annotate(Count("pk"))
    counts = dict(counted)
    tabs = [{"key": "", "word": _("All"), "count": sum(counts.values())}]
    tabs += [
        {"key": state.value, "word": LEAD_STATES[state][1], "count": counts.get(state.value, 0)}
        for state in LeadState
    ]
    return [tab | {"is_chosen": tab["key"] == chosen} for tab in tabs]


def _known_of(request) -> dict[str, object]:
    """Return what the address says already: the mission a lead comes from, and its country."""
    number = request.GET.get("mission", "")
    if not number.isdecimal():
        return {}
    mission = missions_of(request.user).filter(pk=int(number)).first()
    if not isinstance(mission, Mission):
        return {}
    return {"mission": mission.pk, "country": mission.country, "market": mission.country,
            "met_on": day_in_figures(mission.begins_on)}  # fmt: skip


urlpatterns = [
    path("leads/", leads, name="leads"),
    path("leads/file/<str:form>/", leads_file, name="leads_file"),
    path("leads/new/", enter, name="enter_lead"),
    path("leads/<int:number>/", lead, name="lead"),
    path("leads/<int:number>/correct/", correct, name="correct_lead"),
    path("leads/<int:number>/step/<slug:towards>/", move, name="move_lead"),
    path("leads/<int:number>/screen/", screen, name="screen_lead"),
    path("leads/<int:number>/share/", share, name="share_lead"),
    path("leads/<int:number>/forget/", forget, name="forget_contact"),
    path("leads/<int:number>/enquiry/", ask, name="ask_from_lead"),
]
