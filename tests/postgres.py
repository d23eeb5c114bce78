"""A PostgreSQL for one test run: Debian's server in a temporary folder, on a unix socket."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Postgres:
    folder: Path
    programs: Path

    @classmethod
    def start(cls, **settings: str) -> "Postgres":
        """
        Start a server that forgets everything; it refuses root, so root lends it a user.

        ``settings`` are the server's own, beside Debian's.
        """
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        if not found:
            raise pytest.UsageError("--postgres needs Debian's postgresql (apt install postgresql)")
        server = cls(Path(tempfile.mkdtemp(prefix="hamafza-pg-")), found[-1])
        if os.geteuid() == 0:
            shutil.chown(server.folder, "postgres", "postgres")
        data = server.folder / "data"
        server._run(
            "initdb", "-D", data, "-U", "hamafza", "-A", "trust", "-E", "UTF8", "--locale=C"
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={server.folder} -c fsync=off"
        options += " -c full_page_writes=off -c synchronous_commit=off -c max_connections=50"
        options += "".join(f" -c {name}={value}" for name, value in settings.items())
        server._run("pg_ctl", "-D", data, "-w", "-l", server.folder / "log", "-o", options, "start")
        return server

    @property
    def url(self) -> str:
        return f"postgres://hamafza@/postgres?host={self.folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments) -> None:
        lent = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*lent, str(self.programs / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            raise pytest.UsageError(f"{program}: {done.stdout}")
