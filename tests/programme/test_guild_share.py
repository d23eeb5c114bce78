from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.programme.commitments import Commitment, CommitmentState, Standing, standing
from hamafza.programme.funnel import Stage, funnel
from hamafza.programme.guild_share import (
    ExportsAboveTotal,
    OfficialTotalMissing,
    TotalCodeTooShort,
    guild_share,
)
from hamafza.programme.rules import NonOilRule, NonOilRules, RuleUnknown
from hamafza.programme.target import Target, reached_share
from hamafza.vocabulary.tables.programme import EXPORT_LINES

RULE = NonOilRule("2026-11")
COLUMNS = {
    "export_id": pl.Int64, "year": pl.Int64, "line": pl.String, "hs": pl.String,
    "is_service": pl.Boolean, "is_embedded": pl.Boolean, "value_usd_cents": pl.Int64,
    "deal_id": pl.String, "evidence": pl.String,
}  # fmt: skip


def export(line, cents, hs="630259", deal=None, year=2026, service=False, embedded=False):
    return {"year": year, "line": line, "hs": hs, "is_service": service, "is_embedded": embedded,
            "value_usd_cents": cents, "deal_id": deal, "evidence": "kotaj 7"}  # fmt: skip


def exports(*rows):
    numbered = [{"export_id": number, **row} for number, row in enumerate(rows, 1)]
    return pl.DataFrame(numbered, schema=COLUMNS)


def totals(*rows):
    columns = ("year", "hs", "rule", "value_usd_cents", "revision", "provenance", "source")
    return pl.DataFrame(
        [dict(zip(columns, row, strict=True)) for row in rows],
        schema_overrides={"hs": pl.String, "rule": pl.String},
    )


WORLD = totals(
    (2026, "27", None, 5_000, 1, "real", "customs"),
    (2026, "57", None, 600, 1, "real", "customs"),
    (2026, "63", None, 400, 1, "reconstructed", "model"),
)


def measured(*rows, rule=RULE, world=WORLD, name="customs"):
    return guild_share(exports(*rows), world, name, rule)[0]


def test_the_three_lines_stand_apart_over_the_non_oil_total():
    share = measured(export("proven", 50), export("declared", 30), export("estimated", 20))
    assert [(line.line, line.share) for line in share.lines] == [
        ("proven", Fraction(5, 100)),
        ("declared", Fraction(3, 100)),
        ("estimated", Fraction(2, 100)),
    ]
    assert share.coverage_share == Fraction(1, 2)
    assert (share.total_usd_cents, share.total_provenance) == (1_000, "reconstructed")


def test_an_export_proven_and_declared_is_counted_once():
    share = measured(export("proven", 50, deal="d"), export("declared", 70, deal="d"))
    assert [line.value_usd_cents for line in share.lines] == [50, 0, 0]
    assert share.counted_once_usd_cents == 70


def test_two_proven_parts_of_one_deal_add_up():
    share = measured(export("proven", 50, deal="d"), export("proven", 25, deal="d"))
    assert share.line("proven").value_usd_cents == 75


def test_oil_embedded_parts_services_and_goods_without_a_code_stay_out_and_are_told():
    share = measured(
        export("proven", 1, hs="271019"),
        export("proven", 2, embedded=True),
        export("proven", 4, hs=None, service=True),
        export("proven", 8, hs=None),
    )
    assert share.line("proven").value_usd_cents == 0
    assert (share.excluded_usd_cents, share.embedded_usd_cents) == (1, 2)
    assert (share.services_apart_usd_cents, share.without_code_usd_cents) == (4, 8)


def test_an_embedded_part_does_not_hide_a_direct_declaration_of_the_same_deal():
    share = measured(export("proven", 5, deal="d", embedded=True), export("declared", 9, deal="d"))
    assert share.line("declared").value_usd_cents == 9


