"""An officer clears pairs with single keys, takes one back, and does it without scripts too."""

import subprocess
import sys

import pytest

from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.house import environment

LAY = """
import django; django.setup()
from hamafza.web.records.twins import TwinPair
from tests.people import make_unit
from tests.web.twins.making import make_pair
TwinPair.objects.filter(state="open").delete()
for name in ("الف", "ب", "پ", "ت"):
    make_pair(make_unit(name=f"قنادی {name}"), make_unit(name=f"قنادي {name}"))
"""
STATES = """
import django; django.setup()
from hamafza.web.records.twins import TwinPair
print(*[state for state in TwinPair.objects.order_by("-id").values_list("state", flat=True)[:4]])
"""


def python(house, script: str) -> str:
    ours = environment(house.home) | {"DJANGO_SETTINGS_MODULE": "hamafza.web.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=ours, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def pressed(page, key: str) -> None:
    """Press a key and wait for the page that comes of it."""
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_each_key_answers_and_the_next_pair_is_there_at_once(house, visit, language):
    python(house, LAY)
    office = visit(house, language)
    office.sign_in(*ADMINISTRATOR)
    office.go("/office/twins/")
    first = office.page.inner_text(".record a")
    pressed(office.page, "1")
    assert office.page.inner_text(".record a") != first
    pressed(office.page, "2")
    pressed(office.page, "3")
    assert python(house, STATES).split() == ["open", "later", "different", "same"]
    pressed(office.page, "0")
    pressed(office.page, "1")
    assert python(house, STATES).split() == ["open", "same", "different", "same"]


def test_a_key_written_into_a_field_answers_nothing(house, visit):
    python(house, LAY)
    office = visit(house, "en")
    office.sign_in(*ADMINISTRATOR)
    office.go("/office/twins/")
    office.page.focus("#held")
    office.page.keyboard.press("1")
    office.page.keyboard.press("Control+2")
    office.page.wait_for_timeout(300)
    assert python(house, STATES).split() == ["open"] * 4


def test_the_queue_works_on_a_phone_without_scripts(house, visit):
    python(house, LAY)
    office = visit(house, "fa", "phone", java_script_enabled=False)
    office.sign_in(*ADMINISTRATOR)
    office.go("/office/twins/")
    office.page.click('[name=say][value="same"]')
    office.page.click('[name=say][value="different"]')
    office.page.click(".last button")
    assert python(house, STATES).split() == ["open", "open", "open", "same"]


def test_the_page_fits_a_phone(house, visit):
    python(house, LAY)
    office = visit(house, "fa", "phone")
    office.sign_in(*ADMINISTRATOR)
    for path in ("/office/twins/", "/office/twins/decided/"):
        office.go(path)
        assert office.page.evaluate("document.documentElement.scrollWidth") <= 390
