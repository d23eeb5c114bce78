"""The next permitted steps of a deal: what each needs, and the one action it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hamafza.orders.allotment_life import MILESTONE_LIFE, MilestoneState
from hamafza.orders.conversion import Rate
from hamafza.orders.lifecycle import DealKind, DealState, next_deal_states
from hamafza.orders.quoting import CostLine
from hamafza.orders.settlement_life import SettlementState
from hamafza.vocabulary.money import Money
from hamafza.web.actions import allocation, deals, milestones, quotes, settlement
from hamafza.web.pages.consortium import deal_forms as ask
from hamafza.web.records.accounts import User
from hamafza.web.records.deals import Deal

_D = DealState


@dataclass(frozen=True)
class Step:
    """A button with, where needed, a form; ``take(actor, deal, form)`` makes one action."""

    name: str
    label: object
    take: Callable
    form: type[forms.Form] | None = None
    initial: Callable[[Deal], dict] | None = None
    kind: str = "main"
    note: object = ""


def steps_of(deal: Deal) -> list[Step]:
    """Return the steps that the deal's life permits now, the usual one first."""
    held = DealState(deal.held_from) if deal.held_from else None
    permitted = next_deal_states(DealKind(deal.kind), DealState(deal.state), held)
    found = [*_money_steps(deal), *_milestone_steps(deal)]
    found += [step for towards in permitted for step in [_of_state(deal, towards)] if step]
    named = {step.name: step for step in found}  # a receipt leads to two states, by one step
    return sorted(named.values(), key=lambda step: step.kind != "main")


def step_named(deal: Deal, name: str) -> Step | None:
    """Return a step by name, None when it is not permitted now."""
    return next((step for step in steps_of(deal) if step.name == name), None)


def _move(towards: DealState) -> Callable:
    return lambda actor, deal, form: deals.move(
        actor=actor, deal=deal, towards=towards, why=form.cleaned_data["why"] if form else ""
    )


def _of_state(deal: Deal, towards: DealState) -> Step | None:
    """Return the step into a state; receipts and milestones have steps of their own."""
    if deal.state == _D.ON_HOLD and towards is not _D.CANCELLED:
        return Step("resume", _("Take up again"), lambda a, d, f: deals.resume(actor=a, deal=d))
    if towards is _D.CONTRACTED and deal.kind == DealKind.SERVICE.value:
        return Step(
            "contract", _("Sign the contract"), _contract, ask.ServiceContract, _contract_initial
        )
    if towards in {_D.PAID_PART, _D.PAID} and not _is_payable(deal):
        return None
    if towards is _D.INSPECTED:
        return Step("inspect", _("Write down the inspection"), _inspect)
    return _STEPS.get(towards)


def _is_payable(deal: Deal) -> bool:
    """Say whether money may come now: a service is paid against the invoice of a milestone."""
    is_goods = deal.kind == DealKind.GOODS.value
    return is_goods or deal.milestones.filter(state=MilestoneState.INVOICED).exists()


def _quote(actor: User, deal: Deal, form: ask.SendQuote) -> None:
    told = form.cleaned_data
    lines = [
        CostLine(code, Money(ask.minor(told[field], deal.currency), deal.currency), "-")
        for code, field in (("freight", "freight"), ("other", "other"))
        if told[field]
    ]
    quotes.send_quote(
        actor=actor,
        deal=deal,
        unit_price_minor=ask.minor(told["unit_price"], deal.currency),
        cost_lines=lines,
        rate=_rate(deal, told),
        valid_until=timezone.localdate() + timedelta(days=told["valid_days"]),
    )


def _contract(actor: User, deal: Deal, form: ask.SignContract) -> None:
    planned = form.milestones() if isinstance(form, ask.ServiceContract) else ()
    quotes.sign_contract(
        actor=actor, deal=deal, most_days=form.cleaned_data["most_days"], milestones=planned
    )


def _contract_initial(deal: Deal) -> dict:
    return {"most_days": deal.most_days or 30, "first_percent": 30, "second_percent": 70}


