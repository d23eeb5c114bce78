"""My money: what came, what was taken and why, what is still to come and when."""

from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.vocabulary.money import Money
from hamafza.web.access import seen_by
from hamafza.web.dealwords import COSTS
from hamafza.web.pages.consortium.deal_facts import key_words, measure, place
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.settlement import Payout
from hamafza.web.sentences.orders import TIER_TITLES


def mine(user: User, number: int) -> bool:
    """A producer sees the own payments alone."""
    return Payout.objects.filter(pk=number, unit=user.unit_id).exists()


@seen_by(Role.PRODUCER)
def money(request):
    """The workshop's payments, the newest first."""
    return render(request, "producer/money.html", {"payouts": _of(request.user).order_by("-id")})


@seen_by(Role.PRODUCER, scope=mine)
def statement(request, number: int):
    """The member's statement of one deal: a line for each deduction, with its key."""
    payout = get_object_or_404(_of(request.user), pk=number)
    deal = payout.deal
    share = deal.lines.get().allotments.filter(unit=request.user.unit).first()
    facts = {
        "payout": payout,
        "deal": deal,
        "share": share,
        "measure": measure(deal.lines.get()),
        "place": place(deal),
        "fall": fall(payout),
        "alone": _alone(payout),
    }
    return render(request, "producer/statement.html", facts)


def fall(payout: Payout) -> list[dict]:
    """Return the member's own waterfall, in the deal's currency."""
    return [_row(step, payout) for step in payout.steps if step["kind"] != "alone"]


def _row(step: dict, payout: Payout) -> dict:
    amount = Money(int(step["amount_minor"]), step["currency"])
    if step["kind"] == "gross":
        return {"label": _("Sale of your pieces"), "amount": amount}
    if step["kind"] == "net":
        return {"label": _("Your net"), "amount": amount, "kind": "net"}
    rate = str(payout.deal.rule.get(f"{step['kind']}_share", ""))
    return {
        "label": _label(step),
        "note": key_words(step["key"], rate),
        "amount": -amount,
        "kind": "keep" if step["kind"] == "retention" else "take",
    }


def _label(step: dict) -> str:
    english, persian = TIER_TITLES[step["kind"]]
    tier = persian if get_language() == "fa" else english
    if step["kind"] not in ("direct-costs", "common-costs"):
        return tier
    return str(COSTS.get(step["code"], step["code"]))


def _alone(payout: Payout) -> dict | None:
    """Return what a local trader would have paid, as the member said, and on what ground."""
    for step in payout.steps:
        if step["kind"] == "alone":
            amount = Money(int(step["amount_minor"]), step["currency"])
            return {"amount": amount, "provenance": step["provenance"]}
    return None


def _of(user: User):
    return Payout.objects.filter(unit=user.unit_id).select_related("deal__consortium")


urlpatterns = [
    path("money/", money, name="money"),
    path("money/<int:number>/", statement, name="statement"),
]
