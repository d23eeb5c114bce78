from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.consortia.bylaws import (
    Ballot,
    Bylaws,
    BylawTerms,
    Clause,
    ClausesMissing,
    NotAMember,
    Outcome,
    VotedTwice,
    checked_bylaws,
    count_votes,
)
from hamafza.consortia.lifecycle import Gates
from hamafza.store.parameters import load

TERMS = BylawTerms()
WHOLE = {clause: "as agreed" for clause in Clause}


def test_bylaws_with_every_clause_go_to_the_vote():
    assert checked_bylaws(Bylaws(1, TERMS, WHOLE)).version == 1


@pytest.mark.parametrize("clause", Clause)
def test_bylaws_without_a_mandatory_clause_do_not(clause):
    with pytest.raises(ClausesMissing) as refused:
        checked_bylaws(Bylaws(1, TERMS, {**WHOLE, clause: "  "}))
    assert refused.value.facts["clauses"] == clause.value


def test_related_members_have_one_voice_together():
    ballots = [Ballot(1, True), Ballot(2, True), Ballot(3, False), Ballot(4, False)]
    count = count_votes(ballots, [1, 2, 3, 4], TERMS, {1: "a", 2: "a"})
    assert (count.outcome, count.voices_for, count.voices) == (Outcome.REJECTED, 1, 3)


def test_half_the_voices_must_be_given_and_more_than_half_of_them_for_it():
    assert count_votes([Ballot(1, True)], [1, 2, 3], TERMS).outcome is Outcome.NO_QUORUM
    assert count_votes([Ballot(1, True)], [1, 2], TERMS).outcome is Outcome.CARRIED
    tie = [Ballot(1, True), Ballot(2, False)]
    assert count_votes(tie, [1, 2], TERMS).outcome is Outcome.REJECTED
    assert count_votes([], [1, 2], TERMS).outcome is Outcome.NO_QUORUM


def test_strangers_and_second_ballots_are_refused():
    with pytest.raises(NotAMember):
        count_votes([Ballot(9, True)], [1], TERMS)
    with pytest.raises(VotedTwice):
        count_votes([Ballot(1, True), Ballot(1, True)], [1], TERMS)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([True, False, None])), min_size=1)
)
def test_no_hand_ever_has_more_than_one_voice(people):
    hands = {i: hand for i, (hand, _) in enumerate(people)}
    ballots = [Ballot(i, vote) for i, (_, vote) in enumerate(people) if vote is not None]
    count = count_votes(ballots, hands, TERMS, hands)
    assert count.voices_for + count.voices_against == Fraction(
        len({hands[ballot.member_id] for ballot in ballots})
    )


@pytest.mark.parametrize(
    "wrong",
    [{"ceiling_share": Decimal(0)}, {"majority_share": Decimal("0.4")}, {"claims_days": -1},
     {"commission_share": Decimal("0.9"), "reserve_share": Decimal("0.1")}],
)  # fmt: skip
def test_impossible_terms_cannot_be_written(wrong):
    with pytest.raises(ValueError):
        BylawTerms(**wrong)


def test_the_shipped_terms_and_gates_are_sound():
    assert load(BylawTerms, "bylaws", section="terms") == TERMS
    assert load(Gates, "bylaws", section="gates").min_members == 3
