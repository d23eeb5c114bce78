"""Anybody's own words: write what you make and see the code, the reason, the question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.goods_facts import LONGEST, facts_of

EXAMPLES = ("پته‌دوزی روی شال", "فرش دستباف ابریشم", "قطعات پلاستیکی خودرو", "leather handbag")


@seen_by(PUBLIC)
def words(request: HttpRequest) -> HttpResponse:
    """Read a phrase of at most ``LONGEST`` characters; nothing of it is kept."""
    text = request.GET.get("q", "")
    facts = facts_of(text) if text.strip() else {"said": ""}
    facts |= {"longest": LONGEST, "examples": EXAMPLES}
    return render(request, "goods/words.html", facts)


urlpatterns = [path("words/", words, name="words")]
