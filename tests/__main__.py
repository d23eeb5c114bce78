"""All that ``make test`` runs, in order; the test runner's own line comes last."""

import glob
import os
import shutil
import subprocess
import sys

BIN = os.path.dirname(sys.executable)
CHECKS = (
    ("lint", ["ruff", "check", "src", "tests", "benchmarks"]),
    ("format", ["ruff", "format", "--check", "--quiet", "src", "tests", "benchmarks"]),
    ("types", ["mypy"]),
    ("contracts", ["lint-imports"]),
)


def main() -> int:
    """Run the checks, then the tests; return the first code that is not zero."""
    failed = [name for name, command in CHECKS if not _passes(name, command)]
    left_out = []
    postgres = bool(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not postgres:
        left_out.append("PostgreSQL (no server installed: apt install postgresql)")
    if not chromium:
        left_out.append("browser journeys (no Chromium installed: apt install chromium)")
    code = _tests("the web on PostgreSQL", ["tests/web", "--postgres"]) if postgres else 0
    if chromium:
        # The browser's driver leaves an event loop in its process: no other test likes one.
        code = _tests("journeys in a browser", ["tests/journeys"]) or code
    print(f"\n== left out: {'; '.join(left_out) or 'nothing'}", flush=True)
    if failed:
        print(f"== failed before the tests: {', '.join(failed)}", flush=True)
    code = _tests("everything else on SQLite", ["tests", "-m", "not journey"]) or code
    return code or len(failed)


def _passes(name: str, command: list[str]) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.run([os.path.join(BIN, command[0]), *command[1:]]).returncode == 0


def _tests(what: str, arguments: list[str]) -> int:
    print(f"\n== tests: {what}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    return subprocess.run(command).returncode


if __name__ == "__main__":
    raise SystemExit(main())
