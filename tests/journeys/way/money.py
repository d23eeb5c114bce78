"""The money of a deal as pages show it, and as the books have it."""

import json
import subprocess
import sys
from dataclasses import dataclass

from tests.journeys.conftest import Visit
from tests.journeys.house import House, environment
from tests.journeys.way.walking import figure

_BOOKS = """
import django, json, sys; django.setup()
from hamafza.web.records.models import Deal, DeclaredExport
deal = Deal.objects.get(pk=int(sys.argv[1]))
print(json.dumps({
    "state": deal.state,
    "received": [one.amount_minor for one in deal.receipts.all()],
    "deducted": [one.amount_minor for one in deal.deductions.all()],
    "net": [one.net_minor for one in deal.payouts.all()],
    "paid": [one.amount_minor for one in deal.payouts.filter(state="paid")],
    "proven": [one.value_usd_cents for one in DeclaredExport.objects.filter(deal=deal)],
}))
"""


@dataclass(frozen=True)
class Books:
    """Sums in minor units, from the records of the installation."""

    state: str
    received: list[int]
    deducted: list[int]
    net: list[int]
    paid: list[int]
    proven: list[int]


def books(house: House, number: int) -> Books:
    """Read what the installation keeps of a deal's money."""
    ours = environment(house.home) | {"DJANGO_SETTINGS_MODULE": "hamafza.web.settings"}
    command = [sys.executable, "-c", _BOOKS, str(number)]
    told = subprocess.run(command, env=ours, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return Books(**json.loads(told.stdout))


def waterfall(manager: Visit, number: int) -> list[float]:
    """Return received, each deduction, and the net, as the deal's page shows them."""
    manager.go(f"/consortium/deals/{number}/")
    cells = manager.page.locator("table.fall td.num").all_inner_texts()
    return [figure(cell) for cell in cells]


def statement(producer: Visit) -> float:
    """Open the own statement; return the sum paid out."""
    producer.go("/producer/money/")
    producer.page.click("main a[href*='/money/']")
    producer.page.wait_for_load_state()
    assert producer.page.locator("table.fall").count() == 1
    return figure(producer.page.locator("main .big .n").first.inner_text())
