"""The top bar of every reader stays on one line on a desk's screen, in both languages."""

import pytest

from tests.journeys.test_no_dead_links import PASSWORD, READERS

LINES = "new Set([...document.querySelectorAll('.topbar nav a')].map(a => a.offsetTop)).size"


@pytest.mark.parametrize("reader", READERS)
def test_the_places_stand_on_one_line(demo_house, visit, reader):
    for language in ("fa", "en"):
        one = visit(demo_house, language)
        if reader:
            one.sign_in(reader, PASSWORD)
        one.go("/account/" if reader else "/")
        assert one.page.viewport_size["width"] == 1280
        assert one.page.evaluate(LINES) == 1, language
