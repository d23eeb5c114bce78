"""Places that must be found: from where one would look for them."""

import pytest
from django.urls import reverse

from hamafza.web.context import PLACES, places_of

pytestmark = pytest.mark.django_db


def test_a_stranger_finds_the_page_of_own_words_and_a_phone_keeps_its_first_four(client):
    assert reverse("public:words") in [place.url for place in places_of(None, "/")]
    first = [place.url for place in places_of(None, "/")][:4]
    assert first == [reverse(f"public:{name}") for name in ("home", "markets", "enquiry", "mark")]
    html = client.get(reverse("public:markets")).content.decode()
    assert html.count(f'href="{reverse("public:words")}"') == 2  # the top bar and the page


def test_a_units_page_leads_to_the_markets_of_its_goods(client, cast):
    client.force_login(cast.farideh)
    page = client.get(reverse("office:unit", args=[cast.unit.pk])).content.decode()
    assert f'href="{reverse("public:markets")}?hs4={cast.unit.hs4}"' in page
    cast.unit.hs4 = cast.unit.hs6 = None
    cast.unit.family = "unclassified"
    cast.unit.save()
    page = client.get(reverse("office:unit", args=[cast.unit.pk])).content.decode()
    assert "?hs4=" not in page


def test_every_place_has_a_short_word():
    for role in PLACES:
        for place in places_of(role or None, "/"):
            assert len(place.label) <= 20
