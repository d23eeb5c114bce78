"""Units as they come, bad ones too: each is answered by a status or by one sentence."""

import json
import re

import polars as pl
import pytest

from hamafza.cli.__main__ import main
from tests.consortia.reference import towns

PERSIAN = re.compile("[آ-ی]")
FIRST = pl.int_range(pl.len()) == 0
EMPTY = {
    "unit_id": pl.Int64, "family": pl.String, "lat_deg": pl.Float64, "lon_deg": pl.Float64,
    "capacity": pl.Float64, "readiness": pl.Float64, "weight": pl.Float64,
}  # fmt: skip


@pytest.fixture
def hamafza(monkeypatch, capsys):
    """Run the command in this process; return its exit code, standard output and error."""

    def run(*arguments, language="en"):
        monkeypatch.setenv("HAMAFZA_LANGUAGE", language)
        monkeypatch.setattr("sys.argv", ["hamafza", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run


def first(**values):
    """Change the first unit alone."""
    return lambda units: units.with_columns(
        pl.when(FIRST).then(pl.lit(value)).otherwise(name).alias(name)
        for name, value in values.items()
    )


REFUSED = {
    "no family": (first(family=None), "family"),
    "a family without a name": (first(family=" "), "family"),
    "no families at all": (lambda units: units.drop("family"), "family"),
    "no place": (first(lat_deg=None, lon_deg=None), "lat_deg"),
    "half a place": (first(lon_deg=float("nan")), "lon_deg"),
    "a place on no globe": (first(lat_deg=95.0), "lat_deg"),
    "capacity without end": (first(capacity=float("inf")), "capacity"),
    "absurd capacity": (first(capacity=1e300), "capacity"),
    "negative capacity": (first(capacity=-1.0), "capacity"),
    "capacity in words": (lambda units: units.with_columns(capacity=pl.lit("much")), "capacity"),
    "readiness that is no number": (first(readiness=float("nan")), "readiness"),
    "readiness above one": (first(readiness=1.5), "readiness"),
    "one number for two units": (first(unit_id=2), "[2۲]"),
    "no columns": (lambda units: pl.DataFrame(), "unit_id"),
}


@pytest.mark.parametrize("case", list(REFUSED))
@pytest.mark.parametrize("language", ["en", "fa"])
def test_units_that_cannot_be_used_are_refused_in_one_sentence(hamafza, tmp_path, case, language):
    spoil, named = REFUSED[case]
    spoil(towns(40)).write_parquet(tmp_path / "units.parquet")
    code, out, error = hamafza(
        "consortia", "form", tmp_path / "units.parquet", "--iterations", 2, "--out",
        tmp_path / "out", language=language,
    )  # fmt: skip
    assert (code, out) == (2, "")
    assert re.search(named, error)
    assert error.endswith(".\n")
    assert error.count("\n") == 1
    assert bool(PERSIAN.search(error)) == (language == "fa")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("min_size = 9\nmax_size = 8", "max_size"),  # L > U
        ("min_size = 0", "min_size"),
        ("min_capacity = nan", "min_capacity"),
        ("reach_km = -1.0", "reach_km"),
    ],
)
def test_rules_that_no_consortium_can_keep_are_refused_in_one_sentence(
    hamafza, tmp_path, rule, named, language
):
    towns(40).write_parquet(tmp_path / "units.parquet")
    (tmp_path / "rules.toml").write_text(f"[formation]\n{rule}\n")
    code, out, error = hamafza(
        "consortia", "form", tmp_path / "units.parquet", "--params", tmp_path / "rules.toml",
        "--iterations", 2, "--out", tmp_path / "out", language=language,
    )  # fmt: skip
    assert (code, out) == (2, "")
    assert named in error
    assert error.count("\n") == 1
    assert bool(PERSIAN.search(error)) == (language == "fa")


def formed(hamafza, folder, units, rules=""):
    """Form and judge; return run.json."""
    units.write_parquet(folder / "units.parquet")
    (folder / "rules.toml").write_text(f"[formation]\nlead_readiness = 0.4\n{rules}\n")
    code, _, error = hamafza(
        "consortia", "form", folder / "units.parquet", "--params", folder / "rules.toml",
        "--iterations", 10, "--processes", 1, "--out", folder / "out",
    )  # fmt: skip
    assert (code, error) == (0, "")
    code, told, _ = hamafza(
        "consortia", "verify", folder / "units.parquet", folder / "out", "--processes", 1
    )
    assert code == 0, told
    record = json.loads((folder / "out" / "run.json").read_text())
    assert record["units"] == len(units)
    assert record["value"] <= record["bound"]
    return record


NOBODY_FORMS = {
    "an empty table": (lambda units: pl.DataFrame(schema=EMPTY), ""),
    "a family of one": (lambda units: units.head(1), ""),
    "families of one": (lambda units: units.with_columns(family=pl.format("{}", "unit_id")), ""),
    "nobody able to lead": (lambda units: units.with_columns(readiness=pl.lit(0.39)), ""),
    "nobody has capacity": (lambda units: units.with_columns(capacity=pl.lit(0.0)), ""),
    "nobody brings anything": (lambda units: units.with_columns(weight=pl.lit(0.0)), ""),
    "a least capacity out of reach": (lambda units: units, "min_capacity = 1e6"),
    "a least size above all units": (lambda units: units, "min_size = 90\nmax_size = 95"),
    "everybody a continent apart": (
        lambda units: units.with_columns(
            lat_deg=pl.int_range(pl.len()) * 4.0 - 80, lon_deg=pl.int_range(pl.len()) * 8.0 - 160
        ),
        "",
    ),
}


@pytest.mark.parametrize("case", NOBODY_FORMS)
def test_where_no_consortium_is_possible_the_answer_is_none_and_proved(hamafza, tmp_path, case):
    spoil, rules = NOBODY_FORMS[case]
    record = formed(hamafza, tmp_path, spoil(towns(40)), rules)
    assert (record["consortia"], record["value"]) == (0, 0.0)
    assert record["bound"] == 0.0
    assert (record["gap_share"], record["loss_gap_share"]) == (0.0, 0.0)


SOME_FORM = {
    "all in one point": lambda units: units.with_columns(
        lat_deg=pl.lit(35.7), lon_deg=pl.lit(51.4)
    ),
    "all at the pole": lambda units: units.with_columns(lat_deg=pl.lit(90.0)),
    "all about the date line": lambda units: units.with_columns(
        lat_deg=pl.lit(0.0),
        lon_deg=pl.when(pl.col("unit_id") % 2 == 0).then(179.99).otherwise(-179.99),
    ),
    "one of absurd but possible capacity": first(capacity=9e14),
    "all of one capacity and weight": lambda units: units.with_columns(
        capacity=pl.lit(0.25), weight=pl.lit(1.0)
    ),
    "a family of one beside another": lambda units: units.with_columns(
        family=pl.when(FIRST).then(pl.lit("alone")).otherwise("family")
    ),
    "a family with a name that is a path": lambda units: units.with_columns(
        family=pl.lit("../پته/۱")
    ),
}


@pytest.mark.parametrize("case", SOME_FORM)
def test_strange_units_form_as_any_others(hamafza, tmp_path, case):
    record = formed(hamafza, tmp_path, SOME_FORM[case](towns(60)))
    assert record["consortia"] >= 1
    assert record["value"] > 0
