"""What programmes ask of a consortium, told by member."""

from decimal import Decimal

import pytest

from hamafza.consortia.programme_rules import (
    MemberStanding,
    ProgrammeRules,
    Programmes,
    what_is_lacking,
)
from hamafza.store.parameters import build, read_toml
from hamafza.store.resources import parameters_file

SHIPPED = build(Programmes, read_toml(parameters_file("programmes")), "programmes.toml")
IRAN = SHIPPED.rules["iran"]


def member(key: int, *, ready: bool = True, usd: int = 0, hand: str = "") -> MemberStanding:
    return MemberStanding(key, hand or str(key), ready, Decimal(usd))


def codes(rules: ProgrammeRules, *members: MemberStanding, **more) -> list[tuple[str, int | None]]:
    told = {"has_promoter": True} | more
    return [(one.code, one.member) for one in what_is_lacking(rules, members, **told)]


def test_three_ready_members_with_a_promoter_lack_nothing_in_iran():
    assert codes(IRAN, member(1), member(2), member(3)) == []


def test_a_member_lacks_a_certificate_unless_its_exports_reach_half_a_million_dollars():
    told = codes(IRAN, member(1), member(2, ready=False, usd=499_999),
                 member(3, ready=False, usd=500_000))  # fmt: skip
    assert told == [("no-certificate", 2)]


def test_related_members_count_once():
    told = codes(IRAN, member(1, hand="a"), member(2, hand="a"), member(3))
    assert told == [("too-few", None)]


def test_the_promoter_is_asked_for_and_stands_apart():
    three = [member(1), member(2), member(3)]
    assert codes(IRAN, *three, has_promoter=False) == [("no-promoter", None)]
    assert codes(IRAN, *three, promoter_is_lead=True) == [("promoter-is-lead", None)]


@pytest.mark.parametrize(("name", "least"), [("iran", 3), ("morocco", 5), ("turkiye", 10),
                                             ("brazil", 3), ("ecuador", 3)])  # fmt: skip
def test_presets_ask_for_as_many_members_as_their_sources_say(name, least):
    rules = SHIPPED.rules[name]
    few = [member(key) for key in range(least - 1)]
    assert codes(rules, *few) == [("too-few", None)]
    assert codes(rules, *few, member(99)) == []


def test_an_upper_bound_is_told_too():
    eight = [member(key) for key in range(8)]
    assert codes(SHIPPED.rules["ecuador"], *eight) == [("too-many", None)]


def test_a_country_without_rules_has_the_common_ones_and_a_name_goes_before():
    assert SHIPPED.of("IRN") is IRAN
    assert SHIPPED.of("DEU").name_en == "common"
    assert SHIPPED.of("IRN", "turkiye").min_members == 10
    with pytest.raises(KeyError):
        SHIPPED.of("IRN", "atlantis")
