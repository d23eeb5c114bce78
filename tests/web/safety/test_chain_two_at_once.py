"""People who write at once make one chain: each waits for the end, none for another in a ring."""

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections, transaction

from hamafza.web.actions import accounts as act
from hamafza.web.actions.events import end_of_chain, record, verified_chain
from hamafza.web.records.accounts import User
from hamafza.web.records.events import Event
from tests.people import Cast

WRITERS, EACH = 4, 25
WAIT_S = 20


def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("the tests' SQLite lives in one memory; see the processes below")


def together(*works) -> list[Exception]:
    """Do each work in a thread and a connection of its own; return what they raised."""
    faults: list[Exception] = []

    def carry_out(work):
        try:
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=carry_out, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=WAIT_S)
    return faults


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain_in_which_those_rolled_back_leave_no_gap():
    on_postgresql()
    cast = Cast.on_stage()

    def write():
        for turn in range(EACH):
            try:
                with transaction.atomic():
                    record(actor=cast.mina, verb="trial", subject=cast.unit)
                    if turn % 5 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue

    assert together(*[write] * WRITERS) == []
    kept = WRITERS * EACH * 4 // 5
    assert verified_chain(is_demo=False).end.number == kept == Event.objects.count()


@pytest.mark.django_db(transaction=True)
def test_an_account_locked_by_one_does_not_stop_what_its_person_does():
    """An event refers to its actor: waiting for a row that waits for the chain would be a ring."""
    on_postgresql()
    cast = Cast.on_stage()
    closing, doing = threading.Event(), threading.Event()

    def close():
        with transaction.atomic():
            account = act._locked(User.objects.get(pk=cast.negar.pk))
            closing.set()
            doing.wait(WAIT_S)
            act.close_account(actor=cast.mina, account=account)

    def do():
        closing.wait(WAIT_S)
        with transaction.atomic():
            record(actor=cast.negar, verb="trial", subject=cast.unit)
            doing.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")  # the other waits for the chain by now

    assert together(close, do) == []
    assert verified_chain(is_demo=False).end.number == 2


WRITER = """
import sys
from hamafza.web import installation
installation.open_house()
installation.bring_up_to_date()
from hamafza.web.actions.events import record
from hamafza.web.records.accounts import User
for _ in range(int(sys.argv[1])):
    record(actor=None, verb="trial", subject=User(pk=1))
"""


@pytest.mark.slow
def test_processes_at_once_on_sqlite_make_one_chain(tmp_path):
    """As the server and the worker do: each with a connection of its own to one file."""
    house = os.environ | {"HAMAFZA_HOME": str(tmp_path), "HAMAFZA_DATABASE_URL": ""}
    house["PYTHONPATH"] = os.pathsep.join(sys.path)
    begin = [sys.executable, "-c", WRITER]
    subprocess.run([*begin, "0"], env=house, check=True)
    writers = [subprocess.Popen([*begin, str(EACH)], env=house) for _ in range(2)]
    assert [writer.wait(timeout=WAIT_S * 3) for writer in writers] == [0, 0]
    told = subprocess.run(
        [sys.executable, "-m", "hamafza.cli", "audit", "verify"],
        env=house, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert f"real: {2 * EACH} events stand" in told.stdout


def test_the_end_of_an_unknown_chain_is_its_beginning(db):
    assert end_of_chain(is_demo=True).number == 0
