"""An officer begins a formation, leaves it, comes back, changes a group and adopts some."""

import pytest

from tests.journeys.test_no_dead_links import PASSWORD
from tests.journeys.way.walking import figures, press, wait_for

MOST_MS = 60_000


@pytest.fixture
def officer(demo_house, visit):
    one = visit(demo_house, "en")
    one.sign_in("promotion", PASSWORD)
    return one


def begin(officer, effort, families=0):
    officer.go("/office/formations/new/")
    for at in range(families):
        officer.page.locator("input[name=families]").nth(at).check()
    officer.page.check(f"input[name=effort][value={effort}]")
    press(officer, "main form .btn--main")
    return officer.page.url.removeprefix(f"{officer.base}/en")


def test_a_long_formation_shows_how_it_goes_and_ends_when_asked(officer):
    address = begin(officer, "thorough")
    officer.page.wait_for_selector(".run progress")
    officer.go("/office/")  # leaves, and comes back
    officer.go(address)
    officer.page.wait_for_selector("svg.closing", timeout=MOST_MS)
    bound, value = (
        figures(officer.page.locator(f".race dd.big >> nth={at}").inner_text())[0] for at in (0, 1)
    )
    assert bound >= value >= 0
    press(officer, "form[action$='/cancel/'] button")
    officer.page.wait_for_selector(".note--warn", timeout=MOST_MS)
    officer.page.wait_for_selector("a.btn--main[href*='?from=']", timeout=MOST_MS)


def test_groups_are_changed_with_their_cost_and_some_are_adopted(officer):
    address = begin(officer, "quick", families=3)
    wait_for(officer, ".certificate", MOST_MS)
    press(officer, "table a[href*='/groups/']")
    before = members(officer)
    officer.page.locator("input[type=checkbox][name=unit]").last.check()
    officer.page.check("input[name=verb][value=leave]")
    press(officer, "button[name=preview]")
    cost = officer.page.locator("#cost .big").first.inner_text()
    assert cost.startswith(("−", "+", "0"))
    assert members(officer) == before
    press(officer, "#cost .btn--main")
    assert members(officer) == before - 1
    assert cost in officer.page.locator("#cost").inner_text()
    press(officer, "#cost form button")
    assert members(officer) == before
    officer.go(address)
    officer.page.locator("input[name=group]").first.check()
    press(officer, "main form:has(table) .row .btn")
    assert officer.page.locator("table .badge--done").count() == 1
    officer.go(f"/office/formations/compare/?run=1&run={address.strip('/').split('/')[-1]}")
    assert officer.page.locator("table.versus").count() == 1


def members(officer):
    return officer.page.locator("input[type=checkbox][name=unit]").count()
