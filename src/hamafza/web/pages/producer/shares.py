"""My share and why: also when it is zero."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hamafza.orders.reasons import Reason
from hamafza.vocabulary.writing import number
from hamafza.web.access import seen_by
from hamafza.web.actions import allocation
from hamafza.web.pages.consortium.deal_facts import dressed, measure, place
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import Allotment, DealLine

LEAST_TOLD = 5  # sums over fewer members would tell a rival's offer: the usual small-cell rule


def mine(user: User, number: int) -> bool:
    """A producer sees the own share alone."""
    return Allotment.objects.filter(pk=number, unit=user.unit_id).exists()


@seen_by(Role.PRODUCER)
def shares(request):
    """The workshop's shares, the newest first."""
    found = [dressed(share) for share in _of(request.user).order_by("-id")]
    return render(request, "producer/shares.html", {"shares": found})


@seen_by(Role.PRODUCER, scope=mine)
def share(request, number: int):
    """One share with its reason and its sum; no rival's offer or price is in it."""
    kept = dressed(get_object_or_404(_of(request.user), pk=number))
    line = kept.line
    everybody = _everybody(line)
    facts = {
        "share": kept,
        "line": line,
        "deal": line.deal,
        "measure": measure(line),
        "place": place(line.deal),
        "may_tell": len(everybody) >= LEAST_TOLD,
        "members": sum(1 for offered, _q, _r in everybody if offered),
        "offered": sum(offered for offered, _q, _r in everybody),
        "zeros": sum(1 for offered, quantity, _r in everybody if offered and not quantity),
        "capped": sum(1 for _o, _q, reason in everybody if reason == Reason.CEILING),
        "sum": _sum(kept) if len(everybody) >= LEAST_TOLD else "",
        "answer_until": _answer_until(kept),
    }
    return render(request, "producer/share.html", facts)


@seen_by(Role.PRODUCER, scope=mine)
@require_POST
def answer(request, number: int):
    """Accept the share, or object with a reason."""
    kept = get_object_or_404(_of(request.user), pk=number)
    accepts = "object" not in request.POST
    why = request.POST.get("why", "")
    allocation.answer_share(actor=request.user, share=kept, accepts=accepts, why=why)
    return redirect("producer:share", number)


def _everybody(line: DealLine) -> list[tuple[int, int, str]]:
    return list(line.allotments.values_list("offered", "quantity", "reason_code"))


def _of(user: User):
    return Allotment.objects.filter(unit=user.unit_id).select_related(
        "line__deal__consortium", "unit"
    )


def _sum(share: Allotment) -> str:
    """Return the line that was calculated, such as 528 × 40 ÷ 582 = 36.29."""
    facts = share.reason_facts
    if share.reason_code != Reason.PRO_RATA or "weights" not in facts:
        return ""
    language = get_language() or "fa"
    exact = facts["pooled"] * facts["weight"] / facts["weights"]
    parts = [number(facts[name], language) for name in ("pooled", "weight", "weights")]
    return f"{parts[0]} × {parts[1]} ÷ {parts[2]} = {number(exact, language, 2)}"


def _answer_until(share: Allotment):
    hours = int(share.line.deal.rule.get("objection_hours", 72))
    return share.created_at + timedelta(hours=hours)


urlpatterns = [
    path("shares/", shares, name="shares"),
    path("shares/<int:number>/", share, name="share"),
    path("shares/<int:number>/answer/", answer, name="answer_share"),
]
