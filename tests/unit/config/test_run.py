"""`palabre run`, for real: its own processes, its own port, its own data folder."""

from __future__ import annotations

import json
import signal
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from palabre.demo.cast import GENERATOR, accounts_table, secured
from tests.unit.config.running import House

pytestmark = [pytest.mark.slow]


def test_the_first_start_tells_the_story_and_the_second_keeps_it(house: House) -> None:
    house.start(fresh=True)
    body, headers = house.get("/healthz")
    assert json.loads(body) == {"status": "ok"}
    assert headers["Set-Cookie"] is None
    begun = time.monotonic()
    assert house.stop() == 0
    assert time.monotonic() - begun < 5
    role, email, passphrase = accounts_table()[0]
    assert all(word in house.said() for word in (f"http://localhost:{house.port}/", role, email, passphrase))
    key = (house.data / "secret.key").read_text()
    house.start()
    assert (house.data / "secret.key").read_text() == key
    assert house.stop(signal.SIGTERM) == 0


@pytest.mark.covers("SR-66")
def test_everything_in_the_folder_is_for_its_owner_only(house: House) -> None:
    house.start("--empty", fresh=True)
    paths = [house.data, *house.data.rglob("*")]
    assert [path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.covers("SR-64")
def test_an_empty_instance_stays_empty_and_has_no_demo_account(house: House) -> None:
    house.start("--empty", fresh=True)
    house.stop()
    house.start()
    assert accounts_table()[0][2] not in house.said()
    house.stop()
    answer = house.command("demo", "--accounts")
    assert (answer.returncode, answer.stdout) == (1, "")


def test_a_demo_never_becomes_a_real_instance(house: House) -> None:
    house.start()
    house.stop()
    answer = house.command("run", "--empty")
    assert answer.returncode == 1
    assert "holds the demo" in answer.stderr
    assert house.command("keeper", "somebody@example.org").returncode == 1


def test_the_keeper_of_a_fresh_folder_makes_it_a_real_instance(house: House) -> None:
    made = house.command("keeper", "somebody@example.org")
    assert made.returncode == 0, made.stderr
    assert f"http://localhost:{house.port}/sign-in/link/" in made.stdout
    assert (house.data / "instance").read_text() == "empty"
    again = house.command("keeper", "somebody@example.org")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
    assert house.command("keeper", "no address").returncode == 1


def test_demo_accounts_are_printed_with_tabs(house: House) -> None:
    answer = house.command("demo", "--accounts")
    lines = [line.split("\t") for line in answer.stdout.splitlines()]
    assert [tuple(line[:3]) for line in lines] == accounts_table()
    codes = {line[1]: line[3] for line in lines if len(line) > 3}
    assert codes.keys() == secured()
    generator, now = pyotp.TOTP(GENERATOR), datetime.now(UTC)
    assert set(codes.values()) <= {generator.at(now), generator.at(now - timedelta(seconds=30))}
    assert GENERATOR in answer.stderr


def test_a_taken_port_and_a_second_run_are_said_in_a_sentence(house: House, tmp_path: Path) -> None:
    house.start("--empty")
    assert "runs already" in house.command("run").stderr
    house.environ["DATA"] = str(tmp_path / "other")
    answer = house.command("run", "--empty")
    assert (answer.returncode, "is taken" in answer.stderr) == (1, True)


def test_a_killed_instance_starts_again_without_help(house: House) -> None:
    house.start("--empty")
    house.stop(signal.SIGKILL)
    house.start()
    assert house.stop() == 0


@pytest.mark.covers("SR-64")
@pytest.mark.parametrize(
    "unsafe", [{"ORIGIN": "http://palabre.example.org"}, {"HOST": "0.0.0.0"}, {"SECRET_KEY": "abc"}, {"PORT": "x"}]
)
def test_an_unsafe_or_unreadable_setting_ends_with_a_sentence(unsafe: dict[str, str], house: House) -> None:
    house.environ.update(unsafe)
    answer = house.command("run", "--empty")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