def _inspect(actor: User, deal: Deal, form: None, posted: dict | None = None) -> None:
    """Read ``accepted-<unit>`` fields; what is left empty passed whole."""
    told = {}
    for name, value in (posted or {}).items():
        if name.startswith("accepted-") and ask.plain_digits(value).isdigit():
            told[int(name.removeprefix("accepted-"))] = int(ask.plain_digits(value))
    allocation.record_inspection(actor=actor, deal=deal, accepted=told)


def _rate(deal: Deal, told: dict) -> Rate:
    rate, source = told["rate"], told["rate_source"]
    today = timezone.localdate()
    return Rate(deal.currency, deal.settlement_currency, Decimal(rate), today, source)


def _rate_initial(deal: Deal) -> dict:
    return {"rate": deal.rate.normalize() if deal.rate else None, "rate_source": deal.rate_source}


def _receive(actor: User, deal: Deal, form: ask.Receive) -> None:
    told = form.cleaned_data
    invoiced = deal.milestones.filter(state=MilestoneState.INVOICED).order_by("number").first()
    settlement.record_receipt(
        actor=actor,
        deal=deal,
        amount_minor=ask.minor(told["amount"], deal.currency),
        bank_charges_minor=ask.minor(told["bank_charges"], deal.currency),
        reference=told["reference"],
        received_on=told["received_on"],
        milestone=invoiced,
    )


def _cost(actor: User, deal: Deal, form: ask.Cost) -> None:
    told = form.cleaned_data
    settlement.record_cost(
        actor=actor,
        deal=deal,
        code=told["code"],
        amount_minor=ask.minor(told["amount"], deal.currency),
        key=told["key"],
        evidence=told["evidence"],
    )


def _money_steps(deal: Deal) -> list[Step]:
    """Return what may be done about the money, apart from the deal's own states."""
    state = SettlementState(deal.settlement_state)
    if deal.state == _D.ON_HOLD:
        return []
    if state is SettlementState.MATCHED:
        return [_PUBLISH, _COST]
    if state is SettlementState.PUBLISHED:
        return [_APPROVE, _OBJECT]
    if state is SettlementState.APPROVED:
        return [_PAY]
    return []


def _milestone_steps(deal: Deal) -> list[Step]:
    if deal.state not in {_D.MILESTONES, _D.PAID_PART} or not deal.milestones.exists():
        return []
    for milestone in deal.milestones.order_by("number"):
        state = MilestoneState(milestone.state)
        if state is not MilestoneState.PAID:
            after = MILESTONE_LIFE.next_states(state)
            return [_milestone(milestone.number, one) for one in after if one in _WORDS]
    return []


def _milestone(number: int, towards: MilestoneState) -> Step:
    def take(actor: User, deal: Deal, form: ask.Invoice | None) -> None:
        told = form.cleaned_data["invoice_number"] if form else ""
        milestones.move_milestone(
            actor=actor, deal=deal, number=number, towards=towards, invoice_number=told
        )

    form = ask.Invoice if towards is MilestoneState.INVOICED else None
    kind = "" if towards is MilestoneState.RETURNED else "main"
    return Step(f"milestone-{towards.value}", _WORDS[towards], take, form, kind=kind)


