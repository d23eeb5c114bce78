"""A run begun in an installation is carried out by its worker, and a killed worker is replaced."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.house import House, command, environment

BEGIN = """
import django; django.setup()
from hamafza.web import tasks
from hamafza.web.exchange.units import write_units
from hamafza.web.records.accounts import User
from tests.makers import units_frame
write_units(units_frame(300))
officer = User.objects.get(username="mina")
print(tasks.start_run("formation", {"iterations": 10, "processes": 1}, officer).pk)
"""
ASK = """
import django, sys; django.setup()
from hamafza.web.records.models import Run
run = Run.objects.get(pk=int(sys.argv[1]))
print(run.state, run.record.get("proposals", 0))
"""


def test_the_worker_carries_out_what_waits_and_both_stop_cleanly(house, visit):
    number = _python(house, BEGIN)
    office = visit(house, "en")
    office.sign_in(*ADMINISTRATOR)
    office.go(f"/runs/{number}/")
    office.page.wait_for_selector(".note--done", timeout=240_000)
    state, proposals = _python(house, ASK, number).split()
    assert state == "done"
    assert int(proposals) > 0


def test_a_killed_worker_is_replaced_and_the_pages_go_on(house):
    (worker,) = _workers(house)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _workers(house) in ([], [worker]):
        assert time.monotonic() < deadline, "no other worker came"
        time.sleep(0.2)
    assert house.process.poll() is None


def test_a_port_in_use_is_one_sentence_and_exit_code_2(house):
    refused = command(house.home, "serve", "--port", str(house.port))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert f"Port {house.port}" in refused.stderr


def test_nothing_is_left_running_after_the_end(tmp_path):
    opened = House.open(tmp_path)
    (worker,) = _workers(opened)
    assert opened.stop() == 0
    assert not Path(f"/proc/{worker}").exists()


def test_a_second_demo_does_nothing_and_a_wipe_leaves_nothing(tmp_path):
    first = command(tmp_path, "demo", "--units", "2000", "--json")
    assert json.loads(first.stdout)["built"] is True, first.stderr
    again = command(tmp_path, "demo", "--units", "3000", "--json")
    assert json.loads(again.stdout) == json.loads(first.stdout) | {"built": False}
    wiped = json.loads(command(tmp_path, "demo", "--wipe", "--json").stdout)["removed"]
    assert wiped["user"] >= 9
    assert json.loads(command(tmp_path, "demo", "--wipe", "--json").stdout)["removed"] == {}


def _python(house, script: str, *arguments: str) -> str:
    ours = environment(house.home) | {"DJANGO_SETTINGS_MODULE": "hamafza.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=ours, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _workers(house) -> list[int]:
    """Return the process numbers of this installation's worker."""
    children = Path(f"/proc/{house.process.pid}/task/{house.process.pid}/children").read_text()
    return [
        int(child)
        for child in children.split()
        if "hamafza.web.worker" in Path(f"/proc/{child}/cmdline").read_text()
    ]
