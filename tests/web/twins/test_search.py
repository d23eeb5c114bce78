"""A search lays pairs in the queue, joins what is certain, and can break off anywhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamafza.vocabulary.progress import Cancelled
from hamafza.web.actions import runs, twin_search
from hamafza.web.actions import twins as act
from hamafza.web.actions.units import correct_unit
from hamafza.web.demo import wiping
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.twins import TwinPair, TwinState
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.people import make_consortium, make_union, make_unit
from tests.web.twins.making import CERTAIN, make_crowd, make_pair, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(cast):
    """Strangers, two certain pairs, and one that only the telephone speaks for."""
    make_crowd(400)
    for at, name in enumerate(("قنادی محمدی", "کفاشی رستگار")):
        told = {"licence": f"9990{at}001", "phone": f"0935{at}001122", "city": "بم"}
        make_unit(name=name, goods_text=f"کلوچه {at}", **told)
        make_unit(name=f"كارگاه {name}", goods_text=f"کلوچه {at}", **told)
    told = {"phone": "09350009999", "city": "ساری", "goods_text": "شال"}
    make_unit(name="نجاری سبحان", **told)
    make_unit(name="بافندگی مهتاب", **told)
    return cast


def searched(actor, **asked) -> Run:
    run = twin_search.find_twins(actor=actor)
    run.record = twin_search.search(
        run, report=asked.get("report", lambda *_: None), stop=lambda _: False, **run.parameters
    )
    run.state = RunState.DONE
    run.save()
    return run


def standing() -> list[tuple[str, str, str | None]]:
    return sorted(
        (pair.one.name, str(pair.state), pair.held)
        for pair in TwinPair.objects.select_related("one")
    )


def test_what_is_certain_is_joined_and_the_rest_is_asked(registry):
    run = searched(registry.parviz)
    assert standing() == [
        ("قنادی محمدی", "same", None),
        ("نجاری سبحان", "open", "other-name"),
        ("کفاشی رستگار", "same", None),
    ]
    figures = run.record["figures"]
    assert (figures["joined"], figures["laid"], figures["new"]) == (2, 1, 3)
    event = Event.objects.filter(verb=act.JOIN).first()
    assert (event.actor, event.role) == (None, "system")
    assert event.after["probability"] > 0.999
    assert event.after["evidence"]["phone"] > 5
    assert Unit.objects.filter(merged_into__isnull=False).count() == 2
    assert TwinPair.objects.filter(state="same", decided_by=None).count() == 2


def test_a_second_search_asks_nothing_twice(registry):
    searched(registry.parviz)
    act.say_different(actor=registry.parviz, pair=TwinPair.objects.get(state="open"))
    before = standing(), verbs()
    run = searched(registry.parviz)
    assert (standing(), verbs()) == before
    figures = run.record["figures"]
    assert (figures["new"], figures["decided_before"], figures["joined"]) == (0, 1, 0)


def test_a_pair_said_to_differ_is_asked_again_once_a_record_has_changed(registry):
    searched(registry.parviz)
    pair = TwinPair.objects.get(state="open")
    act.say_different(actor=registry.parviz, pair=pair)
    correct_unit(actor=registry.parviz, unit=pair.other, name="نجاری سبحان")
    run = searched(registry.parviz)
    pair.refresh_from_db()
    assert (pair.state, pair.held, pair.decision) == ("open", "said-different", "review")
    assert run.record["figures"]["asked_again"] == 1
    assert verbs()[-1] == act.ASK_AGAIN


def test_what_was_taken_back_is_not_joined_by_the_next_search(registry):
    searched(registry.parviz)
    pair = TwinPair.objects.filter(state="same").first()
    act.undo(actor=registry.parviz, pair=pair)
    searched(registry.parviz)
    pair.refresh_from_db()
    assert (pair.state, pair.held) == ("open", "undone")


def test_a_search_that_breaks_off_goes_on_and_doubles_nothing(registry, monkeypatch):
    monkeypatch.setattr(twin_search, "JOINED_AT_ONCE", 1)
    monkeypatch.setattr(twin_search, "KEPT_AT_ONCE", 2)

    def breaks(stage, done, total):
        if (stage, done) == ("joining", 1):
            raise Cancelled

    with pytest.raises(Cancelled):
        searched(registry.parviz, report=breaks)
    run = Run.objects.get(kind="twins")
    assert TwinPair.objects.filter(state="same").count() == 1
    twin_search.search(run, report=lambda *_: None, stop=lambda _: False, **run.parameters)
    assert verbs() == ["join-twins", "join-twins"]
    assert TwinPair.objects.count() == 3


def test_a_crash_while_pairs_are_kept_leaves_whole_chunks(registry, monkeypatch):
    monkeypatch.setattr(twin_search, "KEPT_AT_ONCE", 2)
    real, times = twin_search.write_pairs, []

    def breaks(*args):
        times.append(1)
        if len(times) == 2:
            real(*args)
            raise RuntimeError("the power failed")
        return real(*args)

    monkeypatch.setattr(twin_search, "write_pairs", breaks)
    with pytest.raises(RuntimeError):
        searched(registry.parviz)
    assert TwinPair.objects.count() == 2
    searched(registry.parviz)
    assert TwinPair.objects.count() == 3


def test_a_certain_pair_that_a_consortium_holds_is_left_to_an_officer(registry):
    member = Unit.objects.get(name="كارگاه قنادی محمدی")
    make_consortium(member)
    run = searched(registry.parviz)
    assert ("قنادی محمدی", "open", "in-use") in standing()
    assert run.record["figures"]["held_back"] == 1
    assert Unit.objects.get(pk=member.pk).merged_into is None


def test_two_clicks_are_one_search(registry):
    assert twin_search.find_twins(actor=registry.parviz) == twin_search.find_twins(
        actor=registry.mina
    )
    assert Run.objects.filter(kind="twins").count() == 1
    with pytest.raises(act.NotYourTwins):
        twin_search.find_twins(actor=registry.negar)


def test_a_unions_search_keeps_the_pairs_of_that_union_alone(registry):
    Unit.objects.update(office=registry.farideh.office)
    other = make_union("اتحادیه دیگر")
    Unit.objects.filter(name="کفاشی رستگار").update(union=other.name_fa, office=other)
    searched(registry.farideh)
    assert [row[0] for row in standing()] == ["قنادی محمدی", "نجاری سبحان"]


def test_units_of_a_file_that_is_still_read_are_left_alone(registry):
    upload = Upload.objects.create(file_name="a.csv", sha256="0" * 64, size_bytes=1)
    Unit.objects.filter(name="نجاری سبحان").update(upload=upload)
    searched(registry.parviz)
    assert "نجاری سبحان" not in [row[0] for row in standing()]


def test_a_question_that_nothing_speaks_for_any_more_is_withdrawn(registry):
    searched(registry.parviz)
    pair = TwinPair.objects.get(state=TwinState.OPEN)
    correct_unit(actor=registry.parviz, unit=pair.other, phone="09123456789")
    run = searched(registry.parviz)
    assert run.record["figures"]["forgotten"] == 1
    assert not TwinPair.objects.filter(pk=pair.pk).exists()


def test_joining_costs_a_fixed_number_of_queries_a_pair(registry):
    def asked(count: int) -> int:
        for at in range(count):
            make_pair_that_is_certain(at)
        with CaptureQueriesContext(connection) as told:
            searched(registry.parviz)
        return len(told)

    few, more = asked(2), asked(6)
    assert more - few <= 6 * 16


def make_pair_that_is_certain(at: int) -> None:
    name = f"{chr(0x0631 + at)}نگرزی دادگر {Unit.objects.count()}"
    told = CERTAIN | {"licence": f"55{Unit.objects.count():06d}", "city": "اراک"}
    told["phone"] = f"0919{Unit.objects.count():07d}"
    for _ in range(2):
        make_unit(name=name, goods_text=f"کالا {name}", **told)


def test_the_run_is_carried_out_by_the_worker(registry, work, client):
    client.force_login(registry.parviz)
    answer = client.post("/office/twins/find/")
    assert answer.status_code == 302
    assert "hx-get" in client.get("/office/twins/").content.decode()
    work()
    run = Run.objects.get(kind="twins")
    assert run.state == RunState.DONE
    assert runs.CARRIERS["twins"] is twin_search.search
    html = client.get(f"/en/runs/{run.pk}/").content.decode()
    assert "/en/office/twins/" in html


def test_a_wiped_demo_takes_its_pairs_and_joined_records_with_it(cast):
    pair = make_pair(make_unit(is_demo=True), make_unit(is_demo=True), is_demo=True)
    real = make_pair(make_unit(), make_unit())
    make_pair(real.other, pair.one)  # hangs on a demo record too
    act.say_same(actor=cast.parviz, pair=pair)
    act.say_same(actor=cast.parviz, pair=real)
    wiping.wipe()
    assert list(TwinPair.objects.all()) == [real]
    assert not Unit.objects.filter(pk__in=(pair.one_id, pair.other_id)).exists()
    assert Unit.objects.get(pk=real.other_id).merged_into_id == real.one_id