_WORDS = {
    MilestoneState.DELIVERED: _("The milestone is delivered"),
    MilestoneState.ACCEPTED: _("The buyer accepted the milestone"),
    MilestoneState.RETURNED: _("The buyer returned the milestone"),
    MilestoneState.INVOICED: _("Invoice the milestone"),
}
_PUBLISH = Step(
    "publish",
    _("Divide the money and show it to the members"),
    lambda a, d, f: settlement.publish_settlement(actor=a, deal=d, rate=_rate(d, f.cleaned_data)),
    ask.Publish,
    _rate_initial,
)
_COST = Step("cost", _("Write down a cost"), _cost, ask.Cost, kind="")
_APPROVE = Step(
    "approve",
    _("Approve the settlement"),
    lambda a, d, f: settlement.approve_settlement(actor=a, deal=d),
    note=_("Two different people approve; nobody approves an own payment."),
)
_OBJECT = Step(
    "object",
    _("Send the settlement back"),
    lambda a, d, f: settlement.object_to_settlement(actor=a, deal=d, why=f.cleaned_data["why"]),
    ask.Why,
    kind="",
)
_PAY = Step("pay", _("Pay the members"), lambda a, d, f: settlement.pay_out(actor=a, deal=d))
_RECEIVE = Step(
    "receive",
    _("Money has come"),
    _receive,
    ask.Receive,
    lambda deal: {"received_on": timezone.localdate().isoformat(), "bank_charges": 0},
)
_STEPS = {
    _D.QUALIFIED: Step(
        "qualify",
        _("The enquiry is complete"),
        _move(_D.QUALIFIED),
        note=_("The buyer is screened first; without a clear answer nothing goes on."),
    ),
    _D.OFFERS_OPEN: Step(
        "open-offers",
        _("Ask the members for offers"),
        lambda a, d, f: deals.open_offers(actor=a, deal=d, closes_at=f.closes_at()),
        ask.OpenOffers,
    ),
    _D.OFFERS_CLOSED: Step(
        "close-offers",
        _("Close the offers"),
        lambda a, d, f: deals.close_offers(actor=a, deal=d),
        note=_("When their time is over, or every member has answered."),
    ),
    _D.QUOTED: Step("quote", _("Send the quote"), _quote, ask.SendQuote, _rate_initial),
    _D.CONTRACTED: Step(
        "contract", _("Sign the contract"), _contract, ask.SignContract, _contract_initial
    ),
    _D.ALLOCATION_PROPOSED: Step(
        "propose",
        _("Propose the shares"),
        lambda a, d, f: allocation.propose_allocation(actor=a, deal=d),
        note=_("By the rule that was frozen when the offers opened."),
    ),
    _D.ALLOCATED: Step(
        "freeze",
        _("Make the shares firm"),
        lambda a, d, f: allocation.freeze_allocation(actor=a, deal=d),
    ),
    _D.TEAM_ASSIGNED: Step(
        "freeze",
        _("Assign the team"),
        lambda a, d, f: allocation.freeze_allocation(actor=a, deal=d),
    ),
    _D.IN_PRODUCTION: Step("produce", _("The work has begun"), _move(_D.IN_PRODUCTION)),
    _D.MILESTONES: Step("begin", _("The work has begun"), _move(_D.MILESTONES)),
    _D.LOADED: Step(
        "load",
        _("The goods are loaded"),
        lambda a, d, f: deals.load(
            actor=a, deal=d, customs_number=f.cleaned_data["customs_number"]
        ),
        ask.Customs,
    ),
    _D.DELIVERED: Step("deliver", _("The goods have arrived"), _move(_D.DELIVERED)),
    _D.ACCEPTED: Step(
        "accept",
        _("The buyer has accepted"),
        lambda a, d, f: deals.accept_delivery(actor=a, deal=d),
    ),
    _D.PAID_PART: _RECEIVE,
    _D.CLAIMS_WINDOW: Step("claims", _("Open the time for claims"), _move(_D.CLAIMS_WINDOW)),
    _D.CLOSED: Step(
        "close",
        _("Close the deal and release the retention"),
        lambda a, d, f: settlement.close_deal(actor=a, deal=d, today=timezone.localdate()),
    ),
    _D.ON_HOLD: Step(
        "hold",
        _("Put on hold"),
        lambda a, d, f: deals.hold(actor=a, deal=d, why=f.cleaned_data["why"]),
        ask.Why,
        kind="",
    ),
    _D.LOST: Step("lose", _("The buyer said no"), _move(_D.LOST), ask.Why, kind=""),
    _D.EXPIRED: Step("expire", _("The quote has run out"), _move(_D.EXPIRED), kind=""),
    _D.CANCELLED: Step("cancel", _("Cancel the deal"), _move(_D.CANCELLED), ask.Why, kind="stop"),
}
