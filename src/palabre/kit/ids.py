"""Identifiers that say nothing: random ids for URLs, tokens for single-use links."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ID_LENGTH = 12


def new_id() -> str:
    """12 random characters (59 bits), easy to read aloud: no 0/o, 1/l/i."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


def new_token() -> str:
    """32 url-safe characters (192 bits) for a link that opens something."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """SHA-256 in hexadecimal: what a table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class RandomIdConverter:
    """`<rid:meeting_id>` in URL patterns."""

    regex = f"[{ALPHABET}]{{{ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
