"""
The frame of every bench: run cases one by one, keep each as it ends, write RESULTS.md.

A bench is ``run(name, cases)``: ``cases`` maps a case's name to a function that returns its
figures. Results are kept in ``benchmarks/results/<bench>.json``; a case that is there is not
run again unless ``--again`` is given, so a long bench can be broken off and gone on with. A row
says at which commit it was taken, and how busy the machine was before.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.watching import watch
from hamafza.store.records import machine

HERE = Path(__file__).parent
WRITTEN = ("benchmarks/results", "benchmarks/RESULTS.md")
"""What a bench writes itself: its tree is not changed by that."""
LOOKED_AT_S = 0.5
AROUND = {"commit": "commit", "load": "load before"}
"""What a row may say beside its figures, and the heading of it; older rows do not."""
Figures = Mapping[str, Any]


def run(
    bench: str, cases: Mapping[str, Callable[[], Figures]], peers: tuple[str, ...] = ()
) -> None:
    """Run the cases asked for on the command line; fail at once if a peer's package is missing."""
    arguments = _arguments(bench, list(cases))
    versions = {peer: _version(peer) for peer in peers}
    print(f"{bench}: peers {versions}" if versions else bench, flush=True)
    kept = _kept(bench)
    for name, case in cases.items():
        if arguments.only and name not in arguments.only:
            continue
        if name in kept and not arguments.again:
            print(f"  {name}: kept from {kept[name]['day']}", flush=True)
            continue
        around = commit() | {"load": round(os.getloadavg()[0], 1)}
        kept[name] = _measured(case) | around | {"machine": machine() | versions}
        _keep(bench, kept)
        print(f"  {name}: {_told(kept[name]['figures'])}", flush=True)
    write_results()


def record(bench: str, rows: Mapping[str, Figures]) -> None:
    """Keep figures that were measured outside ``run`` (one mapping for each case's name)."""
    kept = _kept(bench)
    day = time.strftime("%Y-%m-%d", time.gmtime())
    for name, figures in rows.items():
        kept[name] = {"figures": dict(figures), "day": day, "machine": machine()} | commit()
    _keep(bench, kept)
    write_results()


def write_results() -> None:
    """Write RESULTS.md anew from all kept results."""
    lines = [
        "# Measured",
        "",
        "Written by the commands in this folder; seconds are of the machine named.",
        "",
    ]
    for path in sorted((HERE / "results").glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        lines += [f"## {path.stem}", "", f"`python -m benchmarks.{path.stem}`", ""]
        lines += _table(kept) + [""]
    (HERE / "RESULTS.md").write_text("\n".join(lines), encoding="utf-8")


def alone(module: str, *arguments: str, limit_s: float = math.inf) -> dict[str, Any]:
    """
    Run ``python -m module`` as a process of its own; return wall_s, cpu_s and peak_mb.

    ``peak_mb`` is of all its processes together, pages that they share counted once, looked at
    twice a second. What the system tells of an ended process would be too high and too low: it
    begins with the memory of the bench that started it, and knows the largest process alone.

    What has not ended after ``limit_s`` is broken off, and ``broken_off_s`` says so.
    """
    ran = watch([sys.executable, "-m", module, *arguments], every_s=LOOKED_AT_S, limit_s=limit_s)
    if ran.code and not ran.is_broken_off:
        raise SystemExit(f"{module} {' '.join(arguments)} ended with {ran.code}")
    told = {"wall_s": ran.wall_s, "cpu_s": ran.cpu_s, "peak_mb": round(ran.peak_shared_once_mb)}
    return told | ({"broken_off_s": limit_s} if ran.is_broken_off else {})


def commit() -> dict[str, str]:
    """Return the commit in short, with a plus where the tree is changed; nothing without git."""
    changed = ("status", "--porcelain", "--", ".", *(f":!{path}" for path in WRITTEN))
    head, tree = (_git(*words) for words in (("rev-parse", "--short", "HEAD"), changed))
    return {} if head is None else {"commit": f"{head}+" if tree else head}


def _git(*words: str) -> str | None:
    try:
        ran = subprocess.run(["git", *words], cwd=HERE.parent, capture_output=True, text=True)
    except OSError:
        return None
    return ran.stdout.strip() if ran.returncode == 0 else None


def _measured(case: Callable[[], Figures]) -> dict[str, Any]:
    began, cpu = time.perf_counter(), time.process_time()
    figures = dict(case())
    figures.setdefault("wall_s", round(time.perf_counter() - began, 2))
    figures.setdefault("cpu_s", round(time.process_time() - cpu, 2))
    return {"figures": figures, "day": time.strftime("%Y-%m-%d", time.gmtime())}


def _table(kept: dict[str, Any]) -> list[str]:
    columns: list[str] = []
    for case in kept.values():
        columns += [name for name in case["figures"] if name not in columns]
    around = [key for key in AROUND if any(key in case for case in kept.values())]
    headings = [*columns, "day", *(AROUND[key] for key in around)]
    lines = ["| case | " + " | ".join(headings) + " |", "|---" * (len(headings) + 1) + "|"]
    for name, case in kept.items():
        cells = [str(case["figures"].get(column, "")) for column in columns]
        cells += [case["day"], *(str(case.get(key, "")) for key in around)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    machines = {json.dumps(case["machine"], sort_keys=True) for case in kept.values()}
    told = [", ".join(f"{k} {v}" for k, v in json.loads(m).items()) for m in sorted(machines)]
    return [*lines, "", *[f"Machine: {each}" for each in told]]


def _arguments(bench: str, names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{bench}")
    parser.add_argument("--only", nargs="*", choices=names, help="run these cases alone")
    parser.add_argument("--again", action="store_true", help="run cases that are kept already")
    return parser.parse_args()


def _version(peer: str) -> str:
    try:
        return version(peer)
    except PackageNotFoundError:
        raise SystemExit(f"the peer {peer} is not installed: run 'make setup-dev' first") from None


def _kept(bench: str) -> dict[str, Any]:
    path = HERE / "results" / f"{bench}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _keep(bench: str, kept: dict[str, Any]) -> None:
    path = HERE / "results" / f"{bench}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _told(figures: Figures) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())
