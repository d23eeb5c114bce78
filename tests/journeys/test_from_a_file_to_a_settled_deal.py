"""The whole way in a browser: from a union's registry file to a settled deal and a share."""

import pytest

from hamafza.store.clock import now_utc
from hamafza.vocabulary.text import latin_digits
from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.house import House, command
from tests.journeys.way import consortium, deal, money, registry, registry_file
from tests.journeys.way.accounts import Accounts
from tests.journeys.way.walking import figures, fill, press

UNION = "اتحادیه صنایع دستی کرمان"
PIECES, REFUSED_PIECES, PRICE_CENTS = 1000, 2, 2150
RATE, BANK_CENTS, FREIGHT_CENTS = 1_000_000, 3870, 70_200
# Pieces, million rials for one, days: the offers of the five that join, in the file's order.
OFFERS = (
    (240, "17", 28),
    (300, "16.4", 30),
    (260, "16.9", 25),
    (220, "16.2", 30),
    (200, "17.1", 30),
)
TODAY = now_utc().date()
NATIONAL_USD = 50_000_000_000
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00.000Z"><ENTITIES><ENTITY><DATAID>1</DATAID>
<FIRST_NAME>QUMRAN SHADOW LOGISTICS</FIRST_NAME><UN_LIST_TYPE>INVENTED</UN_LIST_TYPE>
<REFERENCE_NUMBER>INVENTED-e.001</REFERENCE_NUMBER><LISTED_ON>2026-01-01</LISTED_ON>
</ENTITY></ENTITIES></CONSOLIDATED_LIST>
"""


@pytest.fixture
def empty_house(tmp_path):
    """An installation with its administrator, of this journey alone."""
    name, password = ADMINISTRATOR
    asked = ("--username", name, "--full-name", "مینا راد", "--email", "mina@example.org")
    made = command(tmp_path, "init", *asked, "--password", password)
    assert made.returncode == 0, made.stderr
    opened = House.open(tmp_path)
    yield opened
    assert opened.stop() == 0


class Way:
    """The people of one journey and what they have come to; each verb is a stretch of the way."""

    def __init__(self, house, begin, folder):
        self.house, self.folder, self.begin = house, folder, begin
        administrator = begin()
        administrator.sign_in(*ADMINISTRATOR)
        self.accounts = Accounts(administrator, begin)
        self.makers, self.producers = {}, []

    def read_a_registry(self):
        written = registry_file.write(self.folder / "registry.csv")
        union = self.accounts.welcome("farideh", "union", UNION, is_new=True)
        registry.send(union, written.path)
        meant = registry.meanings(union)
        assert meant["نام واحد"] == "name"
        assert meant["شرح کالا یا خدمت"] == "goods_text"
        counted = registry.read(union)
        assert counted.rows == written.rows
        assert counted.kept + counted.set_aside == written.rows
        assert counted.set_aside > 0
        assert counted.thrown_away == 0
        reason = registry.reason_of(union, registry_file.BAD)
        assert reason
        assert registry_file.BAD in registry.rejects(union)
        assert len(registry.find(union, registry_file.MAH_BANU_IN_ARABIC_LETTERS)) == 1
        for name, _words, _pieces in registry_file.MAKERS:
            (self.makers[name],) = registry.find(union, name)

    def confirm_goods(self):
        union = self.accounts.people["farideh"]
        for at, number in enumerate(list(self.makers.values())[: len(OFFERS)]):
            about = registry.public_id(union, number)
            self.producers.append(self.accounts.welcome(f"maker-{at}", "producer", about))
        assert "6302.59" in latin_digits(registry.answer_question(self.producers[0]))

    def form_a_consortium(self):
        officer = self.accounts.welcome("parviz", "promotion")
        consortium.form(officer)
        consortium.open_proposal(officer, registry_file.PROVINCE)
        said = officer.page.inner_text("main")
        assert all(name in said for name in self.makers)
        assert officer.page.locator(".certificate .claim").inner_text()
        assert officer.page.locator("main a[href*='/markets/?hs4=6302']").count() == 1
        assert consortium.kilometres_of_the_way(officer) > 100
        self.consortium = consortium.adopt(officer, "کنسرسیوم پته", "Pateh consortium")

    def found_it(self):
        officer, names = self.accounts.people["parviz"], list(self.makers)
        consortium.step(officer, self.consortium, "recruiting")
        for producer in self.producers[:2]:
            consortium.join(producer)
        for name in names[2:5]:
            consortium.write_answer(officer, self.consortium, name, "joins")
        consortium.write_answer(officer, self.consortium, names[5], "declines")
        consortium.step(officer, self.consortium, "readiness")
        manager = self.accounts.welcome("reza", "manager", str(self.consortium))
        consortium.draft_bylaws(manager, "همان که اعضا گفته‌اند")
        for producer in self.producers[:2]:
            consortium.vote(producer)
        for name in names[2:5]:
            consortium.write_answer(officer, self.consortium, name, "for")
        consortium.count_vote(manager)
        consortium.step(officer, self.consortium, "agreed")
        consortium.step(officer, self.consortium, "pilot")

    def take_an_order(self):
        officer, manager = self.accounts.people["parviz"], self.accounts.people["reza"]
        self.buyer = self.begin()
        self.followed = deal.ask(
            self.buyer, goods_text="Hand-embroidered table linen", quantity=PIECES, unit="piece",
            max_days=50, buyer_name="Al Bahja Home LLC", country="OMN", email="b@example.org",
            destination_country="OMN", destination_place="Muscat",
            end_user="Own shops of the buyer", end_use="Retail sale",
        )  # fmt: skip
        self.deal = deal.take_on(officer, self.consortium, registry_file.TABLE_LINEN)
        assert officer.page.locator(".facts .badge--stop").count() == 1  # no list, no deal
        screener = self.accounts.welcome("saeed", "screening")
        current = self.folder / "list.xml"
        current.write_text(LIST.format(day=TODAY.isoformat()), "utf-8")
        deal.load_list(screener, current)
        deal.step(manager, self.deal, "qualify")
        # The parties are screened, and table linen brings up no question of control.
        assert manager.page.locator(".facts .badge--done").count() == 2
        deal.step(manager, self.deal, "open-offers", days=5)

    def share_it_out(self):
        manager = self.accounts.people["reza"]
        for producer, (quantity, million, days) in zip(self.producers, OFFERS, strict=True):
            price = int(float(million) * 1_000_000)
            deal.seal_offer(producer, quantity, price, days, alone=13_400_000)
        assert deal.sealed(manager, self.deal) == len(OFFERS)
        deal.step(manager, self.deal, "close-offers")
        deal.step(
            manager, self.deal, "quote", unit_price=PRICE_CENTS / 100, freight=702, other=486,
            rate=RATE, rate_source="Market rate of the day",
        )  # fmt: skip
        self.buyer.page.goto(self.followed)
        assert 21.5 in figures(self.buyer.page.inner_text("main .card"))
        deal.step(manager, self.deal, "contract", most_days=40)
        deal.step(manager, self.deal, "propose")
        reasons = deal.shares(manager, self.deal)
        assert set(reasons) == set(list(self.makers)[:5])
        assert all(reasons.values())
        deal.accept_share(self.producers[0])
        deal.step(manager, self.deal, "freeze")

    def make_and_ship(self):
        manager = self.accounts.people["reza"]
        deal.step(manager, self.deal, "produce")
        manager.go(f"/consortium/deals/{self.deal}/")
        unit = list(self.makers.values())[1]
        whole = figures(
            manager.page.locator(f".unit:has([name=accepted-{unit}]) span.n").inner_text()
        )[-1]
        deal.inspect(manager, self.deal, {unit: int(whole) - REFUSED_PIECES})
        deal.step(manager, self.deal, "load", customs_number="50100-1405-017")
        deal.step(manager, self.deal, "deliver")
        self.buyer.page.goto(self.followed)
        press(self.buyer, "main form .btn--main")

    def divide_the_money(self):
        manager, officer = self.accounts.people["reza"], self.accounts.people["parviz"]
        self.received = (PIECES - REFUSED_PIECES) * PRICE_CENTS
        deal.step(
            manager, self.deal, "receive", amount=self.received / 100,
            bank_charges=BANK_CENTS / 100, reference="SWIFT-0428-OM",
            received_on=TODAY.isoformat(),
        )  # fmt: skip
        deal.step(
            manager, self.deal, "cost", code="freight", amount=FREIGHT_CENTS / 100,
            key="quantity", evidence="Bill 17",
        )  # fmt: skip
        deal.step(manager, self.deal, "publish")
        deal.step(manager, self.deal, "approve")
        officer.go("/office/deals/")
        deal.step(officer, self.deal, "approve")
        deal.step(officer, self.deal, "pay")

    def measure_the_share(self):
        officer = self.accounts.people["parviz"]
        officer.go("/office/programme/")
        fill(
            officer, year=TODAY.year, rule="customs", value_usd=NATIONAL_USD,
            source="Customs, yearly report",
        )  # fmt: skip
        press(officer, "form[action$='/totals/'] button")
        told = figures(officer.page.inner_text("main"))
        assert self.received // 100 in told
        assert NATIONAL_USD in told
        # As many units as a public figure needs stand behind the proven exports.
        stranger = self.begin()
        stranger.go("/programme/")
        told = figures(stranger.page.inner_text("main"))
        assert self.received // 100 in told
        assert NATIONAL_USD in told

    def check_the_sums(self):
        kept = money.books(self.house, self.deal)
        assert kept.state == "settled"
        assert sum(kept.received) == self.received
        assert sum(kept.net) + sum(kept.deducted) == self.received
        assert sum(kept.proven) == self.received
        assert len(kept.paid) == len(OFFERS)
        assert sum(kept.paid) == sum(kept.net) * RATE // 100
        received, *deducted, net = money.waterfall(self.accounts.people["reza"], self.deal)
        assert round(100 * (received - sum(deducted))) == round(100 * net) == sum(kept.net)
        assert money.statement(self.producers[0]) in kept.paid


@pytest.mark.journey
@pytest.mark.parametrize(("language", "device"), [("fa", "phone"), ("en", "desk")])
def test_a_registry_file_becomes_a_settled_deal_and_a_measured_share(
    empty_house, visit, tmp_path, language, device
):
    way = Way(empty_house, lambda: visit(empty_house, language, device), tmp_path)
    way.read_a_registry()
    way.confirm_goods()
    way.form_a_consortium()
    way.found_it()
    way.take_an_order()
    way.share_it_out()
    way.make_and_ship()
    way.divide_the_money()
    way.measure_the_share()
    way.check_the_sums()
