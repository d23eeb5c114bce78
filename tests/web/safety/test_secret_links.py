"""The link by which a buyer without an account follows a deal is a key, and kept like one."""

import pytest
from django.core import signing
from django.urls import reverse

from hamafza.web.actions import deals
from tests.web.addresses.deals import _deal

pytestmark = pytest.mark.django_db


def test_a_number_a_changed_letter_or_another_signature_opens_nothing(client, cast):
    deal = _deal(cast)
    true = deals.secret(deal)
    changed = true[:-1] + ("A" if true[-1] != "A" else "B")
    for guess in (str(deal.pk), changed, signing.dumps(deal.pk), true.partition(":")[0]):
        url = reverse("public:follow_deal", args=[guess])
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_a_followed_page_is_kept_by_no_cache_and_no_search_engine(client, cast):
    answer = client.get(reverse("public:follow_deal", args=[deals.secret(_deal(cast))]))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
