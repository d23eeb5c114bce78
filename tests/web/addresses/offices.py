"""Arguments of the pages on offices and delegations."""

from datetime import timedelta

from django.utils import timezone

from hamafza.web.actions.delegations import delegate
from hamafza.web.actions.offices import rename_office
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.delegations import Delegation
from hamafza.web.records.offices import ChangeVerb, OfficeChange
from tests.people import person


def _union(cast):
    return {"number": cast.unit.office_id}


def _a_change(cast):
    change = OfficeChange.objects.filter(verb=ChangeVerb.RENAMED).first()
    if change is None:
        office = cast.unit.office
        rename_office(actor=cast.mina, office=office, name_fa=f"{office.name_fa} و حومه")
        change = OfficeChange.objects.get(verb=ChangeVerb.RENAMED)
    return {"number": change.office_id, "change": change.pk}


def _a_delegation(cast):
    """To a clerk who is not of the cast: the cast's own goes on having nobody to act for."""
    clerk = User.objects.filter(username="shirin").first()
    return _delegated(cast, clerk or person("shirin", Role.CLERK, office=cast.farideh.office))


def _delegated_to_nasrin(cast):
    return _delegated(cast, cast.nasrin)


def _delegated(cast, clerk):
    there = Delegation.objects.filter(clerk=clerk).first()
    until = timezone.localdate() + timedelta(days=3)
    made = there or delegate(actor=cast.farideh, clerk=clerk, until=until, why="مرخصی")
    return {"number": made.pk}


ARGUMENTS = {
    "office:office": _union,
    "office:open_office": lambda cast: {"number": cast.hadi.office_id},
    "office:rename_office": _union,
    "office:move_office": _union,
    "office:merge_office": _union,
    "office:split_office": _union,
    "office:close_office": _union,
    "office:take_back_office_change": _a_change,
    "office:end_delegation": _a_delegation,
    "office:take_up_delegation": _delegated_to_nasrin,
}
