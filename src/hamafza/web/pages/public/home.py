"""Where a stranger arrives."""

from django.shortcuts import render
from django.urls import path

from hamafza.web.access import PUBLIC, seen_by


@seen_by(PUBLIC)
def home(request):
    """Say in a sentence what this is, and where one can go."""
    return render(request, "home/public.html")


urlpatterns = [path("", home, name="home")]
