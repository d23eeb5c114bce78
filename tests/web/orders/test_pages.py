"""What each reader sees of a deal: rivals nothing of one another, strangers only their own link."""

import pytest
from django.urls import reverse

from hamafza.web.actions import brand, deals, offers
from hamafza.web.records.models import Allotment, Deal, Offer, Payout
from tests.web.addresses.deals import _licence
from tests.web.orders import making
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.usefixtures("clear_lists")
FORM = {
    "kind": "goods", "goods_text": "table linen", "quantity": "۶۰۰", "unit": "piece",
    "max_days": "50", "buyer_name": "Al Bahja LLC", "country": "OMN", "email": "a@example.org",
    "destination_country": "OMN", "destination_place": "Muscat", "end_user": "own shops",
    "end_use": "retail",
}  # fmt: skip


@pytest.fixture
def settled(cast):
    deal = making.offered(cast, making.with_offers_open(cast))
    making.allocated(cast, deal)
    making.accepted(cast, deal)
    return making.paid(cast, deal)


def pages(deal, cast):
    share = Allotment.objects.get(line__deal=deal, unit=cast.unit)
    payout = Payout.objects.get(deal=deal, unit=cast.unit)
    return {
        cast.reza: [reverse("consortium:deals"), reverse("consortium:deal", args=[deal.pk])],
        cast.parviz: [reverse("office:deals"), reverse("office:deal", args=[deal.pk])],
        cast.maryam: [
            reverse("producer:requests"),
            reverse("producer:request", args=[deal.lines.get().pk]),
            reverse("producer:shares"),
            reverse("producer:share", args=[share.pk]),
            reverse("producer:money"),
            reverse("producer:statement", args=[payout.pk]),
        ],
        cast.salim: [reverse("buyer:deals"), reverse("buyer:deal", args=[deal.pk])],
    }


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_of_a_settled_deal_speaks_the_readers_language(client, cast, settled, language):
    for person, urls in pages(settled, cast).items():
        client.force_login(person)
        for url in urls:
            html = client.get(url if language == "fa" else f"/en{url}").content.decode()
            assert_digits_fit(html, language)
            if language == "fa":
                assert_no_untranslated(html)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_deal_that_waits_for_offers_speaks_the_readers_language(client, cast, language):
    deal = making.with_offers_open(cast)
    for person, name, number in (
        (cast.reza, "consortium:deal", deal.pk),
        (cast.maryam, "producer:request", deal.lines.get().pk),
    ):
        client.force_login(person)
        url = reverse(name, args=[number])
        html = client.get(url if language == "fa" else f"/en{url}").content.decode()
        assert_digits_fit(html, language)
        assert "QuerySet" not in html
        if language == "fa":
            assert_no_untranslated(html)


def test_a_rival_sees_neither_offer_nor_price_nor_share_nor_money(client, cast, settled):
    Offer.objects.filter(unit=cast.unit).update(quantity=37, price_minor=12_345_678)
    Payout.objects.filter(unit=cast.unit).update(amount_minor=987_654_321)
    theirs = [one.pk for one in Allotment.objects.filter(unit=cast.unit)]
    client.force_login(cast.zohreh)
    seen = ""
    for name in ("producer:requests", "producer:shares", "producer:money", "producer:home"):
        seen += client.get("/en" + reverse(name)).content.decode()
    own = Allotment.objects.get(unit=cast.zohreh.unit)
    seen += client.get("/en" + reverse("producer:share", args=[own.pk])).content.decode()
    seen += client.get(
        "/en" + reverse("producer:request", args=[settled.lines.get().pk])
    ).content.decode()
    for secret in ("12,345,678", "987,654,321", cast.unit.name):
        assert secret not in seen
    for number in theirs:
        assert client.get(reverse("producer:share", args=[number])).status_code == 404


def test_in_a_small_group_even_the_sums_stay_hidden(client, cast, settled):
    """With two members, the total of all offers would tell one the other's."""
    client.force_login(cast.zohreh)
    own = Allotment.objects.get(unit=cast.zohreh.unit)
    html = client.get("/en" + reverse("producer:share", args=[own.pk])).content.decode()
    assert "offered 80 together" not in html.replace('<span class="n">', "").replace("</span>", "")


def test_the_manager_sees_no_offer_before_all_are_closed(client, cast):
    deal = making.with_offers_open(cast)
    offers.give_offer(actor=cast.maryam, line=deal.lines.get(), unit=cast.unit, quantity=37,
                      price_minor=12_345_678, days=3)  # fmt: skip
    for person, url in (
        (cast.reza, reverse("consortium:deal", args=[deal.pk])),
        (cast.parviz, reverse("office:deal", args=[deal.pk])),
    ):
        client.force_login(person)
        html = client.get(f"/en{url}").content.decode()
        assert "12,345,678" not in html
        assert ">37<" not in html


def test_a_stranger_asks_and_follows_by_the_link_alone(client, cast):
    answer = client.post(reverse("public:enquiry"), FORM)
    assert answer.status_code == 302
    deal = Deal.objects.get(buyer__name="Al Bahja LLC")
    assert (deal.final_destination, deal.lines.get().quantity) == ("OMN", 600)
    html = client.get(answer["Location"]).content.decode()
    assert "table linen" in html
    assert client.get(reverse("public:follow_deal", args=["guess"])).status_code == 404


@pytest.mark.parametrize("left_out", ["destination_country", "destination_place", "end_user",
                                      "end_use"])  # fmt: skip
