"""Leads and missions for tests, entered as Parviz does."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from hamafza.markets.leads import MissionKind
from hamafza.vocabulary.money import Money
from hamafza.web.actions import leads as act
from hamafza.web.actions import missions
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission
from tests.people import Cast

PERSON = {
    "contact_name": "Khalid Noor",
    "contact_role": "buyer of linen",
    "contact_email": "khalid@nizwa-linen.example",
    "contact_phone": "+968 2211 3344",
}
_NUMBERS = count(1)


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _letters(number: int) -> str:
    """A number in letters: in a choice a name's own digits would be taken for the page's."""
    return "".join("ابپتثجچحخد"[int(digit)] for digit in str(number))


def told(cast: Cast, **changed) -> act.Told:
    plain = act.Told(
        goods_text=f"Table linen {next(_NUMBERS)}", market="OMN", met_on=days_ago(20),
        code="6302", met_at="Stand 4", consortium=cast.consortium, **PERSON,
    )  # fmt: skip
    return replace(plain, **changed)


def make_lead(cast: Cast, buyer_name: str = "Nizwa Linen LLC", **changed) -> BuyerLead:
    """Return a lead of an Omani company for Reza's consortium; each is another."""
    return act.enter_lead(
        actor=cast.parviz, told=told(cast, **changed), buyer_name=buyer_name, country="OMN"
    )


def shared(lead: BuyerLead) -> BuyerLead:
    """Return the lead as one that its consortium's manager may see, whatever the lists say."""
    BuyerLead.objects.filter(pk=lead.pk).update(shared_at=timezone.now())
    lead.refresh_from_db()
    return lead


def told_of_mission(**changed) -> missions.ToldOfMission:
    plain = missions.ToldOfMission(
        kind=MissionKind.FAIR, name=f"نمایشگاه {_letters(next(_NUMBERS))}", country="OMN",
        city="Muscat", begins_on=days_ago(22), ends_on=days_ago(18), cost=Money(900_000, "USD"),
    )  # fmt: skip
    return replace(plain, **changed)


def make_mission(cast: Cast, **changed) -> Mission:
    """Return a fair in Muscat to which Reza's consortium went."""
    return missions.enter_mission(
        actor=cast.parviz, told=told_of_mission(**changed), consortia=[cast.consortium]
    )
