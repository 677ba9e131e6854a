"""The processes of `palabre run`, with real children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = """
import os, sys, time, pathlib
from palabre.config.processes import Household
here = pathlib.Path(sys.argv[1])
def steady():
    (here / "steady").write_text(str(os.getpid()))
    time.sleep(60)
def fragile():
    with (here / "fragile").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(2.1)
sys.exit(Household({"steady": steady, "fragile": fragile}).run())
"""


def wait_for(path: Path, lines: int = 1) -> list[int]:
    for _ in range(200):
        if path.exists() and len(path.read_text().split()) >= lines:
            return [int(number) for number in path.read_text().split()]
        time.sleep(0.05)
    raise AssertionError(f"{path.name} was not written")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def start(here: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(here)], start_new_session=True)


def test_a_dead_child_is_started_again_and_ctrl_c_ends_all(tmp_path: Path) -> None:
    house = start(tmp_path)
    fragile = wait_for(tmp_path / "fragile", 2)
    steady = wait_for(tmp_path / "steady")[0]
    assert fragile[0] != fragile[1]
    begun = time.monotonic()
    os.killpg(house.pid, signal.SIGINT)
    assert house.wait(10) == 0
    assert time.monotonic() - begun < 5
    assert not alive(steady)


def test_children_do_not_outlive_a_killed_house(tmp_path: Path) -> None:
    house = start(tmp_path)
    steady = wait_for(tmp_path / "steady")[0]
    house.kill()
    house.wait(10)
    for _ in range(100):
        if not alive(steady):
            return
        time.sleep(0.05)
    raise AssertionError("the child is still there")
