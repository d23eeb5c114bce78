"""The record of changes hangs in a chain: what stands, and every tampering found and named."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import connection, transaction
from django.urls import reverse
from typer.testing import CliRunner

from hamafza.cli import audit
from hamafza.runs.editions import change_set_in
from hamafza.vocabulary import chain
from hamafza.web.actions import accounts as act
from hamafza.web.actions import runs
from hamafza.web.actions.edition_settling import folder_of
from hamafza.web.actions.events import end_of_chain, record, verified_chain
from hamafza.web.demo import accounts, calendar, wiping
from hamafza.web.records.events import ChainHead, Event, EventIsFinal
from hamafza.web.records.uploads import Upload
from tests.people import PASSWORD
from tests.web.orders import making
from tests.web.units.test_uploads import a_file, confirmed, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def six(cast):
    """Six events of ordinary actions, by their number."""
    for why in ("بازنشسته شد", "به دفتر دیگر رفت", "مرخصی"):
        act.close_account(actor=cast.mina, account=cast.negar, why=why)
        act.reopen_account(actor=cast.mina, account=cast.negar)
    return {event.number: event for event in Event.objects.all()}


def standing(is_demo: bool = False, **more) -> chain.Standing:
    return verified_chain(is_demo=is_demo, **more)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_ordinary_actions_make_one_chain(six):
    assert list(six) == [1, 2, 3, 4, 5, 6]
    assert standing().end == end_of_chain(is_demo=False) == chain.End(6, six[6].digest)
    assert standing(is_demo=True).end == chain.End()


def test_a_chain_longer_than_a_piece_is_followed(six, monkeypatch):
    for piece in (1, 2, 3, 6, 7):
        monkeypatch.setattr("hamafza.web.actions.events._PIECE", piece)
        assert standing().end.number == 6


def test_an_action_rolled_back_leaves_no_gap(cast, six):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act.close_account(actor=cast.mina, account=cast.negar)
        assert end_of_chain(is_demo=False).number == 7
        raise ZeroDivisionError
    act.close_account(actor=cast.mina, account=cast.negar, why="دوباره")
    assert standing().end.number == 7


def test_what_changed_reads_the_same_from_every_database(cast):
    tehran = timezone(timedelta(hours=3, minutes=30))
    said = {
        "zeta": 1.0, "alpha": 1e22, "small": 1e-7, "share": Decimal("0.2500"), "none": None,
        "when": datetime(2026, 3, 21, 3, 30, tzinfo=tehran), "unit": cast.unit,
        "کالا": ["رومیزی", {"ب": 2, "a": [0.1, -0.0, True]}], "numbers": {7: "seven"},
    }  # fmt: skip
    record(actor=cast.mina, verb="trial", subject=cast.unit, before={}, after=said, why="‏«\n»")
    standing()
    kept = Event.objects.get(verb="trial").after
    assert (kept["when"], kept["share"]) == ("2026-03-21T00:00:00.000000+00:00", "0.2500")
    assert (kept["unit"], kept["numbers"]) == (cast.unit.pk, {"7": "seven"})


def test_events_come_in_by_their_chain_alone(cast):
    with pytest.raises(EventIsFinal):
        Event.objects.bulk_create([Event(verb="forged", role="system")])


TAMPERINGS: dict[str, tuple[Callable[[dict[int, Event]], None], type[chain.ChainBroken], int]] = {}


def tampering(kind: type[chain.ChainBroken], number: int):
    def name(tamper):
        TAMPERINGS[tamper.__name__] = (tamper, kind, number)
        return tamper

    return name


@tampering(chain.LinkChanged, 3)
def another_reason(six):
    sql("UPDATE records_event SET why = %s WHERE id = %s", "دلیل دیگر", six[3].pk)


@tampering(chain.LinkChanged, 2)
def another_time(six):
    earlier = six[2].at - timedelta(microseconds=1)
    sql("UPDATE records_event SET at = %s WHERE id = %s", earlier, six[2].pk)


@tampering(chain.LinkChanged, 1)
def another_actor(six):
    sql("UPDATE records_event SET actor_id = NULL WHERE id = %s", six[1].pk)


@tampering(chain.LinkChanged, 5)
def other_values(six):
    sql("UPDATE records_event SET after = %s WHERE id = %s", '{"is_active": true}', six[5].pk)


@tampering(chain.LinkDoesNotFollow, 5)
def changed_with_a_digest_of_its_own(six):
    facts = six[4].facts() | {"why": "دلیل دیگر"}
    digest = chain.digest_of(4, six[4].previous, facts)
    told = (facts["why"], digest, six[4].pk)
    sql("UPDATE records_event SET why = %s, digest = %s WHERE id = %s", *told)


@tampering(chain.LinkMissing, 4)
def removed(six):
    sql("DELETE FROM records_event WHERE id = %s", six[4].pk)


@tampering(chain.LinkMissing, 1)
def the_first_removed(six):
    sql("DELETE FROM records_event WHERE id = %s", six[1].pk)


@tampering(chain.LinkDoesNotFollow, 4)
def removed_and_the_gap_closed(six):
    sql("DELETE FROM records_event WHERE id = %s", six[4].pk)
    for number in (5, 6):
        sql("UPDATE records_event SET number = %s WHERE id = %s", number - 1, six[number].pk)


@tampering(chain.LinkMissing, 2)
def laid_into_the_demo(six):
    sql("UPDATE records_event SET is_demo = %s WHERE id = %s", True, six[2].pk)


@tampering(chain.LinkDoesNotFollow, 2)
def places_exchanged(six):
    for number, row in ((99, 2), (2, 4), (4, 2)):
        sql("UPDATE records_event SET number = %s WHERE id = %s", number, six[row].pk)


@tampering(chain.LinkOutOfOrder, 3)
def rows_exchanged(six):
    for new, old in ((0, six[2].pk), (six[2].pk, six[4].pk), (six[4].pk, 0)):
        sql("UPDATE records_event SET id = %s WHERE id = %s", new, old)


@tampering(chain.LinkDoesNotFollow, 4)
def put_in(six):
    for number in (6, 5, 4, 3):
        sql("UPDATE records_event SET number = %s WHERE id = %s", number + 1, six[number].pk)
    forge(3, six[2].digest, six)


@tampering(chain.EndMissing, 6)
def the_end_cut(six):
    sql("DELETE FROM records_event WHERE number > %s", 4)


@tampering(chain.EndNotKnown, 6)
def one_hung_on_the_end(six):
    forge(7, six[6].digest, six)


@tampering(chain.EndNotKnown, 6)
def the_last_replaced(six):
    sql("DELETE FROM records_event WHERE id = %s", six[6].pk)
    forge(6, six[5].digest, six)


@tampering(chain.EndNotKnown, 0)
def the_known_end_removed(six):
    sql("DELETE FROM records_chainhead")


def forge(number: int, previous: str, six) -> None:
    """Add a row past the house: its own digest is right."""
    event = Event(
        number=number,
        previous=previous,
        actor=six[1].actor,
        role="administrator",
        verb="close-account",
        subject_kind="user",
        subject_id=six[1].subject_id,
    )
    event.digest = chain.digest_of(number, previous, event.facts())
    event.save()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_tampering_is_found_and_named(six, name):
    tamper, kind, number = TAMPERINGS[name]
    tamper(six)
    with pytest.raises(kind) as broken:
        standing()
    assert number in (broken.value.facts.get("number"), broken.value.facts.get("known"))


def test_a_tail_written_anew_is_found_by_an_anchor_alone(cast, six):
    sql("DELETE FROM records_event WHERE number > %s", 3)
    ChainHead._base_manager.filter(pk=False).update(number=3, digest=six[3].digest)
    for _ in range(3):
        record(actor=cast.mina, verb="close-account", subject=cast.negar)
    told = standing(anchors=[six[3].digest, six[5].digest])
    assert (told.end.number, told.anchors) == (6, {six[3].digest: 3})


def test_a_chain_whose_end_was_removed_takes_no_event_in(cast, six):
    the_known_end_removed(six)
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        record(actor=cast.mina, verb="close-account", subject=cast.negar)


def test_the_demo_goes_and_the_chain_of_what_people_did_is_whole(cast, six, monkeypatch):
    monkeypatch.setitem(runs.CARRIERS, "trial", lambda run, report, stop: {})
    for _ in range(2):
        administrator = accounts.open_officers()
        runs.begin(actor=administrator, kind="trial", parameters={})
        act.close_account(actor=cast.mina, account=cast.negar)
        assert standing(is_demo=True).end.number > 1
        wiping.wipe()
        assert standing(is_demo=True).end == end_of_chain(is_demo=True) == chain.End()
    assert standing().end.number == 8


def test_days_told_back_leave_the_demos_chain_whole(cast):
    deal = making.asked(cast)
    deal.is_demo = True
    for state in ("enquired", "qualified"):
        record(actor=None, verb="move-deal", subject=deal, after={"state": state})
    before = standing(is_demo=True).end
    calendar.spread(deal, {"enquired": 9, "qualified": 4})
    after = standing(is_demo=True).end
    assert after.number == before.number == 2
    assert after.digest != before.digest
    first, second = Event.objects.filter(is_demo=True)
    assert (second.at - first.at).days == 5


def test_an_import_is_one_event_with_the_digests_of_the_file_and_of_what_was_kept(
    client, cast, work
):
    client.force_login(cast.farideh)
    upload = sent(client)
    confirmed(client, upload)
    work()
    told = Event.objects.get(verb="import-units").after["sha256"]
    assert told["registry"] == upload.sha256 == sha256(a_file().read()).hexdigest()
    folder = folder_of(Upload.objects.get())
    assert change_set_in(folder, told["changes"]) is not None
    table = folder / "new.parquet"
    table.write_bytes(table.read_bytes() + b"x")
    assert change_set_in(folder, told["changes"]) is None
    standing()


def test_a_password_set_is_an_event_without_a_word_of_it(client, cast):
    client.force_login(cast.maryam)
    new = {"new_password1": "kavir-shab-12", "new_password2": "kavir-shab-12"}
    answer = client.post(reverse("accounts:password"), {"old_password": PASSWORD, **new})
    assert answer.status_code == 302
    assert client.get(reverse("accounts:password_done")).status_code == 200
    assert client.login(username="maryam", password="kavir-shab-12")
    event = Event.objects.get(verb="set-password")
    assert (event.actor, event.before, event.after) == (cast.maryam, {}, {})


def command(*arguments: str):
    return CliRunner().invoke(audit.app, arguments)


def test_the_command_tells_how_many_stand_and_where_each_chain_ends(six):
    told = command("verify")
    assert told.exit_code == 0, told.output
    assert f"real: 6 events stand; the last is {six[6].digest}." in told.stdout
    assert "demo: 0 events stand" in told.stdout
    assert command("head").stdout.splitlines()[0] == f"real 6 {six[6].digest}"


def test_the_command_ends_with_1_and_names_the_event(six, monkeypatch):
    another_reason(six)
    told = command("verify")
    assert told.exit_code == 1
    assert f"real: Event 3 (row {six[3].pk}) is not as it was written" in told.stderr
    assert "demo: 0 events stand" in told.stdout
    monkeypatch.setenv("HAMAFZA_LANGUAGE", "fa")
    assert "رویداد ۳" in command("verify").stderr


def test_the_command_says_whether_an_anchor_stands(six):
    told = command("verify", "--anchor", six[4].digest.upper())
    assert told.exit_code == 0
    assert f"real: the anchor {six[4].digest} stands, as event 4." in told.stdout
    told = command("verify", "--anchor", "a" * 64)
    assert told.exit_code == 1
    assert f"The anchor {'a' * 64} was not found" in told.stderr
    assert command("verify", "--anchor", "abc").exit_code == 2
