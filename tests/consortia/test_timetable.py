"""A run's time is dealt out as families are handed out, and what one leaves goes to others."""

from dataclasses import dataclass

import pytest

from hamafza.runs import formation_timetable
from hamafza.runs.formation_timetable import (
    ENDS_AT_SHARE,
    LEAST_SECONDS_A_FAMILY,
    SMALL_MOST_SECONDS,
    Timetable,
)


@dataclass(frozen=True)
class Family:
    name: str
    size: int

    def __len__(self):
        return self.size


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(formation_timetable, "monotonic", clock)
    monkeypatch.setattr(formation_timetable, "cores", lambda: 2)
    return clock


def families(*sizes):
    return [Family(f"{at:03d}", size) for at, size in enumerate(sizes)]


def dealt(timetable, clock, part_used):
    """Solve one family after another, each using a part of its time; return all shares."""
    shares = []
    for share in timetable.shares():
        shares.append(share)
        clock.now += part_used * share
        timetable.heard()
    return shares


def test_small_families_go_first_the_smallest_before_and_large_ones_largest_first(clock):
    timetable = Timetable(families(5000, 300, 60_000, 80, 700, 701), 600.0, 2)
    assert [len(each) for each in timetable.problems] == [80, 300, 700, 60_000, 5000, 701]


def test_without_a_limit_the_largest_begins_and_nobody_has_a_watch(clock):
    timetable = Timetable(families(80, 5000, 300), None, 2)
    assert [len(each) for each in timetable.problems] == [5000, 300, 80]
    assert list(timetable.shares()) == [None] * 3


@pytest.mark.parametrize("seconds", [1.0, 60.0, 600.0])
def test_one_process_that_uses_all_it_is_told_ends_in_time(clock, seconds):
    timetable = Timetable(families(60_000, 9_000, 3_000, 1_000, 600, 200, 50), seconds, 1)
    began = clock.now
    shares = dealt(timetable, clock, part_used=1.0)
    floors = LEAST_SECONDS_A_FAMILY * len(shares)
    assert clock.now - began <= ENDS_AT_SHARE * seconds + floors
    assert sum(shares[3:]) >= 0.5 * seconds


def test_what_the_easy_leave_goes_to_those_after_them(clock):
    sizes = [100] * 20 + [450, 20_000]
    left = dealt(Timetable(families(*sizes), 200.0, 1), clock, part_used=0.1)
    used = dealt(Timetable(families(*sizes), 200.0, 1), clock, part_used=1.0)
    assert left[20] > 1.5 * used[20]
    assert left[21] > 1.2 * used[21]
    assert left[20] <= SMALL_MOST_SECONDS


def test_handed_out_all_at_once_families_share_by_size(clock):
    timetable = Timetable(families(40_000, 20_000, 20_000), 100.0, 2)
    shares = list(timetable.shares())
    assert sum(shares) <= 2 * ENDS_AT_SHARE * 100.0 + 1e-6
    assert shares[1] == pytest.approx(shares[2])
    assert shares[0] > 1.5 * shares[1]


def test_no_family_is_told_more_than_the_time_that_is_left(clock):
    timetable = Timetable(families(50_000, 800), 30.0, 2)
    assert max(timetable.shares()) <= ENDS_AT_SHARE * 30.0 + 1e-6
