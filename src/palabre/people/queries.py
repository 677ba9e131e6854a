"""What the pages of an account show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from palabre.kit.ids import digest
from palabre.people.choices import DeviceKind
from palabre.people.models import Draft, MailLink, Person, Session
from palabre.people.rules import visible_drafts, visible_sessions


@dataclass(frozen=True, slots=True)
class Device:
    """A sign-in as its owner sees it: kind of device, day, whether it is this one."""

    handle: str
    kind: DeviceKind
    since: datetime
    here: bool


def session_handle(session_key: str) -> str:
    """What a page may show of a session: its key stays between the browser and the table."""
    return digest(session_key)[:12]


def devices(actor: Person, session_key: str | None) -> list[Device]:
    """Where one is signed in, this device first, then the latest."""
    rows = visible_sessions(actor).order_by("-started_at").values_list("session_key", "device", "started_at")
    found = [Device(session_handle(key), DeviceKind(device), since, key == session_key) for key, device, since in rows]
    return sorted(found, key=lambda device: not device.here)


def session_by_handle(actor: Person, handle: str) -> Session | None:
    """One of her own sessions, by what the page shows of it."""
    return next((one for one in visible_sessions(actor) if session_handle(one.session_key) == handle), None)


def draft_of(actor: Person, form: str) -> Draft | None:
    """What she was typing in this form; `values` is a mapping of field to text, `saved_at` its moment."""
    return visible_drafts(actor).filter(form=form).first()


def link_by_token(token: str) -> MailLink | None:
    """A mail link, used up or not."""
    return MailLink.objects.select_related("person").filter(digest=digest(token)).first()


def person_by_address(email: str) -> Person | None:
    """An open account."""
    return Person.objects.open().filter(email__iexact=email).first()


def person_of_session(session_key: str | None) -> Person | None:
    """Whose session this is, if anybody's."""
    row = Session.objects.select_related("person").filter(pk=session_key or "").first()
    return row.person if row else None


def link_by_key(key: int) -> MailLink | None:
    return MailLink.objects.select_related("person").filter(pk=key).first()


def open_person(key: int | None) -> Person | None:
    """A person whose account is open."""
    return Person.objects.open().filter(pk=key).first() if key else None
