"""The way of a maker without an account, and of the officer who decides: through the pages."""

from dataclasses import replace

import pytest
from django.urls import reverse

from hamafza.web import protection
from hamafza.web.actions import claims
from hamafza.web.records.accounts import User
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.claims import Claim
from hamafza.web.records.outbox import Circular, Message
from tests.people import UNION, make_unit
from tests.web.claims.making import PASSWORD, PHONE, a_photograph, a_unit, code_of, in_review
from tests.web.outbox.test_circulars import agreed

pytestmark = pytest.mark.django_db


def found(client, words=PHONE):
    return client.post(reverse("public:claim"), {"words": words})


def test_from_a_number_to_an_open_account(client):
    unit = a_unit(name="تولیدی بهرام رستمی")
    page = found(client, "1402/77")
    html = page.content.decode()
    assert unit.goods_text in html and "بهرام" not in html and PHONE not in html
    token = page.context["found"][0]["token"]
    on = client.post(reverse("public:claim_code"), {"unit": token}).headers["Location"]
    claim = Claim.objects.get()
    assert "بهرام" not in client.get(on).content.decode()
    wrong = client.post(on, {"code": "x"}, follow=True).content.decode()
    assert "۴" in wrong
    client.post(on, {"code": code_of(claim)})
    told = {"full_name": "بهرام رستمی", "username": "bahram", "password": "12345678901"}
    assert "username" in client.get(on).content.decode()
    assert client.post(on, told).status_code == 200, "a weak password is told in the form"
    answer = client.post(on, told | {"password": PASSWORD})
    assert answer.headers["Location"] == reverse("accounts:sign_in")
    assert client.login(username="bahram", password=PASSWORD)
    assert client.get(reverse("producer:home")).status_code == 200


