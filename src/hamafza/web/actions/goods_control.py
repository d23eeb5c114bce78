"""Goods control: what a deal's goods ask before anything goes on, answered and decided."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from hamafza.runs.screening import goods_control
from hamafza.screening.goods import Answer, GoodsOutcome, outcome
from hamafza.screening.parties import Band
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.deals import Deal
from hamafza.web.records.screening import GOODS_GATE, Screening


class Standing(StrEnum):
    """What a deal's owner sees of its goods."""

    FREE = "free"
    OPEN = "open"
    WAITING = "waiting"
    STOPPED = "stopped"


STANDINGS = {
    Band.CLEAR.value: Standing.FREE,
    Band.REVIEW.value: Standing.WAITING,
    Band.BLOCK.value: Standing.STOPPED,
}


class GoodsQuestionsOpen(Refusal):
    """A question on the goods has no answer yet: nothing goes on, whoever forgets it."""

    code = "goods-questions-open"


class GoodsWait(Refusal):
    """An answer was no plain no; an officer decides, with a licence number or a refusal."""

    code = "goods-wait"


class GoodsStopped(Refusal):
    code = "goods-stopped"


class GoodsAnswered(Refusal):
    """What was answered stands: nobody answers again until it suits."""

    code = "goods-answered-already"


def questions(deal: Deal) -> tuple[str, ...]:
    """Return what must be answered for a deal's goods, beside what the deal itself tells."""
    control = goods_control()
    asked = [one for hs in _codes(deal) for one in control.questions(hs)]
    return tuple(dict.fromkeys(one for one in asked if one not in control.always))


def standing(deal: Deal) -> Standing:
    """Say how a deal's goods stand: an expired decision, or other goods, answer no more."""
    if (found := latest(deal)) is not None:
        return STANDINGS[found.outcome]
    return Standing.FREE if _outcome(deal, {}) is GoodsOutcome.FREE else Standing.OPEN


def latest(deal: Deal) -> Screening | None:
    """Return the answers that still hold: of these goods, for this destination, user and use."""
    found = Screening.objects.filter(deal=deal, gate=GOODS_GATE).order_by("-id").first()
    if found is None or found.lists != _about(deal):
        return None
    expired = found.expires_on is not None and found.expires_on < timezone.localdate()
    return None if expired else found


def gate(deal: Deal) -> None:
    """Let a deal pass only with goods that may go; called inside its step."""
    refusals = {
        Standing.OPEN: GoodsQuestionsOpen,
        Standing.WAITING: GoodsWait,
        Standing.STOPPED: GoodsStopped,
    }
    if (refusal := refusals.get(standing(deal))) is not None:
        raise refusal(deal=deal.title)


@transaction.atomic
def answer(*, actor: User, deal: Deal, answers: Mapping[str, str]) -> Screening:
    """Keep the answers to all questions; one that is not a plain no waits for an officer."""
    kept = Deal.objects.select_for_update(no_key=True).select_related("buyer").get(pk=deal.pk)
    if latest(kept) is not None:
        raise GoodsAnswered(deal=kept.title)
    told = {one: Answer(answers[one]).value for one in questions(kept) if answers.get(one)}
    found = _outcome(kept, told)
    if found is GoodsOutcome.OPEN or not told:
        raise GoodsQuestionsOpen(deal=kept.title)
    made = Screening.objects.create(
        party=kept.buyer,
        party_version=kept.buyer.version,
        deal=kept,
        gate=GOODS_GATE,
        outcome=(Band.CLEAR if found is GoodsOutcome.FREE else Band.REVIEW).value,
        evidence=[{"question": one, "answer": said} for one, said in told.items()],
        lists=_about(kept),
        checked_by=actor,
        is_demo=belongs_to_demo(actor, kept),
    )
    after = {"answers": told, "outcome": made.outcome}
    record(actor=actor, verb="answer-goods-questions", subject=kept, after=after)
    return made


def _outcome(deal: Deal, told: Mapping[str, str]) -> GoodsOutcome:
    """Return the worst of the deal's goods; a job without goods asks nothing."""
    own = {
        "end-use": deal.end_use,
        "end-user": deal.end_user,
        "final-destination": deal.final_destination,
    }
    found = {outcome(goods_control(), hs, own | dict(told)) for hs in _codes(deal)}
    order = (GoodsOutcome.OPEN, GoodsOutcome.OFFICER)
    return next((one for one in order if one in found), GoodsOutcome.FREE)


def _codes(deal: Deal) -> list[str]:
    return sorted({line.hs6 for line in deal.lines.all() if line.hs6})


def _about(deal: Deal) -> list[dict[str, str]]:
    """Return what the answers are about, as a list's name, version and digest are told."""
    codes = " ".join(_codes(deal))
    words = (codes, *questions(deal), deal.final_destination, deal.end_user, deal.end_use)
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    return [{"name": "goods", "version": codes, "sha256": digest}]