def test_a_rule_judges_numerator_and_denominator_alike():
    without_carpets = NonOilRule("2026-11", ("27", "57"))
    share = measured(export("proven", 50, hs="570110"), export("proven", 40), rule=without_carpets)
    assert share.line("proven").share == Fraction(40, 400)


def test_a_total_by_chapter_cannot_serve_a_rule_by_heading():
    with pytest.raises(TotalCodeTooShort):
        measured(export("proven", 50), rule=NonOilRule("2026-11", ("6302",)))


def test_a_ready_total_serves_only_its_own_rule():
    ready = totals((2026, None, "customs", 1_000, 1, "real", "customs"))
    assert measured(export("proven", 10), world=ready).line("proven").share == Fraction(1, 100)
    with pytest.raises(OfficialTotalMissing):
        measured(export("proven", 10), world=ready, name="without-gold")


def test_the_latest_revision_of_a_year_counts():
    revised = totals(
        (2026, "63", None, 100, 1, "real", "first"), (2026, "63", None, 200, 2, "real", "second")
    )
    assert measured(export("proven", 10), world=revised).total_usd_cents == 200


def test_more_than_the_country_exported_is_refused():
    with pytest.raises(ExportsAboveTotal):
        measured(export("proven", 1_001))


def test_a_year_without_an_official_total_is_refused():
    with pytest.raises(OfficialTotalMissing):
        measured(export("proven", 1, year=2020))


def test_an_unknown_rule_is_answered_with_the_known_ones():
    with pytest.raises(RuleUnknown):
        NonOilRules("customs", {"customs": RULE}).named("mine")


rows = st.lists(
    st.builds(
        export,
        st.sampled_from(EXPORT_LINES),
        st.integers(1, 20),
        st.sampled_from(["630259", "57", "2710", None]),
        st.sampled_from([None, "a", "b"]),
        service=st.booleans(),
        embedded=st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(rows)
def test_every_cent_entered_is_counted_once_or_its_absence_told(records):
    share = measured(*records)
    told = sum(line.value_usd_cents for line in share.lines) + sum(
        [
            share.excluded_usd_cents,
            share.services_apart_usd_cents,
            share.without_code_usd_cents,
            share.embedded_usd_cents,
            share.counted_once_usd_cents,
        ]  # fmt: skip
    )
    assert told == sum(record["value_usd_cents"] for record in records)


@given(rows, st.integers(1, 20))
def test_declaring_what_is_proven_already_changes_no_line(records, cents):
    proven = [*records, export("proven", 5, deal="a")]
    before, after = measured(*proven), measured(*proven, export("declared", cents, deal="a"))
    assert before.lines == after.lines


def test_a_target_is_reached_by_the_proven_line_alone():
    share = measured(export("proven", 10), export("declared", 90))
    assert reached_share(share, Target(2031, Decimal("0.02"))) == Fraction(1, 2)
    assert reached_share(share, Target(2031, Decimal("0.001"))) == 1


@pytest.mark.parametrize(
    ("commitment", "expected"),
    [
        (Commitment(1, date(2026, 11, 24)), Standing.ON_TIME),
        (Commitment(1, date(2026, 11, 23)), Standing.OVERDUE),
        (
            Commitment(1, date(2026, 1, 1), CommitmentState.KEPT, date(2026, 1, 2)),
            Standing.KEPT_LATE,
        ),
        (Commitment(1, date(2026, 1, 1), CommitmentState.KEPT, date(2026, 1, 1)), Standing.KEPT),
    ],
)
def test_a_commitment_stands_by_its_date(commitment, expected):
    assert standing(commitment, date(2026, 11, 24)) is expected


def test_a_funnel_tells_each_stage_against_the_one_before_and_against_all():
    steps = funnel({Stage.REGISTERED: 200, Stage.MEMBER: 50, Stage.EXPORTED: 10})
    assert [(s.units, s.of_previous, s.of_all) for s in steps] == [
        (200, None, None),
        (50, 0.25, 0.25),
        (10, 0.2, 0.05),
    ]
