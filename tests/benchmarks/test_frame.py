"""The frame of the benches: what a row says beside its figures."""

import json
import subprocess
import sys

import pytest

from benchmarks import frame


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A project of one bench under git, with nothing measured yet."""
    folder = tmp_path / "benchmarks"
    (folder / "results").mkdir(parents=True)
    monkeypatch.setattr(frame, "HERE", folder)
    monkeypatch.setattr(sys, "argv", ["one"])
    return folder


def git(here, *words):
    who = ("-c", "user.name=x", "-c", "user.email=x@y")
    subprocess.run(["git", *who, *words], cwd=here.parent, check=True, capture_output=True)


def rows(here):
    return json.loads((here / "results" / "one.json").read_text(encoding="utf-8"))


def test_a_row_tells_its_commit_and_how_busy_the_machine_was(here):
    git(here, "init")
    git(here, "commit", "--allow-empty", "-m", "x")
    frame.run("one", {"first": lambda: {"units": 5}, "second": lambda: {"units": 6}})
    first, second = rows(here).values()
    assert len(first["commit"]) >= 7
    assert first["commit"] == second["commit"], "its own results do not change the tree"
    assert first["load"] >= 0
    (here / "one.py").write_text("changed")
    frame.record("one", {"third": {"units": 7}})
    assert rows(here)["third"]["commit"] == first["commit"] + "+"
    assert "load" not in rows(here)["third"]


def test_without_git_no_commit_is_told(here, monkeypatch):
    monkeypatch.setenv("PATH", "")
    frame.run("one", {"first": lambda: {"units": 5}})
    assert "commit" not in rows(here)["first"]


def test_rows_kept_before_are_told_without(here):
    old = {"figures": {"units": 4}, "day": "2026-11-24", "machine": {"cores": 2}}
    (here / "results" / "one.json").write_text(json.dumps({"old": old}), encoding="utf-8")
    frame.write_results()
    assert "| case | units | day |\n|---|---|---|\n| old | 4 | 2026-11-24 |" in written(here)
    new = old | {"commit": "ac093b5+", "load": 1.2}
    (here / "results" / "one.json").write_text(json.dumps({"old": old, "new": new}), "utf-8")
    frame.write_results()
    assert "| case | units | day | commit | load before |" in written(here)
    assert "| old | 4 | 2026-11-24 |  |  |" in written(here)
    assert "| new | 4 | 2026-11-24 | ac093b5+ | 1.2 |" in written(here)


def written(here):
    return (here / "RESULTS.md").read_text(encoding="utf-8")
