"""Requirements in the office: what waits for a second officer, what is old, and lines entered."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.markets.requirements import HISTORY, LineState, Subject
from hamafza.runs.requirements import is_known
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import requirements as act
from hamafza.web.goodsnames import code_name, language
from hamafza.web.pages.consortium.deal_forms import DayField, SumField
from hamafza.web.pages.public.requirement_facts import told_of
from hamafza.web.pages.taken_along import file_of
from hamafza.web.pages.trade_fields import CodeField, CountryField, country_choices
from hamafza.web.placenames import country_name
from hamafza.web.records.accounts import Role
from hamafza.web.records.requirements import RequirementLine
from hamafza.web.requirementwords import STATES, SUBJECTS

READERS = (*OFFICE, Role.OBSERVER)
A_PAGE = 25
MOST_ROWS = 50_000
OLD, PAST = "old", "past"


class LineForm(forms.Form):
    """One statement, in both languages, with where it stands and until when it is to be trusted."""

    code = CodeField(label=_("Tariff code"), help_text=_("Two, four or six digits."))
    market = CountryField(label=_("Market"))
    subject = forms.ChoiceField(label=_("Subject"), choices=list(SUBJECTS.items()))
    duty_percent = SumField(
        label=_("Percent of the value, if the tariff is one"),
        required=False,
        max_value=Decimal(3000),
        decimal_places=3,
    )
    text_fa = forms.CharField(
        label=_("Text in Persian"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "lang": "en"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who says so, in which paper or page: a reader must find it again."),
    )
    source_url = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    told_on = DayField(label=_("Day the source said so"))
    check_by = DayField(
        label=_("Check again by"),
        required=False,
        help_text=_("Empty: a year after that day. Past it, the line is marked as old."),
    )


@seen_by(*READERS)
def requirements(request):
    """Lines by state: what waits for review comes first."""
    chosen, found = _chosen(request)
    page = Paginator(found, A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    facts = {
        "page": page,
        "rows": [_row(line) for line in page.object_list],
        "tabs": _tabs(chosen),
        "chosen": chosen,
        "code": request.GET.get("code", ""),
        "market": request.GET.get("market", ""),
        "countries": country_choices(),
        "may_enter": request.user.role == Role.PROMOTION,
        "taken": request.GET.urlencode(),
    }
    return render(request, "requirements/list.html", facts)


@seen_by(*READERS)
def requirements_file(request, form: str):
    """Hand over what the list shows, all pages of it."""
    _state, found = _chosen(request)
    headings = (
        _("Market"), _("Tariff code"), _("Subject"), _("State"), _("Text in Persian"),
        _("Text in English"), _("Percent of the value"), _("Source"), _("Link"),
        _("Day the source said so"), _("Check again by"), _("Entered by"), _("Reviewed by"),
        _("Synthetic data"),
    )  # fmt: skip
    rows = (
        (country_name(line.market, language()), line.code, SUBJECTS[Subject(line.subject)],
         STATES[LineState(line.state)][1], line.text_fa, line.text_en, line.duty_percent,
         line.source, line.source_url, line.told_on, line.check_by,
         line.entered_by.get_full_name(),
         line.reviewed_by.get_full_name() if line.reviewed_by else "",
         gettext("yes") if line.is_demo else gettext("no"))
        for line in found[:MOST_ROWS]
    )  # fmt: skip
    return file_of(form, "requirements", headings, rows)


@seen_by(Role.PROMOTION)
def enter(request):
    """Enter a line, or the correction of one that is shown."""
    old = _corrected(request)
    form = LineForm(request.POST or None, initial=_known_of(request, old))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        kept = act.enter_line(
            actor=request.user, replaces=old, **told | {"subject": Subject(told["subject"])}
        )
        messages.success(request, gettext("The line is kept and waits for another officer."))
        return redirect("office:requirement", kept.pk)
    facts = {"form": form, "old": told_of(old) if old else None}
    return render(request, "requirements/enter.html", facts, status=422 if form.is_bound else 200)


@seen_by(*READERS)
def requirement(request, number: int):
    """One line: what it says, who entered and who reviewed it, what came before and after."""
    kept = get_object_or_404(_with_people(), pk=number)
    facts = _row(kept) | {
        "before": _row(kept.replaces) if kept.replaces else None,
        "after": [_row(each) for each in kept.corrections.order_by("id")],
        "may_review": kept.state == LineState.ENTERED
        and request.user.role in OFFICE
        and kept.entered_by_id != request.user.pk,
        "is_own": kept.state == LineState.ENTERED and kept.entered_by_id == request.user.pk,
        "may_correct": kept.state == LineState.SHOWN and request.user.role == Role.PROMOTION,
        "may_withdraw": kept.state == LineState.SHOWN and request.user.role in OFFICE,
    }
    return render(request, "requirements/line.html", facts)


@seen_by(*OFFICE)
@require_POST
def review(request, number: int):
    """Show the line to the public, or send it back with the reason."""
    kept = get_object_or_404(RequirementLine, pk=number)
    note = request.POST.get("note", "")
    if request.POST.get("answer") == "show":
        act.show_line(actor=request.user, line=kept, note=note)
        messages.success(request, gettext("The line is shown to everybody now."))
    else:
        act.return_line(actor=request.user, line=kept, note=note)
        messages.success(request, gettext("The line is sent back with your reason."))
    return redirect("office:requirement", number)


@seen_by(*OFFICE)
@require_POST
def withdraw(request, number: int):
    """Take a line out of its card, with the reason."""
    kept = get_object_or_404(RequirementLine, pk=number)
    act.withdraw_line(actor=request.user, line=kept, why=request.POST.get("why", ""))
    messages.success(request, gettext("The line is out of its card; its history stays."))
    return redirect("office:requirement", number)


def _with_people() -> QuerySet[RequirementLine]:
    return RequirementLine.objects.select_related(
        "entered_by", "reviewed_by", "replaces__entered_by", "replaces__reviewed_by"
    )


def _chosen(request) -> tuple[str, QuerySet[RequirementLine]]:
    """Return the tab that is open and its lines, narrowed by code and country."""
    found = _with_people()
    chosen = request.GET.get("state", "")
    if chosen == OLD:
        found = found.filter(state=LineState.SHOWN, check_by__lt=timezone.localdate())
        found = found.order_by("check_by", "id")
    elif chosen == PAST:
        found = found.filter(state__in=HISTORY)
    else:
        chosen = chosen if chosen in (LineState.SHOWN, LineState.RETURNED) else LineState.ENTERED
        found = found.filter(state=chosen)
    code = latin_digits(request.GET.get("code", "")).replace(".", "").strip()
    if code:
        found = found.filter(code__startswith=code)
    if market := request.GET.get("market", ""):
        found = found.filter(market=market)
    return chosen, found


def _tabs(chosen: str) -> list[dict[str, object]]:
    """Count what each tab holds, all in one question."""
    shown = Q(state=LineState.SHOWN)
    tabs = (
        (LineState.ENTERED.value, _("Wait for review"), Q(state=LineState.ENTERED)),
        (LineState.SHOWN.value, _("Shown to everybody"), shown),
        (OLD, _("To be checked again"), shown & Q(check_by__lt=timezone.localdate())),
        (LineState.RETURNED.value, STATES[LineState.RETURNED][1], Q(state=LineState.RETURNED)),
        (PAST, _("History"), Q(state__in=HISTORY)),
    )
    counts = RequirementLine.objects.aggregate(
        **{key: Count("pk", filter=about) for key, _word, about in tabs}
    )
    return [
        {"key": key, "word": word, "count": counts[key], "is_chosen": key == chosen}
        for key, word, _about in tabs
    ]


def _row(line: RequirementLine) -> dict[str, object]:
    kind, word = STATES[LineState(line.state)]
    return {
        "line": line,
        "told": told_of(line),
        "subject": SUBJECTS[Subject(line.subject)],
        "goods": code_name(line.code),
        "country": country_name(line.market, language()),
        "badge": {"kind": kind, "word": word},
    }


def _corrected(request) -> RequirementLine | None:
    number = request.GET.get("replaces", "")
    if not number.isdecimal():
        return None
    return get_object_or_404(RequirementLine, pk=int(number))


def _known_of(request, old: RequirementLine | None) -> dict[str, object]:
    """Return what a fresh form holds: the line to be corrected, or what the address says."""
    if old is not None:
        names = ("code", "market", "subject", "duty_percent", "text_fa", "text_en", "source",
                 "source_url")  # fmt: skip
        return {name: getattr(old, name) for name in names}
    code = latin_digits(request.GET.get("code", ""))
    return {
        "code": code if is_known(code) else "",
        "market": request.GET.get("market", ""),
        "subject": request.GET.get("subject", ""),
    }


urlpatterns = [
    path("requirements/", requirements, name="requirement_lines"),
    path("requirements/file/<str:form>/", requirements_file, name="requirements_file"),
    path("requirements/new/", enter, name="enter_requirement"),
    path("requirements/<int:number>/", requirement, name="requirement"),
    path("requirements/<int:number>/review/", review, name="review_requirement"),
    path("requirements/<int:number>/withdraw/", withdraw, name="withdraw_requirement"),
]
