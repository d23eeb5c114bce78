"""The consortium and its members: who joined, how far it has come, and its next step."""

from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.consortia.lifecycle import CONSORTIUM_LIFE, ConsortiumState
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.access import seen_by
from hamafza.web.actions import consortia as act
from hamafza.web.actions import programme_rules
from hamafza.web.records.accounts import Role
from hamafza.web.records.consortia import Consortium

_C = ConsortiumState

STATES = {
    _C.PROPOSED: _("Adopted"),
    _C.RECRUITING: _("Members are asked"),
    _C.READINESS: _("Readiness is assessed"),
    _C.AGREED: _("By-laws in force"),
    _C.PILOT: _("First joint order"),
    _C.REGISTERED: _("Registered"),
    _C.OPERATING: _("Operating"),
    _C.REVIEW: _("Yearly review"),
    _C.DORMANT: _("Dormant"),
    _C.DISSOLVED: _("Dissolved"),
}
MEMBER_STATES = {
    "invited": _("invited"),
    "accepted": _("member"),
    "declined": _("declined"),
    "left": _("left"),
}


@seen_by(Role.MANAGER)
def members(request):
    """Members with their answers, and the steps the consortium may take."""
    return render(request, "consortia/consortium.html", facts(request.user.consortium))


@seen_by(Role.MANAGER)
@require_POST
def move(request, towards: str):
    """Take one step of the consortium's life, through its gate."""
    step(request.user, request.user.consortium, towards)
    return redirect("consortium:members")


def facts(consortium: Consortium) -> dict:
    """Return what the manager and the office see."""
    state = ConsortiumState(consortium.state)
    found = consortium.members.select_related("unit").order_by("state", "unit__unit_id")
    draft = consortium.bylaws.filter(state="draft").order_by("-version").first()
    ballots = draft.ballots if draft else {}
    return {
        "consortium": consortium,
        "state": STATES[state],
        "steps": [(after.value, STATES[after]) for after in CONSORTIUM_LIFE.next_states(state)],
        "rows": [
            {
                "member": member,
                "word": MEMBER_STATES.get(member.state, member.state),
                "has_voted": str(member.unit_id) in ballots,
            }
            for member in found
        ],
        "draft": draft,
        "standing": act.standing(consortium),
        "gates": act.gates(),
        **_asked_by_the_programme(consortium),
    }


def _asked_by_the_programme(consortium: Consortium) -> dict:
    """Return what the country's programme asks and is not there yet, of the group and by member."""
    told = programme_rules.lacking(consortium)
    names = {
        member.unit_id: member.unit.name for member in consortium.members.select_related("unit")
    }
    return {
        "rules": programme_rules.rules_for(consortium.lead_unit),
        "lacking": [one for one in told if one.member is None],
        "lacking_members": [
            {"name": names.get(one.member, ""), "unit": one.member, "facts": one.facts}
            for one in told
            if one.member is not None
        ],
    }


def step(actor, consortium: Consortium, towards: str) -> None:
    """Take a step by its name."""
    if towards not in set(ConsortiumState):
        raise StepNotPermitted(kind="consortium", state=consortium.state, towards=towards)
    act.move_consortium(actor=actor, consortium=consortium, towards=ConsortiumState(towards))


urlpatterns = [
    path("members/", members, name="members"),
    path("members/step/<slug:towards>/", move, name="move"),
]
