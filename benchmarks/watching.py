"""Runs a command and watches it together with every process that it starts."""

import math
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

EVERY_S = 1.0


@dataclass
class Watched:
    """What a command took with all its descendants, and what it said on standard output."""

    code: int
    told: str
    wall_s: float
    cpu_s: float
    peak_mb: float
    peak_shared_once_mb: float
    is_broken_off: bool = False


@dataclass
class _Tree:
    """
    The processes seen so far, and the largest sums of their memory at one moment.

    Of resident sizes (pages that processes share count once for each: too high), and of
    proportional sizes (a page shared by three counts a third for each: what the machine gives).
    """

    resident: int = 0
    proportional: int = 0
    cpu_s: dict[tuple[int, float], float] = field(default_factory=dict)

    def look(self, root: psutil.Process) -> None:
        resident = proportional = 0
        for process in self._all(root):
            try:
                with process.oneshot():
                    memory, used = process.memory_full_info(), process.cpu_times()
                    born = process.create_time()
            except psutil.Error:
                continue  # ended between the list and the look
            resident += memory.rss
            proportional += getattr(memory, "pss", memory.rss)
            self.cpu_s[process.pid, born] = used.user + used.system
        self.resident = max(self.resident, resident)
        self.proportional = max(self.proportional, proportional)

    def end(self, root: psutil.Process) -> None:
        """End the command and all that it started, as they are now."""
        for process in self._all(root):
            with suppress(psutil.NoSuchProcess):
                process.kill()

    @staticmethod
    def _all(root: psutil.Process) -> list[psutil.Process]:
        try:
            return [root, *root.children(recursive=True)]
        except psutil.Error:
            return []


def watch(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    every_s: float = EVERY_S,
    limit_s: float = math.inf,
) -> Watched:
    """
    Run the command to its end, or break it off; its errors go to standard error as they come.

    Processor seconds are the larger of two sums that both may miss some: the system's, of ended
    processes that were waited for, and ours, of each process as last seen.
    """
    began, before = time.perf_counter(), _children_cpu_s()
    process = subprocess.Popen(
        list(command), stdout=subprocess.PIPE, env=dict(environment) if environment else None
    )
    root, tree, told = psutil.Process(process.pid), _Tree(), b""
    is_broken_off = False
    while True:
        tree.look(root)
        if time.perf_counter() - began > limit_s and not is_broken_off:
            is_broken_off = True
            tree.end(root)
        try:
            told += process.communicate(timeout=every_s)[0]
            break
        except subprocess.TimeoutExpired:
            continue
    wall_s = time.perf_counter() - began
    cpu_s = max(_children_cpu_s() - before, sum(tree.cpu_s.values()))
    return Watched(
        process.returncode, told.decode(), round(wall_s, 2), round(cpu_s, 2),
        round(tree.resident / 2**20), round(tree.proportional / 2**20), is_broken_off,
    )  # fmt: skip


def hamafza(
    *arguments: str, may_fail: bool = False, environment: Mapping[str, str] | None = None
) -> Watched:
    """Run ``hamafza ...``; end the bench if it ends badly, unless it may."""
    ran = watch([sys.executable, "-m", "hamafza.cli", *arguments], environment=environment)
    if ran.code and not may_fail:
        raise SystemExit(f"hamafza {' '.join(arguments)} ended with {ran.code}")
    return ran


def _children_cpu_s() -> float:
    """Return processor seconds of all children that have been waited for, and of theirs."""
    used = psutil.Process().cpu_times()
    return float(used.children_user + used.children_system)
