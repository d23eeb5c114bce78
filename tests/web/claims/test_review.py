"""Claims that an officer decides: disputes, no telephone, two officers at once."""

import pytest

from hamafza.web.actions import claim_review as act
from hamafza.web.actions import claims
from hamafza.web.actions import evidence as papers
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.claims import Claim
from hamafza.web.records.events import Event
from hamafza.web.records.outbox import Message
from tests.people import make_unit, person
from tests.web.claims.making import a_photograph, a_unit, in_review, opened

pytestmark = pytest.mark.django_db


def link(claim: Claim) -> str:
    return f"https://hamafza.example/claim/{claims.secret(claim)}/"


def accept(actor, claim, **more):
    return act.accept(actor=actor, claim=claim, link=link, **more)


def test_a_dispute_is_decided_and_the_former_account_closed_when_the_new_one_opens(cast):
    claim = in_review(cast.unit, file=a_photograph())
    assert (claim.because, claim.evidence.file_name) == ("claimed", "پروانه.jpg")
    accept(cast.farideh, claim, instead=True, why="پروانه به نام اوست")
    cast.maryam.refresh_from_db()
    assert cast.maryam.is_active, "until the new owner comes, nothing is taken away"
    opened(claim)
    cast.maryam.refresh_from_db()
    assert not cast.maryam.is_active
    closing = Event.objects.get(verb="close-account")
    assert (closing.subject_id, closing.why) == (cast.maryam.pk, "پروانه به نام اوست")


def test_partners_may_have_an_account_each(cast):
    claim = in_review(cast.unit)
    accept(cast.farideh, claim)
    opened(claim)
    assert User.objects.filter(unit=cast.unit, is_active=True).count() == 2


def test_the_link_goes_to_the_contact_and_stands_in_the_outbox_only_until_it_has_left(cast):
    claim = in_review(contact="bahram@example.org")
    accept(cast.parviz, claim)
    message = Message.objects.get(purpose="claim-decision")
    assert (message.channel, message.to) == ("email", "bahram@example.org")
    assert "https://hamafza.example/claim/" in message.secret_text
    assert "hamafza.example" not in message.text


def test_a_refusal_has_a_reason_which_the_person_is_told(cast):
    claim = in_review()
    with pytest.raises(act.ClaimWhyMissing):
        act.refuse(actor=cast.parviz, claim=claim, link=link, why=" ")
    act.refuse(actor=cast.parviz, claim=claim, link=link, why="مدرک از آن دیگری است")
    assert "مدرک از آن دیگری است" in Message.objects.get(purpose="claim-decision").text
    with pytest.raises(claims.ClaimNotOpen):
        opened(claim)


def test_of_two_officers_the_second_learns_who_decided(cast):
    claim = in_review()
    accept(cast.parviz, claim)
    with pytest.raises(act.ClaimDecidedMeanwhile) as refusal:
        act.refuse(actor=cast.mina, claim=claim, link=link, why="نه")
    assert refusal.value.facts == {"who": "Parviz"}
    assert Claim.objects.get().state == "confirmed"


def test_a_union_decides_about_its_own_units_alone(cast):
    other = person("other", Role.UNION, union="اتحادیه دیگر")
    claim = in_review(cast.unit)
    assert list(act.waiting(cast.farideh)) == [claim]
    assert list(act.waiting(other)) == []
    for stranger in (other, cast.maryam, cast.negar, cast.saeed):
        with pytest.raises(act.NotYourClaim):
            accept(stranger, claim)


def test_the_reason_an_officer_is_asked_is_told():
    assert in_review(make_unit(phone=None)).because == "no-phone"
    assert in_review(a_unit()).because == "other-phone"


def test_nobody_is_left_without_an_answer_and_a_queue_is_not_flooded():
    unit = a_unit()
    with pytest.raises(act.NoContact):
        in_review(unit, contact="بی‌نشان")
    for _ in range(3):
        in_review(unit)
    with pytest.raises(act.EnoughWaiting):
        in_review(unit)


def test_evidence_is_a_photograph_or_a_paper_whatever_it_is_called(cast, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(papers.EvidenceNotReadable):
        in_review(cast.unit, file=SimpleUploadedFile("a.pdf", b"<script>alert(1)</script>"))
    monkeypatch.setattr(papers, "MOST_BYTES", 10)
    with pytest.raises(papers.EvidenceTooLarge):
        in_review(cast.unit, file=a_photograph())
    assert not Claim.objects.exists()


def test_evidence_lies_under_its_digest_and_not_under_the_name_it_came_with(cast):
    first = in_review(cast.unit, file=a_photograph("../../a.jpg")).evidence
    second = in_review(cast.unit, file=a_photograph("b.jpg")).evidence
    assert papers.path_of(first) == papers.path_of(second)
    assert papers.path_of(first).read_bytes().startswith(b"\xff\xd8\xff")
    assert (first.file_name, first.media_type) == ("a.jpg", "image/jpeg")


def test_a_claim_may_be_taken_back_until_it_is_decided(cast):
    claim = in_review()
    act.withdraw(claim=claim)
    with pytest.raises(act.ClaimDecidedMeanwhile):
        accept(cast.parviz, claim)
    with pytest.raises(act.ClaimDecidedMeanwhile):
        act.withdraw(claim=claim)
    assert Event.objects.filter(verb="withdraw-claim").count() == 1
