"""A code sent to the register's telephone, tried, counted, and the account that it opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hamafza.web.actions import accounts, claim_finding, claims
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.claims import Claim
from hamafza.web.records.contacts import Contact
from hamafza.web.records.events import Event
from hamafza.web.records.licences import Licence
from hamafza.web.records.outbox import Message
from tests.people import make_unit, person
from tests.web.claims.making import PHONE, a_code, a_unit, code_of, confirmed, opened

pytestmark = pytest.mark.django_db


def test_from_a_code_to_an_account_about_the_unit(client):
    unit = a_unit()
    account = opened(confirmed(unit))
    assert (account.role, account.unit) == (Role.PRODUCER, unit)
    assert client.login(username="bahram", password="kavir-shab-12")
    assert Claim.objects.get().state == "opened"
    told = list(Event.objects.values_list("verb", flat=True))
    assert told == ["ask-claim-code", "enter-claim-code", "open-account", "claim-unit"]


def test_the_code_stands_in_no_table_but_in_the_message_that_has_not_left():
    claim = a_code()
    code = code_of(claim)
    message = Message.objects.get()
    assert code not in message.text and "••••••" in message.text
    assert message.to == PHONE
    assert code not in str(Claim.objects.values().get())
    assert not any(code in str(event.facts()) for event in Event.objects.all())


def test_wrong_codes_are_counted_though_they_are_refused_and_the_fifth_ends_it():
    claim = a_code()
    right = code_of(claim)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1):
        with pytest.raises(claims.CodeWrong) as refusal:
            claims.enter_code(claim=claim, code=wrong)
        assert refusal.value.facts == {"left": left}
    with pytest.raises(claims.CodeTriedOut):
        claims.enter_code(claim=claim, code=wrong)
    with pytest.raises(claims.ClaimNotOpen):
        claims.enter_code(claim=claim, code=right)


def test_a_code_holds_ten_minutes():
    claim = a_code()
    Claim.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(claims.CodeRanOut):
        claims.enter_code(claim=claim, code=code_of(claim))
    assert Claim.objects.get().state == "lapsed"


def test_a_code_may_be_typed_in_persian_digits_and_belongs_to_its_claim_alone():
    unit = a_unit()
    first, second = a_code(unit), a_code(unit)
    persian = code_of(second).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    if code_of(first) != code_of(second):
        with pytest.raises(claims.CodeWrong):
            claims.enter_code(claim=first, code=persian)
    assert claims.enter_code(claim=second, code=persian).state == "confirmed"


def test_a_unit_and_an_address_get_so_many_codes_and_no_more():
    unit = a_unit()
    for _ in range(3):
        a_code(unit)
    with pytest.raises(claims.TooManyCodes):
        a_code(unit, address="10.9.9.9")
    Claim.objects.update(created_at=timezone.now() - timedelta(hours=2))
    a_code(unit), a_code(unit)
    Claim.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1)).update(
        created_at=timezone.now() - timedelta(hours=2)
    )
    with pytest.raises(claims.TooManyCodes):
        a_code(unit)  # the sixth of the day
    for number in range(10):
        a_code(make_unit(phone=f"0912000000{number}"), address="10.5.5.5")
    with pytest.raises(claims.TooManyCodes):
        a_code(make_unit(phone="09120000099"), address="10.5.5.5")


def test_a_unit_that_somebody_signs_in_for_sends_no_code(cast):
    cast.unit.phone = PHONE
    cast.unit.save()
    with pytest.raises(claims.ClaimedAlready):
        a_code(cast.unit)
    accounts.close_account(actor=cast.mina, account=cast.maryam)
    assert a_code(cast.unit).unit == cast.unit


def test_two_with_right_codes_open_one_account():
    unit = a_unit()
    first, second = confirmed(unit), confirmed(unit)
    opened(first)
    with pytest.raises(claims.ClaimedAlready):
        opened(second, username="another")
    assert User.objects.filter(unit=unit).count() == 1


def test_a_claim_opens_one_account_though_the_form_is_sent_twice():
    claim = confirmed()
    opened(claim)
    with pytest.raises(claims.ClaimNotOpen):
        opened(claim, username="another")


def test_a_weak_password_or_a_taken_name_costs_nothing(cast):
    claim = confirmed()
    with pytest.raises(accounts.UsernameTaken):
        opened(claim, username="maryam")
    with pytest.raises(accounts.PasswordNotStrong):
        claims.open_account(claim=claim, username="bahram", full_name="ب", password="1234567890")
    assert opened(claim).username == "bahram"


def test_a_claim_on_a_joined_record_goes_to_the_one_that_counts(cast):
    joined = a_unit(merged_into=None)
    joined.merged_into = make_unit(name="آنکه شمرده می‌شود", phone="09350000000")
    joined.save()
    found = claim_finding.units_by(PHONE)
    assert found == [joined.merged_into]
    claim = a_code(joined)
    assert claim.unit == joined.merged_into
    assert opened(claims.enter_code(claim=claim, code=code_of(claim))).unit == joined.merged_into


def test_an_account_about_any_record_of_a_unit_claims_all_of_it():
    kept = a_unit()
    joined = make_unit(name="همزاد", merged_into=kept)
    person("owner", Role.PRODUCER, unit=joined)
    with pytest.raises(claims.ClaimedAlready):
        a_code(kept)


def test_a_unit_without_a_telephone_sends_no_code():
    with pytest.raises(claims.NoTelephone):
        a_code(a_unit(phone=None))
    with pytest.raises(claims.NoTelephone):
        a_code(a_unit(phone="ندارد"))


@pytest.mark.parametrize("words", ["1402/77", "۱۴۰۲/۷۷", "+98 913 1234567", "۰۹۱۳۱۲۳۴۵۶۷"])
def test_a_unit_is_found_by_licence_or_telephone_as_people_write_them(words):
    unit = a_unit()
    assert claim_finding.units_by(words) == [unit]


def test_a_unit_is_found_by_its_public_number_and_never_by_a_name_or_a_part():
    unit = a_unit()
    assert claim_finding.units_by(unit.public_id.lower()) == [unit]
    for words in ("کارگاه بهرام", "1402", "0913", "913123", ""):
        assert claim_finding.units_by(words) == []


def test_a_telephone_that_many_records_share_finds_none():
    for _ in range(6):
        make_unit(phone=PHONE)
    assert claim_finding.units_by(PHONE) == []


def test_a_made_up_link_leads_nowhere():
    claim = a_code()
    assert claims.by_secret(claims.secret(claim)) == claim
    assert claims.by_secret(f"{claim.pk}") is None


def test_a_unit_is_found_and_told_by_what_was_written_of_it_since(cast):
    unit = a_unit(phone=None, licence=None)
    Licence.objects.create(unit=unit, number="1403/5")
    Contact.objects.create(unit=unit, way="mobile", value="+98 935 111 2233")
    assert claim_finding.units_by("۱۴۰۳/۵") == [unit]
    assert claim_finding.units_by("09351112233") == [unit]
    assert a_code(unit).sent_to == "33"
    Contact.objects.update(ended_at=timezone.now())
    assert claim_finding.units_by("09351112233") == []
    with pytest.raises(claims.NoTelephone):
        a_code(unit)
