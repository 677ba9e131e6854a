"""Security events for the keeper: what happened, when, on which account; never what it was about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.models import Entry
from palabre.journal.queries import count_of, latest_of
from palabre.kit.verdict import Text
from palabre.people.models import Person

SHOWN = 100
COUNTED_FOR = timedelta(days=7)
EVENTS: dict[str, Text] = {
    "people.signed_in": _("signed in"),
    "people.sign_in_refused": _("sign-in refused"),
    "people.proof_refused": _("proof refused"),
    "people.sign_in_link_asked": _("link to sign in asked for"),
    "people.mail_link_used": _("link from a mail used"),
    "people.signed_out": _("signed out"),
    "people.session_ended": _("one session ended"),
    "people.sessions_ended": _("other sessions ended"),
    "people.password_changed": _("password changed"),
    "people.address_asked": _("another address asked for"),
    "people.address_changed": _("address changed"),
    "people.address_undone": _("change of address undone"),
    "people.factor_added": _("second factor set up"),
    "people.factor_removed": _("second factor removed"),
    "people.reset_asked": _("reset of the second factor asked for"),
    "people.reset_confirmed": _("reset of the second factor confirmed"),
    "people.reset_stopped": _("reset of the second factor stopped"),
    "people.reset_used": _("second factor reset"),
    "people.lock_code_given": _("emergency code made"),
    "people.lock_refused": _("emergency code refused"),
    "people.locked": _("account locked in an emergency"),
    "people.lock_checked": _("locked account: the coordination knows her"),
    "people.opening_asked": _("opening of a locked account asked for"),
    "people.opening_refused": _("opening of a locked account refused"),
    "people.unlocked": _("locked account opened"),
    "people.created": _("account opened"),
    "people.erased": _("account erased"),
    "people.keeper_named": _("keeper named"),
    "people.keeper_confirmed": _("keeper confirmed"),
    "people.keeper_ended": _("keeper ended"),
    "communities.role_granted": _("role given"),
    "communities.role_confirmed": _("role confirmed by a second person"),
    "communities.role_ended": _("role ended"),
    "communities.risk_changed": _("risk profile of a community changed"),
    "communities.canary_opened": _("watched profile opened in a directory"),
    "communities.members_exported": _("list of members exported"),
    "communities.member_export_denied": _("export of members refused"),
    "meetings.attendance_exported": _("attendance exported"),
    "exchange.archive_asked": _("archive of one’s own data asked for"),
    "exchange.archive_read": _("archive of one’s own data downloaded"),
    "exchange.erasure_asked": _("erasure asked for"),
    "exchange.erasure_undone": _("erasure taken back"),
    "exchange.backed_up": _("backup made"),
    "exchange.restored": _("backup restored"),
    "exchange.key_made": _("new key of sealed fields"),
    "exchange.key_dropped": _("key of sealed fields dropped"),
    "journal.denied": _("refused: not allowed"),
}


def event_counts() -> list[tuple[Text, int]]:
    """How often each event happened in the last seven days, the most frequent first. One query."""
    counts = count_of(EVENTS.keys(), timezone.now() - COUNTED_FOR)
    return [(EVENTS[kind], number) for kind, number in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]


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
