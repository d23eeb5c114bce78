"""The queue's pages: one pair at a time, within reach, in both languages, at a fixed cost."""

import numpy as np
import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hamafza.registry.twins.attributes import ATTRIBUTES
from hamafza.registry.twins.believing import believed_bits
from hamafza.registry.twins.params import TwinParams
from hamafza.store.parameters import load
from hamafza.web.actions import twins as act
from hamafza.web.actions.goods import confirm_goods
from hamafza.web.actions.units import correct_unit
from hamafza.web.pages.office.twin_facts import compared_rows, held_choices, held_words
from hamafza.web.records.accounts import Role
from hamafza.web.records.twins import TwinPair
from hamafza.web.records.units import Unit
from tests.people import make_consortium, make_unit, person
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.twins.making import make_pair

pytestmark = pytest.mark.django_db


def shown(client, address: str = "/office/twins/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(client, pair: TwinPair, say: str, **beside):
    return client.post(reverse("office:decide_twin", args=[pair.pk]), {"say": say} | beside)


def test_the_likeliest_pair_comes_first_and_the_next_at_once(client, cast):
    client.force_login(cast.parviz)
    second = make_pair(make_unit(name="دومی"), make_unit(), probability=0.4)
    first = make_pair(make_unit(name="اولی"), make_unit(), probability=0.9)
    assert "اولی" in shown(client)
    answer = told(client, first, "same")
    assert answer["Location"] == reverse("office:twins")
    assert "دومی" in shown(client)
    told(client, second, "later")
    html = shown(client)
    assert 'data-key="1"' not in html
    assert "?waiting=later" in html
    assert "دومی" in shown(client, "/office/twins/?waiting=later")


def test_filters_stay_through_a_decision(client, cast):
    client.force_login(cast.parviz)
    pair = make_pair(make_unit(province="یزد"), make_unit(), held="other-name")
    make_pair(make_unit(name="بیرون"), make_unit(), probability=0.99)
    narrowed = "/office/twins/?held=other-name&province=یزد"
    html = shown(client, narrowed)
    assert "بیرون" not in html
    assert 'name="held" value="other-name"' in html
    answer = told(client, pair, "different", held="other-name", province="یزد")
    assert answer["Location"].startswith("/office/twins/?held=other-name&province=")
    assert "جفتی از این نوع در نوبت نیست" in shown(client, narrowed)


def test_the_page_says_what_agrees_nearly_differs_and_is_untold(cast):
    one = make_unit(name="قنادی محمدی", phone="09131112233", licence="11111", workers=40, city="بم")
    other = make_unit(
        name="كارگاه قنادي محمدي", phone="+98 913 111 2233", licence="99999", workers=42, city="بم"
    )
    evidence = {"phone": 10.5, "name": 9.0, "licence": -1.06, "workers": 1.0, "city": 2.0}
    rows = {row.name: row for row in compared_rows(make_pair(one, other, evidence=evidence))}
    stands = {name: row.stands for name, row in rows.items()}
    assert stands["name"] == stands["phone"] == stands["city"] == "same"
    assert (stands["licence"], stands["workers"]) == ("differs", "near")
    assert (stands["made"], stands["place"]) == ("untold", "untold")
    assert "تنها این دو" in rows["phone"].words  # 0.6 / 2**10.5 of 3,000 are two
    assert rows["phone"].size > rows["city"].size


def test_bars_are_as_long_as_what_decides(cast):
    """What moves the probability most has the longest bar, on the side to which it moves it."""
    belief = load(TwinParams, "twins").belief
    evidence = {"phone": 10.0, "name": 10.0, "workers": -4.5, "licence": -1.06}
    one = make_unit(name="قنادی محمدی", phone="09131112233", licence="11111", workers=4)
    other = make_unit(name="قنادی محمدی", phone="09131112233", licence="99999", workers=40)
    rows = {row.name: row for row in compared_rows(make_pair(one, other, evidence=evidence))}
    for name, bits in evidence.items():
        told = pl.DataFrame({"odds": [bits, 0.0]} | {
            f"{each}_bits": [bits if each == name else None, None] for each in ATTRIBUTES
        }, schema_overrides={f"{each}_bits": pl.Float64 for each in ATTRIBUTES})  # fmt: skip
        moved = np.subtract(*believed_bits(told, belief))
        assert rows[name].bits == pytest.approx(moved)
        assert (rows[name].stands == "differs") == (moved < 0)
    strongly, little = rows["workers"].words, rows["licence"].words
    assert (strongly, little) == ("بسیار خلاف یکی بودن", "اندکی خلاف یکی بودن")


def test_every_reason_that_holds_a_pair_has_its_words(cast):
    assert set(held_words()) == {key for key, _word in held_choices()} - {"none"}


def test_a_record_that_changed_since_is_told(client, cast):
    client.force_login(cast.parviz)
    pair = make_pair()
    warned = "پس از سنجش این دو"
    assert warned not in shown(client)
    correct_unit(actor=cast.parviz, unit=pair.other, workers=77)
    assert warned in shown(client)


def test_what_cannot_be_joined_is_said_before_anybody_tries(client, cast):
    client.force_login(cast.parviz)
    pair = make_pair()
    make_consortium(pair.other)
    html = shown(client, "/en/office/twins/")
    assert "which counts on it" in html
    assert 'data-key="1" disabled' in html
    assert told(client, pair, "same").status_code == 409


def test_somebody_who_was_slower_is_told_and_goes_on(client, cast):
    pair = make_pair()
    act.say_different(actor=cast.mina, pair=pair)
    client.force_login(cast.parviz)
    answer = client.post(
        reverse("office:decide_twin", args=[pair.pk]), {"say": "same"}, follow=True
    )
    assert answer.status_code == 200
    assert cast.mina.full_name in answer.content.decode()
    assert Unit.objects.get(pk=pair.other_id).merged_into is None


def test_the_last_answer_is_taken_back_from_the_page(client, cast):
    client.force_login(cast.parviz)
    pair = make_pair()
    told(client, pair, "same")
    assert 'data-key="0"' in shown(client)
    answer = client.post(reverse("office:undo_twins"))
    assert answer["Location"] == reverse("office:twin", args=[pair.pk])
    assert Unit.objects.get(pk=pair.other_id).merged_into is None
    assert 'data-key="1"' in shown(client, answer["Location"])


def test_what_was_decided_is_listed_with_the_way_back(client, cast):
    client.force_login(cast.parviz)
    mine, others = make_pair(make_unit(name="مال من"), make_unit()), make_pair()
    told(client, mine, "different", why="دو برادرند")
    act.say_same(actor=cast.mina, pair=others)
    html = shown(client, "/office/twins/decided/")
    assert "مال من" in html
    assert "دو برادرند" in html
    assert "قنادی محمدی" in html
    assert "قنادی محمدی" not in shown(client, "/office/twins/decided/?by=me")
    client.post(reverse("office:undo_twin", args=[others.pk]))
    assert Unit.objects.get(pk=others.other_id).merged_into is None


def test_the_counts_of_the_day_are_the_officers_own(client, cast):
    client.force_login(cast.parviz)
    for say in ("same", "different", "later"):
        told(client, make_pair(make_unit(), make_unit()), say)
    act.say_same(actor=cast.mina, pair=make_pair(make_unit(), make_unit()))
    TwinPair.objects.filter(state="different").update(
        decided_at=timezone.now() - timezone.timedelta(days=2)
    )
    facts = client.get("/office/twins/").context
    assert (facts["left"], facts["later"], facts["today"]) == (0, 1, 1)


def test_a_union_sees_its_own_pairs_alone(client, cast):
    client.force_login(cast.farideh)
    mixed = make_pair(cast.unit, make_unit(name="بیگانه", union="اتحادیه دیگر"))
    assert "بیگانه" not in shown(client)
    for name in ("twin", "decide_twin", "undo_twin"):
        assert client.post(reverse(f"office:{name}", args=[mixed.pk])).status_code == 404
    own = make_pair(make_unit(name="خودی"), make_unit())
    assert "خودی" in shown(client)
    told(client, own, "same")
    assert "بیگانه" not in shown(client, "/office/twins/decided/")


@pytest.mark.parametrize("name", ["negar", "saeed", "maryam", "salim"])
def test_other_readers_see_no_pair(client, cast, name):
    client.force_login(getattr(cast, name))
    pair = make_pair()
    for address in ("/office/twins/", "/office/twins/decided/", f"/office/twins/{pair.pk}/"):
        assert client.get(address).status_code == 403
    assert told(client, pair, "same").status_code == 403
    assert client.post("/office/twins/find/").status_code == 403


def test_a_joined_record_leaves_the_list_and_its_page_says_where_to(client, cast):
    client.force_login(cast.parviz)
    pair = make_pair()
    owner = person("owner", Role.PRODUCER, unit=pair.other)
    confirm_goods(actor=owner, unit=pair.other, text="رومیزی", hs6="630259")
    correct_unit(actor=cast.parviz, unit=pair.one, workers=1)
    act.undo(actor=cast.parviz, pair=act.say_same(actor=cast.parviz, pair=pair))
    Unit.objects.filter(pk=pair.one_id).update(status="verified")
    act.say_same(actor=cast.parviz, pair=pair)
    listed = shown(client, "/office/units/?q=قنادی")
    assert f'/office/units/{pair.other_id}/"' not in listed
    page = shown(client, f"/office/units/{pair.other_id}/")
    assert f"/office/units/{pair.one_id}/" in page
    assert "verify" not in page
    kept = shown(client, f"/office/units/{pair.one_id}/")
    for word in (pair.other.public_id, owner.full_name, "۶۳۰۲.۵۹", f"/office/twins/{pair.pk}/"):
        assert word in kept
    assert "با ردیف دیگری یک واحد است" in kept


def test_pairs_that_wait_are_told_at_home(client, cast):
    client.force_login(cast.farideh)
    assert "/office/twins/" not in shown(client, "/office/")
    make_pair()
    assert "/office/twins/" in shown(client, "/office/")
    assert "/office/twins/" in shown(client, "/office/units/")


def test_no_page_asks_more_with_more_rows(client, cast):
    client.force_login(cast.parviz)
    hub = make_unit(name="مرکز")

    def grow(count: int) -> None:
        for _ in range(count):
            make_pair(make_unit(province=f"استان {Unit.objects.count()}"), make_unit())
            act.say_same(actor=cast.parviz, pair=make_pair(hub, make_unit()))

    def asked() -> list[int]:
        pair = TwinPair.objects.filter(state="open").first()
        pages = ["/office/twins/", f"/office/twins/{pair.pk}/", "/office/twins/decided/",
                 f"/office/units/{hub.pk}/", "/office/units/", "/office/"]  # fmt: skip
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                shown(client, page)
            counts.append(len(queries))
        return counts

    grow(2)
    asked()
    few = asked()
    grow(6)
    assert asked() == few


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_one_language(client, cast, work, language):
    client.force_login(cast.parviz)
    prefix = "/en" if language == "en" else ""
    first = shown(client, f"{prefix}/office/twins/")
    client.post("/office/twins/find/")
    going = shown(client, f"{prefix}/office/twins/")
    work()
    joined = make_pair(make_unit(), make_unit(licence="123", trade="قنادی"))
    act.say_same(actor=cast.parviz, pair=joined)
    pair = make_pair()
    act.say_later(actor=cast.parviz, pair=make_pair(make_unit(), make_unit()))
    pages = [f"{prefix}/office/twins/{each.pk}/" for each in (pair, joined)]
    pages += [f"{prefix}/office/twins/", f"{prefix}/office/twins/decided/"]
    pages += [f"{prefix}/office/units/{unit.pk}/" for unit in (joined.one, joined.other)]
    for html in (first, going, *(shown(client, page) for page in pages)):
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)
