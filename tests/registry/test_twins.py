"""Twins are found by what few share; couples, namesakes and double licences are not joined."""

import polars as pl
import pytest

from benchmarks.facilities import NAMES_ALONE, judged
from hamafza.registry.twins.candidates import candidates
from hamafza.registry.twins.deciding import (
    AUTOMATIC,
    DOUBLE_LICENCE,
    MANY,
    OTHER_NAME,
    REVIEW,
    decided,
    together,
    worth_telling,
)
from hamafza.registry.twins.finding import weighed
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.runs.generating import generate_registry
from hamafza.runs.reading import read_units
from hamafza.store.parameters import load
from tests.registry.files import no_codes

PARAMS = load(TwinParams, "twins")
USUAL = {
    "name": "قنادی محمدی", "goods_text": "کلوچه سنتی", "phone": "09001234567",
    "licence": "0123456789", "trade": "قنادی", "province": "کرمان", "city": "بم",
    "workers": 4, "monthly_units": 830.0, "address": None,
}  # fmt: skip
TOWNS = ("یزد", "قم", "رشت", "ساری", "اراک", "بیرجند", "سمنان")
TRADES = ("کفاشی", "نجاری", "خیاطی", "سفالگری", "مسگری")


def crowd(count=3000):
    """Strangers, each with a telephone and a licence of its own."""
    return [
        {
            "name": f"{TRADES[at % 5]} {chr(0x0628 + at % 40)}ا{chr(0x0633 + at % 7)}{at % 83}",
            "goods_text": f"کالای {at % 90}", "phone": f"0901{at:07d}", "licence": f"02{at:08d}",
            "trade": TRADES[at % 5], "province": TOWNS[at % 7], "city": TOWNS[at % 7],
            "workers": 1 + at % 9, "monthly_units": 100.0 + at % 701, "address": None,
        }
        for at in range(count)
    ]  # fmt: skip


def pairs_among(*rows, params=PARAMS):
    """Return what is decided of the rows, which stand before a crowd of strangers."""
    records = [USUAL | row for row in rows] + crowd()
    units = pl.DataFrame(records, infer_schema_length=None).with_columns(
        hs4=pl.lit(None, pl.String), service_code=pl.lit(None, pl.String),
        women_owned=pl.lit(None, pl.Boolean),
        place_basis=pl.lit("city"), lat_deg=pl.lit(30.0), lon_deg=pl.lit(57.0),
    )  # fmt: skip
    keys = keyed(units, params)
    told = decided(worth_telling(weighed(candidates(keys, params), keys, params), params), params)
    return told.filter(pl.col("other") < len(rows))


def decision(*rows):
    pairs = pairs_among(*rows)
    return None if pairs.is_empty() else (pairs["decision"][0], pairs["held"][0])


def test_the_same_record_by_another_clerk_is_joined():
    other = {
        "name": "كارگاه قنادي محمدي", "phone": "+98 900 123 4567", "licence": "۰۱۲۳۴۵۶۷۸۹",
        "workers": None,
    }  # fmt: skip
    assert decision({}, other) == (AUTOMATIC, None)


def test_two_letters_exchanged_and_another_telephone_are_found():
    other = {"name": "قنادی محدمی", "phone": "09007654321"}
    assert decision({}, other) == (AUTOMATIC, None)


def test_without_a_shared_number_it_takes_all_the_rest_to_be_shown():
    same = {"phone": "09005555555", "licence": "0999999999"}
    bare = same | {"workers": None, "monthly_units": None, "goods_text": "شیرینی عروسی"}
    assert decision({}, same) is not None
    assert pairs_among({}, same)["probability"][0] > 0.2
    found = pairs_among({}, bare)
    assert found.is_empty() or found["probability"][0] < pairs_among({}, same)["probability"][0]


def test_a_couple_at_one_telephone_is_never_joined_by_itself():
    wife = {"name": "شیرینی‌سرای زهرا کرمانی", "licence": "0555555555"}
    told = decision({}, wife)
    assert told is None or told == (REVIEW, OTHER_NAME)


def test_one_person_with_two_licences_in_two_trades_is_not_joined():
    second = {
        "licence": "0777777777", "trade": "نجاری", "goods_text": "میز تحریر", "workers": 2,
        "monthly_units": 15.0,
    }  # fmt: skip
    told = decision({}, second)
    assert told is None or told == (REVIEW, DOUBLE_LICENCE)


def test_a_second_workshop_of_one_name_and_trade_is_not_joined():
    second = {
        "licence": "0777777777", "goods_text": "باقلوا", "workers": 9, "monthly_units": 77.0,
    }  # fmt: skip
    told = decision({}, second)
    assert told is None or told == (REVIEW, DOUBLE_LICENCE)


def test_one_workshop_filed_under_two_trades_is_joined():
    assert decision({}, {"licence": "0777777777", "trade": "نجاری"}) == (AUTOMATIC, None)


