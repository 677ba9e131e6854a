"""Keys that the database does not hold: given by the environment, or made once and kept beside the data."""

from __future__ import annotations

import secrets
from pathlib import Path

from palabre.kit.keyfile import Ring, made_once, new_key, read_ring


def secret_key(given: str, data: Path) -> str:
    """`given` if there is one, else the key of DATA/secret.key, made on the first call (mode 600)."""
    return given or made_once(data / "secret.key", lambda: secrets.token_urlsafe(48))


def field_keys(given: str, data: Path) -> Ring:
    """(id, 32 bytes) of each key that opens sealed fields, the current one first; else those of DATA/field.keys."""
    return read_ring(given or made_once(data / "field.keys", new_key))
