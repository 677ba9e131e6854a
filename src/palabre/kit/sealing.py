"""Signed links: what they carry can be read by anyone, and changed by nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

from palabre.kit.verdict import Refused, no

_EXPIRED = no(_("This link has expired. Ask for a new one."))
_BROKEN = no(_("This link is incomplete. Copy it whole, or ask for a new one."))


class BadSeal(Refused):
    """The link was changed, cut or made for another purpose; `expired` if it is only too old."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__(_EXPIRED if expired else _BROKEN)
        self.expired = expired


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"palabre.{purpose}", sep=".")


def sign(value: Any, purpose: str) -> str:
    """A URL-safe token for `value` (whatever JSON can say), dated, and good for one purpose only."""
    return _signer(purpose).sign_object(value)


def unsign(token: str, purpose: str, max_age: timedelta | int) -> Any:
    """The value of a token not older than `max_age` (in seconds, or a timedelta). Raises `BadSeal`."""
    try:
        return _signer(purpose).unsign_object(token, max_age=max_age)
    except SignatureExpired:
        raise BadSeal(expired=True) from None
    except (BadSignature, ValueError):
        raise BadSeal(expired=False) from None