def test_no_enquiry_is_taken_without_its_end(client, cast, left_out):
    answer = client.post(reverse("public:enquiry"), {**FORM, left_out: ""})
    assert answer.status_code == 200
    assert not Deal.objects.exists()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_buyers_page_withholds_the_makers_and_shows_the_origin(client, cast, settled):
    client.force_login(cast.salim)
    html = client.get(reverse("buyer:deal", args=[settled.pk])).content.decode()
    assert cast.zohreh.unit.name not in html
    assert "کرمان" in html


def test_the_manager_takes_the_steps_by_buttons(client, cast):
    making.agreed(cast)
    deal = making.asked(cast)
    deals.take_on(actor=cast.reza, deal=deal, consortium=cast.consortium, hs6="630259")
    client.force_login(cast.reza)

    def press(name, **form):
        url = reverse("consortium:step", args=[deal.pk, name])
        return client.post(url, {f"{name}-{key}": value for key, value in form.items()})

    assert press("qualify").status_code == 302
    assert press("open-offers", days="۵").status_code == 302
    for person, price in ((cast.maryam, "12000000"), (cast.zohreh, "۱۴٬۰۰۰٬۰۰۰")):
        client.force_login(person)
        url = reverse("producer:request", args=[deal.lines.get().pk])
        told = {"quantity": "40", "price": price, "days": "30", "alone": ""}
        assert client.post(url, told).status_code == 302
    client.force_login(cast.reza)
    assert press("close-offers").status_code == 302
    quote = {"unit_price": "21.50", "freight": "90", "other": "0", "rate": "1000000",
             "rate_source": "a bank", "valid_days": "20"}  # fmt: skip
    assert press("quote", **{**quote, "unit_price": "dear"}).status_code == 422
    assert press("quote", **quote).status_code == 302
    assert press("contract", most_days="35").status_code == 302
    assert press("propose").status_code == 302
    assert press("freeze").status_code == 302
    assert press("freeze").status_code == 409
    assert press("produce").status_code == 302
    url = reverse("consortium:step", args=[deal.pk, "inspect"])
    assert client.post(url, {f"accepted-{cast.unit.pk}": "۲۹"}).status_code == 302
    assert press("load", customs_number="50100-7").status_code == 302
    assert press("deliver").status_code == 302
    client.force_login(cast.salim)
    assert client.post(reverse("buyer:accept", args=[deal.pk])).status_code == 302
    client.force_login(cast.reza)
    receipt = {"amount": "1,268.50", "bank_charges": "3", "reference": "S1",
               "received_on": "1405/09/03"}  # fmt: skip
    assert press("receive", **receipt).status_code == 302
    assert press("publish", rate="1000000", rate_source="a bank").status_code == 302
    assert press("approve").status_code == 302
    assert press("approve").status_code == 409
    client.force_login(cast.parviz)
    for name in ("approve", "pay"):
        assert client.post(reverse("office:step", args=[deal.pk, name])).status_code == 302
    assert Deal.objects.get(pk=deal.pk).state == "settled"


def test_another_consortiums_manager_finds_no_deal(client, cast, settled):
    client.force_login(cast.nader)
    assert client.get(reverse("consortium:deal", args=[settled.pk])).status_code == 404
    url = reverse("consortium:step", args=[settled.pk, "claims"])
    assert client.post(url).status_code == 404


def test_a_scan_says_valid_suspended_or_unknown_and_names_no_maker(client, cast, settled):
    licence = _licence(cast)
    (serial,) = brand.issue_labels(actor=cast.reza, licence=licence, wanted=1)
    url = "/en" + reverse("public:verify", args=[serial])
    html = client.get(url).content.decode()
    assert "This mark is valid" in html
    for private in (cast.unit.public_id, f"<bdi>{cast.unit.name}</bdi>"):
        assert private not in html
    brand.move_licence(actor=cast.reza, licence=licence, towards=brand.stage.LicenceState.SUSPENDED,
                       why="audit")  # fmt: skip
    assert "does not hold now" in client.get(url).content.decode()
    made_up = f"/en/mark/{serial[:-3]}99-{serial[-1]}/"
    assert "do not know" in client.get(made_up).content.decode()


def test_the_qr_of_a_licence_leads_to_its_page(client, cast):
    licence = _licence(cast)
    answer = client.get(reverse("public:mark_picture", args=[licence.code]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content


def test_labels_are_given_for_accepted_pieces_alone(client, cast):
    licence = _licence(cast)
    client.force_login(cast.reza)
    answer = client.post(reverse("consortium:labels", args=[licence.pk]), {"wanted": "5"})
    assert answer.status_code == 409


def test_the_programme_tells_three_lines_and_moves_with_a_settled_deal(client, cast, settled):
    from hamafza.web.actions import programme

    programme.load_commitments(actor=cast.mina)
    programme.enter_total(actor=cast.mina, country="IRN", year=settled.exports.first().year,
                          rule="customs", value_usd=32_839_869_369, source="customs")  # fmt: skip
    for url in ("/programme/", "/en/programme/"):
        html = client.get(url).content.decode()
        assert_digits_fit(html, "en" if url.startswith("/en") else "fa")
    assert "1,290" not in html, "few units stand behind it"
    client.force_login(cast.mina)
    html = client.get("/en/office/programme/").content.decode()
    assert "1,290" in html
    for line in ("Proven", "Declared", "Estimated"):
        assert line in html
