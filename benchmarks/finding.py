"""
How soon lists, searches and single units answer when 20 people are at work on 600,000 units.

The installation is served as ``hamafza serve`` does (Granian, one process, four threads, the
worker beside it). Each of 20 people signs in as one of the demo's accounts, opens a page of that
reader, waits two seconds on average (0.5 to 3.5, drawn at random with a seed) and opens the next,
for as long as is said. ``p95_ms`` is of the whole answer, measured by the reader; ``worst_page``
is the page whose own p95 is the highest among those opened twenty times or more. A case on
PostgreSQL starts Debian's server in a temporary folder and copies the SQLite demo into it.

    python -m benchmarks.finding

``HAMAFZA_BENCH_HOME`` may name a folder with a demo that is built already.
"""

import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache, partial
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from benchmarks.finding_pages import PAGES, WORDS
from benchmarks.frame import Figures, run

PASSWORD = "hamafza-demo"
"""Of every account of the demo, as ``hamafza serve`` prints it."""
UNITS = 600_000
PEOPLE = 20
THINKING_S = (0.5, 3.5)
LASTS_S = 240
FROM = "http://127.0.0.1:{port}"


def cases() -> dict[str, Callable[[], Figures]]:
    """Return every case by name."""
    return {
        f"{UNITS:,} units, {PEOPLE} people, {name}": partial(_served, name)
        for name in ("SQLite", "PostgreSQL")
    }


def _served(name: str) -> Figures:
    home = _home()
    environment = os.environ | {"HAMAFZA_HOME": str(home)}
    if name == "PostgreSQL":
        environment |= {"HAMAFZA_DATABASE_URL": _copied_to_postgres(home)}
    port = 8700 + os.getpid() % 200
    command = [sys.executable, "-m", "hamafza.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_until_ready(port, server)
        return _crowd(port)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _crowd(port: int) -> Figures:
    """Let everybody work; return what they waited."""
    roles = [role for role, _ in PAGES]
    people = [Person(port, roles[at % len(roles)], at) for at in range(PEOPLE)]
    for person in people:
        person.sign_in()
    threads = [threading.Thread(target=person.work) for person in people]
    began, busy = time.perf_counter(), os.getloadavg()[0]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waited: dict[str, list[float]] = defaultdict(list)
    for person in people:
        for page, ms in person.waited:
            waited[page].append(ms)
    return _figures(waited, time.perf_counter() - began, busy, sum(p.failed for p in people))


def _figures(
    waited: dict[str, list[float]], seconds: float, busy: float, failed: int
) -> dict[str, Any]:
    every = sorted(ms for each in waited.values() for ms in each)
    by_page = {
        page: {"times": len(each), "p50": _at(each, 0.5), "p95": _at(each, 0.95), "max": max(each)}
        for page, each in waited.items()
    }
    print(
        json.dumps({k: {n: round(v) for n, v in f.items()} for k, f in by_page.items()}, indent=1)
    )
    often = {page: told["p95"] for page, told in by_page.items() if told["times"] >= 20}
    worst = max(often, key=lambda page: often[page]) if often else ""
    return {
        "answers": len(every),
        "answers_per_s": round(len(every) / seconds, 1),
        "failed": failed,
        "p50_ms": round(statistics.median(every)),
        "p95_ms": round(_at(every, 0.95)),
        "p99_ms": round(_at(every, 0.99)),
        "max_ms": round(every[-1]),
        "pages_over_200_ms": sum(p95 > 200 for p95 in often.values()),
        "worst_page": worst,
        "worst_page_p95_ms": round(often.get(worst, 0)),
        "load_before": round(busy, 1),
    }


def _at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, port: int, role: str, seed: int) -> None:
        self.at = FROM.format(port=port)
        self.role, self.pages = role, dict(PAGES)[role]
        self.chance = random.Random(seed)
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.browser = urllib.request.build_opener(cookies)
        self.waited: list[tuple[str, float]] = []
        self.failed = 0
        self.links: dict[str, list[str]] = defaultdict(list)

    def sign_in(self) -> None:
        html = self._get("/account/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        assert token
        told = {"username": self.role, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        request = urllib.request.Request(
            f"{self.at}/account/sign-in/",
            urllib.parse.urlencode(told).encode(),
            {"Referer": self.at},
        )
        if "sign-in" in self.browser.open(request).geturl():
            raise SystemExit(f"{self.role} could not sign in")

    def work(self) -> None:
        """Open pages with pauses; links met on the way are followed, as people do."""
        ends = time.perf_counter() + LASTS_S
        while time.perf_counter() < ends:
            time.sleep(self.chance.uniform(*THINKING_S))
            page = self.chance.choices(
                [name for name, _, _ in self.pages], [weight for _, _, weight in self.pages]
            )[0]
            address = self._address(dict((n, a) for n, a, _ in self.pages)[page])
            if address is None:
                continue
            began = time.perf_counter()
            try:
                html = self._get(address, typing=page.startswith("typing"))
            except OSError:
                self.failed += 1
                continue
            self.waited.append((page, (time.perf_counter() - began) * 1000))
            self._remember(html)

    def _address(self, pattern: str) -> str | None:
        """Fill in words and chosen numbers; ``{link:PATTERN}`` is a link met before."""
        wanted = re.fullmatch(r"\{link:(.+)\}", pattern)
        if wanted:
            known = self.links[wanted[1]]
            return self.chance.choice(known) if known else None
        word = self.chance.choice(WORDS)
        begun = word[: self.chance.randint(1, len(word))]
        page = self.chance.choice((1, 1, 1, 2, 3, 10, 250))
        return pattern.format(
            word=urllib.parse.quote(word), begun=urllib.parse.quote(begun), page=page
        )

    def _remember(self, html: str) -> None:
        for _, pattern, _ in self.pages:
            wanted = re.fullmatch(r"\{link:(.+)\}", pattern)
            if wanted:
                met = re.findall(rf'href="({wanted[1]})"', html)
                self.links[wanted[1]] = [*self.links[wanted[1]], *met][-200:]

    def _get(self, address: str, *, typing: bool = False) -> str:
        headers = {"HX-Request": "true"} if typing else {}
        request = urllib.request.Request(self.at + address, headers=headers)
        with self.browser.open(request, timeout=60) as answer:
            return answer.read().decode("utf-8", "replace")


def _wait_until_ready(port: int, server: subprocess.Popen) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode}")
        try:
            with urllib.request.urlopen(FROM.format(port=port) + "/health", timeout=5):
                time.sleep(5)  # what is warmed behind the first visitor's back
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not become ready")


@lru_cache(maxsize=1)
def _home() -> Path:
    """Return the folder of an installation with the demo, built if none is named."""
    named = os.environ.get("HAMAFZA_BENCH_HOME")
    home = Path(named) if named else Path(tempfile.mkdtemp(prefix="hamafza-bench-"))
    built = os.environ | {"HAMAFZA_HOME": str(home)}
    built.pop("HAMAFZA_DATABASE_URL", None)
    command = [sys.executable, "-m", "hamafza.cli", "demo", "--units", str(UNITS)]
    subprocess.run(command, env=built, check=True)
    return home


def _copied_to_postgres(home: Path) -> str:
    from benchmarks.finding_postgres import copied

    return copied(home)


if __name__ == "__main__":
    run("finding", cases())