def test_a_slip_in_a_number_still_speaks_for_one_unit():
    slipped = {"phone": "09001234576", "licence": "0123456780", "goods_text": "شیرینی عروسی"}
    assert decision({}, slipped) == (AUTOMATIC, None)


def test_numbers_in_a_name_part_it_from_another_branch():
    first, second = {"name": "قنادی محمدی شعبه 2"}, {"name": "قنادی محمدی شعبه 3"}
    pair = pairs_among(first, second).row(0, named=True)
    assert pair["name_bits"] < 0


@pytest.mark.parametrize(
    ("address", "speaks_for"),
    [("بلوار بهشت، کوچه ۴ پلاک ۱۲", True), ("خیابان شریعتی، پلاک ۹۰", False), (None, None)],
)
def test_an_address_speaks_for_or_against_where_both_tell_it(address, speaks_for):
    pair = pairs_among({"address": "بلوار بهشت - کوچه 4 - پلاک 12"}, {"address": address})
    bits = pair["address_bits"][0]
    assert bits is None if speaks_for is None else (bits > 0) == speaks_for


def test_evidence_beats_the_likeness_of_names_on_labelled_factories():
    told = {name: judged(name) for name in ("evidence", *NAMES_ALONE)}
    best = max(told[name]["auc"] for name in NAMES_ALONE)
    assert told["evidence"]["auc"] > best + 0.1
    assert told["evidence"]["right_percent"] > max(told[n]["right_percent"] for n in NAMES_ALONE)


def test_namesakes_of_one_town_and_trade_are_not_joined():
    namesake = {
        "phone": "09009999999", "licence": "0888888888", "goods_text": "باقلوا",
        "workers": 9, "monthly_units": 77.0,
    }  # fmt: skip
    told = decision({}, namesake)
    assert told is None or told[0] == REVIEW


def test_more_records_than_a_unit_can_have_go_to_an_officer():
    rows = [{} for _ in range(PARAMS.most_together + 1)]
    pairs = pairs_among(*rows)
    assert set(pairs["decision"]) == {REVIEW}
    assert set(pairs["held"]) == {MANY}


def test_a_number_that_many_share_joins_nobody():
    rows = [
        {"phone": "03433333333", "name": f"واحد {chr(0x0628 + at)}{at}", "licence": f"07{at:07d}",
         "city": TOWNS[at % 7], "goods_text": f"چیز {at}", "trade": TRADES[at % 5],
         "monthly_units": 9000.0 + at, "workers": 11 + at}
        for at in range(PARAMS.most_alike + 1)
    ]  # fmt: skip
    assert pairs_among(*rows).is_empty()


def test_evidence_is_told_by_attribute_and_adds_up():
    pair = pairs_among({}, {"licence": None}).row(0, named=True)
    told = {name.removesuffix("_bits"): pair[name] for name in pair if name.endswith("_bits")}
    assert told["licence"] is None
    assert told["phone"] > told["workers"] > 0
    known = sum(bits for bits in told.values() if bits is not None)
    assert pair["bits"] < known


def test_records_joined_in_a_row_are_one_group():
    pairs = pl.DataFrame({"one": [5, 9, 1], "other": [9, 12, 2]})
    assert together(pairs).sort("row").rows() == [(1, 1), (2, 1), (5, 5), (9, 5), (12, 5)]
    assert together(pairs.clear()).is_empty()


@pytest.mark.parametrize("change", [{"automatic": 0.1}, {"most_alike": 1}, {"twin_share": 0.0}])
def test_thresholds_that_contradict_each_other_are_refused(change):
    told = {name: getattr(PARAMS, name) for name in TwinParams.__dataclass_fields__}
    with pytest.raises(ValueError, match=next(iter(change))[:6]):
        TwinParams(**(told | change))


def test_what_the_synthetic_registry_knows_to_be_twins_is_found(tmp_path):
    made = generate_registry(6000, seed=11)
    made.registry.write_csv(tmp_path / "r.csv", include_bom=True)
    units = read_units(tmp_path / "r.csv", country="IRN", coder=no_codes).units
    keys = keyed(units, PARAMS)
    found = decided(worth_telling(weighed(candidates(keys, PARAMS), keys, PARAMS), PARAMS), PARAMS)
    line = units["line"]
    told = {
        frozenset((line[one], line[other])): how
        for one, other, how in found.select("one", "other", "decision").iter_rows()
    }
    truth = {
        frozenset((row["line"], int(row["twin_of"])))
        for row in made.truth.filter(pl.col("twin_of") != "").iter_rows(named=True)
    }
    joined = {pair for pair, how in told.items() if how == AUTOMATIC}
    assert len(joined & truth) >= 0.995 * len(joined)
    assert len(joined & truth) >= 0.7 * len(truth)
    assert len(set(told) & truth) >= 0.9 * len(truth)
