"""The factory's home: what it needs, and who could make it."""

from django.db.models import Count
from django.shortcuts import render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.records.accounts import Role


@seen_by(Role.FACTORY)
def home(request):
    """The factory's own needs with the number of workshops found for each."""
    factory = request.user.factory
    needs = factory.needs.annotate(found=Count("matches"))[:20]
    return render(request, "home/factory.html", {"factory": factory, "needs": needs})


urlpatterns = [path("", home, name="home")]
