"""Long work: carried out once, cancelled when asked, given back when its worker is lost."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hamafza.store.refusals import FileNotFound
from hamafza.web import tasks
from hamafza.web.actions import runs
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run, RunState


@pytest.fixture
def carrier(monkeypatch):
    """Let a test say what carries out the kind "trial"."""

    def carried_out_by(function):
        monkeypatch.setitem(runs.CARRIERS, "trial", function)

    return carried_out_by


@pytest.fixture
def eager(monkeypatch):
    """Write progress at every report instead of once a second."""
    monkeypatch.setattr(tasks, "PROGRESS_S", 0.0)


def _begin(actor, **parameters):
    return runs.begin(actor=actor, kind="trial", parameters=parameters)


def test_a_run_is_carried_out_with_its_parameters_and_keeps_what_it_gave(cast, carrier):
    carrier(lambda run, report, stop, size: {"units": size * 2})
    run = _begin(cast.parviz, size=21)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.record) == (RunState.DONE, {"units": 42})
    verbs = list(Event.objects.filter(subject_kind="run").values_list("verb", flat=True))
    assert verbs == ["begin-run", "end-run"]


def test_a_run_is_not_carried_out_twice(cast, carrier):
    times = []
    carrier(lambda run, report, stop: times.append(1))
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    tasks.carry_out.call(run.pk)
    assert len(times) == 1


def test_progress_is_written_while_the_work_goes_on(cast, carrier, eager):
    seen = []

    def work(run, report, stop):
        report("reading", 8_350, 12_480)
        seen.append(Run.objects.values_list("stage", "done", "total").get(pk=run.pk))

    carrier(work)
    tasks.carry_out.call(_begin(cast.parviz).pk)
    assert seen == [("reading", 8_350, 12_480)]


def test_progress_is_written_at_most_once_a_second(cast, carrier, django_assert_num_queries):
    def work(run, report, stop):
        with django_assert_num_queries(0):
            for done in range(1_000):
                report("reading", done, 1_000)

    carrier(work)
    tasks.carry_out.call(_begin(cast.parviz).pk)


def test_a_run_asked_to_end_ends_at_its_next_report(cast, carrier, eager):
    reports = []

    def work(run, report, stop):
        for done in range(10):
            report("reading", done, 10)
            reports.append(done)
            if done == 3:
                runs.ask_to_cancel(actor=cast.parviz, run=run)

    carrier(work)
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert (run.state, reports) == (RunState.CANCELLED, [0, 1, 2, 3])


def test_a_solver_without_reports_is_stopped_too(cast, carrier, eager):
    def work(run, report, stop):
        before = stop(0)
        runs.ask_to_cancel(actor=cast.parviz, run=run)
        with pytest.raises(tasks.Cancelled):
            report("formation", 0, 1)
        return {"before": before, "after": stop(1)}

    carrier(work)
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert run.record == {"before": False, "after": True}


def test_a_waiting_run_is_cancelled_at_once_and_never_begins(cast, carrier):
    carrier(lambda run, report, stop: pytest.fail("it began"))
    run = runs.ask_to_cancel(actor=cast.parviz, run=_begin(cast.parviz))
    tasks.carry_out.call(run.pk)
    assert Run.objects.get(pk=run.pk).state == RunState.CANCELLED
    with pytest.raises(runs.RunIsOver):
        runs.ask_to_cancel(actor=cast.parviz, run=run)


def test_a_refusal_is_shown_as_its_sentence_in_the_readers_language(client, cast, carrier):
    def work(run, report, stop):
        raise FileNotFound(file="units.csv")

    carrier(work)
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    client.force_login(cast.parviz)
    page = client.get(f"/en{reverse('runs:run', args=[run.pk])}").content.decode()
    assert "There is no file units.csv" in page
    assert "پرونده units.csv پیدا نشد" in client.get(f"/runs/{run.pk}/").content.decode()


def test_a_fault_fails_the_run_and_it_can_be_begun_again(client, cast, carrier):
    carrier(lambda run, report, stop: 1 // 0)
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "ZeroDivisionError" in run.fault
    client.force_login(cast.parviz)
    assert (
        "ZeroDivisionError" not in client.get(reverse("runs:run", args=[run.pk])).content.decode()
    )
    carrier(lambda run, report, stop: {"units": 1})
    client.post(reverse("runs:again", args=[run.pk]))
    tasks.carry_out.call(run.pk)
    assert Run.objects.get(pk=run.pk).state == RunState.DONE


def _lost(run, attempts):
    late = timezone.now() - runs.LEASE - timedelta(seconds=1)
    fields = {"state": RunState.RUNNING, "worker": "gone", "heartbeat_at": late}
    Run.objects.filter(pk=run.pk).update(**fields, attempts=attempts)


def test_a_run_whose_worker_died_waits_again(cast, carrier):
    carrier(lambda run, report, stop: {"units": 1})
    run = _begin(cast.parviz)
    _lost(run, attempts=1)
    assert [each.pk for each in runs.take_back_lost()] == [run.pk]
    tasks.carry_out.call(run.pk)
    assert Run.objects.get(pk=run.pk).state == RunState.DONE


def test_a_run_that_takes_its_worker_with_it_is_not_tried_for_ever(cast, carrier):
    carrier(lambda run, report, stop: {})
    run = _begin(cast.parviz)
    _lost(run, attempts=runs.MOST_ATTEMPTS)
    assert runs.take_back_lost() == []
    assert Run.objects.get(pk=run.pk).state == RunState.FAILED


def test_a_run_with_a_living_worker_is_left_alone(cast, carrier):
    carrier(lambda run, report, stop: {})
    run = _begin(cast.parviz)
    runs.claim(run_id=run.pk, worker="alive")
    assert runs.take_back_lost() == []


def test_a_worker_that_lost_its_lease_writes_no_result(cast, carrier):
    def work(run, report, stop):
        Run.objects.filter(pk=run.pk).update(worker="another")
        return {"units": 1}

    carrier(work)
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.record) == (RunState.RUNNING, {})


def test_a_worker_told_to_stop_gives_its_run_back(
    cast, carrier, django_capture_on_commit_callbacks
):
    def work(run, report, stop):
        raise SystemExit(1)

    carrier(work)
    run = _begin(cast.parviz)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(SystemExit):
        tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.WAITING, 0)
    assert DBTaskResult.objects.filter(args_kwargs__args=[run.pk]).count() == 1


def test_a_run_reaches_the_queue_only_when_its_transaction_is_kept(
    cast, carrier, django_capture_on_commit_callbacks
):
    carrier(lambda run, report, stop: {})
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        tasks.start_run("trial", {}, cast.parviz)
        assert not DBTaskResult.objects.exists()
    assert len(waiting) == 1


@pytest.mark.parametrize("step", ["cancel", "again"])
def test_a_stranger_neither_cancels_nor_restarts_anothers_run(client, cast, carrier, step):
    carrier(lambda run, report, stop: {})
    run = _begin(cast.reza)
    client.force_login(cast.nader)
    assert client.post(reverse(f"runs:{step}", args=[run.pk])).status_code == 404
    assert Run.objects.get(pk=run.pk).state == RunState.WAITING


def test_the_progress_part_renews_itself_until_the_end_and_then_the_page(client, cast, carrier):
    carrier(lambda run, report, stop: {})
    run = _begin(cast.parviz)
    client.force_login(cast.parviz)
    url = f"{reverse('runs:run', args=[run.pk])}?part"
    going = client.get(url, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in going.content.decode()
    assert "HX-Refresh" not in going.headers
    tasks.carry_out.call(run.pk)
    over = client.get(url, headers={"HX-Request": "true"})
    assert "hx-trigger" not in over.content.decode()
    assert over.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_what_came_of_a_run_is_read_in_the_language_of_its_reader(client, cast, carrier, language):
    carrier(lambda run, report, stop: {"link": "office:proposals"})
    run = _begin(cast.parviz)
    tasks.carry_out.call(run.pk)
    client.force_login(cast.parviz)
    prefix = "" if language == "fa" else "/en"
    page = client.get(f"{prefix}/runs/{run.pk}/").content.decode()
    assert f'btn--main" href="{prefix}/office/proposals/"' in page


def test_the_lease_is_kept_by_a_heartbeat_while_a_solver_is_silent(monkeypatch):
    monkeypatch.setattr(tasks, "HEARTBEAT_S", 0.01)
    thrice = threading.Event()

    class Watch:
        run = Run(pk=1)
        beats = 0

        def write(self):
            self.beats += 1
            if self.beats == 2:
                raise OSError("the database is busy")
            if self.beats == 3:
                thrice.set()

    with tasks._heartbeat(Watch()):
        assert thrice.wait(timeout=10), "one missed beat ended the heartbeat"
