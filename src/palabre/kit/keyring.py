"""Fields that the database alone cannot read: AEAD under a key that lives outside it, versioned for rotation (SR-24).

A sealed value is `v1.<key id>.<base64 of nonce and ciphertext>`; the field's own place (`table.column`) is bound to it,
so that a value moved to another column does not open.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.db import models

from palabre.kit.keyfile import Ring, read_ring

NONCE = 12
VERSION = "v1"


class CannotOpen(ValueError):
    """The key is not in the ring, or the value was changed or moved."""


@lru_cache(maxsize=4)
def _ring(told: Ring) -> Mapping[str, ChaCha20Poly1305]:
    return {name: ChaCha20Poly1305(key) for name, key in told}


_read: dict[Path, tuple[tuple[int, int, int], Ring]] = {}


def _keys() -> Ring:
    """(id, 32 bytes), the current one first: those of the file, read again whenever it changed, or of the settings."""
    file: Path | None = settings.FIELD_KEYS_FILE
    if file is None:
        return tuple(settings.FIELD_KEYS)
    try:
        seen = file.stat()
    except FileNotFoundError:  # taken away under a running house: what was read goes on
        return _read[file][1] if file in _read else tuple(settings.FIELD_KEYS)
    stamp = (seen.st_mtime_ns, seen.st_ino, seen.st_size)
    if file not in _read or _read[file][0] != stamp:
        _read[file] = (stamp, read_ring(file.read_text()))
    return _read[file][1]


def key_ids() -> tuple[str, ...]:
    """The ids of the ring, the current one first."""
    return tuple(name for name, _key in _keys())


def current_key() -> str:
    """The id of the key that seals today."""
    return _keys()[0][0]


def seal(text: str, place: str) -> str:
    """Sealed under the current key, bound to `place`."""
    name, nonce = current_key(), os.urandom(NONCE)
    shut = _ring(_keys())[name].encrypt(nonce, text.encode(), f"{VERSION}.{name}.{place}".encode())
    return f"{VERSION}.{name}.{base64.urlsafe_b64encode(nonce + shut).decode()}"


def open_sealed(sealed: str, place: str) -> str:
    """The text again. Raises `CannotOpen`."""
    try:
        version, name, body = sealed.split(".")
        raw = base64.urlsafe_b64decode(body)
        key = _ring(_keys())[name]
        return key.decrypt(raw[:NONCE], raw[NONCE:], f"{version}.{name}.{place}".encode()).decode()
    except (ValueError, KeyError, InvalidTag) as wrong:
        raise CannotOpen(place) from wrong


def key_of(sealed: str) -> str:
    """Under which key a value was sealed."""
    return sealed.split(".")[1] if sealed.count(".") == 2 else ""


class SealedText(models.TextField):  # type: ignore[type-arg]
    """A text that the database keeps sealed; empty stays empty. It can be neither searched nor sorted."""

    @property
    def place(self) -> str:
        """What a value is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return open_sealed(value, self.place) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value, self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether it is empty can be asked."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
