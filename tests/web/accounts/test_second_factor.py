"""The second factor: set up, asked for, good once, helped when lost, and demanded by role."""

import re
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.urls import reverse
from django.utils import timezone

from hamafza.web import protection, sealing
from hamafza.web.actions import second_factor as act
from hamafza.web.actions.accounts import OnlyAdministrators
from hamafza.web.actions.tries import TooOften
from hamafza.web.records.events import Event
from hamafza.web.records.second_factor import RecoveryCode, SecondFactor
from hamafza.web.records.tries import Tries
from tests.people import PASSWORD
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db
STEP_S = 30


def secret_of(account) -> str:
    return sealing.opened(SecondFactor.objects.get(account=account).secret)


def code_of(account, steps: int = 0) -> str:
    moment = timezone.now().timestamp() + steps * STEP_S
    return pyotp.TOTP(secret_of(account)).at(int(moment))


def set_up(account) -> list[str]:
    """Set it up with the code of the step before, so that the present one is still unused."""
    act.begin(actor=account)
    return act.confirm(actor=account, said=code_of(account, -1))


def signed_in(client, username="reza", **more):
    sent = {"username": username, "password": PASSWORD} | more
    return client.post("/en/account/sign-in/", sent)


def given(client, code):
    return client.post("/en/account/sign-in/code/", {"code": code})


def is_in(client) -> bool:
    return client.get(reverse("accounts:safety")).status_code == 200


def test_the_page_shows_a_picture_and_a_secret_and_takes_the_first_code(client, cast):
    client.force_login(cast.reza)
    client.post(reverse("accounts:begin_second_factor"))
    page = client.get(reverse("accounts:second_factor")).content.decode()
    shown = re.search(r'id="secret"[^>]*value="([A-Z2-7 ]+)"', page)[1].replace(" ", "")
    assert shown == secret_of(cast.reza)
    assert "<svg" in page
    codes = client.post(
        reverse("accounts:confirm_second_factor"), {"code": pyotp.TOTP(shown).now()}
    )
    words = re.findall(r"<code>(\w{5}-\w{5})</code>", codes.content.decode())
    assert len(set(words)) == protection.second_factor().recovery_codes
    assert shown not in client.get(reverse("accounts:second_factor")).content.decode()
    assert act.to_show(cast.reza) is None


def test_what_the_picture_holds_is_what_an_authenticator_reads(cast):
    act.begin(actor=cast.reza)
    address = urlsplit(act.to_show(cast.reza).address)
    told = {name: value for name, (value,) in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert (told["secret"], told["issuer"]) == (secret_of(cast.reza), "Hamafza")


def test_neither_the_secret_nor_the_codes_can_be_read_from_the_database(cast):
    codes = set_up(cast.reza)
    row = SecondFactor.objects.get()
    assert secret_of(cast.reza) not in row.secret
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in digests for code in codes)
    told = " ".join(str(each.after) for each in Event.objects.all())
    assert secret_of(cast.reza) not in told


def test_the_key_lies_beside_the_database_readable_by_its_owner_alone(cast):
    act.begin(actor=cast.reza)
    path = sealing.file_of(sealing.SEAL)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_password_alone_opens_nothing_any_more(client, cast):
    set_up(cast.reza)
    answer = signed_in(client)
    assert answer["Location"].endswith("/account/sign-in/code/")
    assert not is_in(client)
    assert given(client, "000000").status_code == 400
    assert not is_in(client)
    assert given(client, code_of(cast.reza)).status_code == 302
    assert is_in(client)


def test_the_way_one_was_on_is_kept_and_never_leads_to_another_house(client, cast):
    set_up(cast.reza)
    signed_in(client, next="/en/consortium/deals/")
    assert given(client, code_of(cast.reza))["Location"] == "/en/consortium/deals/"
    client.logout()
    signed_in(client, next="https://evil.example/")
    assert "evil" not in given(client, code_of(cast.reza, 1))["Location"]


def test_a_code_is_good_once(client, cast):
    set_up(cast.reza)
    code = code_of(cast.reza)
    act.prove(account=cast.reza, said=code)
    with pytest.raises(act.CodeWrong):
        act.prove(account=cast.reza, said=code)


def test_no_earlier_code_is_taken_after_a_later_one(cast):
    set_up(cast.reza)
    act.prove(account=cast.reza, said=code_of(cast.reza, 1))
    with pytest.raises(act.CodeWrong):
        act.prove(account=cast.reza, said=code_of(cast.reza))


@pytest.mark.parametrize("steps", [-5, 5])
def test_a_code_of_long_ago_or_of_later_is_not_taken(cast, steps):
    set_up(cast.reza)
    with pytest.raises(act.CodeWrong):
        act.prove(account=cast.reza, said=code_of(cast.reza, steps))


def test_digits_of_any_script_and_spaces_are_read(cast):
    set_up(cast.reza)
    code = code_of(cast.reza)
    written = f"{code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    act.prove(account=cast.reza, said=written)


def test_a_code_on_paper_lets_in_once(client, cast):
    first, second, *_rest = set_up(cast.reza)
    signed_in(client)
    assert given(client, first.upper()).status_code == 302
    assert is_in(client)
    client.logout()
    signed_in(client)
    assert given(client, first).status_code == 400
    assert given(client, second).status_code == 302
    assert Event.objects.filter(verb="use-recovery-code").last().after == {"codes_left": 8}


def test_new_codes_make_the_old_ones_worthless(client, cast):
    old = set_up(cast.reza)[0]
    client.force_login(cast.reza)
    page = client.post(reverse("accounts:renew_codes"), {"code": code_of(cast.reza)})
    assert "<code>" in page.content.decode()
    with pytest.raises(act.CodeWrong):
        act.prove(account=cast.reza, said=old)


