"""Readiness: filled in step by step, checked by another, and the certificate that follows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hamafza.web.actions import consortia, programme_rules
from hamafza.web.actions import readiness as act
from hamafza.web.actions import readiness_check as checking
from hamafza.web.records.accounts import Role
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.events import Event
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.programme import DeclaredExport
from hamafza.web.records.readiness import Assessment, ReadinessCertificate
from tests.people import make_unit, person
from tests.web.readiness.making import answers, filled, handed_in

pytestmark = pytest.mark.django_db


def checked(actor, assessment, findings=None, reasons=None, **more):
    return checking.check(
        actor=actor, assessment=assessment, findings=findings or {}, reasons=reasons or {}, **more
    )


def test_from_the_first_answer_to_a_certificate(cast):
    assessment = handed_in(cast.maryam, cast.unit)
    cast.unit.refresh_from_db()
    assert (cast.unit.readiness, cast.unit.readiness_basis) == (1.0, "estimated")
    checked(cast.farideh, assessment)
    cast.unit.refresh_from_db()
    assert (cast.unit.readiness, cast.unit.readiness_basis) == (1.0, "real")
    paper = ReadinessCertificate.objects.get()
    today = timezone.localdate()
    assert paper.number == f"ERA-{today.year}-000001"
    assert paper.holds_on(today) and not paper.holds_on(paper.valid_until + timedelta(days=1))
    assert checking.certificate_of(cast.unit, today) == paper
    told = list(Event.objects.values_list("verb", flat=True))
    assert told == ["begin-assessment", "answer-readiness", "hand-in-readiness", "check-readiness"]


def test_answers_are_kept_as_they_go_and_the_same_answer_again_is_no_event(cast):
    made = act.begin(actor=cast.maryam, unit=cast.unit)
    assert act.begin(actor=cast.maryam, unit=cast.unit).pk == made.pk
    for _ in range(2):
        act.answer(actor=cast.maryam, assessment=made, answers={"licence": "valid"})
    act.answer(actor=cast.maryam, assessment=made, answers={"cost": "roughly"}, notes={"cost": "x"})
    made.refresh_from_db()
    assert made.answers == {"licence": "valid", "cost": "roughly"}
    events = Event.objects.filter(verb="answer-readiness")
    assert [event.after["answers"] for event in events] == [
        {"licence": "valid"}, {"cost": "roughly"}
    ]  # fmt: skip


def test_an_incomplete_assessment_is_not_handed_in(cast):
    made = act.begin(actor=cast.maryam, unit=cast.unit)
    with pytest.raises(act.NotComplete) as refusal:
        act.hand_in(actor=cast.maryam, assessment=made)
    assert refusal.value.facts == {"missing": len(answers())}
    with pytest.raises(act.NoSuchAnswer):
        act.answer(actor=cast.maryam, assessment=made, answers={"licence": "perhaps"})
    with pytest.raises(act.NoSuchAnswer):
        act.answer(actor=cast.maryam, assessment=made, answers={"references": "one"})


def test_what_the_officer_finds_otherwise_has_a_reason_and_counts(cast):
    assessment = handed_in(cast.maryam, cast.unit)
    found = {"standard": "none"}
    with pytest.raises(checking.FindingWithoutReason) as refusal:
        checked(cast.farideh, assessment, found)
    kept = checked(cast.farideh, assessment, found, {"standard": "گواهی گذشته بود"})
    assert refusal.value.facts["number"] == list(answers()).index("standard") + 1
    assert kept.answers["standard"] == "certificate"
    assert kept.findings["standard"] == "none"
    assert kept.reasons == {"standard": "گواهی گذشته بود"}
    assert kept.found_share < kept.answered_share
    event = Event.objects.get(verb="check-readiness")
    assert event.after["changed"] == found


def test_too_few_points_or_no_licence_earn_no_certificate(cast):
    checked(cast.farideh, handed_in(cast.maryam, cast.unit, licence="none"))
    assert not ReadinessCertificate.objects.exists()
    checked(cast.farideh, handed_in(cast.zohreh, cast.zohreh.unit, best=False, licence="valid"))
    assert not ReadinessCertificate.objects.exists()
    cast.zohreh.unit.refresh_from_db()
    assert 0 < cast.zohreh.unit.readiness < 0.2


def test_who_helped_does_not_check(cast):
    made = act.begin(actor=cast.farideh, unit=cast.unit)
    assert made.helped_by == cast.farideh
    act.answer(actor=cast.maryam, assessment=made, answers=answers())
    act.hand_in(actor=cast.maryam, assessment=made)
    with pytest.raises(checking.OwnHelp):
        checked(cast.farideh, made)
    assert checked(cast.parviz, made).checked_by == cast.parviz


def test_a_trusted_person_who_sat_beside_is_on_the_record(cast):
    made = act.begin(actor=cast.maryam, unit=cast.unit)
    act.answer(actor=cast.maryam, assessment=made, answers={"will": "plan"}, helper_name="دخترم")
    assert Assessment.objects.get().helper_name == "دخترم"
    assert Event.objects.get(verb="answer-readiness").after["helper_name"] == "دخترم"


def test_sent_back_it_is_filled_again_and_keeps_its_answers(cast):
    assessment = handed_in(cast.maryam, cast.unit)
    with pytest.raises(checking.WhyMissing):
        checking.send_back(actor=cast.farideh, assessment=assessment, why=" ")
    checking.send_back(actor=cast.farideh, assessment=assessment, why="عکس پروانه روشن نیست")
    again = act.begin(actor=cast.maryam, unit=cast.unit)
    assert (again.pk, again.why) == (assessment.pk, "عکس پروانه روشن نیست")
    act.hand_in(actor=cast.maryam, assessment=again)
    checked(cast.farideh, again)


def test_of_two_officers_the_second_learns_who_checked(cast):
    assessment = handed_in(cast.maryam, cast.unit)
    checked(cast.farideh, assessment)
    with pytest.raises(checking.CheckedMeanwhile) as refusal:
        checking.send_back(actor=cast.parviz, assessment=assessment, why="نه")
    assert refusal.value.facts == {"who": "Farideh"}
    assert ReadinessCertificate.objects.count() == 1


def test_once_handed_in_nothing_is_filled_in_any_more(cast):
    assessment = handed_in(cast.maryam, cast.unit)
    with pytest.raises(act.BeingChecked):
        act.answer(actor=cast.maryam, assessment=assessment, answers={"licence": "none"})
    with pytest.raises(act.BeingChecked):
        act.lay_aside(actor=cast.maryam, assessment=assessment)


def test_the_next_assessment_begins_with_what_was_found(cast):
    checked(cast.farideh, handed_in(cast.maryam, cast.unit), {"cost": "no"}, {"cost": "ننوشته"})
    again = act.begin(actor=cast.maryam, unit=cast.unit)
    assert again.answers["cost"] == "no"
    act.lay_aside(actor=cast.maryam, assessment=again)
    assert act.begin(actor=cast.maryam, unit=cast.unit).pk != again.pk


def test_strangers_neither_fill_in_nor_check(cast):
    other = person("other", Role.UNION, union="اتحادیه دیگر")
    for stranger in (cast.zohreh, cast.negar, cast.reza, other):
        with pytest.raises(act.NotYourAssessment):
            act.begin(actor=stranger, unit=cast.unit)
    assessment = handed_in(cast.maryam, cast.unit)
    for stranger in (cast.maryam, cast.zohreh, cast.negar, other):
        with pytest.raises(checking.NotYoursToCheck):
            checked(stranger, assessment)


def test_certificates_are_numbered_without_gaps_and_withdrawn_with_a_reason(cast):
    for owner in (cast.maryam, cast.zohreh):
        checked(cast.farideh, handed_in(owner, owner.unit))
    numbers = sorted(ReadinessCertificate.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002"]
    paper = ReadinessCertificate.objects.get(unit=cast.unit)
    with pytest.raises(checking.WhyMissing):
        checking.withdraw(actor=cast.farideh, certificate=paper, why="")
    checking.withdraw(actor=cast.farideh, certificate=paper, why="پروانه باطل شد")
    with pytest.raises(checking.WithdrawnAlready):
        checking.withdraw(actor=cast.parviz, certificate=paper, why="باز")
    assert checking.certificate_of(cast.unit, timezone.localdate()) is None


def test_a_certificate_follows_the_record_that_counts(cast):
    counts = make_unit(name="آنکه شمرده می‌شود")
    cast.unit.merged_into = counts
    cast.unit.save()
    assessment = handed_in(cast.maryam, cast.unit)
    assert assessment.unit == counts
    checked(cast.farideh, assessment)
    assert checking.certificate_of(cast.unit, timezone.localdate()) is not None


def test_what_iran_asks_and_a_member_lacks_is_told_and_keeps_nobody_out(cast):
    units = [cast.unit, cast.zohreh.unit, make_unit(name="سومی")]
    checked(cast.farideh, handed_in(cast.maryam, cast.unit))
    DeclaredExport.objects.create(
        unit=units[1], year=2025, destination="OMN", value_usd_cents=50_000_000, line="proven",
        customs_number="1", exported_on=date(2025, 5, 1),
    )  # fmt: skip
    made = consortia.found(
        actor=cast.parviz, name_fa="نو", name_en="New", lead=units[0], units=units
    )
    told = [(one.code, one.member) for one in programme_rules.lacking(made)]
    assert told == [("no-promoter", None), ("no-certificate", units[2].pk)]
    event = Event.objects.get(verb="found-consortium")
    assert event.after["lacking"] == [["no-promoter", None], ["no-certificate", units[2].pk]]


def test_a_programme_set_by_name_goes_before_the_country(cast, settings):
    settings.PROGRAMME = "turkiye"
    told = [one.code for one in programme_rules.lacking(cast.consortium)]
    assert told == ["too-few", "no-promoter"]


def test_the_series_of_the_demo_counts_apart(cast):
    demo = make_unit(name="نمونه", is_demo=True)
    owner = person("owner", Role.PRODUCER, unit=demo)
    checked(cast.farideh, handed_in(owner, demo))
    checked(cast.farideh, handed_in(cast.maryam, cast.unit))
    numbers = set(ReadinessCertificate.objects.values_list("number", flat=True))
    year = timezone.localdate().year
    assert numbers == {f"DEMO-ERA-{year}-000001", f"ERA-{year}-000001"}
    demo.refresh_from_db()
    assert demo.readiness_basis == "synthetic"


def test_filling_in_is_for_every_kind_of_unit(cast):
    for kind in ("maker", "service", "distributive"):
        unit = make_unit(name=kind, kind=kind)
        owner = person(f"owner-{kind}", Role.PRODUCER, unit=unit)
        made = filled(owner, unit)
        assert act.reckoned(made).is_complete


def test_a_certificate_of_another_body_and_papers_of_exports_count_too(cast):
    Certificate.objects.create(unit=cast.unit, kind="export-readiness", name="ERA")
    assert cast.unit.pk in programme_rules.certified({cast.unit.pk: cast.unit})
    Certificate.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert programme_rules.certified({cast.unit.pk: cast.unit}) == set()
    for source, minor in (("own-word", 90_000_000), ("customs", 60_000_000)):
        ExportRecord.objects.create(
            unit=cast.unit, year=2020, country="IRQ", value_minor=minor, source=source
        )
    assert programme_rules.exported_usd({cast.unit.pk: cast.unit}) == {cast.unit.pk: 600_000}


def test_what_a_joined_record_earned_is_the_units(cast):
    checked(cast.farideh, handed_in(cast.maryam, cast.unit))
    counts = make_unit(name="آنکه شمرده می‌شود")
    cast.unit.merged_into = counts
    cast.unit.save()
    assert checking.certificate_of(counts, timezone.localdate()) is not None
    assert programme_rules.certified({counts.pk: counts}) == {counts.pk}
    assert act.last_checked(counts) is not None
