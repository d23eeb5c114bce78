"""How firmly groups stand: counted by hand, and formed anew from files."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli.consortia import app
from hamafza.consortia.after_refusals import AskedCountNotPossible, ShareNotPossible
from hamafza.consortia.stability import (
    memberships,
    stability_of_groups,
    stability_of_units,
    with_moved_weights,
)
from hamafza.runs.stability import stability_of_run
from hamafza.store.refusals import FilesTheSame
from tests.consortia.reference import towns


def run_of(groups):
    """Return consortia and members of {number: (lead, members)}."""
    consortia = pl.DataFrame(
        {
            "consortium_id": list(groups),
            "family": ["6302"] * len(groups),
            "lead_unit_id": [lead for lead, _ in groups.values()],
            "size": [len(members) for _, members in groups.values()],
        },
        schema={
            "consortium_id": pl.Int64, "family": pl.String, "lead_unit_id": pl.Int64,
            "size": pl.Int64,
        },
    )  # fmt: skip
    rows = [(unit, number) for number, (_, members) in groups.items() for unit in members]
    schema = {"unit_id": pl.Int64, "consortium_id": pl.Int64}
    return consortia, pl.DataFrame(rows, schema=schema, orient="row")


BASE = run_of({1: (1, [1, 2, 3, 4]), 2: (5, [5, 6])})


def test_overlaps_are_counted_with_the_likest_group():
    again = [
        run_of({7: (1, [1, 2, 3, 4]), 8: (5, [5, 6])}),  # as it was
        run_of({1: (2, [1, 2, 7]), 2: (3, [3, 8, 9]), 3: (5, [5, 10, 11])}),  # torn apart
        run_of({1: (9, [9, 10])}),  # nothing left
    ]
    told = stability_of_groups(*BASE, [memberships(*each) for each in again])
    first, second = told.rows(named=True)
    # Group 1: 4 of 4; two of {1, 2, 3, 4, 7} in common; none.
    assert first["overlap"] == pytest.approx((1 + 2 / 5 + 0) / 3)
    assert (first["least_overlap"], first["runs"]) == (0, 3)
    assert first["together_share"] == pytest.approx(2 / 3)
    assert first["lead_share"] == pytest.approx(1 / 3)
    # Group 2: both; one of {5, 6, 10, 11}; none. Its lead leads twice.
    assert second["overlap"] == pytest.approx((1 + 1 / 4 + 0) / 3)
    assert second["together_share"] == pytest.approx(2 / 3)
    assert second["lead_share"] == pytest.approx(2 / 3)


def test_units_are_counted_once_a_run_even_where_they_are_shared_out():
    shared = run_of({1: (1, [1, 2]), 2: (3, [3, 2])})
    told = stability_of_units(pl.Series([1, 2, 9]), BASE[1], [memberships(*shared)] * 2)
    assert told.rows() == [(1, True, 1.0), (2, True, 1.0), (9, False, 0.0)]


def test_weights_move_within_the_share_whatever_the_order_of_the_rows():
    units = towns(200)
    moved = with_moved_weights(units, 0.2, seed=3)
    factor = moved["weight"] / units["weight"]
    assert 0.8 <= factor.min() < 0.82 and 1.18 < factor.max() <= 1.2
    turned = with_moved_weights(units.reverse(), 0.2, seed=3)
    assert turned.sort("unit_id").equals(moved)
    assert not with_moved_weights(units, 0.2, seed=4).equals(moved)
    assert with_moved_weights(units, 0.0, seed=3).equals(units)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stability")
    towns(90, seed=2, families=2).write_parquet(folder / "units.parquet")
    (folder / "P.toml").write_text("[formation]\nmax_size = 12\nlead_readiness = 0.4")
    arguments = ["form", str(folder / "units.parquet"), "--params", str(folder / "P.toml")]
    arguments += ["--iterations", "15", "--processes", "1", "--out", str(folder / "run")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    return folder


def test_a_run_is_formed_anew_alike_for_any_number_of_processes(written, tmp_path):
    units, run = written / "units.parquet", written / "run"
    arguments = ["stability", str(units), str(run), "--seeds", "2", "--iterations", "10"]
    arguments += ["--processes", "2", "--out", str(tmp_path / "S.parquet"), "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    figures = json.loads(done.output)
    groups = pl.read_parquet(tmp_path / "S.parquet")
    assert groups["consortium_id"].to_list() == list(range(1, figures["groups"] + 1))
    assert (groups["runs"] == 2).all()
    assert 0 < figures["overlap"] <= 1
    of_units = pl.read_parquet(tmp_path / "S_units.parquet")
    assert len(of_units) == 90
    members = pl.read_parquet(run / "members.parquet")
    assert of_units["served"].sum() == members["unit_id"].n_unique()
    record = json.loads((tmp_path / "S.json").read_text())
    assert record["parameters"]["formation"]["max_size"] == 12
    stability_of_run(units, run, tmp_path / "T.parquet", seeds=2, iterations=10, processes=1)
    assert pl.read_parquet(tmp_path / "T.parquet").equals(groups)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"share": 1.0}, ShareNotPossible),
        ({"share": float("nan")}, ShareNotPossible),
        ({"seeds": 0}, AskedCountNotPossible),
    ],
)
def test_what_cannot_be_asked_is_refused(written, tmp_path, asked, refusal):
    units, run = written / "units.parquet", written / "run"
    with pytest.raises(refusal):
        stability_of_run(units, run, tmp_path / "S.parquet", **asked)


def test_a_run_is_not_written_over(written):
    run = written / "run"
    with pytest.raises(FilesTheSame):
        stability_of_run(written / "units.parquet", run, run / "members.parquet")