def test_codes_cannot_be_tried_without_end_from_many_addresses(client, cast):
    set_up(cast.reza)
    for number in range(protection.limits().second_factor.most):
        with pytest.raises(act.CodeWrong):
            act.prove(account=cast.reza, said=f"{number:06d}x")
    with pytest.raises(TooOften):
        act.prove(account=cast.reza, said=code_of(cast.reza))
    signed_in(client)
    assert "too often" in given(client, code_of(cast.reza)).content.decode()
    Tries.objects.all().delete()
    assert given(client, code_of(cast.reza)).status_code == 302


def test_half_signed_in_does_not_last(client, cast, monkeypatch):
    set_up(cast.reza)
    signed_in(client)
    monkeypatch.setattr(
        "hamafza.web.pages.public.signing_in.protection.second_factor",
        lambda: _with_no_patience(protection.SecondFactorRules),
    )
    assert given(client, code_of(cast.reza))["Location"].endswith("/account/sign-in/")
    assert not is_in(client)


def _with_no_patience(rules):
    return rules(("manager",), "Hamafza", 6, 30, 1, 10, -1)


def test_a_password_changed_meanwhile_ends_the_half_signing_in(client, cast):
    set_up(cast.reza)
    signed_in(client)
    cast.reza.set_password("another-word-of-ten")
    cast.reza.save()
    given(client, code_of(cast.reza))
    assert not is_in(client)


def test_an_unconfirmed_one_is_not_asked_for(client, cast):
    act.begin(actor=cast.reza)
    signed_in(client)
    assert is_in(client)


def test_setting_it_up_ends_the_sessions_begun_without(client, cast):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(cast.reza)
    assert is_in(elsewhere)
    client.force_login(cast.reza)
    is_in(client)
    client.post(reverse("accounts:begin_second_factor"))
    client.post(reverse("accounts:confirm_second_factor"), {"code": code_of(cast.reza)})
    assert is_in(client)
    assert not is_in(elsewhere)


def test_it_is_turned_off_with_a_code_only_where_the_role_may(client, cast, settings):
    set_up(cast.reza)
    client.force_login(cast.reza)
    settings.SECOND_FACTOR = True
    with pytest.raises(act.Demanded):
        act.turn_off(actor=cast.reza, said=code_of(cast.reza), switched_on=True)
    settings.SECOND_FACTOR = False
    assert client.post(reverse("accounts:turn_off_second_factor"), {"code": "1"}).status_code == 409
    assert SecondFactor.objects.exists()
    client.post(reverse("accounts:turn_off_second_factor"), {"code": code_of(cast.reza)})
    assert not SecondFactor.objects.exists()


def test_an_administrator_helps_who_lost_everything_and_says_why(client, cast):
    set_up(cast.reza)
    client.force_login(cast.mina)
    page = client.get(reverse("office:account", args=[cast.reza.pk])).content.decode()
    assert reverse("office:take_second_factor", args=[cast.reza.pk]) in page
    client.post(
        reverse("office:take_second_factor", args=[cast.reza.pk]), {"why": "تلفن گم شده است"}
    )
    assert act.confirmed(cast.reza) is None
    assert Event.objects.get(verb="take-second-factor-away").why == "تلفن گم شده است"
    set_up(cast.reza)
    with pytest.raises(OnlyAdministrators):
        act.take_away(actor=cast.parviz, account=cast.reza, why="")


def test_a_role_that_must_have_it_sees_nothing_before(client, cast, settings):
    settings.SECOND_FACTOR = True
    signed_in(client, username="parviz")
    answer = client.get("/office/units/")
    assert answer["Location"] == reverse("accounts:second_factor")
    assert client.get("/api/units").status_code == 403
    assert client.get("/").status_code == 200
    client.post(reverse("accounts:begin_second_factor"))
    client.post(reverse("accounts:confirm_second_factor"), {"code": code_of(cast.parviz)})
    assert client.get("/office/units/").status_code == 200
    assert client.get("/api/units").status_code == 200


def test_a_session_from_before_it_was_demanded_is_asked_for_the_code(client, cast, settings):
    set_up(cast.parviz)
    client.force_login(cast.parviz)
    settings.SECOND_FACTOR = True
    assert client.get("/en/office/units/")["Location"] == "/en/account/sign-in/code/"
    given(client, code_of(cast.parviz))
    assert client.get("/en/office/units/").status_code == 200


def test_other_roles_and_the_demo_go_on_without(client, cast, settings):
    settings.SECOND_FACTOR = True
    client.force_login(cast.maryam)
    assert client.get(reverse("producer:home")).status_code == 200
    cast.parviz.is_demo = True
    cast.parviz.save()
    client.force_login(cast.parviz)
    assert client.get("/office/units/").status_code == 200


def test_a_lost_key_is_told_and_a_code_on_paper_still_lets_in(cast, settings, tmp_path):
    codes = set_up(cast.reza)
    settings.HOME = tmp_path
    with pytest.raises(act.SecretLost):
        act.prove(account=cast.reza, said="123456")
    act.prove(account=cast.reza, said=codes[0])


@pytest.mark.parametrize("name", ["safety", "second_factor"])
def test_the_pages_are_whole_in_both_languages(client, cast, name):
    client.force_login(cast.reza)
    act.begin(actor=cast.reza)
    html = client.get(reverse(f"accounts:{name}")).content.decode()
    assert_digits_fit(html, "fa")
    assert_no_untranslated(html)
    assert_digits_fit(client.get(f"/en{reverse(f'accounts:{name}')}").content.decode(), "en")
