"""A formation written to files holds; one that was tampered with does not."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli.consortia import app
from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.params import FormationParams
from hamafza.consortia.refusals import EffortNotPossible
from hamafza.runs.formation import Effort
from hamafza.runs.formation_verdict import verify_formation
from hamafza.store.parameters import load
from hamafza.store.refusals import ParametersNotSound
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.sentences import sentence
from tests.consortia.reference import towns

PARAMS = """
[formation]
min_size = 4
max_size = 12
reach_km = 60
min_capacity = 0.6
lead_readiness = 0.4
distance_cost_per_km = 0.01
fixed_cost = 1
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("formation")
    # Two towns full of consortia, and a family so small that it is solved to the end.
    big, small = towns(80, seed=2), towns(20, seed=3)
    units = pl.concat(
        [big, small.with_columns(family=pl.lit("پته/۲"), unit_id=pl.col("unit_id") + 1000)]
    )
    units.write_parquet(folder / "units.parquet")
    (folder / "P.toml").write_text(PARAMS)
    done = CliRunner().invoke(
        app,
        ["form", str(folder / "units.parquet"), "--params", str(folder / "P.toml")]
        + ["--iterations", "30", "--processes", "1", "--out", str(folder / "out")],
    )
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def copy(written, tmp_path):
    for path in (written / "out").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return written / "units.parquet", tmp_path


def test_what_was_written_holds(copy):
    units, folder = copy
    findings, figures = verify_formation(units, folder, processes=1)
    record = json.loads((folder / "run.json").read_text())
    assert findings == []
    assert figures["value"] == pytest.approx(record["value"])
    assert {"value", "bound", "bound_prices", "gap_share", "loss_gap_share", "cpu_s", "wall_s",
            "parameters", "seed", "input_hashes"} <= set(record)  # fmt: skip
    assert record["gap_share"] == pytest.approx(
        (record["bound"] - record["value"]) / record["bound"]
    )


def test_the_small_family_is_solved_to_the_end(copy):
    certificate = pl.read_parquet(copy[1] / "certificate.parquet")
    assert dict(certificate.select("family", "kind").iter_rows())["پته/۲"] == "exact"


def change(folder, table, *columns):
    path = folder / f"{table}.parquet"
    pl.read_parquet(path).with_columns(*columns).write_parquet(path)


def rewrite(folder, table, alter):
    path = folder / f"{table}.parquet"
    alter(pl.read_parquet(path)).write_parquet(path)


def rerecord(folder, alter):
    record = json.loads((folder / "run.json").read_text())
    alter(record)
    (folder / "run.json").write_text(json.dumps(record))


