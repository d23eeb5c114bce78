"""Lists: read safely, never old, never none; a refused party is known again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.runs.screening import check_names, goods_control, screening_rules
from hamafza.screening.goods import GoodsControl, GoodsOutcome, outcome
from hamafza.screening.listing import Entry, SanctionsList, current
from hamafza.screening.parties import Band, Party, Screen
from hamafza.screening.refusals import ListNotReadable, ListTooOld, NoCurrentList
from hamafza.screening.refused import Refused, own_list
from hamafza.sources.un_list import SAMPLE_LIST, read_un_list, sample_path
from hamafza.store.refusals import FileNotFound

TODAY = date(2026, 11, 20)


def test_the_shipped_list_is_a_sample_and_says_so_in_every_entry():
    sample = read_un_list(sample_path())
    assert sample.is_sample
    assert sample.name == SAMPLE_LIST
    assert all(entry.entry_id.startswith("SAMPLE-") for entry in sample.entries)


def test_the_un_format_gives_names_aliases_papers_and_countries():
    broker = read_un_list(sample_path()).entries[0]
    assert broker.names == ("FARZAN MOHREGARD", "فرزان مهره‌گرد", "Farzan Mohre Gard")
    assert broker.weak_names == ("Farzi the Broker",)
    assert broker.countries == ("OMN",)
    assert broker.identifiers == ("ZZ-0000001",)
    assert broker.kind == "person"


def test_a_list_that_declares_entities_is_refused(tmp_path):
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        "<CONSOLIDATED_LIST><ENTITIES><ENTITY><FIRST_NAME>&b;</FIRST_NAME></ENTITY></ENTITIES>"
        "</CONSOLIDATED_LIST>"
    )
    with pytest.raises(ListNotReadable):
        read_un_list(bomb)


@pytest.mark.parametrize("text", ["", "not xml", "<OTHER/>", "<CONSOLIDATED_LIST/>", "\x00\x01"])
def test_what_is_no_list_is_refused(tmp_path, text):
    path = tmp_path / "list.xml"
    path.write_text(text)
    with pytest.raises(ListNotReadable):
        read_un_list(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileNotFound):
        read_un_list(tmp_path / "none.xml")


def test_no_list_and_an_old_list_stop_every_deal():
    limit = screening_rules().max_age_days
    fresh = SanctionsList("un", "1", TODAY - timedelta(days=limit), ())
    old = SanctionsList("un", "1", TODAY - timedelta(days=limit + 1), ())
    undated = SanctionsList("un", "1", None, ())
    assert current([fresh], TODAY, limit)
    for stale in ([old], [undated], [fresh, old]):
        with pytest.raises(ListTooOld):
            current(stale, TODAY, limit)
    with pytest.raises(NoCurrentList):
        current([], TODAY, limit)


def test_names_are_checked_against_files_and_never_without_one():
    (stopped, free) = check_names(["شرکت زرین کویر", "Golestan Weavers"], [sample_path()])
    assert stopped.finding.band is not Band.CLEAR
    assert free.finding.band is Band.CLEAR
    with pytest.raises(NoCurrentList):
        check_names(["Anybody"], [])


def test_a_refused_party_is_known_again_under_a_new_name_and_country():
    first = Party(("Blue Door Trading",), "OMN", ("CR-998877",))
    ours = own_list(
        [Refused("R1", first, owners=("Farzan Mohregard",), traces=("OM44BANK",))], TODAY
    )
    screen = Screen([ours], screening_rules())
    assert screen.check(Party(("Green Gate LLC",), "IRQ", ("CR998877",))).band is Band.BLOCK
    assert screen.check(Party(("Green Gate LLC",), "IRQ", ("om44-bank",))).band is Band.BLOCK
    assert screen.check(Party(("Farzan Mohregard",), "TUR")).band is Band.BLOCK
    assert screen.check(Party(("Green Gate LLC",), "IRQ")).band is Band.CLEAR


def test_every_deal_is_asked_for_its_end_and_some_goods_for_more():
    control = goods_control()
    assert control.questions("630259") == ("end-use", "end-user", "final-destination")
    assert "dual-use" in control.questions("847989")
    assert "cultural-heritage" in control.questions("570110")


CONTROL = GoodsControl(by_prefix={"84": ("dual-use",)})
ENDS = {"end-use": "packing", "end-user": "a mill", "final-destination": "OMN"}


def test_only_a_plain_no_to_everything_lets_goods_go():
    assert outcome(CONTROL, "842240", ENDS | {"dual-use": "no"}) is GoodsOutcome.FREE
    assert outcome(CONTROL, "842240", ENDS | {"dual-use": "unsure"}) is GoodsOutcome.OFFICER
    assert outcome(CONTROL, "842240", ENDS | {"dual-use": "yes"}) is GoodsOutcome.OFFICER
    assert outcome(CONTROL, "842240", ENDS) is GoodsOutcome.OPEN
    assert outcome(CONTROL, "630259", ENDS | {"end-user": " "}) is GoodsOutcome.OPEN


@given(st.sets(st.sampled_from([*ENDS, "dual-use"])))
def test_leaving_an_answer_out_never_frees_goods(left_out):
    answers = {
        key: value for key, value in (ENDS | {"dual-use": "no"}).items() if key not in left_out
    }
    assert (outcome(CONTROL, "84", answers) is GoodsOutcome.FREE) == (not left_out)


def test_an_entry_without_countries_contradicts_no_country():
    screen = Screen(
        [SanctionsList("x", "1", TODAY, (Entry("1", "person", ("Varzandeh Kuhgard",)),))],
        screening_rules(),
    )
    assert screen.check(Party(("Varzandeh Kuhgard",), "IRN")).score == 1
