"""Readiness: points, levels and next steps, for any answers to any unit."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.registry.change_life import CHANGE_LIFE
from hamafza.registry.claim_life import CLAIM_LIFE
from hamafza.registry.readiness import assess
from hamafza.registry.readiness_life import ASSESSMENT_LIFE
from hamafza.registry.readiness_params import Level, Option, Question, Questionnaire, Section
from hamafza.store.parameters import load

SHIPPED = load(Questionnaire, "readiness")
KINDS = ("maker", "service", "distributive")


def question(key: str, *points: int, **more) -> Question:
    told = {"text_fa": key, "text_en": key, "help_fa": "", "help_en": "", "step_fa": key,
            "step_en": key, "effort_days": 1}  # fmt: skip
    options = tuple(Option(f"o{count}", count, "", "") for count in points)
    return Question(key=key, options=options, **(told | more))


def small(*sections: Section, certificate_share: str = "0.6") -> Questionnaire:
    levels = (Level("low", Decimal(0), "", ""), Level("high", Decimal("0.5"), "", ""))
    return Questionnaire("1", Decimal(certificate_share), 12, levels, sections)


def section(key: str, weight: str, *questions: Question) -> Section:
    return Section(key, key, key, Decimal(weight), questions)


@st.composite
def answers_of_a_unit(draw):
    kind = draw(st.sampled_from(KINDS))
    asked = [one for one in SHIPPED.questions if one.asks(kind)]
    answers = {}
    for one in asked:
        keys = [option.key for option in one.options]
        told = draw(st.sampled_from([None, *keys]))
        if told:
            answers[one.key] = told
    return kind, answers


def test_a_sum_done_by_hand():
    told = small(
        section("a", "1", question("x", 0, 2), question("y", 0, 2)),
        section("b", "3", question("z", 0, 4)),
    )
    result = assess(told, "maker", {"x": "o2", "z": "o4"})
    assert result.share == Fraction(1, 4) * Fraction(2, 4) + Fraction(3, 4)
    assert [one.key for one in result.missing] == ["y"]
    assert (result.level.key, result.earns_certificate) == ("high", False)
    assert assess(told, "maker", {"x": "o2", "y": "o0", "z": "o4"}).earns_certificate


def test_a_question_of_another_kind_of_unit_counts_for_nothing():
    told = small(
        section("a", "1", question("x", 0, 2)),
        section("b", "1", question("y", 0, 2, kinds=("service",))),
    )
    assert assess(told, "maker", {"x": "o2", "y": "o0"}).share == 1
    assert assess(told, "service", {"x": "o2"}).share == Fraction(1, 2)


def test_without_a_licence_no_points_earn_a_certificate():
    told = small(section("a", "1", question("x", 0, 9), question("must", 0, 1, is_must=True)))
    result = assess(told, "maker", {"x": "o9", "must": "o0"})
    assert result.share == Fraction(9, 10)
    assert not result.earns_certificate
    assert [one.key for one in result.lacking] == ["must"]


def test_an_answer_that_is_no_longer_there_counts_as_none():
    told = small(section("a", "1", question("x", 0, 2)))
    assert assess(told, "maker", {"x": "gone", "other": "o2"}).missing == told.questions


def test_steps_come_by_gain_for_a_day_of_effort():
    told = small(
        section("a", "1", question("slow", 0, 4, effort_days=40), question("quick", 0, 1)),
        section("b", "1", question("middle", 0, 5, effort_days=5)),
    )
    steps = assess(told, "maker", {}).steps
    assert [step.question.key for step in steps] == ["quick", "middle", "slow"]
    assert steps[-1].after == 1


@given(answers_of_a_unit())
def test_laws_of_every_answer(told):
    kind, answers = told
    result = assess(SHIPPED, kind, answers)
    assert 0 <= result.share <= 1
    assert result.share + sum(step.gain for step in result.steps) == 1
    assert result.steps == () or result.steps[-1].after == 1
    by_effort = [step.gain / step.question.effort_days for step in result.steps]
    assert by_effort == sorted(by_effort, reverse=True)
    wanted = result.steps_to(SHIPPED.certificate_share)
    if wanted:
        assert wanted[-1].after >= Fraction(SHIPPED.certificate_share)
        assert all(step.after < Fraction(SHIPPED.certificate_share) for step in wanted[:-1])
    else:
        assert result.share >= Fraction(SHIPPED.certificate_share)
    if result.earns_certificate:
        assert result.is_complete and result.share >= Fraction(SHIPPED.certificate_share)


@given(answers_of_a_unit())
def test_doing_the_first_step_brings_what_it_says(told):
    kind, answers = told
    result = assess(SHIPPED, kind, answers)
    if not result.steps:
        return
    step = result.steps[0]
    best = max(step.question.options, key=lambda option: option.points)
    after = assess(SHIPPED, kind, answers | {step.question.key: best.key})
    assert after.share == step.after == result.share + step.gain


def test_the_best_answers_are_all_of_it_for_every_kind_of_unit():
    best = {
        one.key: max(one.options, key=lambda option: option.points).key for one in SHIPPED.questions
    }
    for kind in KINDS:
        result = assess(SHIPPED, kind, best)
        assert (result.share, result.steps, result.earns_certificate) == (1, (), True)


def test_what_is_shipped_is_said_in_both_languages():
    for one in SHIPPED.questions:
        assert one.text_fa and one.text_en and one.step_fa and one.step_en
        assert all(option.name_fa and option.name_en for option in one.options)
        assert bool(one.help_fa) == bool(one.help_en)
    assert sum(one.weight for one in SHIPPED.sections) == 1


def test_a_questionnaire_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="twice"):
        small(section("a", "1", question("x", 0, 1), question("x", 0, 1)))
    with pytest.raises(ValueError, match="levels"):
        replace(SHIPPED, levels=SHIPPED.levels[1:])
    with pytest.raises(ValueError, match="certificate_share"):
        replace(SHIPPED, certificate_share=Decimal("1.5"))
    with pytest.raises(ValueError, match="options"):
        question("x", 0, 0)


@pytest.mark.parametrize("life", [ASSESSMENT_LIFE, CLAIM_LIFE, CHANGE_LIFE])
def test_every_state_of_a_life_is_reached_and_none_is_a_trap(life):
    reached, edge = {life.first}, [life.first]
    while edge:
        edge = [after for state in edge for after in life.next_states(state)
                if after not in reached and not reached.add(after)]  # fmt: skip
    beginnings = {"claim": {"in-review"}}.get(life.kind, set())
    assert reached | {state for state in life.permitted if state.value in beginnings} == set(
        life.permitted
    )
