"""An invitation to a consortium, answered on the phone."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import consortia as act
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Member


def mine(user: User, number: int) -> bool:
    """A producer answers the own invitation alone."""
    return Member.objects.filter(pk=number, unit=user.unit_id).exists()


@seen_by(Role.PRODUCER)
def memberships(request):
    """Invitations, memberships, and by-laws at the vote."""
    found = Member.objects.filter(unit=request.user.unit).select_related("consortium")
    rows = [
        {"member": one, "bylaws": one.consortium.bylaws.order_by("-version").first()}
        for one in found.order_by("-id")
    ]
    return render(request, "producer/memberships.html", {"rows": rows})


@seen_by(Role.PRODUCER, scope=mine)
@require_POST
def answer(request, number: int):
    """Join, or not."""
    kept = get_object_or_404(Member, pk=number)
    act.answer_invitation(actor=request.user, member=kept, joins="joins" in request.POST)
    return redirect("producer:memberships")


urlpatterns = [
    path("consortium/", memberships, name="memberships"),
    path("consortium/<int:number>/answer/", answer, name="answer_invitation"),
]
