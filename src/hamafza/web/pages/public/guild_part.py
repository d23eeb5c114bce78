"""The guild's part for everybody: what registered workshops could serve, small cells left out."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.guild_part_facts import facts_of, file_headings, file_rows
from hamafza.web.pages.taken_along import file_of


@seen_by(PUBLIC)
@require_GET
def guild_part(request):
    """Show the part by good; of a good by market and province; of a good in a market its band."""
    facts = facts_of(request.GET, is_public=True)
    return render(request, "guild_part/guild_part.html", facts | {"place": "public:guild_part"})


@seen_by(PUBLIC)
@require_GET
def guild_part_file(request, form: str):
    """Hand over what was chosen, by market or by province, every row of it."""
    by = "province" if request.GET.get("by") == "province" else "market"
    rows = file_rows(request.GET, by, is_public=True)
    return file_of(form, f"guild-part-by-{by}", file_headings(by), rows)


urlpatterns = [
    path("guild-part/", guild_part, name="guild_part"),
    path("guild-part/file/<str:form>/", guild_part_file, name="guild_part_file"),
]
