"""The manager's home: the consortium, its members, its deals by state."""

from django.shortcuts import render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.records.accounts import Role


@seen_by(Role.MANAGER)
def home(request):
    """The consortium at a glance."""
    consortium = request.user.consortium
    facts = {
        "consortium": consortium,
        "members": consortium.members.filter(state="accepted").count(),
        "invited": consortium.members.filter(state="invited").count(),
        "deals": consortium.deals.select_related("buyer")[:20],
    }
    return render(request, "home/consortium.html", facts)


urlpatterns = [path("", home, name="home")]
