"""A calendar as people have one: vdirsyncer follows the private address, khal shows the days."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.browser import plans
from tests.browser.house import House
from tests.browser.wire import Wire

# Debian's packages; `.ci/run` installs them
MISSING = " ".join(program for program in ("vdirsyncer", "khal") if not shutil.which(program))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"A calendar client is not installed: apt-get install {MISSING}"),
]
SYNC = """
[general]
status_path = "{home}/status"
[pair meetings]
a = "palabre"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage palabre]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{home}/meetings"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[meetings]]
path = {home}/meetings
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Africa/Bamako
default_timezone = Africa/Bamako
[sqlite]
path = {home}/khal.db
"""


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody's calendar, in a home of its own."""

    home: Path

    def run(self, *words: str) -> str:
        own = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(words, env=own, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def follow(self) -> None:
        self.run("vdirsyncer", "-c", str(self.home / "sync"), "sync")

    def hours(self, day: str) -> list[str]:
        """What it shows on one day: from, to, title, state."""
        line = "{start-time} {end-time} {title} {status}"
        said = self.run("khal", "-c", str(self.home / "show"), "list", "--format", line, "--day-format", "", day, "1d")
        return [one.strip() for one in said.splitlines() if re.match(r"\d\d:\d\d ", one)]


@pytest.fixture
def subscribe(tmp_path: Path) -> Callable[[str], Client]:
    def with_address(url: str) -> Client:
        (tmp_path / "meetings").mkdir()
        (tmp_path / "sync").write_text(SYNC.format(home=tmp_path, url=url))
        (tmp_path / "show").write_text(SHOW.format(home=tmp_path))
        client = Client(tmp_path)
        client.run("vdirsyncer", "-c", str(tmp_path / "sync"), "discover")
        return client

    return with_address


def entry(origin: str, path: str, uid: str) -> Any:
    """The one entry of a meeting as the address gives it (vdirsyncer itself puts its own ids into such calendars)."""
    feed = Calendar.from_ical(Wire(origin).get(path).body)
    events = feed.walk("VEVENT")
    (one,) = [event for event in events if event["UID"].startswith(uid)]
    return one


@pytest.mark.parametrize("whose", ["person", "community"])
def test_a_client_follows_a_meeting_that_moves_and_is_cancelled(
    whose: str, demo: House, subscribe: Callable[[str], Client]
) -> None:
    lead, member = Wire(demo.origin, "facilitator"), Wire(demo.origin, "member")
    page = "/me/" if whose == "person" else f"/c/{plans.river(member)}/meetings/"
    path = re.findall(
        rf'href="[^"]*?(/calendar/{"c/" if whose == "community" else ""}[\w-]+\.ics)"', member.page(page)
    )[0]
    client = subscribe(demo.origin + path)
    day = datetime.now(UTC).date() + timedelta(days=150 if whose == "person" else 160)
    meeting = plans.plan(lead, day=day, start="9:00", end="12:00", title_fr="Un sujet qui ne sort pas", kind="plenary")
    plans.add_point(lead, meeting, "Un point")
    plans.publish(lead, meeting)
    uid = meeting.split("/")[2]

    client.follow()
    assert [line.split()[:2] for line in client.hours(day.isoformat())] == [["09:00", "12:00"]]
    first = entry(demo.origin, path, uid)
    assert not [word for word in ("sujet", "Quai", "Fleuve", "point") if word in first.to_ical().decode()]

    later = day + timedelta(days=1)
    lead.accepted(f"{meeting}move/", day=later.isoformat(), start="14:30", end="17:00")
    client.follow()
    assert client.hours(day.isoformat()) == []
    assert [line.split()[:2] for line in client.hours(later.isoformat())] == [["14:30", "17:00"]]
    moved = entry(demo.origin, path, uid)
    assert moved["UID"] == first["UID"]
    assert moved["SEQUENCE"] > first["SEQUENCE"]

    lead.accepted(f"{meeting}cancellation/", because="La salle est prise.")
    client.follow()
    shown = client.hours(later.isoformat())
    assert shown == [] or all("CANCELLED" in line.upper() for line in shown), shown
    cancelled = entry(demo.origin, path, uid)
    assert (cancelled["UID"], cancelled["STATUS"]) == (first["UID"], "CANCELLED")
    assert cancelled["SEQUENCE"] > moved["SEQUENCE"]
    assert "salle est prise" not in cancelled.to_ical().decode()


def test_a_new_address_closes_the_old_one(demo: House, subscribe: Callable[[str], Client]) -> None:
    member = Wire(demo.origin, "newcomer")
    old = re.findall(r'href="[^"]*?(/calendar/[\w-]+\.ics)"', member.page("/me/"))[0]
    client = subscribe(demo.origin + old)
    client.follow()
    member.accepted("/me/", "/me/calendar/")
    assert Wire(demo.origin).get(old).status == 404
    with pytest.raises(AssertionError, match="Not Found"):
        client.follow()
