"""The demo served for real, by the command a person types, from a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def free_port() -> int:
    """A port below the ephemeral ones, free at this moment."""
    for port in range(18200, 18400):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"ORIGIN", "EMAIL_URL", "DATA", "HOST"}}
    return {**kept, "DATA": str(data), "PORT": str(port), "WORKERS": "1", "PYTHONPATH": str(ROOT / "src"), **more}


@contextmanager
def database_of_its_own(name: str) -> Iterator[dict[str, str]]:
    """With PostgreSQL, a database made for this server alone; with SQLite, DATA is enough."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def served(data: Path, *arguments: str, port: int | None = None, wait: float = 120, **more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`palabre run` on loopback; gives its origin and its process, and ends it."""
    port = port or free_port()
    command = [sys.executable, "-m", "palabre.config.cli", "run", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, port, **more), stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, wait)
        yield f"http://localhost:{port}", process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)


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
