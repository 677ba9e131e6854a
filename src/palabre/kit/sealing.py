"""Signed links: what they carry can be read by anyone, and changed by nobody. Hidden ids: nobody reads them either."""

from __future__ import annotations

import binascii
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
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


def hide(text: str, *about: str) -> str:
    """The same each time, and another one for everything it is `about` (a purpose first): two of them link nobody."""
    return urlsafe_base64_encode(_cipher(settings.SECRET_KEY, about[0]).encrypt(text.encode(), _bound(about)))


def reveal(hidden: str, *about: str) -> str:
    """What was hidden about just this. Raises `BadSeal`."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key, about[0]).decrypt(urlsafe_base64_decode(hidden), _bound(about)).decode()
        except (InvalidTag, ValueError, binascii.Error):
            continue
    raise BadSeal(expired=False)


def _cipher(key: str | bytes, purpose: str) -> AESSIV:
    return AESSIV(salted_hmac(f"palabre.hidden.{purpose}", "", secret=key, algorithm="sha512").digest())


def _bound(about: tuple[str, ...]) -> list[bytes]:
    return [word.encode() for word in about]
