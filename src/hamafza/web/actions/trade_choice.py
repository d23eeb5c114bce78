"""The set of trade that pages and plans stand on is chosen: by an officer, or by the command."""

from django.db import transaction

from hamafza.markets.refusals import CountryHasNoExports, TradeSetLacksCountry
from hamafza.runs.trade_choice import BUNDLED, chosen_name, digest_of, flows_set, keep_choice
from hamafza.runs.trade_of_sets import trade_of_set
from hamafza.store.data_sets import DataSet
from hamafza.store.home import home
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.own_country import own_country
from hamafza.web.records.accounts import User
from hamafza.web.records.trade_choices import TradeChoice


def choose_trade(*, actor: User | None, name: str) -> bool:
    """
    Let everything stand on a loaded set of flows, or on the bundled one (an empty name).

    A set that cannot be read, or has no exports of our own country, is refused and the one in use
    stays. Return whether anything changed.
    """
    place = home()
    before = chosen_name(place)
    found = None if name == BUNDLED else _usable(flows_set(place, name))
    if name == before:
        return False
    try:
        _write(actor, before, name, found)
    except BaseException:
        keep_choice(place, before)  # the file has no part in the transaction that was undone
        raise
    return True


def _usable(found: DataSet) -> DataSet:
    try:
        trade_of_set(found.folder, digest_of(found)).place(own_country())
    except CountryHasNoExports as none:
        raise TradeSetLacksCountry(name=found.name, country=own_country()) from none
    return found


@transaction.atomic
def _write(actor: User | None, before: str, name: str, found: DataSet | None) -> None:
    digest = digest_of(found) if found else ""
    choice = TradeChoice.objects.create(
        set_name=name, digest=digest, chosen_by=actor, is_demo=belongs_to_demo(actor)
    )
    after = {"set": name or "bundled", "digest": digest}
    if found is not None:
        after |= {"stamp": found.folder.name}
    record(
        actor=actor,
        verb="choose-trade",
        subject=choice,
        before={"set": before or "bundled"},
        after=after,
    )
    keep_choice(home(), name)
