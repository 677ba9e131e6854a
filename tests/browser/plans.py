"""What a test needs to stand before it begins: a meeting of the river, made through its pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from tests.browser.wire import Wire

FRENCH = "Rencontre d’essai"
ENGLISH = "Trial meeting"
RID = "[2-9a-hjkmnp-z]{12}"


def river(wire: Wire) -> str:
    """The community of the story in which everybody of the cast stands."""
    for found in re.findall(rf"/c/({RID})/", wire.page("/communities/")):
        if "Voix du Fleuve" in wire.page(f"/c/{found}/"):
            return str(found)
    raise AssertionError("the river is not there")


def waking_zone() -> tuple[str, datetime]:
    """Clocks on which it is neither early nor late now, so that a meeting that begins now ends on the same day."""
    for zone in ("Africa/Bamako", "Asia/Tokyo", "America/Mexico_City"):
        here = datetime.now(ZoneInfo(zone))
        if 7 <= here.hour < 20:
            return zone, here
    raise AssertionError("it is night everywhere")


def plan(wire: Wire, *, day: date | None = None, start: str = "9 h 00", end: str = "12 h 00", **said: str) -> str:
    """A meeting ahead; gives its address."""
    when = day or datetime.now(UTC).date() + timedelta(days=21)
    fields = {
        "kind": "half_yearly", "audience": "everyone", "mode": "in_person", "place": "Salle du Quai", "day": when.isoformat(),
        "start": start, "end": end, "zone": "Africa/Bamako", "title_fr": FRENCH, "title_en": ENGLISH, **said,
    }  # fmt: skip
    to = wire.accepted(f"/c/{river(wire)}/meetings/plan/", **fields)
    return to.removesuffix("agenda/")


def plan_now(wire: Wire, **said: str) -> str:
    """One that has just begun."""
    zone, here = waking_zone()
    start, end = here - timedelta(minutes=10), here + timedelta(hours=2)
    return plan(wire, day=here.date(), start=f"{start:%H:%M}", end=f"{end:%H:%M}", zone=zone, **said)


def add_point(wire: Wire, meeting: str, french: str, english: str = "", minutes: int = 20) -> None:
    wire.accepted(f"{meeting}agenda/", title_fr=french, title_en=english, minutes=minutes)


def publish(wire: Wire, meeting: str) -> None:
    wire.accepted(f"{meeting}agenda/", f"{meeting}publication/")


def begin_minutes(wire: Wire, meeting: str) -> list[str]:
    """Held, and the minutes open in French; gives the addresses of the passages."""
    wire.accepted(meeting, f"{meeting}holding/")
    wire.accepted(f"{meeting}minutes/", f"{meeting}minutes/start/", language="fr")
    found = re.findall(rf'action="({meeting}minutes/{RID}/)"', wire.page(f"{meeting}minutes/writing/"))
    return list(dict.fromkeys(found))


def write(wire: Wire, passage: str, words: str) -> None:
    wire.accepted(passage, body=words)


def mail_to(data: Path, address: str, *words: str, seconds: float = 30) -> str:
    """The plain text of the newest mail to `address` that holds `words`, waited for: the worker writes it."""
    end = monotonic() + seconds
    while monotonic() < end:
        for file in sorted((data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
            text = _plain(file.read_bytes(), address)
            if text and all(word in text for word in words):
                return text
        sleep(0.3)
    raise AssertionError(f"no mail came to {address}")


def _plain(content: bytes, address: str) -> str:
    for one in content.split(b"-" * 79):  # Django's file mailbox draws a line below each mail
        mail = message_from_bytes(one.lstrip(), policy=policy.default)
        if address in str(mail["To"]):
            part = mail.get_body(("plain",))
            return str(part.get_content()) if part else ""
    return ""
