"""Calls begun from the pattern, filled in, approved, announced."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from palabre.calls.actions.life import announce_call
from palabre.calls.actions.writing import approve_call, begin_call, write_call
from palabre.calls.call_pattern import TO_FILL
from palabre.calls.choices import CallState
from palabre.calls.models import Call
from palabre.communities.choices import Role
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import words
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast

OPENS = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2027, 1, 15, 23, 59, tzinfo=UTC)
BEFORE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def mel_of(cast: Cast) -> Person:
    """Monitoring and evaluation of the cast's community: writes calls too."""
    person = make_person("Suivi")
    join(person, cast.here)
    grant(person, cast.here, Role.MEL)
    return person


def begun(cast: Cast, **wanted: Any) -> Call:
    """A draft as the pattern makes it."""
    frame = {"opens_at": OPENS, "closes_at": CLOSES, "zone": "Africa/Bamako", "places": 15, "language": "fr"} | wanted
    return begin_call(actor=cast.person("coordinator"), community=cast.here, **frame)


def filled(call: Call, writer: Person) -> Call:
    """The brackets are gone, in both languages."""
    texts = {
        name: {one: TO_FILL.sub("Voici." if one == "fr" else "Here.", words(call, name, one).text) for one in LANGUAGES}
        for name in call.translatable
    }
    return write_call(actor=writer, call=call, texts=texts)


def whole(cast: Cast, **wanted: Any) -> Call:
    """A draft in which nothing is missing: one wrote it, another approved."""
    call = filled(begun(cast, **wanted), cast.person("coordinator"))
    approve_call(actor=cast.person("translator"), call=call)
    return call


def announced(cast: Cast, **wanted: Any) -> Call:
    return announce_call(actor=cast.person("coordinator"), call=whole(cast, **wanted))


def standing_in(cast: Cast, state: str, **fields: Any) -> Call:
    """A bare call in a later state, as the database may hold it."""
    now = datetime.now(UTC)
    over = state not in {CallState.DRAFT, CallState.READY}
    start = now - timedelta(days=40) if over else now + timedelta(days=5)
    end = now + timedelta(days=5) if state == CallState.OPEN else start + timedelta(days=30)
    row = {
        "community": cast.here, "title": "Appel", "text": "Texte", "state": state, "opens_at": start, "closes_at": end,
        "zone": "Africa/Bamako", "places": 5, "published_at": None if state == CallState.DRAFT else start,
    }  # fmt: skip
    return Call.objects.create(**{**row, **fields})