def test_a_claimed_unit_leads_to_the_office_with_a_paper(client, cast):
    cast.unit.phone = PHONE
    cast.unit.save()
    token = found(client).context["found"][0]["token"]
    tell = client.post(reverse("public:claim_code"), {"unit": token}).headers["Location"]
    told = {"full_name": "بهرام", "contact": "نشانی ندارم", "told": "من صاحبم"}
    assert "contact" in client.post(tell, told).context["form"].errors
    on = client.post(tell, told | {"contact": "09351112233", "file": a_photograph()})
    claim = Claim.objects.get()
    assert claim.because == "claimed"
    assert "کارشناس" in client.get(on.headers["Location"]).content.decode()
    client.force_login(cast.farideh)
    page = client.get(reverse("office:claim", args=[claim.pk])).content.decode()
    assert "Maryam" in page and "من صاحبم" in page
    paper = client.get(reverse("office:evidence", args=[claim.evidence_id]))
    assert (paper.headers["Content-Type"], paper.getvalue()[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "sandbox" in paper.headers["Content-Security-Policy"]
    decide = reverse("office:decide_claim", args=[claim.pk])
    assert client.post(decide, {"say": "instead"}).status_code == 409
    client.post(decide, {"say": "instead", "why": "پروانه به نام اوست"})
    message = Message.objects.get(purpose="claim-decision")
    assert f"/claim/{claims.secret(claim).split(':')[0]}:" in message.secret_text
    letter = client.get(reverse("office:letter_claim", args=[claim.pk])).content.decode()
    assert "پروانه به نام اوست" in letter
    client.logout()
    client.post(on.headers["Location"],
                {"full_name": "بهرام", "username": "bahram", "password": PASSWORD})  # fmt: skip
    assert not User.objects.get(pk=cast.maryam.pk).is_active
    assert User.objects.get(username="bahram").unit == cast.unit


def test_who_looks_for_too_many_numbers_is_stopped(client, monkeypatch):
    few = replace(protection.limits(), claim_look=protection.Allowance(most=3, within_s=3600))
    monkeypatch.setattr(protection, "limits", lambda: few)
    for _ in range(3):
        assert found(client).status_code == 200
    assert found(client).status_code == 429


def test_nobody_counts_through_the_units_by_their_numbers(client):
    unit = a_unit()
    for made_up in (str(unit.pk), "", "x:y:z"):
        assert client.post(reverse("public:claim_code"), {"unit": made_up}).status_code == 404
    assert client.get(reverse("public:claim_on", args=["1"])).status_code == 404
    assert not Claim.objects.exists()


def test_another_office_sees_neither_claim_nor_paper(client, cast):
    other = make_unit(union="اتحادیه دیگر")
    claim = in_review(other, file=a_photograph())
    client.force_login(cast.farideh)
    assert client.get(reverse("office:claim", args=[claim.pk])).status_code == 404
    assert client.get(reverse("office:evidence", args=[claim.evidence_id])).status_code == 404
    assert client.get(reverse("office:queue")).context["whole"] == 0


def test_a_change_is_asked_on_the_phone_and_decided_in_the_office(client, cast):
    client.force_login(cast.maryam)
    url = reverse("producer:changes")
    form = client.get(url).context["form"]
    same = {name: form[name].value() or "" for name in form.fields if name not in ("file",)}
    assert client.post(url, same).status_code == 409, "nothing was changed"
    assert client.post(url, same | {"name": "پته مریم"}).status_code == 409, "no paper"
    client.post(url, same | {"name": "پته مریم", "workers": "۷", "file": a_photograph()})
    kept = ChangeRequest.objects.get()
    assert {name: told["after"] for name, told in kept.changes.items()} == {
        "name": "پته مریم", "workers": 7,
    }  # fmt: skip
    client.force_login(cast.farideh)
    queue = client.get(reverse("office:queue"))
    assert queue.context["counts"]["change"] == 1
    nxt = client.get(reverse("office:next_in_queue")).headers["Location"]
    assert nxt == reverse("office:change", args=[kept.pk])
    page = client.get(nxt).content.decode()
    assert "پته مریم" in page and 'data-key="1"' in page
    client.post(reverse("office:decide_change", args=[kept.pk]), {"say": "take"})
    client.force_login(cast.parviz)
    assert "Farideh" in client.get(nxt).content.decode()
    client.force_login(cast.farideh)
    client.post(reverse("office:decide_change", args=[kept.pk]), {"say": "accept"})
    cast.unit.refresh_from_db()
    assert (cast.unit.name, cast.unit.workers) == ("پته مریم", 7)
    client.force_login(cast.maryam)
    assert "ثبت شد" in client.get(url).content.decode()
    letter = client.get(reverse("producer:letter_change", args=[kept.pk])).content.decode()
    assert "همان‌گونه که خواستید ثبت شد" in letter


def test_what_another_wrote_meanwhile_is_not_undone_by_an_old_form(client, cast):
    client.force_login(cast.maryam)
    url = reverse("producer:changes")
    form = client.get(url).context["form"]
    told = {name: form[name].value() or "" for name in form.fields if name != "file"}
    type(cast.unit).objects.filter(pk=cast.unit.pk).update(workers=5)
    client.post(url, told | {"goods_text": "پرده", "workers": "5"})
    assert list(ChangeRequest.objects.get().changes) == ["goods_text"]


def test_a_union_writes_to_its_members_after_counting_them(client, cast):
    agreed(make_unit(phone=PHONE))
    client.force_login(cast.farideh)
    url = reverse("office:circulars")
    form = client.get(url).context["form"]
    told = {"text": "جلسه روز شنبه", "token": form["token"].value()}
    counted = client.post(url, told)
    assert counted.context["audience"].telephones == 1
    assert not Circular.objects.exists()
    for _ in range(2):
        client.post(url, told | {"telephones": "۱", "send": "1"})
    assert (Circular.objects.get().union, Message.objects.get().to) == (UNION, PHONE)
    stale = client.post(url, told | {"telephones": "9", "send": "1", "token": "new"})
    assert "۹" in stale.content.decode() and Circular.objects.count() == 1
