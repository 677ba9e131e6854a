"""Mails leave: claimed, marked, given to the server, and tried again when it could not take them.

Each leaves once. Only a process that dies between the server's "yes" and our note of it makes a mail leave
twice, and then with the same Message-ID, so that the reader's mail box can know it.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from palabre.notices.choices import MailState
from palabre.notices.models import Mail
from palabre.notices.writing import NothingToSay, Postbox, written

log = logging.getLogger("palabre.notices")

ROUND = 50
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
LOST_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=5)


class ServerAway(Exception):
    """There is no connection to the mail server: no mail can leave now."""


def send_waiting_mail(limit: int = ROUND) -> int:
    """Let up to `limit` mails leave; gives how many did. Never raises: what fails is tried again later."""
    give_back_lost_mail()
    mails, sent = claim(limit), 0
    with Postbox() as box:
        for place, mail in enumerate(mails):
            try:
                sent += _send(mail, box)
            except ServerAway as away:
                put_off_everything(mails[place:], str(away))
                break
    return sent


def claim(limit: int) -> list[Mail]:
    """Take mails that are due, so that no other worker takes them."""
    now, features = timezone.now(), connection.features
    with transaction.atomic():
        free = Mail.objects.select_for_update(skip_locked=features.has_select_for_update_skip_locked, of=_own())
        mails = list(free.due(now).select_related("person").order_by("next_try_at", "pk")[:limit])
        Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(state=MailState.SENDING, claimed_at=now)
    return mails


def _own() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()


def _send(mail: Mail, box: Postbox) -> bool:
    """One mail, one note of what became of it. Raises `ServerAway`."""
    try:
        message = written(mail)
    except NothingToSay as nothing:
        return _end(mail, MailState.GIVEN_UP, str(nothing))
    except Exception as wrong:  # a fault in one template must not hold up the others
        log.error("mail from %s not written: %s", mail.template, type(wrong).__name__)
        return _try_later(mail, type(wrong).__name__)
    try:
        box.open()
    except (OSError, smtplib.SMTPException) as wrong:
        raise ServerAway(type(wrong).__name__) from None
    try:
        box.send(message)
    except (OSError, smtplib.SMTPException) as wrong:
        box.drop()
        permanent = refused_for_good(wrong)
        return _end(mail, MailState.GIVEN_UP, _name(wrong)) if permanent else _try_later(mail, _name(wrong))
    _end(mail, MailState.SENT, "")
    return True


def refused_for_good(wrong: Exception) -> bool:
    """The server will never take it for this reader (5xx); 4xx, a cut line or a refused sender may pass."""
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in wrong.recipients.values())
    return isinstance(wrong, smtplib.SMTPDataError) and wrong.smtp_code >= 500


def _name(wrong: Exception) -> str:
    """The class of an error and its code: never the server's words, they may quote an address."""
    code = getattr(wrong, "smtp_code", None)
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _words in wrong.recipients.values())
    return f"{type(wrong).__name__} {code}" if code else type(wrong).__name__


def pause(tries: int) -> timedelta:
    """1, 2, 4 … 60 minutes."""
    doublings = min(max(tries - 1, 0), 6)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _try_later(mail: Mail, error: str) -> bool:
    now = timezone.now()
    if mail.created_at < now - GIVEN_UP_AFTER:
        return _end(mail, MailState.GIVEN_UP, error)
    mail.state, mail.tries, mail.error = MailState.FAILED, mail.tries + 1, error
    mail.next_try_at = now + pause(mail.tries)
    mail.save(update_fields=["state", "tries", "error", "next_try_at"])
    return False


def _end(mail: Mail, state: MailState, error: str) -> bool:
    """Sent or given up: the address of somebody without an account and the keys are not needed any more."""
    mail.state, mail.error, mail.ended_at = state, error, timezone.now()
    mail.address, mail.keys, mail.tries = "", {}, mail.tries + 1
    mail.save(update_fields=["state", "error", "ended_at", "address", "keys", "tries"])
    return False


def put_off_everything(claimed: list[Mail], error: str) -> None:
    """The server is away: all mails wait together, instead of knocking one after the other."""
    now = timezone.now()
    tries = min(mail.tries for mail in claimed) + 1
    waits = {
        "state": MailState.FAILED,
        "tries": F("tries") + 1,
        "error": error,
        "next_try_at": now + pause(tries),
    }
    old = now - GIVEN_UP_AFTER
    with transaction.atomic():
        Mail.objects.filter(pk__in=[mail.pk for mail in claimed]).update(**waits)
        Mail.objects.due(now).update(**waits)
        _give_up_old(old, now)


def _give_up_old(old: datetime, now: datetime) -> None:
    given_up = {"state": MailState.GIVEN_UP, "ended_at": now, "address": "", "keys": {}}
    Mail.objects.filter(state=MailState.FAILED, created_at__lt=old).update(**given_up)


def give_back_lost_mail() -> int:
    """Mails that a process had in hand when it died wait again."""
    lost = Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=timezone.now() - LOST_AFTER)
    return lost.update(state=MailState.FAILED, next_try_at=timezone.now(), tries=F("tries") + 1, error="interrupted")
