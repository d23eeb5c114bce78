"""A peer that does not end is broken off and said so; ours is judged by the truth."""

import sys

from benchmarks import registry
from benchmarks.watching import watch


def test_what_does_not_end_is_broken_off_with_all_it_started():
    asleep = "import time; time.sleep(600)"
    sleeper = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {asleep!r}])"
    ran = watch([sys.executable, "-c", sleeper], every_s=0.1, limit_s=0.5)
    assert ran.is_broken_off
    assert ran.code != 0


def test_what_ends_in_time_is_not():
    ran = watch([sys.executable, "-c", "print(1)"], every_s=0.1, limit_s=60)
    assert (ran.is_broken_off, ran.code, ran.told.strip()) == (False, 0, "1")


def test_a_row_of_a_broken_off_peer_tells_the_limit_and_no_figures(monkeypatch, tmp_path):
    told = {"wall_s": 600.1, "cpu_s": 1100.0, "peak_mb": 900, "broken_off_s": 600}
    monkeypatch.setattr(registry, "_registry", lambda count, seed: tmp_path / "9-1.csv")
    monkeypatch.setattr(registry, "alone", lambda *_words, limit_s: told | {"limit": limit_s})
    row = registry.beside(9, 1)
    assert row["broken_off_s"] == row["limit"] == registry.PEER_LIMIT_S
    assert "recall_percent" not in row
