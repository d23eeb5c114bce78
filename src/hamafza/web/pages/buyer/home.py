"""The buyer's home: what was asked, and where it stands."""

from django.shortcuts import render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.records.accounts import Role


@seen_by(Role.BUYER)
def home(request):
    """The buyer's own deals, the newest first."""
    buyer = request.user.buyer
    return render(request, "home/buyer.html", {"buyer": buyer, "deals": buyer.deals.all()[:20]})


urlpatterns = [path("", home, name="home")]
