"""The life of money on its way from the buyer to the members, and who may let it go."""

from collections.abc import Collection
from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal

APPROVERS_NEEDED = 2  # four eyes on every payout (house rule, DESIGN; ISO 37001:2016 8.3 likewise)


class SettlementState(StrEnum):
    RECEIPT_EXPECTED = "receipt-expected"
    RECEIVED = "received"
    MATCHED = "matched"
    PUBLISHED = "published"
    APPROVED = "approved"
    PAID_OUT = "paid-out"
    RECONCILED = "reconciled"


_S = SettlementState

SETTLEMENT_LIFE = Life(
    "settlement",
    _S.RECEIPT_EXPECTED,
    {
        _S.RECEIPT_EXPECTED: frozenset({_S.RECEIVED}),
        _S.RECEIVED: frozenset({_S.MATCHED}),
        _S.MATCHED: frozenset({_S.PUBLISHED}),
        _S.PUBLISHED: frozenset({_S.MATCHED, _S.APPROVED}),  # an objection sends it back
        _S.APPROVED: frozenset({_S.PAID_OUT}),
        _S.PAID_OUT: frozenset({_S.RECONCILED}),
        _S.RECONCILED: frozenset(),
    },
)


class OwnPaymentNotApproved(Refusal):
    """Nobody approves a payment from which they are paid."""

    code = "own-payment-not-approved"


class SamePersonTwice(Refusal):
    code = "same-person-twice"


class PayerIsNotTheBuyer(Refusal):
    """Money came from somebody the contract does not name: screened first, never overlooked."""

    code = "payer-is-not-the-buyer"


def approvals_after(
    given: Collection[int], person: int, person_unit: int | None, paid_units: Collection[int]
) -> frozenset[int]:
    """Return the approvals with this person's added; refuse an own payment or a second vote."""
    if person_unit is not None and person_unit in paid_units:
        raise OwnPaymentNotApproved(person=person)
    if person in given:
        raise SamePersonTwice(person=person, needed=APPROVERS_NEEDED)
    return frozenset(given) | {person}


def is_approved(given: Collection[int]) -> bool:
    """Say whether enough different people have approved."""
    return len(set(given)) >= APPROVERS_NEEDED
