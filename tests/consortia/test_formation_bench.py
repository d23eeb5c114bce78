"""The bench of the formation measures what it says: its units, its peers, its figures."""

import sys
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.formation_beside import _beside
from benchmarks.formation_churn import churned, moved
from benchmarks.formation_compact import SOLVERS, repaired_value
from benchmarks.formation_peers import PEERS
from benchmarks.formation_repair import consortia_from, families_in, value_of
from benchmarks.formation_runs import fill_ratio, small_families
from benchmarks.registry_of_towns import family_sizes, fingerprint, registry, units
from benchmarks.watching import watch
from hamafza.consortia.params import FormationParams
from hamafza.vocabulary.places import great_circle_km
from tests.consortia.reference import best_value, small_problems, towns


def test_the_national_units_are_the_ones_that_were_measured_before():
    frame = units(600_000, seed=1)
    sizes = family_sizes(600_000)
    assert (len(frame), sizes[:3].tolist(), sizes.min()) == (600_000, [60_000, 37_058, 27_838], 50)
    assert len(sizes) == 220
    sums = {name: frame[name].sum() for name in ("lat_deg", "lon_deg", "capacity", "readiness")}
    assert sums == pytest.approx(
        {"lat_deg": 20760540.17764403, "lon_deg": 30767995.01461295,
         "capacity": 59959.46530541348, "readiness": 240099.2603323797}, rel=1e-12
    )  # fmt: skip
    assert frame["weight"].mean() == pytest.approx(1)


def test_a_seed_names_its_units():
    assert fingerprint(units(10_000, 1)) == fingerprint(units(10_000, 1))
    assert fingerprint(units(10_000, 1)) != fingerprint(units(10_000, 2))


@pytest.mark.parametrize("count", [10_000, 20_000, 60_000, 200_000, 2_000_000])
def test_other_totals_keep_the_law(count):
    sizes = family_sizes(count)
    assert sizes.sum() == count
    assert sizes.max() == sizes[0] == count // 10
    assert sizes.min() >= 50
    assert len(sizes) == round(220 * (count / 600_000) ** 0.5)


def test_a_hundredth_leaves_and_as_many_strangers_join():
    before = registry(10_000)
    after = churned(before, seed=1)
    left = before.units.join(after, on="unit_id", how="anti")
    came = after.join(before.units, on="unit_id", how="anti")
    assert (len(left), len(came)) == (100, 100)
    assert came["unit_id"].min() > before.units["unit_id"].max()
    assert set(came["family"]) <= set(before.units["family"])


def written(folder, consortia):
    """Write consortia given as {lead: members}, numbered in their order."""
    folder.mkdir()
    numbered = list(enumerate(consortia.items(), 1))
    pl.DataFrame(
        [{"consortium_id": at, "lead_unit_id": lead} for at, (lead, _) in numbered]
    ).write_parquet(folder / "consortia.parquet")
    pl.DataFrame(
        [{"unit_id": one, "consortium_id": at} for at, (_, all_) in numbered for one in all_]
    ).write_parquet(folder / "members.parquet")
    return folder


def test_who_moved_is_told_by_the_lead_and_by_the_fellows(tmp_path):
    before = written(tmp_path / "before", {1: [1, 2, 3, 4], 5: [5, 6, 7, 8]})
    # 4 goes over; 5 has left the registry, 6 leads its old fellows; 9 is new.
    after = written(tmp_path / "after", {1: [1, 2, 3], 6: [6, 7, 8, 4, 9]})
    frame = pl.DataFrame({"unit_id": [1, 2, 3, 4, 6, 7, 8, 9]})
    assert moved(frame, before, after) == {
        "staying_members": 7,
        "moved_percent": round(400 / 7, 3),
        "parted_percent": round(100 / 7, 3),
    }


def test_small_families_stand_apart(tmp_path):
    frame = pl.DataFrame(
        {"family": ["a"] * 500 + ["b"] * 10 + ["c"] * 10 + ["d"] * 5, "weight": [1.0] * 525}
    )
    told = {"family": ["a", "b", "c", "d"], "bound": [400.0, 8.0, 8.0, 0.0]}
    pl.DataFrame(told).write_parquet(tmp_path / "certificate.parquet")
    pl.DataFrame({"family": ["a", "b", "c", "c"], "value": [1.0, 7.995, 3.0, 4.0]}).write_parquet(
        tmp_path / "consortia.parquet"
    )
    assert small_families(frame, tmp_path) == {
        "small_families": 3,
        "small_solved_percent": 66.667,
        "small_gap_percent": round(100 * 1.005 / 16, 3),
        "small_loss_gap_percent": round(100 * 1.005 / (25 - 14.995), 3),
    }


def test_the_fill_ratio_is_the_part_of_a_full_consortium_that_must_be_reached():
    frame = pl.DataFrame({"capacity": [0.05, 0.15]})
    assert fill_ratio(frame, {"min_capacity": 3.0, "max_size": 30}) == 1.0


def test_a_peer_is_told_by_its_distance_to_our_bound():
    assert _beside(90.0, 99.0, 100.0, 110.0)["times_our_distance"] == 10.0
    assert _beside(90.0, 100.0, 100.0, 110.0)["times_our_distance"] == "ours is at the bound"
    assert _beside(100.0, 100.0, 100.0, 110.0)["times_our_distance"] == "both at the bound"


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("rules", [{}, {"min_capacity": 2.0}, {"max_size": 12, "reach_km": 20.0}])
def test_what_a_peer_gives_keeps_the_rules_after_the_repair(name, rules):
    params = replace(FormationParams(), lead_readiness=0.4, **rules)
    family = families_in(towns(400, seed=3))[0]
    lead_of = consortia_from(PEERS[name](family, params), family, params)
    leads, value = np.unique(lead_of[lead_of >= 0]), 0.0
    for lead in leads:
        members = np.flatnonzero(lead_of == lead)
        km = great_circle_km(
            family.lat_deg[members], family.lon_deg[members], family.lat_deg[lead],
            family.lon_deg[lead],
        )  # fmt: skip
        assert lead in members
        assert params.min_size <= len(members) <= params.max_size
        assert km.max() <= params.reach_km
        assert family.capacity[members].sum() >= params.min_capacity
        assert family.readiness[lead] >= params.lead_readiness
        value += family.weight[members].sum() - params.fixed_cost
        value -= params.distance_cost_per_km * km.sum()
    assert len(leads) > 3
    assert value_of(family, params, lead_of) == pytest.approx(value)


@pytest.mark.parametrize("name", SOLVERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(problem=small_problems())
def test_a_general_solver_finds_the_value_of_exhaustive_search(name, problem):
    frame, params = problem
    family = families_in(frame)[0]
    lead_of = SOLVERS[name](family, params, 10)
    assert repaired_value(family, params, lead_of) == pytest.approx(
        best_value(frame, params), abs=1e-5
    )


BURNING_CHILD = """
import subprocess, sys
child = '''
import time
held = bytearray(150_000_000)
while time.process_time() < 0.3: pass
time.sleep(0.4)
'''
subprocess.run([sys.executable, "-c", child])
print("done")
raise SystemExit(3)
"""


def test_a_watched_command_answers_for_its_children():
    seen = watch([sys.executable, "-c", BURNING_CHILD], every_s=0.05)
    assert (seen.code, seen.told) == (3, "done\n")
    assert seen.cpu_s >= 0.3
    assert seen.peak_mb >= seen.peak_shared_once_mb >= 140
