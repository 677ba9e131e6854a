"""Security events for the keeper: what happened, when, on which account; never what it was about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from palabre.journal.models import Entry
from palabre.journal.queries import latest_of
from palabre.kit.verdict import Text
from palabre.people.models import Person

SHOWN = 100
EVENTS: dict[str, Text] = {
    "people.signed_in": _("signed in"),
    "people.sign_in_refused": _("sign-in refused"),
    "people.sign_in_link_asked": _("link to sign in asked for"),
    "people.mail_link_used": _("link from a mail used"),
    "people.signed_out": _("signed out"),
    "people.session_ended": _("one session ended"),
    "people.sessions_ended": _("other sessions ended"),
    "people.password_changed": _("password changed"),
    "people.created": _("account opened"),
    "people.keeper_named": _("keeper named"),
    "communities.role_granted": _("role given"),
    "communities.role_ended": _("role ended"),
    "meetings.attendance_exported": _("attendance exported"),
    "journal.denied": _("refused: not allowed"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: its moment, what it was, and the random id of the account that did it or that it concerns."""

    at: datetime
    what: Text
    account: str


def security_events() -> list[Event]:
    """The latest events, the newest first. Two queries."""
    entries = latest_of(EVENTS.keys(), SHOWN)
    known = {key for entry in entries for key in (entry.actor_id, entry.about_id) if key}
    ids = dict(Person.objects.filter(pk__in=known).values_list("pk", "public_id"))
    return [Event(entry.at, EVENTS[entry.kind], _account(entry, ids)) for entry in entries]


def _account(entry: Entry, ids: dict[int, str]) -> str:
    """Whom it concerns, or who did it; empty for an address that nobody has."""
    found = ids.get(entry.about_id or 0) or ids.get(entry.actor_id or 0)
    return found or ""
