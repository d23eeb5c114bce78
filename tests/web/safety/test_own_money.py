"""Nobody approves an own payment, in whatever role they come."""

import pytest

from hamafza.orders.settlement_life import OwnPaymentNotApproved
from hamafza.web.actions import accounts, settlement
from hamafza.web.records.accounts import Role
from tests.web.orders import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clear_lists")]


@pytest.fixture
def divided(cast):
    deal = making.offered(cast, making.with_offers_open(cast))
    making.allocated(cast, deal)
    making.accepted(cast, deal)
    return making.published(cast, deal)


def test_a_paid_member_approves_nothing(cast, divided):
    with pytest.raises(OwnPaymentNotApproved):
        settlement.approve_settlement(actor=cast.maryam, deal=divided)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PROMOTION])
def test_a_paid_member_who_was_given_another_role_approves_nothing(cast, divided, role):
    scope = cast.consortium if role == Role.MANAGER else None
    changed = accounts.change_role(actor=cast.mina, account=cast.maryam, role=role, scope=scope)
    assert changed.unit_id is None
    with pytest.raises(OwnPaymentNotApproved):
        settlement.approve_settlement(actor=changed, deal=divided)
