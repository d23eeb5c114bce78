"""What markets ask: two officers for each line, nothing guessed, nothing lost."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hamafza.markets.requirements import (
    CheckDayNotLater,
    DayToCome,
    LineState,
    Subject,
    codes_for,
    is_code,
)
from hamafza.runs.requirements import is_known
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.actions import requirements as act
from hamafza.web.pages.public.requirement_facts import card_of, finer_cards
from hamafza.web.records.accounts import Role
from hamafza.web.records.events import Event
from hamafza.web.records.requirements import RequirementLine
from tests.people import person
from tests.web.requirements.making import days_ago, make_line, shown_line

pytestmark = pytest.mark.django_db


def section(code, subject, market="OMN"):
    return next(each for each in card_of(code, market)[0] if each.subject == subject)


def test_a_line_is_shown_after_another_officer_has_reviewed_it(cast):
    line = make_line(cast)
    assert section("630259", Subject.PAPERS).lines == []
    with pytest.raises(act.OwnLineNotReviewed):
        act.show_line(actor=cast.parviz, line=line)
    act.show_line(actor=cast.mina, line=line, note="compared")
    (told,) = section("630259", Subject.PAPERS).lines
    assert told.line == line
    assert (told.line.reviewed_by, told.line.review_note) == (cast.mina, "compared")
    assert [event.verb for event in Event.objects.order_by("id")] == [
        "enter-requirement", "show-requirement",
    ]  # fmt: skip


def test_a_second_promotion_officer_may_review(cast):
    other = person("shirin", Role.PROMOTION)
    assert act.show_line(actor=other, line=make_line(cast)).state == LineState.SHOWN


@pytest.mark.parametrize("role", [r for r in Role if r != Role.PROMOTION])
def test_nobody_but_a_promotion_officer_enters(cast, role):
    with pytest.raises(act.NotAPromotionOfficer):
        make_line(cast, actor=cast.by_role[role])


@pytest.mark.parametrize("role", [Role.UNION, Role.SCREENING, Role.MANAGER, Role.OBSERVER])
def test_nobody_outside_the_office_reviews_or_withdraws(cast, role):
    line, shown = make_line(cast), shown_line(cast)
    for attempt in (act.show_line, act.return_line):
        with pytest.raises(act.NotAPromotionOfficer):
            attempt(actor=cast.by_role[role], line=line, note="no")
    with pytest.raises(act.NotAPromotionOfficer):
        act.withdraw_line(actor=cast.by_role[role], line=shown, why="no")


def test_the_database_itself_knows_no_line_reviewed_by_who_entered_it(cast):
    line = make_line(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequirementLine.objects.filter(pk=line.pk).update(
            state=LineState.SHOWN.value, reviewed_by=cast.parviz
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RequirementLine.objects.filter(pk=line.pk).update(state=LineState.SHOWN.value)


def test_what_is_sent_back_is_never_shown_and_says_why(cast):
    line = make_line(cast)
    with pytest.raises(act.ReviewNeedsReason):
        act.return_line(actor=cast.mina, line=line, note=" ")
    act.return_line(actor=cast.mina, line=line, note="another day in the source")
    with pytest.raises(StepNotPermitted):
        act.show_line(actor=cast.mina, line=line)
    assert section("630259", Subject.PAPERS).lines == []


def test_a_line_of_the_heading_and_of_the_chapter_counts_and_says_from_where(cast):
    chapter = shown_line(cast, code="63")
    heading = shown_line(cast, code="6302")
    own = shown_line(cast)
    told = section("630259", Subject.PAPERS).lines
    assert [each.line for each in told] == [own, heading, chapter]
    assert [each.wider for each in told] == ["", "6302", "63"]
    assert all(each.wider_name for each in told[1:])
    assert [each.line for each in section("6302", Subject.PAPERS).lines] == [heading, chapter]
    assert [each["code"] for each in finer_cards("63", "OMN")] == ["6302", "630259"]
    assert section("630259", Subject.PAPERS, market="IRQ").lines == []


def test_a_correction_takes_the_place_of_a_line_which_stays_in_the_history(cast):
    old = shown_line(cast)
    newer = make_line(cast, replaces=old, text_en="As it is now")
    assert [each.line for each in section("630259", Subject.PAPERS).lines] == [old]
    act.show_line(actor=cast.mina, line=newer)
    sections, history = card_of("630259", "OMN")
    assert [each.line for each in sections[1].lines] == [newer]
    assert [(each.line, each.line.state) for each in history] == [(old, LineState.REPLACED)]


def test_two_corrections_of_one_line_do_not_meet(cast):
    old = shown_line(cast)
    first = make_line(cast, replaces=old)
    with pytest.raises(act.LineChangedMeanwhile):
        make_line(cast, replaces=old)
    act.show_line(actor=cast.mina, line=first)
    with pytest.raises(act.LineChangedMeanwhile):
        make_line(cast, replaces=old)


def test_a_correction_whose_line_was_withdrawn_is_not_shown(cast):
    old = shown_line(cast)
    waiting = make_line(cast, replaces=old)
    act.withdraw_line(actor=cast.mina, line=old, why="the law ended")
    with pytest.raises(StepNotPermitted):
        act.show_line(actor=cast.mina, line=waiting)
    assert RequirementLine.objects.get(pk=waiting.pk).state == LineState.ENTERED


@pytest.mark.parametrize("changed", [{"market": "IRQ"}, {"code": "6302"},
                                     {"subject": Subject.LABELS}])  # fmt: skip
def test_a_correction_is_about_the_same_thing(cast, changed):
    with pytest.raises(act.LineChangedMeanwhile):
        make_line(cast, replaces=shown_line(cast), **changed)


def test_past_its_day_a_line_is_old_and_on_the_day_it_is_not(cast):
    today = timezone.localdate()
    on_the_day = shown_line(cast, told_on=days_ago(30), check_by=today)
    past = shown_line(cast, told_on=days_ago(30), check_by=days_ago(1))
    marks = {each.line: each.is_old for each in section("630259", Subject.PAPERS).lines}
    assert marks == {on_the_day: False, past: True}


def test_a_line_without_a_day_is_checked_again_after_a_year(cast):
    line = make_line(cast, told_on=days_ago(10))
    assert (line.check_by - line.told_on).days == 365


def test_days_that_cannot_be_are_refused(cast):
    with pytest.raises(DayToCome):
        make_line(cast, told_on=days_ago(-1))
    with pytest.raises(CheckDayNotLater):
        make_line(cast, told_on=days_ago(5), check_by=days_ago(5))


@pytest.mark.parametrize("code", ["", "6", "630", "00", "6399", "631299", "63025", "٦٣"])
def test_a_code_that_the_tariff_does_not_know_is_refused(cast, code):
    with pytest.raises(act.GoodsCodeUnknown):
        make_line(cast, code=code)


def test_a_country_that_nobody_knows_is_refused(cast):
    with pytest.raises(act.MarketUnknown):
        make_line(cast, market="QQQ")


def test_the_same_form_sent_twice_is_one_line(cast):
    told = {"text_fa": "یکی", "text_en": "One"}
    assert make_line(cast, **told) == make_line(cast, **told)
    assert RequirementLine.objects.count() == 1


def test_a_percentage_belongs_to_a_tariff_alone(cast):
    assert make_line(cast, subject=Subject.LABELS, duty_percent=5).duty_percent is None
    assert make_line(cast, subject=Subject.TARIFF, duty_percent=5).duty_percent == 5


@given(st.text(alphabet="0123456789", min_size=1, max_size=8))
def test_codes_that_count_are_prefixes_the_longest_first(code):
    if not is_code(code):
        assert not is_known(code)
        return
    codes = codes_for(code)
    assert codes[0] == code
    assert codes[-1] == code[:2]
    assert all(code.startswith(each) and is_code(each) for each in codes)
    assert list(codes) == sorted(codes, key=len, reverse=True)