FIRST = pl.int_range(pl.len()) == 0
TAMPERINGS = {
    "a value raised": lambda f: change(f, "consortia", pl.col("value") + 0.01),
    "a size changed": lambda f: change(f, "consortia", pl.col("size") + 1),
    "a capacity changed": lambda f: change(f, "consortia", pl.col("capacity") * 1.1),
    "a lead changed": lambda f: change(f, "consortia", pl.col("lead_unit_id").reverse()),
    "a member twice": lambda f: rewrite(f, "members", lambda m: pl.concat([m, m.head(1)])),
    "a member moved far": lambda f: rewrite(
        f, "members", lambda m: m.with_columns(consortium_id=pl.col("consortium_id").reverse())
    ),
    "a member left out": lambda f: rewrite(f, "members", lambda m: m.tail(-1)),
    "a stranger let in": lambda f: change(
        f, "members", pl.when(FIRST).then(999_999).otherwise("unit_id").alias("unit_id")
    ),
    "a consortium left out": lambda f: rewrite(f, "consortia", lambda c: c.tail(-1)),
    "a price missing": lambda f: rewrite(f, "prices", lambda p: p.tail(-1)),
    "a price negative": lambda f: change(
        f, "prices", pl.when(FIRST).then(-0.5).otherwise("price").alias("price")
    ),
    "a price no number": lambda f: change(
        f, "prices", pl.when(FIRST).then(float("nan")).otherwise("price").alias("price")
    ),
    "prices lowered": lambda f: change(f, "prices", pl.col("price") * 0.9),
    "a bound lowered": lambda f: change(f, "certificate", pl.col("bound") * 0.999),
    "a bound raised": lambda f: change(f, "certificate", pl.col("bound") * 1.001),
    "a false proof": lambda f: change(f, "certificate", pl.lit("exact").alias("kind")),
    "an unknown proof": lambda f: change(f, "certificate", pl.lit("faith").alias("kind")),
    "a family left out": lambda f: rewrite(f, "certificate", lambda c: c.tail(-1)),
    "the record's value": lambda f: rerecord(f, lambda r: r.update(value=r["value"] + 0.01)),
    "the record's gap": lambda f: rerecord(f, lambda r: r.update(gap_share=0.0)),
    "the record's bound": lambda f: rerecord(f, lambda r: r.pop("bound_prices")),
    "the parameters": lambda f: rerecord(f, lambda r: r["parameters"].update(reach_km=61.0)),
    "a parameter dropped": lambda f: rerecord(f, lambda r: r["parameters"].pop("fixed_cost")),
    "the record lost": lambda f: (f / "run.json").unlink(),
    "the record garbled": lambda f: (f / "run.json").write_text("{"),
    "a table lost": lambda f: (f / "prices.parquet").unlink(),
    "a table garbled": lambda f: (f / "members.parquet").write_bytes(b"PAR1"),
    "a column lost": lambda f: rewrite(f, "members", lambda m: m.drop("consortium_id")),
}  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found(copy, tampering):
    units, folder = copy
    TAMPERINGS[tampering](folder)
    done = CliRunner().invoke(app, ["verify", str(units), str(folder), "--processes", "1"])
    assert done.exit_code == 1, done.output
    assert len(done.output.splitlines()) >= 2


def test_another_units_file_is_found(copy, tmp_path):
    units, folder = copy
    other = tmp_path / "other.parquet"
    pl.read_parquet(units).with_columns(weight=pl.col("weight") * 1.01).write_parquet(other)
    assert verify_formation(other, folder, processes=1)[0] != []


BAD_TABLES = {
    "formation-column-missing": lambda u: u.drop("weight"),
    "formation-column-of-wrong-kind": lambda u: u.with_columns(capacity=pl.lit("much")),
    "formation-value-missing": lambda u: u.with_columns(family=pl.lit(None, pl.String)),
    "formation-value-out-of-range": lambda u: u.with_columns(capacity=pl.lit(-1.0)),
    "formation-unit-twice": lambda u: pl.concat([u, u.head(2)]),
}


@pytest.mark.parametrize("code", BAD_TABLES)
def test_a_table_that_cannot_be_used_is_refused_in_a_sentence(code):
    with pytest.raises(Refusal) as refused:
        units_at_the_door(BAD_TABLES[code](towns(10)))
    assert refused.value.code == code
    assert sentence(refused.value, "en").endswith(".")
    assert sentence(refused.value, "fa").endswith(".")


@pytest.mark.parametrize("column", ["lat_deg", "capacity", "readiness", "weight"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -400.0])
def test_no_number_is_taken_that_is_none(column, value):
    with pytest.raises(Refusal):
        units_at_the_door(towns(10).with_columns(pl.lit(value).alias(column)))


@pytest.mark.parametrize(
    "line",
    [
        "min_size = 31\nmax_size = 30", "min_size = 0", "reach_km = -1", "fixed_cost = nan",
        "min_capacity = inf", "lead_readiness = 1.5", "max_size = 'many'", "colour = 3",
        "distance_cost_per_km = -0.1", "min_size = 2.5",
    ],
)  # fmt: skip
def test_impossible_parameters_are_refused(tmp_path, line):
    (tmp_path / "P.toml").write_text(f"[formation]\n{line}\n")
    with pytest.raises(ParametersNotSound):
        load(FormationParams, "formation", section="formation", path=tmp_path / "P.toml")


@pytest.mark.parametrize(
    "effort", [{"iterations": 0}, {"seconds": -1.0}, {"seconds": float("nan")}]
)
def test_an_effort_that_is_none_is_refused(effort):
    with pytest.raises(EffortNotPossible):
        Effort(**effort)
