"""The way on a page: every leg in the reader's language, and the towns whose traders lie near."""

import pytest
from django.template import Context, Template
from django.utils import translation

from hamafza.web.templatetags.routes import traders_by_town
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


def _leg(mode, start, end, line, km=100.0):
    (name, name_fa, country), (to_name, to_name_fa, to_country) = start, end
    return {
        "mode": mode, "from_name": name, "from_name_fa": name_fa, "from_country": country,
        "to_name": to_name, "to_name_fa": to_name_fa, "to_country": to_country, "km": km,
        "hours": 5.0, "cost_usd": 190.0, "basis": "reconstructed",
        "line_lat_deg": [lat for lat, _ in line], "line_lon_deg": [lon for _, lon in line],
    }  # fmt: skip


LEAD = ("Collection point", "محل گردآوری", "IRN")
GATE = ("Khosravi", "خسروی", "IRN")
CITY = ("Baghdad", "بغداد", "IRQ")
ROUTE = [
    _leg("road", LEAD, GATE, [(30.0, 50.0), (30.0, 52.0)]),
    _leg("border", GATE, GATE, [(30.0, 52.0)], km=0.0),
    _leg("road", ("Khosravi", "خسروی", "IRQ"), CITY, [(30.0, 52.0), (30.0, 58.0)]),
]


def trader(lon_deg, city="شیراز", **changed):
    return make_unit(kind="distributive", lat_deg=30.1, lon_deg=lon_deg, city=city, **changed)


def test_only_traders_near_the_roads_at_home_are_counted():
    for lon_deg in (50.5, 51.0):
        trader(lon_deg)
    trader(51.5, city="کرمان")
    trader(56.0)  # near the road abroad
    trader(51.0, country="IRQ")
    make_unit(lat_deg=30.1, lon_deg=51.0)  # a maker
    assert traders_by_town(ROUTE, 25) == {"شیراز": 2, "کرمان": 1}
    assert traders_by_town(ROUTE, 5) == {}
    assert traders_by_town([], 25) == {}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_legs_speak_the_readers_language(language):
    trader(51.0)
    with translation.override(language):
        page = Template("{% load routes %}{% way_in_full route %}").render(
            Context({"route": ROUTE})
        )
    assert ("بغداد" if language == "fa" else "Baghdad") in page
    assert_digits_fit(page, language)
    if language == "fa":
        assert_no_untranslated(page)
