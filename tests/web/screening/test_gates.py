"""What stops a deal, who may decide a doubt, and what an owner gets to see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hamafza.orders.lifecycle import DealState
from hamafza.runs.screening import sample_path
from hamafza.screening.refusals import ListNotReadable, ListTooOld, NoCurrentList
from hamafza.web.actions import deals, quotes, screening
from hamafza.web.records.events import Event
from hamafza.web.records.parties import Party
from hamafza.web.records.screening import Screening, ScreeningEntry, ScreeningList
from tests.people import Cast
from tests.web.orders.making import agreed, offered, quoted, table_linen, with_offers_open

pytestmark = pytest.mark.django_db

LISTED = """<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z"><ENTITIES>{entries}</ENTITIES>
</CONSOLIDATED_LIST>"""
ENTRY = "<ENTITY><FIRST_NAME>{}</FIRST_NAME><REFERENCE_NUMBER>{}</REFERENCE_NUMBER></ENTITY>"


@pytest.fixture
def cast():
    return Cast.on_stage()


@pytest.fixture
def load(cast, tmp_path):
    """Load a list of names, issued some days ago, as Saeed does."""

    def load_names(*names, days_ago=1, version=""):
        day = timezone.localdate() - timedelta(days=days_ago)
        entries = "".join(ENTRY.format(name, f"T.{at}") for at, name in enumerate(names))
        path = tmp_path / "list.xml"
        path.write_text(LISTED.format(day=day, entries=entries) + f"<!-- {version} -->")
        return screening.load_list(actor=cast.saeed, path=path)

    return load_names


def asked(cast, name="Al Bahja Home LLC", **changed):
    buyer = Party.objects.create(name=name, country="OMN")
    deal = deals.ask(actor=None, enquiry=table_linen(buyer_name=name, **changed), buyer=buyer)
    return deals.take_on(actor=cast.reza, deal=deal, consortium=cast.consortium, hs6="630259")


def qualify(cast, deal):
    return deals.move(actor=cast.reza, deal=deal, towards=DealState.QUALIFIED)


def test_without_a_list_no_deal_goes_on(cast):
    agreed(cast)
    deal = asked(cast)
    with pytest.raises(NoCurrentList):
        qualify(cast, deal)
    assert screening.standing(deal) == "no-list"


def test_an_old_list_stops_every_deal(cast, load):
    agreed(cast)
    load("Somebody Else Entirely", days_ago=400)
    with pytest.raises(ListTooOld):
        qualify(cast, asked(cast))


def test_a_sample_answers_for_no_real_deal(cast):
    agreed(cast)
    screening.load_list(actor=cast.saeed, path=sample_path())
    with pytest.raises(NoCurrentList):
        qualify(cast, asked(cast))


def test_a_clear_deal_passes_and_its_finding_is_kept(cast, load):
    agreed(cast)
    load("Somebody Else Entirely")
    deal = asked(cast)
    assert qualify(cast, deal).state == "qualified"
    found = Screening.objects.get(deal=deal)
    assert (found.outcome, found.gate) == ("clear", "asked")
    assert found.lists[0]["version"].startswith(str(timezone.localdate() - timedelta(days=1)))


@pytest.mark.parametrize("role", ["buyer_name", "end_user"])
def test_a_listed_buyer_or_end_user_stops_the_deal(cast, load, role):
    agreed(cast)
    load("Qumran Shadow Logistics")
    if role == "buyer_name":
        deal = asked(cast, "QUMRAN SHADOW LOGISTICS")
    else:
        deal = asked(cast, end_user="Qumran Shadow Logistics")
    with pytest.raises(screening.ScreeningStops):
        qualify(cast, deal)
    assert screening.standing(deal) == "stopped"
    assert Screening.objects.filter(deal=deal, outcome="block").count() == 1


def near_match(cast, load):
    agreed(cast)
    load("Novin Tejarat Caspian Trading Co")
    return asked(cast, "Novin Tejarat Alborz Caspian LLC")


def test_a_near_match_waits_until_an_officer_clears_it(cast, load):
    deal = near_match(cast, load)
    with pytest.raises(screening.ScreeningWaits):
        qualify(cast, deal)
    found = Screening.objects.get(deal=deal)
    screening.clear(actor=cast.saeed, screening=found, reason="another address and owners")
    assert qualify(cast, deal).state == "qualified"
    event = Event.objects.get(verb="clear-screening")
    assert (event.before, event.after) == ({"outcome": "review"}, {"outcome": "clear"})
    assert event.why == "another address and owners"


def test_nobody_but_a_screening_officer_decides_and_never_on_an_own_deal(cast, load):
    found = Screening.objects.get(deal=near_match(cast, load))
    for other in (cast.reza, cast.mina, cast.parviz):
        with pytest.raises(screening.NotAScreeningOfficer):
            screening.clear(actor=other, screening=found, reason="fine")
    found.deal.owner = cast.saeed
    found.deal.save()
    with pytest.raises(screening.OwnDealNotDecided):
        screening.clear(actor=cast.saeed, screening=found, reason="fine")


def test_a_decision_has_a_reason_and_is_made_once(cast, load):
    found = Screening.objects.get(deal=near_match(cast, load))
    with pytest.raises(screening.DecisionNeedsReason):
        screening.clear(actor=cast.saeed, screening=found, reason="  ")
    screening.clear(actor=cast.saeed, screening=found, reason="another person")
    with pytest.raises(screening.AlreadyDecided):
        screening.refuse(actor=cast.saeed, screening=found, reason="no")


def test_a_new_list_screens_again_and_keeps_a_decision_while_the_match_is_the_same(cast, load):
    deal = near_match(cast, load)
    screening.clear(
        actor=cast.saeed, screening=Screening.objects.get(deal=deal), reason="another firm"
    )
    load("Novin Tejarat Caspian Trading Co", "A New Stranger", version="2")
    assert Screening.objects.filter(deal=deal).count() == 2
    assert screening.standing(deal) == "clear"
    load("Novin Tejarat Alborz Caspian", version="3")
    assert screening.standing(deal) == "stopped"


def test_a_decision_reopens_when_the_party_changes_or_the_decision_is_old(cast, load):
    deal = near_match(cast, load)
    found = Screening.objects.get(deal=deal)
    screening.clear(actor=cast.saeed, screening=found, reason="another firm")
    deal.buyer.version += 1
    deal.buyer.save()
    assert screening.standing(deal) == "not-yet"
    with pytest.raises(screening.ScreeningWaits):
        qualify(cast, deal)
    deal.buyer.version -= 1
    deal.buyer.save()
    Screening.objects.filter(deal=deal).update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(screening.ScreeningWaits):
        qualify(cast, deal)


def test_a_refused_party_is_known_again_under_another_name(cast, load):
    deal = near_match(cast, load)
    deal.buyer.phone = "+968 2455 0101"
    deal.buyer.save()
    screening.refuse(
        actor=cast.saeed, screening=Screening.objects.get(deal=deal), reason="the listed one"
    )
    again = Party.objects.create(name="Quite New Gate", country="TUR", phone="0096824550101")
    returned = deals.ask(actor=None, enquiry=table_linen(buyer_name="x"), buyer=again)
    assert screening.standing(returned) == "stopped"


def test_the_same_file_twice_is_one_list_and_an_old_version_is_current_no_more(cast, load):
    first = load("One Name")
    assert load("One Name").pk == first.pk
    second = load("One Name", "Two Names", version="2")
    assert [one.pk for one in ScreeningList.objects.filter(is_current=True)] == [second.pk]
    assert ScreeningEntry.objects.filter(screening_list=second).count() == 2


def test_a_file_that_is_no_list_leaves_the_loaded_one_in_force(cast, load, tmp_path):
    first = load("One Name")
    (tmp_path / "bad.xml").write_text("<html/>")
    with pytest.raises(ListNotReadable):
        screening.load_list(actor=cast.saeed, path=tmp_path / "bad.xml")
    assert ScreeningList.objects.get(is_current=True).pk == first.pk


def test_a_question_about_a_name_is_written_down(cast, load):
    load("Qumran Shadow Logistics")
    found = screening.ask_about(actor=cast.saeed, name="قمران شادو", country="OMN")
    event = Event.objects.get(verb="ask-screening")
    assert event.after == {"name": "قمران شادو", "country": "OMN", "outcome": found.band.value}


@pytest.mark.parametrize("gone", ["removed", "old"])
@pytest.mark.parametrize("gate", ["quote", "contract"])
def test_a_list_that_goes_in_between_stops_the_quote_and_the_contract(cast, load, gate, gone):
    kept = load("Somebody Else Entirely")
    deal = offered(cast, with_offers_open(cast))
    if gate == "contract":
        quoted(cast, deal)
    if gone == "removed":
        ScreeningList.objects.update(is_current=False)
    else:
        ScreeningList.objects.update(issued_on=timezone.localdate() - timedelta(days=400))
    with pytest.raises(NoCurrentList if gone == "removed" else ListTooOld):
        if gate == "quote":
            quoted(cast, deal)
        else:
            quotes.sign_contract(actor=cast.reza, deal=deal)
    deal.refresh_from_db()
    assert deal.state == ("offers-closed" if gate == "quote" else "quoted")
    assert kept.entry_count == 1
    assert deal.quotes.count() == (gate == "contract")


def test_who_moved_a_deal_before_becoming_an_officer_clears_none_of_its_parties(cast, load):
    deal = near_match(cast, load)
    deals.hold(actor=cast.reza, deal=deal, why="papers")
    deals.resume(actor=cast.reza, deal=deal)
    type(deal).objects.filter(pk=deal.pk).update(owner=None)
    cast.reza.role = "screening"
    cast.reza.save()
    with pytest.raises(screening.OwnDealNotDecided):
        screening.clear(actor=cast.reza, screening=Screening.objects.get(deal=deal), reason="no")
