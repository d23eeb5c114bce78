"""A real installation for a journey: the command, its server and its worker, in a folder."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HAMAFZA = [sys.executable, "-m", "hamafza.cli.__main__"]
_LEFT_OUT = ("HAMAFZA_DATABASE_URL", "HAMAFZA_SECRET_KEY", "DJANGO_SETTINGS_MODULE")


@dataclass
class House:
    """``url`` answers until ``stop``; ``printed`` is what the command said until it was ready."""

    home: Path
    port: int
    process: subprocess.Popen
    printed: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @classmethod
    def open(cls, home: Path, *options: str) -> "House":
        """Start ``hamafza serve`` and wait until it says that it is ready."""
        port = free_port()
        command = [*HAMAFZA, "serve", "--port", str(port), *options]
        process = subprocess.Popen(
            command, env=environment(home), stdout=subprocess.PIPE, text=True, bufsize=1
        )
        printed = ""
        for line in process.stdout:
            printed += line
            if line.startswith("Stop it with"):
                return cls(home, port, process, printed)
        raise AssertionError(f"the server ended with {process.wait()}: {printed}")

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C would; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run ``hamafza`` with these arguments in the installation."""
    return subprocess.run(
        [*HAMAFZA, *arguments], env=environment(home), capture_output=True, text=True, timeout=300
    )


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an installation apart from that of the tests."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return kept | {"HAMAFZA_HOME": str(home)}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
