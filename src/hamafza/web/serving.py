"""The server and its worker as two children, started together and stopped together."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import environment

_WORKER = [sys.executable, "-m", "hamafza.web.worker"]

GRACE_S = 8
READY_S = 90
_THREADS = 4  # a page waits mostly for the database, so more threads than cores


class PortInUse(Refusal):
    code = "port-in-use"


class HostNotUsable(Refusal):
    code = "host-not-usable"


class ServerDidNotStart(Refusal):
    code = "server-did-not-start"


def check_port(host: str, port: int) -> None:
    """Refuse at once when somebody else listens there."""
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except (socket.gaierror, OverflowError) as unknown:
        raise HostNotUsable(host=host, reason=str(unknown)) from None
    except OSError as busy:
        if busy.errno == 98:  # EADDRINUSE
            raise PortInUse(host=host, port=str(port)) from None
        raise HostNotUsable(host=host, reason=busy.strerror or str(busy)) from None


@dataclass
class Servers:
    """The two children; ``run`` returns when one ends or somebody asks for the end."""

    host: str
    port: int
    children: list[subprocess.Popen] = field(default_factory=list)
    asked_to_end: bool = False

    def run(self, when_ready: Callable[[], None]) -> int:
        """Serve until SIGTERM or SIGINT; return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        try:
            self.children = [_start(self._server()), _start(_WORKER)]
            if self._becomes_ready():
                fetch(self.host, self.port, "/")  # so that the first visitor does not wait
                when_ready()
                self._warm()
            while not self.asked_to_end and self.children[0].poll() is None:
                self._keep_a_worker()
                time.sleep(0.2)
        finally:
            self._stop()
        return 0 if self.asked_to_end else 1

    def _warm(self) -> None:
        """Let the server reckon the markets behind the first visitor's back."""
        asked = (self.host, self.port, "/api/potential/IRN/6302")
        threading.Thread(target=fetch, args=asked, daemon=True).start()

    def _server(self) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", self.host, "--port", str(self.port), "--workers", _workers()),
            *("--blocking-threads", str(_THREADS), "--log-level", "warning"),
            *("--workers-kill-timeout", str(GRACE_S // 2), "hamafza.web.wsgi:application"),
        ]

    def _becomes_ready(self) -> bool:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline and not self.asked_to_end:
            if not self._all_live():
                raise ServerDidNotStart(host=self.host, port=str(self.port))
            if answers(self.host, self.port):
                return True
            time.sleep(0.1)
        return False

    def _keep_a_worker(self) -> None:
        """A worker that was killed (by the system, for its memory) is replaced; the pages go on."""
        ended = self.children[1].poll()
        if ended is not None:
            sys.stderr.write(f"The worker ended ({ended}); another takes its place.\n")
            _sweep(self.children[1])
            time.sleep(1)
            self.children[1] = _start(_WORKER)

    def _all_live(self) -> bool:
        return all(child.poll() is None for child in self.children)

    def _end(self, number, frame) -> None:
        self.asked_to_end = True

    def _stop(self) -> None:
        """First a word to each; a worker in the middle of a run gives it back at the second."""
        for patience_s in (GRACE_S / 2, GRACE_S / 2):
            for child in self.children:
                if child.poll() is None:
                    child.send_signal(signal.SIGTERM)
            if _all_gone(self.children, patience_s):
                break
        for child in self.children:
            _sweep(child)


def answers(host: str, port: int) -> bool:
    """Say whether the pages are really answered: the database is asked too."""
    return fetch(host, port, "/health") == b"ready"


def fetch(host: str, port: int, path: str) -> bytes:
    """Return a page of this installation, or nothing where none is answered."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(asked, port, timeout=READY_S)
    try:
        connection.request("GET", path, headers={"Host": _own_name()})
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


def _own_name() -> str:
    """A name this installation answers to: the first it allows."""
    first = (*environment.listed("HAMAFZA_ALLOWED_HOSTS", ""), "localhost")[0]
    return "localhost" if first == "*" else first.removeprefix(".")


def _workers() -> str:
    return str(environment.whole("HAMAFZA_WORKERS", 1, least=1))


def _start(command: list[str]) -> subprocess.Popen:
    """Ctrl-C reaches the parent alone; should the parent be killed, the child ends too."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG, prctl(2)


def _sweep(child: subprocess.Popen) -> None:
    """End whatever a child leaves behind: the processes it had fanned work out to."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _all_gone(children: list[subprocess.Popen], patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if all(child.poll() is not None for child in children):
            return True
        time.sleep(0.05)
    return False
