"""The list of units for officers: found by words, narrowed, sorted, turned page by page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path

from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import seen_by
from hamafza.web.branches import units_of
from hamafza.web.pages.office.unit_question import choices, cities, question_of
from hamafza.web.pages.office.units import CORRECTORS, READERS
from hamafza.web.records.finding import MOST, Found

PAGE = 40


@seen_by(*READERS)
def units(request):
    """Show one page of what is found; while somebody types, that part of the page alone."""
    question = question_of(request.GET)
    found = Found(units_of(request.user), question.asked)
    pages: Paginator = Paginator(found, PAGE)
    page = pages.get_page(latin_digits(request.GET.get("page", "1")))
    facts = {
        "page": page,
        "found": found,
        "question": question,
        "most": MOST,
        "address": question.address(),
        "is_typed": bool(request.htmx),
    }
    if request.htmx:
        facts["cities"] = cities(question)
        answer = render(request, "office/_units_found.html", facts)
        answer["HX-Push-Url"] = f"{request.path}?{question.address()}"
        return answer
    facts |= choices(request.user, question)
    facts["may_join"] = request.user.role in CORRECTORS
    return render(request, "office/units.html", facts)


urlpatterns = [path("units/", units, name="units")]
