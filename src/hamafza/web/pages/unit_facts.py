"""What the unit's pages of all readers share: sections of facts, and one form for each."""

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.registry.unit_facts import ConsentWay, Use
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import factwords as words
from hamafza.web.actions import facts as act
from hamafza.web.actions.fact_kinds import KINDS
from hamafza.web.actions.people import living_ties
from hamafza.web.exchange.orders import Capacity, capacities
from hamafza.web.pages.fact_forms import FORMS, FactForm
from hamafza.web.pages.fact_rows import Row, Section, files_of, rows_of, with_source
from hamafza.web.records.accounts import User
from hamafza.web.records.consents import Consent
from hamafza.web.records.facts import Fact
from hamafza.web.records.units import Unit
from hamafza.web.sentences import sentence

WITHOUT_PEOPLE = ("machine", "good", "certificate", "export", "distributor")
"""Kinds that name nobody and no home: those who may not see people see these alone."""


class EndForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


class SeenForm(forms.Form):
    seen = forms.IntegerField()


class ConsentForm(forms.Form):
    """To which use, and how it was said; an owner says it by the account."""

    use = forms.ChoiceField(choices=list(words.USES.items()))
    how = forms.ChoiceField(choices=list(words.CONSENT_WAYS.items()), required=False)
    evidence = forms.CharField(max_length=300, required=False)


class HowForm(forms.Form):
    how = forms.ChoiceField(choices=list(words.CONSENT_WAYS.items()), required=False)


def sections(
    user: User, unit: Unit, *, shows_people: bool, is_owner: bool = False
) -> list[Section]:
    """Return the sections of a unit's page that this reader sees, with what may be told."""
    numbers = act.records_of(unit)
    stands = unit.merged_into_id is None
    files = files_of(numbers)
    found = []
    for kind in words.SECTIONS:
        if kind == "person" and shows_people:
            people = with_source(people_rows(numbers), files)
            found.append(Section(kind, people, stands and not is_owner))
        if kind not in KINDS or not (shows_people or kind in WITHOUT_PEOPLE):
            continue
        if kind == "distributor" and unit.kind != "distributive":
            continue
        rows = with_source(rows_of(kind, numbers, unit.pk), files)
        told = KINDS[kind]
        may_tell = stands and shows_people and (told.own_word or not is_owner)
        is_there = any(row.fact.unit_id == unit.pk for row in rows)
        may_add = may_tell and not (told.is_single and is_there)
        found.append(Section(kind, rows, may_add, told.is_single))
    return found


def people_rows(numbers: set[int]) -> list[Row]:
    """Return the people of a unit; whether a code is there is told, the code is not."""
    rows = []
    for tie in living_ties(numbers):
        person = tie.person
        told = [str(words.PARTS[tie.part])]
        if person.gender:
            told.append(str(words.GENDERS[person.gender]))
        told.append(_("national code known") if person.code_sealed else _("no national code yet"))
        rows.append(Row(tie, format_html("<bdi>{}</bdi>", person.name), told))
    return rows


def capacity_of(unit: Unit) -> Capacity | None:
    """Return what the unit makes a month and what of it is free, by its confirmed figures."""
    return capacities([unit.pk]).get(unit.pk)


def consent_rows(numbers: set[int]) -> list[dict[str, Any]]:
    """Return every use with the consent that stands, and those that were withdrawn."""
    given = Consent.objects.filter(unit__in=numbers).select_related("person", "given_to")
    by_use: dict[str, list[Consent]] = {}
    for consent in given.order_by("-pk"):
        by_use.setdefault(consent.use, []).append(consent)
    return [_consent_row(use, by_use.get(use.value, [])) for use in Use]


def _consent_row(use: Use, said: list[Consent]) -> dict[str, Any]:
    for consent in said:
        consent.how_word = words.CONSENT_WAYS[ConsentWay(consent.given_how)]
    living = next((each for each in said if each.withdrawn_at is None), None)
    withdrawn = [each for each in said if each.withdrawn_at is not None]
    told = {"use": use.value, "word": words.USES[use], "without": words.WITHOUT[use]}
    return told | {"living": living, "withdrawn": withdrawn}


def fact_or_404(kind: str, number: int, unit: Unit) -> Fact:
    """Return a living fact of a unit, told of any of its records."""
    if kind not in KINDS:
        raise Http404
    rows = KINDS[kind].model._default_manager.filter(unit__in=act.records_of(unit), ended_at=None)
    return get_object_or_404(rows, pk=number)


def form_of(request, kind: str, unit: Unit, fact: Fact | None, *, is_owner: bool) -> FactForm:
    """Return the form of a kind, filled with what stands there."""
    if kind not in FORMS:
        raise Http404
    initial = {} if fact is None else _initial(kind, fact)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return FORMS[kind](*posted, unit=unit, is_owner=is_owner, initial=initial)


def told(request, form: FactForm, fact: Fact | None) -> bool:
    """Keep what a form tells; a refusal stands in the form, beside all that was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        if fact is None:
            act.add_fact(actor=request.user, unit=form.unit, kind=form.kind, said=form.said())
        else:
            seen = form.cleaned_data.get("seen") or 0
            act.change_fact(actor=request.user, fact=fact, seen=seen, said=form.said())
    except Refusal as refusal:
        form.add_error(None, sentence(refusal, get_language() or "en"))
        return False
    return True


def _initial(kind: str, fact: Fact) -> dict[str, Any]:
    said = {name: getattr(fact, name) for name in KINDS[kind].fields if name != "file"}
    if kind == "export" and said["value_minor"] is not None:
        said["value"] = Money(said["value_minor"], said["currency"]).as_decimal()
    return said | {"seen": fact.version}
