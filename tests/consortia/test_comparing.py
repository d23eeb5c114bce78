"""Two runs side by side: groups, units, values and bounds, counted by hand and from files."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli.consortia import app
from hamafza.consortia.comparing import Side, comparison
from hamafza.store.refusals import FileNotFound
from tests.consortia.reference import towns


def side(groups, units, bounds):
    """Return a run of {number: (family, lead, members, value)}."""
    rows = [(number, *row[:2], len(row[2]), row[3]) for number, row in groups.items()]
    schema = {"consortium_id": pl.Int64, "family": pl.String, "lead_unit_id": pl.Int64,
              "size": pl.Int64, "value": pl.Float64}  # fmt: skip
    members = [(unit, number) for number, row in groups.items() for unit in row[2]]
    return Side(
        pl.DataFrame(rows, schema=schema, orient="row"),
        pl.DataFrame(members, schema={"unit_id": pl.Int64, "consortium_id": pl.Int64},
                     orient="row"),
        pl.DataFrame(list(bounds.items()), schema={"family": pl.String, "bound": pl.Float64},
                     orient="row"),
        pl.Series("unit_id", units),
    )  # fmt: skip


FIRST = side(
    {
        1: ("a", 1, [1, 2, 3], 5.0),
        2: ("a", 4, [4, 5, 6, 7], 6.0),
        3: ("b", 20, [20, 21, 22], 4.0),
    },
    [1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 22],
    {"a": 12.0, "b": 4.0},
)
SECOND = side(
    {
        1: ("a", 1, [1, 2, 3], 5.0),
        2: ("a", 5, [5, 6, 7, 8, 9], 7.0),
        3: ("c", 20, [30, 20], 1.0),
    },
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 30],
    {"a": 13.0, "c": 1.5},
)
PLACES = pl.DataFrame(
    {"unit_id": [1, 2, 3, 4, 5, 20], "province": ["Qom", "Qom", "Qom", "Yazd", "Yazd", "Fars"]}
)


def test_groups_answer_to_those_they_share_most_members_with():
    told = comparison(FIRST, SECOND, PLACES).groups
    rows = {(row["first"], row["second"]): row for row in told.iter_rows(named=True)}
    assert rows[1, 1]["kind"] == "same"
    changed = rows[2, 2]
    told = (changed["kind"], changed["stay"], changed["left"], changed["came"])
    assert told == ("changed", 3, 1, 2)
    assert changed["overlap"] == pytest.approx(3 / 6)
    assert (changed["lead_first"], changed["lead_second"], changed["province"]) == (4, 5, "Yazd")
    assert changed["value_second"] - changed["value_first"] == 1.0
    # One of three and one of two in common: half of the smaller one, so they answer.
    assert rows[3, 3]["kind"] == "changed"
    assert rows[3, 3]["family"] == "c"


def test_units_are_told_what_became_of_them():
    told = dict(comparison(FIRST, SECOND).units.select("unit_id", "kind").iter_rows())
    assert told == {
        1: "stayed", 2: "stayed", 3: "stayed", 4: "out", 5: "stayed", 6: "stayed", 7: "stayed",
        8: "in", 9: "arrived", 20: "stayed", 21: "out", 22: "left", 30: "arrived",
    }  # fmt: skip


def test_sums_by_family_and_province_agree_with_the_rows():
    told = comparison(FIRST, SECOND, PLACES)
    families = {row["family"]: row for row in told.families.iter_rows(named=True)}
    a = families["a"]
    assert (a["same"], a["changed"], a["gone"], a["new"]) == (1, 1, 0, 0)
    assert (a["units_stayed"], a["units_out"], a["units_in"], a["units_arrived"]) == (6, 1, 1, 1)
    assert (a["value_first"], a["value_second"]) == (11.0, 12.0)
    assert (a["bound_first"], a["bound_second"]) == (12.0, 13.0)
    assert (families["b"]["bound_second"], families["c"]["bound_first"]) == (None, None)
    provinces = {row["province"]: row for row in told.provinces.iter_rows(named=True)}
    assert provinces["Yazd"]["changed"] == 1
    assert provinces["Qom"]["units_stayed"] == 3
    assert sum(row["units_stayed"] for row in provinces.values()) == 7
    assert sum(row["value_second"] for row in provinces.values()) == 13.0


def test_a_group_torn_apart_is_gone_and_its_units_moved():
    torn = side(
        {1: ("a", 8, [8, 9, 10, 1], 1.0), 2: ("a", 12, [12, 13, 14, 2], 1.0)},
        [*range(1, 15)], {"a": 9.0},
    )  # fmt: skip
    first = side({1: ("a", 1, [1, 2, 3, 4, 5], 1.0)}, [*range(1, 15)], {"a": 9.0})
    told = comparison(first, torn)
    assert sorted(told.groups["kind"]) == ["gone", "new", "new"]
    kinds = dict(told.units.select("unit_id", "kind").iter_rows())
    assert (kinds[1], kinds[2], kinds[3], kinds[8]) == ("moved", "moved", "out", "in")


def formed(folder, name, *arguments):
    line = ["form", str(folder / "units.parquet"), "--iterations", "8", "--processes", "1"]
    done = CliRunner().invoke(app, [*line, "--out", str(folder / name), *arguments])
    assert done.exit_code == 0, done.output


def test_two_runs_are_compared_from_their_folders(tmp_path):
    units = towns(150, seed=3).with_columns(province=pl.lit("قم"))
    units.write_parquet(tmp_path / "units.parquet")
    formed(tmp_path, "one")
    formed(tmp_path, "other", "--seed", "9")
    line = ["compare", str(tmp_path / "one"), str(tmp_path / "one"), "--json"]
    same = json.loads(CliRunner().invoke(app, line).output)["figures"]
    groups = same["groups"].pop("same")
    assert groups > 0 and not any(same["groups"].values())
    line = ["compare", str(tmp_path / "one"), str(tmp_path / "other"), "--units",
            str(tmp_path / "units.parquet"), "--out", str(tmp_path / "C"), "--json"]  # fmt: skip
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert [row["province"] for row in told["provinces"]] == ["قم"]
    record = json.loads((tmp_path / "other" / "run.json").read_text())
    assert told["figures"]["value"]["second"] == record["value"]
    table = pl.read_parquet(tmp_path / "C" / "groups.parquet")
    assert told["figures"]["groups"]["same"] == (table["kind"] == "same").sum()
    assert "groups: " in CliRunner().invoke(app, line[:-1]).output


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    done = CliRunner().invoke(app, ["compare", str(tmp_path / "x"), str(tmp_path / "y")])
    assert isinstance(done.exception, FileNotFound)
