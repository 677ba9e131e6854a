"""A real `palabre run`: its own processes, its own port, its own data folder."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from http.client import HTTPMessage
from pathlib import Path

from tests.seeds import sow


class House:
    """One data folder and port, and the commands that use them."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "ORIGIN"}
        }
        self.environ = {**kept, "DATA": str(data), "PORT": str(self.port), "WORKERS": "1"}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "palabre.config.cli", *words],
            env=self.environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip

    def start(self, *words: str, fresh: bool = False) -> None:
        """`palabre run WORDS`; a first start begins from what another made, unless it is asked to be `fresh`."""
        if not fresh:
            sow(self.data, empty="--empty" in words)
        with (self.data.parent / "out.log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "palabre.config.cli", "run", *words],
                env=self.environ, stdout=log, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        for _ in range(2400):
            if self.process.poll() is not None:
                break
            try:
                self.get("/healthz")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.said())

    def said(self) -> str:
        return (self.data.parent / "out.log").read_text()

    def get(self, path: str) -> tuple[bytes, HTTPMessage]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read(), answer.headers

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)  # Ctrl-C reaches every process of the terminal
        else:
            self.process.send_signal(number)
        code = self.process.wait(10)
        self.process = None
        return code


def free_port() -> int:
    for port in random.sample(range(18000, 19000), 1000):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no port is free")
