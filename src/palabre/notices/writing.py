"""A mail's words: made at the moment it leaves, in the reader's language, and kept nowhere."""

from __future__ import annotations

from contextlib import suppress
from html import unescape
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import strip_tags

from palabre.communities.queries import community_by_key
from palabre.communities.rules.voice import Voice, calendar_says_titles, voice_for
from palabre.journal.telling import REGISTRY, Letter, Recipient, Subject
from palabre.notices.models import Mail
from palabre.notices.queries import line_about

BARE, ABOUT = "notices/mail/bare.txt", "notices/mail/about.txt"
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class NothingToSay(Exception):
    """The room has nothing to say to this reader any more: one word why."""


def recipient(mail: Mail) -> Recipient:
    """Who reads it now: a person's own address, language and zone as they are today. Raises NothingToSay."""
    person = mail.person
    if person is None:
        return Recipient(None, mail.address, mail.language, settings.TIME_ZONE)
    if not person.is_active or not person.email:
        raise NothingToSay("closed")
    return Recipient(person.pk, person.email, person.language, person.zone, calendar_says_titles(person))


def written(mail: Mail) -> EmailMessage:
    """The whole message, plain text, as loud as its reader and her communities let it be. Raises NothingToSay."""
    reader = recipient(mail)
    subject, writer = REGISTRY.writers[mail.template]
    voice = Voice.DISCREET if mail.template in REGISTRY.security else voice_of(mail)
    if voice == Voice.NONE:
        raise NothingToSay("unwanted")
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.zone)):
        letter = writer(mail.keys, reader)
        if letter is None:
            raise NothingToSay("moot")
        bare = voice == Voice.BARE
        message = EmailMessage(
            subject=str(Subject.ACTIVITY.label if bare else subject.label),
            body=body(mail, letter, voice),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[reader.address],
            headers={**AUTOMATIC, "Message-ID": message_id(mail), "Content-Language": reader.language},
        )
    for file in () if bare else letter.attachments:
        message.attach(file.name, file.content.decode() if file.mime.startswith("text/") else file.content, file.mime)
    return message


def voice_of(mail: Mail) -> Voice:
    """How much it may say, at the moment it leaves."""
    community = community_by_key(mail.community_id) if mail.community_id else None
    return voice_for(mail.person, about=community.risk if community else None)


def body(mail: Mail, letter: Letter, voice: Voice) -> str:
    """The words: of the room; or only « New activity » and a link; or both those of the room and what it is about.

    Whoever has no account is led by the link that is hers; everybody else to the home page.
    """
    context = {"origin": settings.ORIGIN, **letter.context}
    if voice == Voice.BARE:
        path = "/" if mail.person_id else letter.context.get("path", "/")
        return render_to_string(BARE, {"origin": settings.ORIGIN, "path": path}).strip() + "\n"
    said = render_to_string(mail.template, context).strip() + "\n"
    line = line_about(mail) if voice == Voice.CONTENT and mail.person else None
    return said + render_to_string(ABOUT, {"text": plain(line.text), "meta": plain(line.meta)}) if line else said


def plain(words: str) -> str:
    """A line of a page as the words of a mail: no markup, one line."""
    return " ".join(unescape(strip_tags(words)).split())


def message_id(mail: Mail) -> str:
    """The same at every try, and it says nothing."""
    return f"<{mail.public_id}@{urlsplit(settings.ORIGIN).hostname}>"


class Postbox:
    """One connection for a whole round; where mails become files, one file each."""

    def __init__(self) -> None:
        self._line: Any = None
        # Django names a file after the connection that writes it: each lives until the end of the round
        self._files: list[Any] = []

    def __enter__(self) -> Postbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    def open(self) -> None:
        """Raises OSError or SMTPException when the server is away."""
        if self._line is None:
            line = get_connection()
            line.open()
            self._line = line

    def send(self, message: EmailMessage) -> None:
        """Raises OSError or SMTPException."""
        self._line.send_messages([message])
        if not hasattr(self._line, "use_tls"):
            self._files.append(self._line)
            self.drop()

    def drop(self) -> None:
        """End the connection, whatever state it is in."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(Exception):
                line.close()
