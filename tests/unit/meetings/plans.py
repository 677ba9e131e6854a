"""Frames and forms that the tests of planning begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from palabre.meetings.actions.frame import Frame, When

# Every script that comes our way, a ligature, an accent made of two signs, right-to-left, and an emoji.
SCRIPTS = "Aïcha œ e\u0301 Ωμέγα Жанна مريم שרה नमस्ते 平和 ꦗꦮ ⵣ 👩🏿‍🌾"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>{{ 7|add:7 }}"


def at(days: int = 7, hour: int = 9, minute: int = 0) -> datetime:
    """So many days from now, at an hour in UTC."""
    today = datetime.now(UTC).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today + timedelta(days=days)


def when(days: int = 7, minutes: int = 120, zone: str = "Africa/Bamako") -> When:
    start = at(days)
    return When(starts_at=start, ends_at=start + timedelta(minutes=minutes), zone=zone)


def frame(**fields: Any) -> Frame:
    fields.setdefault("kind", "plenary")
    fields.setdefault("title", "Rencontre de novembre")
    fields.setdefault("when", when())
    fields.setdefault("mode", "hybrid")
    fields.setdefault("place", "Salle du Quai")
    return Frame(**fields)


def posted(**fields: Any) -> dict[str, Any]:
    """The plan form, filled."""
    day = at(7).date().isoformat()
    return {
        "kind": "plenary", "audience": "everyone", "title_fr": "Rencontre de novembre", "title_en": "", "day": day,
        "start": "09:00", "end": "11:00", "zone": "Africa/Bamako", "mode": "hybrid", "place": "Salle du Quai", **fields,
    }  # fmt: skip
