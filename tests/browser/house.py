"""The demo served for real, by the command a person types, from a folder of its own."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.seeds import sow

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
OWN = frozenset({"ORIGIN", "EMAIL_URL", "DATA", "HOST", "PORT", "WORKERS", "EXIT_PAGE", "SECRET_KEY", "UPLOAD_MB"})


@dataclass(frozen=True, slots=True)
class House:
    """A running instance: where it answers, where its state lies, what its processes were started with."""

    origin: str
    data: Path
    process: subprocess.Popen[bytes]
    environ: dict[str, str]

    @property
    def port(self) -> int:
        return urlsplit(self.origin).port or 0

    def kill(self) -> None:
        """`kill -9` of every process that this house started, and of nothing else: they are one session of their own."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`palabre WORDS` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "palabre.config.cli", *words],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip

    def planted(self, module: str) -> str:
        """What `python -m MODULE` prints, which writes rows into the same data."""
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT, env={**self.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}, capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def free_port() -> int:
    """A port below the ephemeral ones, free at this moment; drawn, so that two runs side by side seldom meet."""
    for port in random.sample(range(19000, 29000), 200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    return {**kept, "DATA": str(data), "PORT": str(port), "WORKERS": "1", "PYTHONPATH": str(ROOT / "src"), **more}


@contextmanager
def database_of_its_own(name: str) -> Iterator[dict[str, str]]:
    """With PostgreSQL, a database made for this server alone; with SQLite, DATA is enough."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"{name}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def served(data: Path, *arguments: str, port: int | None = None, wait: float = 300, **more: str) -> Iterator[House]:
    """`palabre run` on loopback, in a session of its own; ended at the end."""
    port = port or free_port()
    if not {**os.environ, **more}.get("DATABASE_URL"):
        sow(data, empty="--empty" in arguments)
    # when the tests themselves are killed, the kernel ends the server too: nobody else would
    tied = [setpriv, "--pdeathsig", "TERM"] if (setpriv := shutil.which("setpriv")) else []
    command = [*tied, sys.executable, "-m", "palabre.config.cli", "run", *arguments]
    environ = environment(data, port, **more)
    # what the server says is shown with a failing test
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, start_new_session=True)
    house = House(f"http://localhost:{port}", data, process, environ)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, wait)
        yield house
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                house.kill()


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"palabre run ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("palabre run did not answer")
