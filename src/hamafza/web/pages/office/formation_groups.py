"""One group of a formation: its members, what surrounds it, and changes with their cost."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hamafza.web.access import seen_by
from hamafza.web.actions import regrouping
from hamafza.web.actions.handwork import Asked
from hamafza.web.pages.office.formation_around import around, costed, group_facts
from hamafza.web.pages.office.formations import PLANNERS, READERS, within_reach
from hamafza.web.records.proposals import Proposal

MOST_NAMED = 400


def group_within_reach(user, number: int, group: int) -> bool:
    """An officer of a branch sees the groups of the formations begun for it."""
    return within_reach(user, number)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request, number: int, group: int):
    """Show one group; take a change, or tell what it would cost."""
    kept = get_object_or_404(
        Proposal.objects.select_related("lead_unit", "run__formation"),
        run=number, consortium_id=group,
    )  # fmt: skip
    if not hasattr(kept.run, "formation"):
        raise Http404
    may_edit = request.user.role in PLANNERS and kept.state in regrouping.EDITABLE
    asked, cost = None, None
    if request.method == "POST" and request.user.role in PLANNERS:
        asked = _asked(request, group)
        if "preview" not in request.POST:
            return _kept(request, kept, asked)
        cost = regrouping.cost_of(kept.run.formation, asked)
    facts = group_facts(kept) | {
        "cost_groups": costed(cost),
        "may_edit": may_edit,
        "asked": asked,
        "cost": cost,
        "last": _last(request, kept),
    }
    if may_edit:
        facts |= around(kept)
    return render(request, "formation/group.html", facts)


def _kept(request, kept: Proposal, asked: Asked):
    """Carry the change out and lead back to where its cost is told."""
    seen = request.POST.get("seen", "")
    done = regrouping.regroup(
        actor=request.user,
        formation=kept.run.formation,
        asked=asked,
        seen=int(seen) if seen.isdecimal() else 0,
    )
    remains = any(one.number == asked.group and one.members for one, _broken in done.groups)
    here = asked.group if remains or asked.towards is None else asked.towards
    if not remains and asked.towards is None:
        messages.warning(request, _("The group has no members left and is dissolved."))
    response = redirect("office:formation_group", kept.run_id, here)
    response["Location"] += f"?done={done.edit.number}"
    return response


def _last(request, kept: Proposal):
    """Return the change just made, if the page was led to by one, with what it broke."""
    told = request.GET.get("done", "")
    if not told.isdecimal():
        return None
    changes = kept.run.formation.changes.select_related("actor")
    return changes.filter(number=int(told), undone_at=None).first()


def _asked(request, group: int) -> Asked:
    """Read the change from the form; what cannot be read asks nothing and is refused later."""
    verb, _mark, told = request.POST.get("verb", "").partition(":")
    named = [*request.POST.getlist("unit"), *([told] if verb == "lead" else [])]
    if verb == "take-in":
        named = request.POST.getlist("free")
    units = tuple(int(each) for each in named[:MOST_NAMED] if each.isdecimal())
    towards = request.POST.get("towards", "") if verb in ("move", "merge") else ""
    return Asked(verb, group, units, int(towards) if towards.isdecimal() else None)


urlpatterns = [
    path("formations/<int:number>/groups/<int:group>/",
         seen_by(*READERS, scope=group_within_reach)(group), name="formation_group"),
]  # fmt: skip
