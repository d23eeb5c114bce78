"""The invented registry tells the truth about itself, and a reader finds it."""

from dataclasses import fields

import polars as pl
import pytest

from hamafza.registry.identity import Identity, national_code
from hamafza.registry.refusals import CountNotPossible
from hamafza.registry.synthetic.generate import HEADINGS
from hamafza.registry.synthetic.owners import OWNER_HEADINGS, with_owners
from hamafza.registry.synthetic.params import Noise, Owners, Size
from hamafza.runs.generating import generate_registry, ground, write_registry
from hamafza.runs.reading import read_units
from hamafza.store.parameters import load, read_toml
from hamafza.store.resources import parameters_file, shipped_csv
from hamafza.vocabulary.text import latin_digits
from tests.registry.files import no_codes


@pytest.fixture(scope="module")
def made():
    return generate_registry(4000, seed=7)


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    first, second = (write_registry(300, 3, tmp_path / name) for name in ("a.csv", "b.csv"))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert first.read_bytes() == second.read_bytes()
    write_registry(300, 4, tmp_path / "c.csv")
    assert (tmp_path / "a.csv").read_bytes() != (tmp_path / "c.csv").read_bytes()


def test_three_in_a_hundred_are_bad_and_five_are_twins(made):
    truth = made.truth
    assert (truth["fault"] != "").mean() == pytest.approx(0.03, abs=0.001)
    assert (truth["twin_of"] != "").mean() == pytest.approx(0.05, abs=0.001)


def test_a_twin_makes_what_its_original_makes_and_neither_is_bad(made):
    twins = made.truth.filter(pl.col("twin_of") != "").with_columns(
        pl.col("twin_of").cast(pl.Int64)
    )
    pairs = twins.join(made.truth, left_on="twin_of", right_on="line")
    assert pairs.height == twins.height
    assert (pairs["hs6"] == pairs["hs6_right"]).all()
    assert (pairs["fault"] == "").all()
    assert (pairs["fault_right"] == "").all()


def test_at_most_six_in_ten_twins_keep_a_number_to_the_letter():
    made = generate_registry(20_000, seed=1)
    numbers = made.registry.select(
        pl.col(HEADINGS[name]).map_elements(latin_digits, return_dtype=pl.String).alias(name)
        for name in ("phone", "licence")
    ).with_columns(made.truth["line"])
    twins = made.truth.filter(pl.col("twin_of") != "")
    twins = twins.select("line", of=pl.col("twin_of").cast(int))
    both = twins.join(numbers, on="line").join(numbers, left_on="of", right_on="line")
    same = [
        (pl.col(name) == pl.col(f"{name}_right")) & (pl.col(name) != "")
        for name in ("phone", "licence")
    ]
    share = both.select(pl.any_horizontal(same)).to_series().mean()
    assert 0.5 < share <= 0.6


def test_the_truth_names_who_is_only_like_another(made):
    rows = made.registry.with_columns(made.truth["line"], made.truth["kin"])
    like = made.truth.filter(pl.col("kin") != "").select("line", of=pl.col("kin_of").cast(int))
    both = like.join(rows, on="line").join(rows, left_on="of", right_on="line")
    assert set(both["kin"]) == {"namesake", "couple", "double-licence"}
    phone, women = HEADINGS["phone"], HEADINGS["women"]
    told = both.filter((pl.col(phone) != "") & (pl.col(f"{phone}_right") != ""))
    same = [latin_digits(a) == latin_digits(b) for a, b in told[phone, f"{phone}_right"].rows()]
    named = [kin != "namesake" for kin in told["kin"]]
    assert same == named  # couples and second licences share a telephone, namesakes do not
    couples = both.filter(pl.col("kin") == "couple")
    assert (couples[women] != couples[f"{women}_right"]).all()
    assert not set(like["line"]) & set(like["of"])
    licence = HEADINGS["licence"]
    told = both.filter((pl.col(licence) != "") & (pl.col(f"{licence}_right") != ""))
    assert (told[licence] != told[f"{licence}_right"]).all()


def test_a_reader_finds_every_fault_and_no_other(made, tmp_path):
    path = tmp_path / "r.csv"
    made.registry.write_csv(path, include_bom=True)
    result = read_units(path, country="IRN", coder=no_codes)
    told = made.truth.filter(pl.col("fault") != "").select("line", codes="fault")
    assert result.rejects.select("line", "codes").equals(told.sort("line"))
    assert result.is_synthetic


def test_there_are_six_hundred_articles_whose_codes_exist():
    articles = ground().articles
    assert articles["phrase_fa"].n_unique() >= 600
    known = set(shipped_csv("hs", "hs2022.csv")["code"])
    assert set(articles["hs6"].drop_nulls()) <= known
    assert (articles["hs6"].drop_nulls().str.slice(0, 4) == articles["hs4"].drop_nulls()).all()


def test_trades_belong_to_unions_that_exist():
    """Home-based trades have none; one union stands behind the list's last letter."""
    unions = set(shipped_csv("guild", "unions.csv")["name_fa"])
    trades = ground().trades["union_fa"]
    assert sum(union in unions for union in trades) >= len(trades) - 2


def test_what_an_invented_file_tells_is_not_called_real(made, tmp_path):
    path = tmp_path / "r.csv"
    made.registry.head(200).write_csv(path)
    units = read_units(path, country="IRN", coder=no_codes).units
    assert set(units["capacity_basis"]) == {"synthetic", "assumed"}


def test_an_impossible_count_is_refused():
    with pytest.raises(CountNotPossible):
        generate_registry(0, 1)


def test_the_shipped_file_sets_every_share_and_size():
    shipped = read_toml(parameters_file("synthetic"))
    assert set(shipped["noise"]) == {field.name for field in fields(Noise)}
    assert set(shipped["size"]) == {field.name for field in fields(Size)}


def test_owners_are_added_and_move_nothing():
    plain, told = generate_registry(600, 3), with_owners(generate_registry(600, 3), 3, Owners())
    assert told.registry.select(plain.registry.columns).equals(plain.registry)
    assert told.registry.columns[-len(OWNER_HEADINGS) :] == list(OWNER_HEADINGS)
    rule = load(Identity, "identity").national_codes["IRN"]
    codes = [code for code in told.registry["کد ملی"] if code and not code.endswith("x")]
    assert all(national_code(code, rule) == code and code.startswith("999") for code in codes)
    whose = dict(zip(told.truth["line"], told.registry["نام مالک"], strict=True))
    twins = told.truth.filter(pl.col("twin_of") != "").select("line", pl.col("twin_of").cast(int))
    assert twins.height
    assert all(whose[line] == whose[other] for line, other in twins.iter_rows())
