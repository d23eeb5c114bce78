"""
A clerk acts with the role and in the branch of the officer who delegated to them.

It is asked anew with every request: once a delegation has ended or expired, the next finds nothing.
"""

from django.db.models import F
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hamafza.web.records.accounts import Role, User
from hamafza.web.records.delegations import Delegation


def acting(get_response):
    """Let ``request.user`` of a clerk act for the officer whose delegation counts now."""

    def answer(request):
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: stand_in(signed_in))
        return get_response(request)

    return answer


def stand_in(user: User) -> User:
    """Return the person, standing in for an officer if one has delegated to them."""
    if user.is_authenticated and user.role == Role.CLERK and user.acting_for is None:
        delegation = delegations_of(user).first()
        if delegation is not None:
            user.stand_in_for(delegation.officer)
    return user


def delegations_of(clerk: User):
    """Return what counts for a clerk today, the one taken up last before the others."""
    counting = Delegation.objects.in_force(timezone.localdate()).filter(clerk=clerk.pk)
    return counting.select_related("officer__office").order_by(
        F("taken_up_at").desc(nulls_last=True), "id"
    )
