"""Trade brought into another edition keeps its sum, and what a rule divided is flagged."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.agreements import in_force
from hamafza.markets.concordance import shares
from hamafza.markets.editions import in_edition
from hamafza.runs.trade_sets import Wanted, import_flows
from hamafza.sources.hs_steps import hs2022_codes, hs_codes, hs_steps
from hamafza.vocabulary.codes import HS_EDITIONS
from hamafza.vocabulary.tables.trade_sets import BASIS
from tests.markets.trade_tables import baci_csv, baci_zip

STEPS = pl.DataFrame(
    {
        "newer": ["2017", "2017", "2022", "2022", "2022", "2022", "2022"],
        "code": ["100020", "100030", "200010", "200011", "200012", "300001", "300001"],
        "before": ["100010", "100010", "200010", "200010", "200010", "300001", "300002"],
    }
)


def told(codes, edition, wanted, reference=None, stayed=0.5):
    made = shares(pl.Series(codes, dtype=pl.String), edition, wanted, STEPS, stayed, reference)
    return {(row[0], row[1]): (row[2], row[3]) for row in made.iter_rows()}


def test_a_code_that_stayed_keeps_its_share_and_the_others_part_the_rest():
    assert told(["200010", "010121"], "2017", "2022") == {
        ("010121", "010121"): (1.0, False),
        ("200010", "200010"): (0.5, True),
        ("200010", "200011"): (0.25, True),
        ("200010", "200012"): (0.25, True),
    }


def test_a_code_that_left_is_parted_evenly_and_two_that_met_are_whole():
    assert told(["100010"], "2012", "2022") == {
        ("100010", "100020"): (0.5, True),
        ("100010", "100030"): (0.5, True),
    }
    assert told(["300001", "300002"], "2017", "2022") == {
        ("300001", "300001"): (1.0, False),
        ("300002", "300001"): (1.0, False),
    }


def test_trade_of_the_wanted_edition_decides_where_it_is_known():
    reference = pl.DataFrame({"hs6": ["200011", "200012"], "value_usd": [300.0, 100.0]})
    assert told(["200010"], "2017", "2022", reference) == {
        ("200010", "200011"): (0.75, True),
        ("200010", "200012"): (0.25, True),
    }


def test_an_edition_nobody_knows_is_a_fault():
    with pytest.raises(KeyError):
        told(["010121"], "2017", "2018")


@given(
    st.sampled_from(HS_EDITIONS),
    st.sampled_from(HS_EDITIONS),
    st.lists(st.integers(0, 4000), min_size=1, max_size=30),
    st.floats(0, 1),
)
@settings(max_examples=20, deadline=None)
def test_shares_sum_to_one_and_lead_to_codes_of_the_edition(edition, wanted, at, stayed):
    known = sorted(hs_codes(edition))
    codes = pl.Series(sorted({known[place] for place in at}))
    made = shares(codes, edition, wanted, hs_steps(), stayed)
    sums = made.group_by("hs6").agg(pl.col("share").sum())
    assert sums["hs6"].n_unique() == len(codes)
    assert sums["share"].to_list() == pytest.approx([1.0] * len(codes))
    assert set(made["other"]) <= hs_codes(wanted)


def test_every_edition_has_the_number_of_subheadings_that_it_had():
    """World Customs Organization: 5,018 to 5,225 before 2012, 5,205, 5,387 and 5,612 since."""
    many = {edition: len(hs_codes(edition)) for edition in HS_EDITIONS}
    assert many["2022"] == len(hs2022_codes()) == 5612
    assert (many["2017"], many["2012"]) == (5386, 5205)
    assert all(5010 <= many[edition] <= 5225 for edition in HS_EDITIONS[:4])


def test_cells_that_meet_are_summed_and_keep_the_part_that_was_divided():
    names = pl.Enum(["AFG", "IRN"])
    flows = pl.DataFrame(
        {
            "year": pl.Series([2020, 2020, 2020], dtype=pl.Int16),
            "exporter": pl.Series(["AFG"] * 3, dtype=names),
            "importer": pl.Series(["IRN"] * 3, dtype=names),
            "hs6": pl.Series(["200010", "300001", "300002"], dtype=pl.Enum(
                ["200010", "300001", "300002"])),
            "value_usd": [80.0, 10.0, 30.0],
            "quantity_t": pl.Series([8.0, None, 3.0], dtype=pl.Float32),
            "basis": pl.Series(["reconciled"] * 3, dtype=BASIS),
            "split_share": pl.Series([0.0, 0.0, 0.0], dtype=pl.Float32),
        }
    )  # fmt: skip
    made = shares(flows["hs6"].cast(pl.String), "2017", "2022", STEPS, 0.5)
    brought = in_edition(flows, made, ["200010", "200011", "200012", "300001"])
    rows = brought.select(pl.col("hs6").cast(pl.String), "value_usd", "quantity_t", "split_share")
    assert rows.rows() == [
        ("200010", 40.0, 4.0, 1.0),
        ("200011", 20.0, 2.0, 1.0),
        ("200012", 20.0, 2.0, 1.0),
        ("300001", 40.0, 3.0, 0.0),
    ]


def test_a_set_brought_into_another_edition_keeps_the_world_and_says_what_was_divided(tmp_path):
    lines = [f"2020,4,364,{code},{at}.5,1" for at, code in enumerate(sorted(hs_codes("2017")), 1)]
    path = baci_zip(tmp_path / "b.zip", {2020: baci_csv(*lines)})
    found = import_flows(path, tmp_path, "baci", Wanted(into="2022"))
    year = found.record["figures"]["by_year"]["2020"]
    assert found.name == "baci-hs2022"
    assert year["value_usd"] == pytest.approx(found.record["figures"]["value_usd_read"])
    assert 0.05 < year["split_share"] < 0.5
    frame = pl.read_parquet(found.folder / "flows-2020.parquet")
    assert frame["split_share"].max() <= 1
    again = import_flows(path, tmp_path, "baci", Wanted(into="2022", reference="baci-hs2022"))
    assert again.record["figures"]["split_by"] == "baci-hs2022"


def test_an_agreement_holds_from_its_first_to_its_last_day():
    table = pl.DataFrame(
        {
            "agreement": ["A", "A", "B", "B", "B"],
            "party": ["IRN", "ARM", "IRN", "ARM", "KAZ"],
            "from_day": [date(2019, 10, 27)] * 2 + [date(2025, 5, 15)] * 3,
            "until_day": [date(2025, 5, 14)] * 2 + [None] * 3,
        }
    )
    assert in_force(table, date(2025, 5, 14)).rows() == [("ARM", "IRN", "A"), ("IRN", "ARM", "A")]
    now = in_force(table, date(2025, 5, 15))
    assert set(now["agreement"]) == {"B"} and now.height == 6
    assert in_force(table, date(2019, 10, 26)).is_empty()
