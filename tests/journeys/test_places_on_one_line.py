"""The top bar of every reader stays on one line on a desk's screen, in both languages."""

import pytest

from tests.journeys.test_no_dead_links import PASSWORD, READERS

LINES = """new Set([...document.querySelectorAll('.topbar nav > a, .topbar nav summary')]
  .map(one => Math.round(one.getBoundingClientRect().top))).size"""
UNDER_MORE = ".topbar nav details a"


@pytest.mark.parametrize("reader", READERS)
def test_the_places_stand_on_one_line(demo_house, visit, reader):
    for language in ("fa", "en"):
        one = visit(demo_house, language)
        if reader:
            one.sign_in(reader, PASSWORD)
        one.go("/account/" if reader else "/")
        assert one.page.viewport_size["width"] == 1280
        assert one.page.evaluate(LINES) == 1, language


def test_what_has_no_room_on_the_bar_is_under_more(demo_house, visit):
    one = visit(demo_house, "en")
    one.sign_in("administrator", PASSWORD)
    one.go("/office/")
    links = one.page.locator(UNDER_MORE)
    assert links.count() > 1
    assert not links.first.is_visible()
    one.page.click(".topbar nav summary")
    links.last.click()
    one.page.wait_for_load_state()
    assert one.page.locator(f"{UNDER_MORE}[aria-current]").count() == 1
